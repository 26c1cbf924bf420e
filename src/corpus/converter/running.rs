//! A program that runs in a process group of its own.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use crate::corpus::converter::groups;

/// Limits on a run of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ConverterLimits {
    /// Time after which it is killed.
    pub time: Duration,
    /// Maximum number of bytes that it prints.
    pub output_bytes: u64,
    /// Maximum number of bytes of memory of each of its processes, where the system can limit it: Linux.
    pub memory_bytes: u64,
}

/// A program that was started. It is killed with its process group, and waited for, when it is dropped.
pub(super) struct RunningProgram {
    pub child: Child,
    /// Whether the program was waited for: its number may belong to another one.
    is_reaped: bool,
}

impl RunningProgram {
    /// Starts a program.
    pub(super) fn start(mut command: Command, limits: ConverterLimits) -> io::Result<Self> {
        let running = RunningProgram { child: groups::start(&mut command)?, is_reaped: false };
        limit_resources(&running.child, limits);
        Ok(running)
    }

    /// Returns whether the program has ended, without waiting for it, so that its group keeps its number.
    pub(super) fn has_ended(&mut self) -> bool {
        #[cfg(all(unix, not(any(target_os = "openbsd", target_os = "redox"))))]
        {
            use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
            // After an error, the wait for its end tells more.
            !matches!(waitid(WaitId::Pid(Pid::from_child(&self.child)), options), Ok(None))
        }
        #[cfg(not(all(unix, not(any(target_os = "openbsd", target_os = "redox")))))]
        {
            self.is_reaped |= !matches!(self.child.try_wait(), Ok(None));
            if self.is_reaped {
                groups::forget(&self.child);
            }
            self.is_reaped
        }
    }

    /// Kills the program and all of its group.
    pub(super) fn kill(&mut self) {
        if self.is_reaped {
            return;
        }
        groups::kill(self.child.id());
        let _ = self.child.kill();
    }

    /// Kills the program, and waits for its end.
    fn end(&mut self) -> io::Result<ExitStatus> {
        self.kill();
        groups::forget(&self.child);
        self.is_reaped = true;
        self.child.wait()
    }

    /// Waits for a program that has ended, after what it has left running is killed.
    pub(super) fn finish(mut self) -> io::Result<ExitStatus> {
        self.end()
    }
}

impl Drop for RunningProgram {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Limits the memory of a program, and its processor time for the case that this process is killed. The
/// program may have ended already.
#[cfg(target_os = "linux")]
fn limit_resources(child: &Child, limits: ConverterLimits) {
    use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
    let processors = std::thread::available_parallelism().map_or(1, |processors| processors.get() as u64);
    let processor_seconds = limits.time.as_secs().saturating_add(1).saturating_mul(processors);
    let wanted =
        [(Resource::Data, limits.memory_bytes), (Resource::Cpu, processor_seconds), (Resource::Core, 0)];
    for (resource, limit) in wanted {
        let limit = Some(getrlimit(resource).maximum.map_or(limit, |maximum| maximum.min(limit)));
        let _ = prlimit(Some(Pid::from_child(child)), resource, Rlimit { current: limit, maximum: limit });
    }
}

#[cfg(not(target_os = "linux"))]
fn limit_resources(_child: &Child, _limits: ConverterLimits) {}
