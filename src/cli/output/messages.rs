//! Prints messages on standard error.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use clippings::internals::error::os_error_message;
use clippings::internals::wire::PathDisplay;
pub(crate) use clippings::internals::wire::remarks::counted::{
    count_articles, count_copies, count_of, count_stories,
};
use clippings::query::Note;
use clippings::{Failure, IndexReport};

use crate::cli::output::advice;
use crate::cli::output::escape::escape_line;
use crate::cli::output::terminal::Terminal;

/// Number of rules that are listed in one line.
const LISTED_RULES: usize = 5;

/// Prints a message: on one line, or wrapped as results are on a terminal. It is written in one piece, so
/// that messages of two processes do not mix.
pub(crate) fn print(message: &str) {
    let line = format!("clippings: {}", escape_line(&advice::complete(message)));
    // Ignore a closed standard error.
    let _ = io::stderr().lock().write_all(Terminal::of_stderr().wrap_message(&line).as_bytes());
}

/// Prints the error that ended the run.
pub(crate) fn print_error(error: &anyhow::Error) {
    match error.downcast_ref::<io::Error>() {
        // Whatever else is read or written is named with its path.
        Some(error) => print(&format!("cannot write the output: {}", os_error_message(error))),
        None => print(&format!("{error:#}")),
    }
}

/// Formats a count: `1 article matches`, `2 articles match`.
pub(crate) fn count_matching(count: u64) -> String {
    format!("{} {}", count_articles(count), if count == 1 { "matches" } else { "match" })
}

/// Unit of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountUnit {
    /// Every copy counts.
    Articles,
    /// Copies of an article count once.
    Stories,
}

impl CountUnit {
    /// Formats a count: `1 article`, `2 stories`.
    pub(crate) fn count(self, count: u64) -> String {
        match self {
            CountUnit::Articles => count_articles(count),
            CountUnit::Stories => count_stories(count),
        }
    }

    /// Returns the name of one.
    pub(crate) fn singular(self) -> &'static str {
        match self {
            CountUnit::Articles => "article",
            CountUnit::Stories => "story",
        }
    }

    /// Returns the name of several.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            CountUnit::Articles => "articles",
            CountUnit::Stories => "stories",
        }
    }
}

/// Formats a count: `1 file`, `2 files`.
pub(crate) fn count_files(count: u64) -> String {
    count_of(count, "file")
}

/// Formats a size: kilobytes below 1 MB, and megabytes from there.
pub(crate) fn format_size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1000)),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Lists the first of `names`, and the number of the others: `a, b and 3 more`.
pub(crate) fn first_of(names: &[impl AsRef<str>], max: usize) -> String {
    let first: Vec<&str> = names.iter().take(max).map(AsRef::as_ref).collect();
    match names.len().saturating_sub(max) {
        0 => first.join(", "),
        others => format!("{} and {others} more", first.join(", ")),
    }
}

/// Formats a note, with its position, counted from 1, unless that is the first character.
pub(crate) fn format_note(note: &Note) -> String {
    match note.position {
        0 => format!("note: {}", note.reason),
        position => format!("note at character {}: {}", position + 1, note.reason),
    }
}

/// Prints notes on the state of the index.
pub(crate) fn print_notes(notes: &[String]) {
    notes.iter().for_each(|note| print(&format!("note: {note}")));
}

/// Prints the files that could not be read, and why.
pub(crate) fn print_failures(failures: &[Failure], display: &PathDisplay) {
    format_each_failure(failures, display).for_each(|message| print(&message));
}

/// Formats the files that could not be read, and why.
pub(crate) fn format_each_failure(
    failures: &[Failure],
    display: &PathDisplay,
) -> impl Iterator<Item = String> {
    failures.iter().map(|failure| {
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line}: {}", display.name(&failure.path), failure.reason)
    })
}

/// Formats the number of files that could not be read. Folders, rules and links that lead nowhere are none of
/// the files.
pub(crate) fn format_failures(report: &IndexReport) -> String {
    let paths: BTreeSet<&Path> = report.failures.iter().map(|failure| failure.path.as_path()).collect();
    let others = report.failures_elsewhere.min(paths.len() as u64);
    let found = count_files(report.files);
    match (paths.len() as u64 - others, others) {
        (0, others) => format!("{} could not be read", count_of(others, "path")),
        (files, 0) => format!("{files} of {found} could not be read in full"),
        (files, others) => {
            let others = count_of(others, "other path");
            format!("{files} of {found} and {others} could not be read in full")
        }
    }
}

/// Returns whether `error` is a broken pipe.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken_pipe = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(is_broken_pipe))
}

/// Returns whether `error` is that of a run that was stopped by a signal.
pub(crate) fn is_stopped(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(clippings::Error::Stopped { .. }))
}

/// Prints the warnings about articles: up to `listed` one by one, more in one line.
pub(crate) fn print_warnings(report: &IndexReport, listed: usize, display: &PathDisplay) {
    match report.warnings.len() {
        count if count <= listed => print_failures(&report.warnings, display),
        _ => print(&summarize_warnings(report)),
    }
}

/// Formats the rules of the file `name` that match nothing, each with its line, in one line.
pub(crate) fn format_unmatched_rules(name: &str, rules: &[(u32, &str)]) -> String {
    match rules {
        [(line, rule)] => format!("{name}:{line}: matches nothing: {}", escape_line(rule)),
        _ => {
            let rule = |(line, rule): &(u32, &str)| format!("line {line} ({})", escape_line(rule));
            let listed: Vec<String> = rules.iter().take(LISTED_RULES).map(rule).collect();
            let more = match rules.len().saturating_sub(LISTED_RULES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{name}: {} rules match nothing: {}{more}", rules.len(), listed.join(", "))
        }
    }
}

/// Formats, for each extension, the number of articles that were kept because the run has no filter for them.
pub(crate) fn kept_articles(report: &IndexReport) -> impl Iterator<Item = String> {
    report.kept.iter().map(|(extension, kept)| {
        let were = if kept.articles == 1 { "was" } else { "were" };
        let changed = match kept.changed_files {
            0 => String::new(),
            1 => "; 1 of the files has changed".to_owned(),
            files => format!("; {files} of the files have changed"),
        };
        format!(
            "{} of .{extension} files {were} kept: they are read with --filter '{extension}=…', which this run does \
             not have{changed}",
            count_articles(kept.articles)
        )
    })
}

/// Formats the number of articles that each warning concerns, the most frequent first.
fn summarize_warnings(report: &IndexReport) -> String {
    let mut counts: Vec<(&String, &u64)> = report.articles_by_warning.iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(**count));
    let reasons: Vec<String> = counts
        .iter()
        .map(|(reason, count)| format!("{} ({count})", reason.split(": ").next().unwrap_or(reason)))
        .collect();
    let articles = count_of(counts.iter().map(|(_, count)| **count).sum(), "warning");
    format!("{articles}: {}; `clippings status --warnings` lists them", reasons.join(", "))
}
