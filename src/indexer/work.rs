//! Doing the jobs of a run, in parallel.

use std::collections::HashMap;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::article::{article, metadata};
use super::jobs::{Job, Jobs, Todo};
use super::plan::stamp;
use crate::corpus::{Decoded, Opened, Raw, Record, decode};
use crate::document::{Document, RecordKey};
use crate::engine::Writer;
use crate::error::{Error, plain};
use crate::extract::metadata::Metadata;
use crate::progress::Progress;
use crate::report::{Failure, IndexReport};
use crate::text::LineIndex;

/// A file that is one article may be so long.
const LONGEST: u64 = 256 << 20;
/// So many broken records of one file are named; of the others only the number is told.
const NAMED: u64 = 20;

/// An article that was read, with what is to be counted.
struct Done {
    document: Document,
    lines: u64,
    lines_cut: u64,
    bytes: u64,
    remark: Option<String>,
}

/// The report as it grows.
struct Tally<'r> {
    report: &'r mut IndexReport,
    /// Broken records by file.
    broken: HashMap<PathBuf, u64>,
}

/// Reads, cleans and adds everything in `todo`. Failures and remarks come out in the order of their paths.
pub(super) fn read_all(
    writer: &Writer,
    todo: Vec<Todo>,
    progress: &dyn Progress,
    report: &mut IndexReport,
) -> Result<(), Error> {
    let tally = Mutex::new(Tally { report, broken: HashMap::new() });
    let with =
        |change: &dyn Fn(&mut Tally)| change(&mut tally.lock().unwrap_or_else(PoisonError::into_inner));
    let jobs = Jobs::new(todo, |archive| {
        if archive.replaces > 0 {
            writer.remove(&archive.key);
        }
    });
    jobs.par_bridge().try_for_each(|job| {
        match job {
            Job::File(todo, opened) => {
                let outcome = read_file(&todo, opened);
                progress.advance(todo.file.size);
                match outcome {
                    Ok(done) => {
                        if todo.replaces > 0 {
                            writer.remove(&todo.key);
                        }
                        writer.add(&done.document)?;
                        with(&|tally| tally.count(&todo, &done));
                    }
                    Err(reason) => with(&|tally| tally.fail(Failure::new(&todo.file.path, reason.clone()))),
                }
            }
            Job::Record(todo, raw) => {
                let line = raw.line;
                match read_record(&todo, raw) {
                    Ok(done) => {
                        writer.add(&done.document)?;
                        with(&|tally| tally.count(&todo, &done));
                    }
                    Err(reason) => {
                        let failure = Failure::at_line(&todo.file.path, line, reason);
                        with(&|tally| tally.fail(failure.clone()));
                    }
                }
            }
            Job::Failed(failure) => with(&|tally| tally.fail(failure.clone())),
            Job::Done(todo) => progress.advance(todo.file.size),
        }
        Ok(())
    })?;
    tally.into_inner().unwrap_or_else(PoisonError::into_inner).finish();
    Ok(())
}

impl Tally<'_> {
    fn count(&mut self, todo: &Todo, done: &Done) {
        let report = &mut *self.report;
        *(if todo.replaces > 0 { &mut report.updated } else { &mut report.added }) += 1;
        report.lines += done.lines;
        report.lines_cut += done.lines_cut;
        report.bytes += done.bytes;
        report.remarks.extend(done.remark.clone().map(|remark| Failure::new(&todo.file.path, remark)));
    }

    fn fail(&mut self, failure: Failure) {
        if failure.line.is_some() {
            let count = self.broken.entry(failure.path.clone()).or_default();
            *count += 1;
            if *count > NAMED {
                return;
            }
        }
        self.report.failures.push(failure);
    }

    fn finish(mut self) {
        for (path, count) in self.broken.drain() {
            if count > NAMED {
                let more = format!("{} more records of it could not be read", count - NAMED);
                self.report.failures.push(Failure::new(path, more));
            }
        }
        self.report.failures.sort();
        self.report.remarks.sort();
    }
}

/// Reads and cleans a file that is one article.
fn read_file(todo: &Todo, opened: Opened) -> Result<Done, String> {
    let mut bytes = Vec::new();
    let read = opened.content.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error: io::Error| plain(&error))?;
    if bytes.len() as u64 > LONGEST {
        return Err(format!("longer than {} MB", LONGEST >> 20));
    }
    let length = bytes.len() as u64;
    let decoded = decode(bytes).map_err(|error| error.to_string())?;
    let known = Metadata::default();
    let done = document(todo, RecordKey::default(), &decoded.text, known);
    Ok(Done { bytes: length, remark: remark(&decoded), ..done })
}

/// Reads and cleans a record of an archive file.
fn read_record(todo: &Todo, raw: Raw) -> Result<Done, String> {
    let length = raw.bytes.len() as u64;
    let record = Record::parse(raw.bytes, &todo.reading.fields)?;
    let id = record.id.clone().unwrap_or_else(|| raw.line.to_string());
    let key = RecordKey { number: raw.number, id: Some(id) };
    let done = document(todo, key, &record.text, metadata(&record));
    Ok(Done { bytes: length, ..done })
}

fn document(todo: &Todo, record: RecordKey, text: &str, known: Metadata) -> Done {
    let lines = LineIndex::new(text);
    let article = article(text, &lines, known, todo.reading.as_is);
    Done {
        lines: article.lines.len() as u64,
        lines_cut: article.lines_cut() as u64,
        document: Document::new(todo.key.clone(), record, stamp(&todo.file), &article, &lines),
        bytes: 0,
        remark: None,
    }
}

/// What is to be said about the way a file was read.
fn remark(decoded: &Decoded) -> Option<String> {
    match (decoded.encoding, decoded.damaged) {
        ("UTF-8", false) => None,
        ("UTF-8", true) => Some("some bytes are no UTF-8 and were read as \u{fffd}".into()),
        (encoding, false) => Some(format!("read as {encoding}")),
        (encoding, true) => Some(format!("read as {encoding}, some bytes of which are broken")),
    }
}
