//! This process, as the lease of an index names it.

use serde::{Deserialize, Serialize};

use crate::opensearch::machine::host_name;

/// A process of a machine. On Linux it can be told from all others that ever were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    /// Identifier of the time since the machine was started.
    boot: String,
    /// Space of process numbers, of which a container has one of its own.
    namespace: String,
    number: u32,
    /// Time at which it was started, since numbers are given again.
    start: String,
}

impl Process {
    /// Returns this process; `None` where the system does not tell enough.
    pub(super) fn this() -> Option<Self> {
        let number = std::process::id();
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        let namespace = std::fs::read_link("/proc/self/ns/pid").ok()?;
        Some(Process {
            boot: boot.trim().to_owned(),
            namespace: namespace.to_string_lossy().into_owned(),
            number,
            start: start_of(number)?,
        })
    }

    /// Returns whether this machine had the process and has it no more.
    pub(super) fn is_gone(&self) -> bool {
        let Some(this) = Process::this() else { return false };
        let is_here = (&this.boot, &this.namespace) == (&self.boot, &self.namespace);
        is_here && start_of(self.number).is_none_or(|start| start != self.start)
    }
}

/// Returns the time at which the process with this number was started; `None` if there is none.
fn start_of(number: u32) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name of the program, in brackets, may have spaces and brackets.
    let mut fields = status.rsplit_once(')')?.1.split_whitespace();
    let is_dead = matches!(fields.next()?, "Z" | "X");
    fields.nth(18).filter(|_| !is_dead).map(str::to_owned)
}

/// Describes this process for messages on other machines.
pub(super) fn describe() -> String {
    let process = format!("process {}", std::process::id());
    host_name().map_or_else(|| process.clone(), |host| format!("{process} on {host}"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use crate::opensearch::write::lease::process::*;

    #[test]
    fn a_process_that_has_ended_is_gone() -> std::io::Result<()> {
        let this = Process::this().expect("a process");
        assert!(!this.is_gone());
        let mut child = std::process::Command::new("sleep").arg("60").spawn()?;
        let start = start_of(child.id()).expect("a process");
        let other = Process { number: child.id(), start, ..this.clone() };
        assert!(!other.is_gone());
        child.kill()?;
        child.wait()?;
        assert!(other.is_gone());
        let elsewhere = Process { boot: "another machine".into(), ..other };
        assert!(!elsewhere.is_gone());
        Ok(())
    }
}
