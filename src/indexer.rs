//! The first use case: bringing an index in step with folders of articles.
//!
//! Walk, compare with what the index knows, read and clean what is new or changed, remove what is gone, commit once.
//! Files are read and cleaned in parallel; the engine has one writer.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use rayon::prelude::*;

use crate::clean::clean_text;
use crate::corpus::{Found, SourceFile, decode, walk};
use crate::document::{Document, SourceKey, Stamp};
use crate::engine::{Folder, Held, IndexPlace, Meta, Writer};
use crate::error::{Error, plain};
use crate::progress::Progress;
use crate::report::{Failure, IndexReport};
use crate::text::LineIndex;

/// Below this many bytes to read, one writing thread does it and leaves one segment.
const SMALL: u64 = 32 << 20;

/// Brings an index in step with folders.
#[derive(Debug, Clone)]
pub struct Indexer {
    place: IndexPlace,
    rebuild: bool,
}

/// A folder with what is in it now.
struct Walked {
    folder: Folder,
    /// Only articles whose path begins so belong to this run; empty for all of the folder.
    below: String,
    found: Found,
}

/// A file that was read, ready to be counted.
struct Read {
    lines: u64,
    lines_cut: u64,
    bytes: u64,
    remark: Option<String>,
}

impl Indexer {
    /// An indexer of the index at `place`.
    pub fn new(place: IndexPlace) -> Self {
        Indexer { place, rebuild: false }
    }

    /// Whether to read everything again into a new index, which replaces the old one when it is complete.
    #[must_use]
    pub fn rebuild(mut self, rebuild: bool) -> Self {
        self.rebuild = rebuild;
        self
    }

    /// Adds `folders` to those the index knows and brings it in step with them, or with all it knows when `folders`
    /// is empty or everything is built anew.
    ///
    /// A file that cannot be read is a failure in the report; an article that the index holds of it stays there.
    ///
    /// # Errors
    /// When a folder is not there, or the index cannot be read or written. The index is then what it was before.
    pub fn run(&self, folders: &[PathBuf], progress: &dyn Progress) -> Result<IndexReport, Error> {
        let start = Instant::now();
        let wanted: Vec<PathBuf> = folders.iter().map(|folder| absolute(folder)).collect::<Result<_, _>>()?;
        if wanted.is_empty() && self.place.current().is_ok_and(|current| current.is_none()) {
            return Err(Error::NoFolder);
        }
        let held = Held::open(&self.place, self.rebuild)?;
        let mut known = held.known()?;
        let before = held.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let mut meta = Meta::new(before.clone());
        let all = self.rebuild || wanted.is_empty() || held.is_fresh();
        let scopes = scopes(&mut meta.folders, &wanted, all)?;

        let mut report = IndexReport::default();
        let mut plan = Plan::default();
        for walked in scopes.into_iter().map(Walked::new) {
            plan.add(walked, &mut known, &mut report);
        }
        // Articles of folders that have become part of another.
        let forgotten = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        plan.gone.extend(known.keys().filter(forgotten).cloned());

        progress.begin(plan.todo.len() as u64, plan.bytes());
        report.articles = if plan.is_empty() && before == meta.folders && !held.is_fresh() {
            held.articles()?
        } else {
            let writer = held.begin(if plan.bytes() < SMALL { 1 } else { threads() })?;
            plan.gone.iter().for_each(|key| writer.remove(key));
            read_all(&writer, plan.todo, progress, &mut report)?;
            progress.writing();
            writer.commit(&meta)?
        };
        progress.end();
        report.took = start.elapsed();
        Ok(report)
    }
}

/// What a run has to do.
#[derive(Default)]
struct Plan {
    /// Files to be read.
    todo: Vec<Todo>,
    /// Articles to be removed.
    gone: Vec<SourceKey>,
}

/// A file to be read.
struct Todo {
    key: SourceKey,
    file: SourceFile,
    /// Whether the index has an article of it already.
    replaces: bool,
}

impl Plan {
    /// Compares what was found in a folder with what the index knows of it, which is taken out of `known`.
    fn add(&mut self, walked: Walked, known: &mut HashMap<SourceKey, Stamp>, report: &mut IndexReport) {
        let Walked { folder, below, found } = walked;
        report.files += found.files.len() as u64;
        for (kind, count) in found.not_read {
            *report.not_read.entry(kind).or_default() += count;
        }
        let mut gone = take_scope(known, folder.id, &below);
        for file in found.files {
            let key = SourceKey { folder: folder.id, path: file.relative.clone() };
            match gone.remove(&key) {
                Some(old) if old == stamp(&file) => report.unchanged += 1,
                old => self.todo.push(Todo { key, file, replaces: old.is_some() }),
            }
        }
        // What lies below a folder that could not be looked at is not gone.
        let unseen = |path: PathBuf| found.failures.iter().any(|failure| path.starts_with(&failure.path));
        gone.retain(|key, _| !unseen(folder.path.join(&key.path)));
        report.removed += gone.len() as u64;
        self.gone.extend(gone.into_keys());
        report.failures.extend(found.failures);
    }

    fn bytes(&self) -> u64 {
        self.todo.iter().map(|todo| todo.file.size).sum()
    }

    fn is_empty(&self) -> bool {
        self.todo.is_empty() && self.gone.is_empty()
    }
}

/// Reads, cleans and adds files in parallel. Failures and remarks come out in the order of their paths.
fn read_all(
    writer: &Writer,
    todo: Vec<Todo>,
    progress: &dyn Progress,
    report: &mut IndexReport,
) -> Result<(), Error> {
    let shared = Mutex::new(&mut *report);
    todo.into_par_iter().try_for_each(|Todo { key, file, replaces }| {
        let outcome = read(&key, &file);
        progress.advance(file.size);
        let outcome = match outcome {
            Ok((document, read)) => {
                if replaces {
                    writer.remove(&key);
                }
                writer.add(&document)?;
                Ok(read)
            }
            Err(reason) => Err(Failure::new(&file.path, reason)),
        };
        let mut report = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match outcome {
            Ok(read) => report.count(&file.path, read, replaces),
            Err(failure) => report.failures.push(failure),
        }
        Ok(())
    })?;
    report.failures.sort_by(|a, b| a.path.cmp(&b.path));
    report.remarks.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(())
}

impl IndexReport {
    fn count(&mut self, path: &Path, read: Read, replaces: bool) {
        if replaces {
            self.updated += 1;
        } else {
            self.added += 1;
        }
        self.lines += read.lines;
        self.lines_cut += read.lines_cut;
        self.bytes += read.bytes;
        self.remarks.extend(read.remark.map(|remark| Failure::new(path, remark)));
    }
}

impl Walked {
    fn new((folder, below): (Folder, String)) -> Self {
        let start = if below.is_empty() { folder.path.clone() } else { folder.path.join(&below) };
        let mut found = walk(&start);
        for file in &mut found.files {
            file.relative = match (below.is_empty(), file.relative.is_empty()) {
                (true, _) => std::mem::take(&mut file.relative),
                (false, true) => below.clone(),
                (false, false) => format!("{below}/{}", file.relative),
            };
        }
        Walked { folder, below, found }
    }
}

/// Reads and cleans one file.
fn read(key: &SourceKey, file: &SourceFile) -> Result<(Document, Read), String> {
    let bytes = fs::read(&file.path).map_err(|error| plain(&error))?;
    let length = bytes.len() as u64;
    let decoded = decode(bytes).map_err(|error| error.to_string())?;
    let article = clean_text(&decoded.text);
    let lines = LineIndex::new(&decoded.text);
    let remark = match (decoded.encoding, decoded.damaged) {
        ("UTF-8", false) => None,
        ("UTF-8", true) => Some("some bytes are no UTF-8 and were read as \u{fffd}".into()),
        (encoding, false) => Some(format!("read as {encoding}")),
        (encoding, true) => Some(format!("read as {encoding}, some bytes of which are broken")),
    };
    let read = Read {
        lines: article.lines.len() as u64,
        lines_cut: article.lines_cut() as u64,
        bytes: length,
        remark,
    };
    Ok((Document::new(key.clone(), stamp(file), &article, &lines), read))
}

fn stamp(file: &SourceFile) -> Stamp {
    Stamp { size: file.size, modified: file.modified }
}

/// Which folders are to be walked, and below which path in them. Folders that are new get a number; a new folder
/// above known ones takes their place.
fn scopes(folders: &mut Vec<Folder>, wanted: &[PathBuf], all: bool) -> Result<Vec<(Folder, String)>, Error> {
    let mut scopes: Vec<(Folder, String)> = Vec::new();
    for path in wanted {
        let known = folders.iter().find_map(|folder| Some((folder, path.strip_prefix(&folder.path).ok()?)));
        if let Some((folder, below)) = known {
            let below = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            scopes.push((folder.clone(), below));
            continue;
        }
        let next = folders.iter().map(|folder| folder.id).max().unwrap_or(0) + 1;
        let folder = Folder { id: next, path: path.clone() };
        folders.retain(|folder| !folder.path.starts_with(path));
        scopes.retain(|(folder, _)| !folder.path.starts_with(path));
        folders.push(folder.clone());
        scopes.push((folder, String::new()));
    }
    if all {
        scopes = folders.iter().map(|folder| (folder.clone(), String::new())).collect();
    }
    if scopes.is_empty() {
        return Err(Error::NoFolder);
    }
    for (folder, _) in &scopes {
        if !folder.path.exists() {
            return Err(Error::NoSuchFolder { path: folder.path.clone() });
        }
    }
    // A folder named twice, or one below another, is walked once.
    let covered = |(folder, below): &(Folder, String), other: &(Folder, String)| {
        folder.id == other.0.id && below != &other.1 && is_below(below, &other.1)
    };
    let copy = scopes.clone();
    scopes.retain(|scope| !copy.iter().any(|other| covered(scope, other)));
    scopes.dedup_by(|a, b| a == b);
    Ok(scopes)
}

/// Takes what the index knows of `folder` below `below` out of `known`.
fn take_scope(known: &mut HashMap<SourceKey, Stamp>, folder: u32, below: &str) -> HashMap<SourceKey, Stamp> {
    let taken = known.extract_if(|key, _| key.folder == folder && is_below(&key.path, below));
    taken.collect()
}

/// Whether `path` is `folder` or lies below it.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The absolute path of a folder, links in it resolved so that one folder has one name.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    fs::canonicalize(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoSuchFolder { path: path.to_owned() },
        _ => Error::io("read", path, error),
    })
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4))
}
