//! The process groups of the programs that run, for the case that this process must end at once.

use std::collections::BTreeSet;
use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Groups by the number of their first process.
struct RunningGroups {
    ids: BTreeSet<u32>,
    /// Whether they were killed, and no other may begin.
    is_closed: bool,
}

static GROUPS: Mutex<RunningGroups> = Mutex::new(RunningGroups { ids: BTreeSet::new(), is_closed: false });

fn groups() -> MutexGuard<'static, RunningGroups> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a program as the first of its group.
///
/// # Errors
/// If the system does not start it, or the groups were killed.
pub(super) fn start(command: &mut Command) -> io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut groups = groups();
    if groups.is_closed {
        return Err(io::ErrorKind::Interrupted.into());
    }
    let child = command.spawn()?;
    groups.ids.insert(child.id());
    Ok(child)
}

/// Forgets the group of a program, whose number another one may get once the program is waited for.
pub(super) fn forget(child: &Child) {
    groups().ids.remove(&child.id());
}

/// Kills the group of a program.
pub(super) fn kill(id: u32) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let pid = i32::try_from(id).ok().and_then(Pid::from_raw);
        let _ = pid.map(|pid| kill_process_group(pid, Signal::KILL));
    }
    #[cfg(not(unix))]
    let _ = id;
}

/// Kills all programs that run with what they have started, where the system has process groups, and lets no
/// other one begin. Only a process that is about to end may call this.
pub fn kill_running_programs() {
    let mut groups = groups();
    groups.is_closed = true;
    std::mem::take(&mut groups.ids).into_iter().for_each(kill);
}
