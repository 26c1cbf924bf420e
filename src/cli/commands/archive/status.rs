//! `clippings status` and `clippings check`.

use std::fmt::Write as _;
use std::time::Duration;

use clippings::IndexDir;
use clippings::internals::index::IndexInfo;
use clippings::status::{FolderStatus, PendingChanges, Status, pending_changes, status};

use crate::cli::args::{Common, Format};
use crate::cli::dirs::{PathDisplay, index_dir};
use crate::cli::output::text::print;
use crate::cli::output::{json, messages};
use crate::cli::{FAILED, FOUND};

/// Runs `clippings status`.
pub fn run(common: &Common) -> anyhow::Result<u8> {
    let index_dir = index_dir(common.index.as_deref())?;
    let status = status(&index_dir)?;
    match common.format {
        Format::Json => json::status(&status, crate::cli::config::path().as_deref())?,
        _ => print(&in_words(&status, &index_dir, &PathDisplay::here()))?,
    }
    Ok(FOUND)
}

/// Runs `clippings check`.
pub fn check(common: &Common) -> anyhow::Result<u8> {
    let index_dir = index_dir(common.index.as_deref())?;
    let problems = IndexInfo::open(&index_dir)?.check()?;
    for problem in &problems {
        messages::say(problem);
    }
    if problems.is_empty() {
        if !common.quiet {
            print(&format!("the index at {} is intact\n", index_dir.path().display()))?;
        }
        return Ok(FOUND);
    }
    messages::say(
        "the index is damaged: run `clippings index --rebuild`; the articles themselves are untouched",
    );
    Ok(FAILED)
}

/// Reports whether the folders have changed since the index was written, if that is known within `patience`.
pub fn say_freshness(index_dir: &IndexDir, patience: Duration) {
    // Reading the file table alone may take longer than `patience`, so another thread does it.
    let (sender, outcome) = std::sync::mpsc::channel();
    let of = index_dir.clone();
    let looking = std::thread::Builder::new().spawn(move || sender.send(pending_changes(&of, patience)));
    let outcome = looking.ok().and_then(|_| outcome.recv_timeout(patience).ok());
    match outcome.unwrap_or(Ok(None)) {
        Ok(Some(pending)) if pending.files() == 0 => {
            messages::say("the index is up to date with its folders")
        }
        Ok(Some(pending)) => messages::say(&format!("the index is behind: {}", words(&pending))),
        Ok(None) => messages::say("changes in the folders: not checked, because that takes longer"),
        Err(error) => messages::say(&error.to_string()),
    }
}

fn words(PendingChanges { new, changed, gone }: &PendingChanges) -> String {
    let parts = [(new, "new"), (changed, "changed"), (gone, "gone")];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| **count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    match parts.is_empty() {
        true => "up to date".into(),
        false => {
            let files = if new + changed + gone == 1 { "file" } else { "files" };
            format!("{} {files}; run `clippings index`", parts.join(", "))
        }
    }
}

fn in_words(status: &Status, index_dir: &IndexDir, display: &PathDisplay) -> String {
    let mut text = format!(
        "{} in the index at {}, written {} by clippings {}\n",
        messages::articles(status.articles),
        index_dir.path().display(),
        ago(status.written),
        status.program
    );
    // Writing to a string does not fail.
    let _ = writeln!(
        text,
        "{:.1} MB in {}, {} deleted articles among them",
        status.bytes as f64 / 1e6,
        messages::counted(status.segments as u64, "segment"),
        status.deleted
    );
    if let (Some(first), Some(last)) = (&status.first, &status.last) {
        let _ = writeln!(text, "published from {first} to {last}");
    }
    if !status.languages.is_empty() {
        let mut languages: Vec<_> = status.languages.iter().collect();
        languages.sort_by_key(|(_, articles)| u64::MAX - **articles);
        let languages: Vec<_> =
            languages.iter().map(|(code, articles)| format!("{articles} {code}")).collect();
        let _ = writeln!(text, "languages: {}", languages.join(", "));
    }
    for folder in &status.folders {
        let FolderStatus { files, articles, bytes, .. } = folder;
        let behind = match (&folder.pending, folder.exists) {
            (Some(pending), _) => words(pending),
            (None, false) => "folder not found".into(),
            (None, true) => "not checked".into(),
        };
        let not_cleaned = if folder.keep_everything { ", not cleaned" } else { "" };
        let path = display.name(&folder.path);
        let megabytes = *bytes as f64 / 1e6;
        let _ = writeln!(
            text,
            "{path}: {} in {files} files, {megabytes:.1} MB{not_cleaned}; {behind}",
            messages::articles(*articles)
        );
    }
    if !status.failures.is_empty() {
        let _ = writeln!(text, "{} could not be read:", status.failures.len());
    }
    for failure in &status.failures {
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        let _ = writeln!(text, "  {}{line}: {}", display.name(&failure.path), failure.reason);
    }
    if let Some(path) = crate::cli::config::path() {
        let missing = if path.exists() { "" } else { " (not found)" };
        let _ = writeln!(text, "config file: {}{missing}", path.display());
    }
    crate::cli::output::safe(&text).into_owned()
}

/// Formats the time since a moment, as in `2 hours ago`.
pub fn ago(written: i64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = now.map_or(0, |now| now.as_secs() as i64).saturating_sub(written).max(0);
    let (count, unit) = match seconds.unsigned_abs() {
        0..=59 => return "just now".into(),
        seconds @ 60..=3599 => (seconds / 60, "minute"),
        seconds @ 3600..=86_399 => (seconds / 3600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    format!("{} ago", messages::counted(count, unit))
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::archive::status::*;

    #[test]
    fn moments_are_told_as_people_tell_them() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs() as i64);
        let formatted: Vec<_> = [0, 61, 7300, 90_000, -50].iter().map(|seconds| ago(now - seconds)).collect();
        assert_eq!(formatted, ["just now", "1 minute ago", "2 hours ago", "1 day ago", "just now"]);
    }
}
