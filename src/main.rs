//! Entry point: parses the command line, runs the command, and sets the exit code.

// These two macros panic if the pipe is closed.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod cli;

use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::sync::Mutex;

/// Message of the last panic.
static FAULT: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    // A panic is a bug. The user sees one line to report instead of a backtrace.
    std::panic::set_hook(Box::new(note_fault));
    let outcome = std::panic::catch_unwind(|| cli::run(std::env::args_os()));
    match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(error)) if cli::output::messages::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            cli::output::messages::error(&error);
            ExitCode::from(2)
        }
        Err(_) => {
            let fault = FAULT.lock().map(|fault| fault.clone()).unwrap_or_default();
            cli::output::messages::say(&format!(
                "internal error ({fault}): this is a bug in clippings, please report it"
            ));
            ExitCode::from(2)
        }
    }
}

/// Stores the message and location of a panic for the report.
fn note_fault(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    let message = panic.payload().downcast_ref::<&str>().copied();
    let message = message.or_else(|| panic.payload().downcast_ref::<String>().map(String::as_str));
    if let Ok(mut fault) = FAULT.lock() {
        *fault =
            format!("{place}: {}", message.and_then(|message| message.lines().next()).unwrap_or_default());
    }
}
