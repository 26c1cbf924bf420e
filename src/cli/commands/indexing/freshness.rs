//! Reports the age of an index, and whether its folders have changed since.

use std::time::Duration;

use clippings::internals::location::IndexLocation;
pub(crate) use clippings::internals::wire::remarks::counted::ago;
use clippings::internals::wire::remarks::counted::describe_changes;

use crate::cli::output::messages;

/// Reports whether the folders have changed since the index was written, if that can be found out within
/// `time_limit`.
pub(crate) fn report_freshness(location: &IndexLocation, time_limit: Duration) {
    // Reading the file table alone may take longer than `time_limit`, so another thread does it.
    let (sender, outcome) = std::sync::mpsc::channel();
    let checked = location.clone();
    let thread = std::thread::Builder::new().spawn(move || sender.send(checked.pending_changes(time_limit)));
    let outcome = thread.ok().and_then(|_| outcome.recv_timeout(time_limit).ok());
    match outcome.unwrap_or(Ok(None)) {
        Ok(Some(pending)) if pending.files() == 0 => {
            let folders =
                if location.folder().is_some() { "its folders" } else { "the folders of this machine" };
            messages::print(&format!("the index is up to date with {folders}"));
        }
        Ok(Some(pending)) => messages::print(&format!("the index is behind: {}", describe_changes(&pending))),
        Ok(None) if location.folder().is_none() => messages::print(
            "changes in the folders: not checked, because that takes longer or this machine has none of them",
        ),
        Ok(None) => messages::print("changes in the folders: not checked, because that takes longer"),
        Err(error) => messages::print(&error.to_string()),
    }
}
