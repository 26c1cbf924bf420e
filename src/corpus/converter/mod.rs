//! Runs another program that turns a file into text, within bounds.
//!
//! There is no shell: the program gets its arguments as they are. It runs in a process group of its own,
//! which is killed when the program ends, takes too long, prints too much, or is to stop. It inherits no open
//! files but its input and outputs, since the standard library opens all others to be closed in another
//! program.

mod error;
mod find;
mod groups;
mod input_filter;
mod output;
mod running;
#[cfg(all(test, unix))]
mod tests;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::corpus::converter::running::RunningProgram;

pub(crate) use error::ConverterError;
pub use find::find_program;
pub use groups::kill_running_programs;
pub use input_filter::InputFilter;
pub(crate) use running::ConverterLimits;

/// Time between two looks at the clock and at the request to stop.
const TICK: Duration = Duration::from_millis(20);
/// Time in which the error output of a program that has ended must be complete.
const MAX_ERROR_WAIT: Duration = Duration::from_millis(500);
/// Number of bytes of the error output that are looked at.
const MAX_ERROR_BYTES: u64 = 4096;

/// A program that turns a file into text, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Converter {
    /// Absolute path of the program.
    program: PathBuf,
    args: Vec<OsString>,
}

/// The standard input of a program.
#[derive(Debug)]
pub(crate) enum ConverterInput {
    /// Empty: an argument is the path of the file.
    Empty,
    /// An open file, from its current position.
    File(File),
    /// These bytes.
    Bytes(Vec<u8>),
}

impl Converter {
    /// Returns a converter that runs `program`, which must be an absolute path.
    pub(crate) fn new(program: PathBuf, args: Vec<OsString>) -> Self {
        Converter { program, args }
    }

    /// Returns the error of not being started.
    fn start_error(&self, error: &io::Error) -> ConverterError {
        ConverterError::start(program_name(&self.program), error)
    }

    /// Returns the error of printing no text, for the `reason` if there is more to say.
    fn output_error(&self, reason: Option<String>) -> ConverterError {
        ConverterError::NoText { program: program_name(&self.program), reason }
    }

    /// Runs the program and returns what it prints, which may have no end of line. Returns soon after `stop`
    /// is set.
    ///
    /// # Errors
    /// A [`ConverterError`] if the program cannot be started, fails, exceeds a limit, or is to stop. Neither
    /// it nor a program in its process group is left running.
    pub(crate) fn run(
        &self,
        input: ConverterInput,
        limits: ConverterLimits,
        stop: &AtomicBool,
    ) -> Result<Vec<u8>, ConverterError> {
        let name = program_name(&self.program);
        let cannot_start = |error: io::Error| self.start_error(&error);
        if !self.program.is_absolute() {
            return Err(cannot_start(io::ErrorKind::NotFound.into()));
        }
        let mut command = Command::new(&self.program);
        command.args(&self.args).current_dir(safe_folder()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let bytes = match input {
            ConverterInput::Empty => {
                command.stdin(Stdio::null());
                None
            }
            ConverterInput::File(file) => {
                command.stdin(file);
                None
            }
            ConverterInput::Bytes(bytes) => {
                command.stdin(Stdio::piped());
                Some(bytes)
            }
        };
        let deadline = Instant::now().checked_add(limits.time); // none of a time without end
        let mut running = RunningProgram::start(command, limits).map_err(cannot_start)?;
        if let (Some(mut stdin), Some(bytes)) = (running.child.stdin.take(), bytes) {
            // It need not read all of its input.
            let write = move || drop(stdin.write_all(&bytes));
            std::thread::Builder::new().spawn(write).map_err(cannot_start)?;
        }
        let errors = read_in_thread(running.child.stderr.take(), MAX_ERROR_BYTES).map_err(cannot_start)?;
        let output = read_in_thread(running.child.stdout.take(), limits.output_bytes.saturating_add(1));
        let output = output.map_err(cannot_start)?;
        let check = || match () {
            () if stop.load(std::sync::atomic::Ordering::Relaxed) => Err(ConverterError::Stopped),
            () if deadline.is_some_and(|deadline| Instant::now() >= deadline) => {
                Err(ConverterError::TimedOut { program: name.clone(), seconds: limits.time.as_secs_f32() })
            }
            () => Ok(()),
        };
        let bytes = loop {
            match output.recv_timeout(TICK) {
                Ok(bytes) => break bytes.map_err(cannot_start)?,
                Err(RecvTimeoutError::Timeout) => check()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(cannot_start(io::ErrorKind::BrokenPipe.into()));
                }
            }
            if running.has_ended() {
                running.kill(); // what it started still holds the output open
            }
        };
        if bytes.len() as u64 > limits.output_bytes {
            let megabytes = limits.output_bytes >> 20;
            return Err(ConverterError::TooMuchOutput { program: name, megabytes });
        }
        let mut pause = Duration::from_micros(100);
        while !running.has_ended() {
            check()?;
            std::thread::sleep(pause);
            pause = TICK.min(pause * 2);
        }
        let status = running.finish().map_err(cannot_start)?;
        if status.success() {
            return Ok(bytes);
        }
        let errors = errors.recv_timeout(MAX_ERROR_WAIT).ok().and_then(Result::ok).unwrap_or_default();
        Err(failure(name, status, &errors))
    }
}

/// Returns the name of a program in messages.
fn program_name(program: &Path) -> String {
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

/// Returns a folder in which nobody else has put a file that a program may look for.
fn safe_folder() -> PathBuf {
    if cfg!(unix) { PathBuf::from("/") } else { std::env::temp_dir() }
}

/// Reads at most `max_bytes` of `stream` in another thread. The first kilobytes of an error output are
/// enough, but the program must be able to write the rest.
fn read_in_thread(
    stream: Option<impl Read + Send + 'static>,
    max_bytes: u64,
) -> io::Result<Receiver<io::Result<Vec<u8>>>> {
    let (sender, receiver) = channel();
    let read = move || {
        let Some(mut stream) = stream else { return };
        let mut bytes = Vec::new();
        let result = stream.by_ref().take(max_bytes).read_to_end(&mut bytes).map(|_| bytes);
        let _ = sender.send(result);
        let _ = io::copy(&mut stream, &mut io::sink());
    };
    std::thread::Builder::new().spawn(read)?;
    Ok(receiver)
}

/// Returns the error of a program that has ended with `status`.
fn failure(program: String, status: ExitStatus, errors: &[u8]) -> ConverterError {
    let message = ConverterError::first_line(errors);
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return ConverterError::Killed { program, signal, message };
    }
    ConverterError::Failed { program, code: status.code().unwrap_or_default(), message }
}
