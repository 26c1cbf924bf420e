//! Counts and times in words.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::article::FolderOwner;
use crate::status::{FolderStatus, PendingChanges};

/// Formats a count of `noun`: `1 segment`, `2 segments`.
pub fn count_of(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Formats a count: `1 article`, `2 articles`.
pub fn count_articles(count: u64) -> String {
    count_of(count, "article")
}

/// Formats a count: `1 story`, `2 stories`.
pub fn count_stories(count: u64) -> String {
    format!("{count} {}", if count == 1 { "story" } else { "stories" })
}

/// Formats a count: `1 copy`, `2 copies`.
pub fn count_copies(count: u64) -> String {
    format!("{count} {}", if count == 1 { "copy" } else { "copies" })
}

/// Counts articles and, if there are copies among them, stories: copies of an article are one witness.
pub fn in_articles(total: usize, stories: usize) -> String {
    let articles = count_articles(total as u64);
    match stories {
        1 if total > 1 => format!("in {articles}, copies of each other"),
        stories if stories < total => format!("in {articles}, {}", count_stories(stories as u64)),
        _ => format!("in {articles}"),
    }
}

/// Describes the changes in the folders, and names the command that adds them to the index.
pub fn describe_changes(PendingChanges { new, changed, removed }: &PendingChanges) -> String {
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

/// Describes the state of a folder: its changes, or why they are not known.
pub fn describe_folder(folder: &FolderStatus) -> String {
    if let Some(machine) = &folder.indexed_by {
        return as_indexed_by(machine, folder.indexed_on.as_deref());
    }
    match (&folder.pending, folder.exists) {
        (Some(pending), _) => describe_changes(pending),
        (None, false) => "folder not found".to_owned(),
        (None, true) => "not checked".to_owned(),
    }
}

/// Says that another machine has the file of an article: `as indexed by desk on 2024-10-18`.
pub fn indexed_by(owner: &FolderOwner) -> String {
    as_indexed_by(&owner.name, owner.day().map(|day| day.to_string()).as_deref())
}

/// Says that another machine has the files of a folder or of an article.
pub fn as_indexed_by(machine: &str, day: Option<&str>) -> String {
    let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
    format!("as indexed by {machine}{day}")
}

/// Formats the time since a moment, as in `2 hours ago`.
pub fn ago(written: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = now.map_or(0, |now| now.as_secs() as i64).saturating_sub(written).max(0);
    let (count, unit) = match seconds.unsigned_abs() {
        0..=59 => return "just now".into(),
        seconds @ 60..=3599 => (seconds / 60, "minute"),
        seconds @ 3600..=86_399 => (seconds / 3600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    format!("{} ago", count_of(count, unit))
}

#[cfg(test)]
mod tests {
    use crate::wire::remarks::counted::*;

    #[test]
    fn ages_are_rounded_to_one_unit() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs() as i64);
        let formatted: Vec<_> = [0, 61, 7300, 90_000, -50].iter().map(|seconds| ago(now - seconds)).collect();
        assert_eq!(formatted, ["just now", "1 minute ago", "2 hours ago", "1 day ago", "just now"]);
    }

    #[test]
    fn copies_are_no_other_witnesses() {
        for (total, stories, expected) in [
            (1, 1, "in 1 article"),
            (2, 2, "in 2 articles"),
            (2, 1, "in 2 articles, copies of each other"),
            (4, 4, "in 4 articles"),
            (14, 2, "in 14 articles, 2 stories"),
        ] {
            assert_eq!(in_articles(total, stories), expected);
        }
    }
}
