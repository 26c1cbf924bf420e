//! The tool `overview`.

use std::time::Duration;

use crate::archive::LiveArchive;
use crate::mcp::fence::ToolText;
use crate::mcp::filter::filtered_name;
use crate::mcp::tools::arguments::Arguments;
use crate::mcp::tools::tool_error::ToolError;
use crate::status::FolderStatus;
use crate::text::{grouped, path_key};
use crate::wire::remarks::counted::{ago, describe_folder};

/// Time for finding out which files have changed.
const TIME_LIMIT: Duration = Duration::from_secs(3);
/// Maximum number of languages that are told.
const MAX_LANGUAGES: usize = 12;
/// Maximum number of folders that are told.
const MAX_FOLDERS: usize = 12;
/// Maximum number of notes.
const MAX_NOTES: usize = 5;

/// Tells what the archive holds, and how old the index is.
pub(super) fn overview(archive: &LiveArchive, _: &Arguments<'_>) -> Result<ToolText, ToolError> {
    let status = archive.location().status_within(TIME_LIMIT)?;
    let articles = grouped(status.articles);
    let mut text = ToolText::new(format!("{articles} articles, index written {}.", ago(status.written)));
    if let (Some(first), Some(last)) = (&status.first_date, &status.last_date) {
        text.say(&format!("Published from {first} to {last}."));
    }
    let mut languages: Vec<_> = status.languages.iter().collect();
    languages.sort_by_key(|(_, articles)| u64::MAX - **articles);
    if !languages.is_empty() {
        let listed = languages.iter().take(MAX_LANGUAGES);
        let listed: Vec<_> =
            listed.map(|(code, articles)| format!("{code} {}", grouped(**articles))).collect();
        let more = languages.len().saturating_sub(MAX_LANGUAGES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        text.say(&format!("Articles by language: {}{more}.", listed.join(", ")));
    }
    let pending: Option<Vec<_>> = status.folders.iter().map(|folder| folder.pending).collect();
    text.say(match pending {
        Some(pending) if pending.iter().all(|changes| changes.files() == 0) => {
            "The index is up to date with its folders."
        }
        Some(_) => "The index is behind its folders: the user can run `clippings index`.",
        None => "Whether the index is behind its folders is not known.",
    });
    text.say("Folders:");
    for folder in status.folders.iter().take(MAX_FOLDERS) {
        text.quote_filtered(&folder_line(folder));
    }
    let more = status.folders.len().saturating_sub(MAX_FOLDERS);
    if more > 0 {
        text.say_after(&format!("And {more} more folders."));
    }
    if !status.failures.is_empty() {
        text.say_after(&format!(
            "{} files or records could not be read.",
            grouped(status.failures.len() as u64)
        ));
    }
    for note in status.notes.iter().take(MAX_NOTES) {
        text.say_after(&format!("Note: {note}."));
    }
    Ok(text)
}

fn folder_line(folder: &FolderStatus) -> String {
    let path = filtered_name(&path_key::shown(&folder.path));
    format!("{path}: {} articles; {}", grouped(folder.articles), describe_folder(folder))
}
