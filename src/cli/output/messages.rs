//! What is said on standard error.

use std::io::{self, Write};

use clippings::query::Note;
use clippings::report::{Failure, IndexReport};

use crate::cli::dirs::Shown;
use crate::cli::output::safe;

/// Says one line.
pub fn say(message: &str) {
    // There is nobody left to tell when standard error is closed.
    let _ = writeln!(anstream::stderr(), "clippings: {}", safe(message));
}

/// Says what ended the run.
pub fn error(error: &anyhow::Error) {
    say(&format!("{error:#}"));
}

/// `1 article`, `2 articles`.
pub fn articles(count: u64) -> String {
    counted(count, "article")
}

/// `1 file`, `2 files`.
pub fn files(count: u64) -> String {
    counted(count, "file")
}

/// `1 segment`, `2 segments`: so many of what is called `one`.
pub fn counted(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// What was read otherwise than typed, and on which character, where that is not the first.
pub fn note(note: &Note) -> String {
    match note.position {
        0 => format!("note: {}", note.reason),
        at => format!("note at {at}: {}", note.reason),
    }
}

/// Says which files could not be read, and why.
pub fn failures(failures: &[Failure], shown: &Shown) {
    for failure in failures {
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        say(&format!("{}{line}: {}", shown.name(&failure.path), failure.reason));
    }
}

/// How many files could not be read.
pub fn unread(report: &IndexReport) -> String {
    match (report.failed_files(), report.files) {
        // A folder or a link that leads nowhere is not among the files.
        (failed, read) if failed as u64 > read => {
            format!("{} could not be read", counted(failed as u64, "path"))
        }
        (failed, read) => format!("{failed} of {} could not be read in full", files(read)),
    }
}

/// Whether `error` is that nobody reads the output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(closed))
}

/// So many remarks are made one by one.
const REMARKS: usize = 40;

/// Says which files were read in another way than most.
pub fn remarks(remarks: &[Failure], shown: &Shown) {
    failures(&remarks[..remarks.len().min(REMARKS)], shown);
    if let Some(more) = remarks.len().checked_sub(REMARKS).filter(|more| *more > 0) {
        say(&format!("{more} more warnings; `clippings index --rebuild --format json` lists them all"));
    }
}

/// The words of the system for an error, without its number.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
