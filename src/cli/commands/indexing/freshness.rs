//! Reports the age of an index, and whether its folders have changed since.

use std::time::Duration;

use clippings::IndexDir;
use clippings::status::{PendingChanges, pending_changes};

use crate::cli::output::messages;

/// Reports whether the folders have changed since the index was written, if that can be found out within
/// `time_limit`.
pub(crate) fn report_freshness(index_dir: &IndexDir, time_limit: Duration) {
    // Reading the file table alone may take longer than `time_limit`, so another thread does it.
    let (sender, outcome) = std::sync::mpsc::channel();
    let index_dir = index_dir.clone();
    let thread =
        std::thread::Builder::new().spawn(move || sender.send(pending_changes(&index_dir, time_limit)));
    let outcome = thread.ok().and_then(|_| outcome.recv_timeout(time_limit).ok());
    match outcome.unwrap_or(Ok(None)) {
        Ok(Some(pending)) if pending.files() == 0 => {
            messages::print("the index is up to date with its folders")
        }
        Ok(Some(pending)) => messages::print(&format!("the index is behind: {}", describe_changes(&pending))),
        Ok(None) => messages::print("changes in the folders: not checked, because that takes longer"),
        Err(error) => messages::print(&error.to_string()),
    }
}

/// Describes the changes in the folders, and names the command that adds them to the index.
pub(crate) fn describe_changes(PendingChanges { new, changed, removed }: &PendingChanges) -> String {
    let parts = [(new, "new"), (changed, "changed"), (removed, "gone")];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| **count > 0)
        .map(|(count, kind)| format!("{count} {kind}"))
        .collect();
    match parts.is_empty() {
        true => "up to date".into(),
        false => {
            let files = if new + changed + removed == 1 { "file" } else { "files" };
            format!("{} {files}; run `clippings index`", parts.join(", "))
        }
    }
}

/// Formats the time since a moment, as in `2 hours ago`.
pub(crate) fn ago(written: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = now.map_or(0, |now| now.as_secs() as i64).saturating_sub(written).max(0);
    let (count, unit) = match seconds.unsigned_abs() {
        0..=59 => return "just now".into(),
        seconds @ 60..=3599 => (seconds / 60, "minute"),
        seconds @ 3600..=86_399 => (seconds / 3600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    format!("{} ago", messages::count_of(count, unit))
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::indexing::freshness::*;

    #[test]
    fn ages_are_rounded_to_one_unit() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs() as i64);
        let formatted: Vec<_> = [0, 61, 7300, 90_000, -50].iter().map(|seconds| ago(now - seconds)).collect();
        assert_eq!(formatted, ["just now", "1 minute ago", "2 hours ago", "1 day ago", "just now"]);
    }
}
