//! The log of what saved searches have reported: lines of JSON that are only appended to.
//!
//! A run appends its lines in one piece behind all that it has written elsewhere. If it is interrupted, the
//! last line may lack its end: it is left out, and cut off before the next append.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use crate::saved::log_line::{ArticleLine, LogLine, RanLine, ReportedLine};
use crate::saved::saved_query::SavedQuery;
use crate::search::ArticleTraits;
use crate::text::regular_file::{Links, open_regular, open_with, replace_file};

/// Version of the log that is written.
const VERSION: u32 = 1;
/// Maximum size of the log, in bytes.
const MAX_BYTES: u64 = 1 << 30;
/// Size up to which the log is not written anew, in bytes.
const MIN_COMPACTED: u64 = 64 << 10;
/// Time between two attempts to take the lock.
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

/// The lock of the state: only one process reports or edits.
#[derive(Debug)]
pub struct StateLock(#[allow(dead_code, reason = "holds the lock while it is open")] File);

impl StateLock {
    /// Takes the lock of the state in `folder`, which is made if need be. Waits for `patience` at most.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] if another process keeps holding it, or why it cannot be opened.
    pub fn take(folder: &Path, patience: Duration) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let mut options = private();
        let file = open_with(&folder.join("saved.lock"), options.truncate(false), Links::Follow)?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(LOCK_INTERVAL);
                }
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
                // A file system without locks does without.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(StateLock(file)),
            }
        }
    }
}

/// The log of what was reported.
#[derive(Debug, Default)]
pub struct ReportedLog {
    path: PathBuf,
    pub(super) articles: Vec<ArticleTraits>,
    /// Places of the articles.
    places: FxHashMap<ArticleTraits, u32>,
    /// Number of each article in the file.
    numbers: Vec<u32>,
    /// Length of the line of each article.
    lengths: Vec<u64>,
    next_number: u32,
    searches: BTreeMap<String, ReportedSearch>,
    /// Length of the lines that are whole.
    length: u64,
}

/// Entries of the log on a saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedSearch {
    /// Query at the last run; `None` if its line was deleted.
    pub query: Option<SavedQuery>,
    /// Runs that reported something, or marked it in silence.
    pub runs: Vec<ReportedRun>,
    /// Time of the last run, in seconds since 1970.
    pub last_run: i64,
    /// Length of its lines.
    length: u64,
}

/// Articles that a search reported in one run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReportedRun {
    /// Time of the run, in seconds since 1970.
    pub time: i64,
    /// Whether they were marked in silence, as the search was new.
    pub seeded: bool,
    /// Whether they were marked in silence, as reported articles whose text has changed.
    pub changed: bool,
    /// Places of the articles.
    pub(super) articles: Vec<u32>,
}

/// Reason for which articles are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    Reported,
    Changed,
    Seeded,
}

/// Articles to mark as reported by a search.
#[derive(Debug, Clone)]
pub struct ReportedMark {
    /// Name of the search.
    pub search: String,
    /// Query of the search.
    pub query: SavedQuery,
    /// Articles that were reported.
    pub(super) reported: Vec<Arc<ArticleTraits>>,
    /// Articles whose text has changed, which are marked in silence until they are asked for.
    pub(super) changed: Vec<Arc<ArticleTraits>>,
    /// Articles that are marked in silence; `None` unless the search is new or edited.
    pub(super) seeded: Option<Vec<Arc<ArticleTraits>>>,
}

impl ReportedSearch {
    /// Returns the number of articles that were reported or marked.
    pub fn num_articles(&self) -> usize {
        self.runs.iter().map(|run| run.articles.len()).sum()
    }
}

impl ReportedLog {
    /// Reads the log at `path`; a file that is missing has no lines.
    ///
    /// # Errors
    /// Why it cannot be read, with the line if one cannot be.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut bytes = Vec::new();
        match open_regular(path) {
            Ok(file) => file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        if bytes.len() as u64 > MAX_BYTES {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "larger than the limit of 1 GB"));
        }
        ReportedLog::parse(path, &bytes).map_err(io::Error::other)
    }

    /// Reads the content of the log at `path`.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, String> {
        let mut log = ReportedLog { path: path.to_owned(), ..ReportedLog::default() };
        let mut by_number = FxHashMap::default();
        let whole = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
        for (number, line) in (1..).zip(whole) {
            log.length += line.len() as u64;
            let read = serde_json::from_slice(line).map_err(|error| error.to_string());
            let added = read.and_then(|read| log.add(read, line.len() as u64, &mut by_number));
            added.map_err(|error| {
                format!(
                    "line {number} cannot be read ({error}): delete this line, and what it has may be reported again, \
                     or delete the file to begin anew"
                )
            })?;
        }
        Ok(log)
    }

    /// Adds a line of the file. Articles are looked up in `by_number`.
    fn add(&mut self, line: LogLine, length: u64, by_number: &mut FxHashMap<u32, u32>) -> Result<(), String> {
        match line {
            LogLine::Version(VERSION) => {}
            LogLine::Version(other) => return Err(format!("version {other} is of a later program")),
            LogLine::Article(article) => {
                let number = article.number;
                let place = self.place(article.into_traits(), number, length);
                by_number.insert(number, place);
                self.next_number = self.next_number.max(number.saturating_add(1));
            }
            LogLine::Reported(ReportedLine { search, time, seeded, changed, query, articles }) => {
                // An article whose line was deleted is no longer known.
                let articles = articles.iter().filter_map(|number| by_number.get(number).copied()).collect();
                let known = self.searches.entry(search).or_insert_with(|| ReportedSearch {
                    query: None,
                    runs: Vec::new(),
                    last_run: time,
                    length: 0,
                });
                known.query = query.or_else(|| known.query.take());
                known.last_run = known.last_run.max(time);
                known.length += length;
                known.runs.push(ReportedRun { time, seeded, changed, articles });
            }
            LogLine::Ran(RanLine { time, searches }) if searches.is_empty() => {
                self.searches.values_mut().for_each(|search| search.last_run = time);
            }
            LogLine::Ran(RanLine { time, searches }) => {
                for name in searches {
                    self.searches.get_mut(&name).into_iter().for_each(|search| search.last_run = time);
                }
            }
            LogLine::Forgotten(name) => drop(self.searches.remove(&name)),
        }
        Ok(())
    }

    /// Returns the place of an article, which it gets if it is new.
    fn place(&mut self, traits: ArticleTraits, number: u32, length: u64) -> u32 {
        if let Some(place) = self.places.get(&traits) {
            return *place;
        }
        let place = self.articles.len() as u32;
        self.places.insert(traits.clone(), place);
        self.articles.push(traits);
        self.numbers.push(number);
        self.lengths.push(length);
        place
    }

    /// Returns what the log has of a search; `None` if it has not run.
    pub fn search(&self, name: &str) -> Option<&ReportedSearch> {
        self.searches.get(name)
    }

    /// Returns the names of the searches that have run.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.searches.keys().map(String::as_str)
    }

    /// Returns the number of articles.
    pub fn num_articles(&self) -> usize {
        self.articles.len()
    }

    /// Marks articles as reported at `time`, and that `searches` have run; all of the log if none is named.
    /// The lines are appended in one piece and on the disk when it returns.
    ///
    /// # Errors
    /// Why the file cannot be written; nothing is marked then, or a part.
    pub fn append(&mut self, marks: &[ReportedMark], time: i64, searches: Vec<String>) -> io::Result<()> {
        if self.is_mostly_stale() {
            self.compact()?;
        }
        let mut lines = Vec::new();
        if self.length == 0 {
            lines.push(LogLine::Version(VERSION));
        }
        let mut new: FxHashMap<&ArticleTraits, u32> = FxHashMap::default();
        let mut next = self.next_number;
        let mut reported = Vec::new();
        for mark in marks {
            let parts = [
                (MarkKind::Reported, Some(&mark.reported)),
                (MarkKind::Changed, Some(&mark.changed)),
                (MarkKind::Seeded, mark.seeded.as_ref()),
            ];
            let is_edited =
                self.search(&mark.search).is_none_or(|known| known.query.as_ref() != Some(&mark.query));
            // What the query before found is reported under it, so that an interrupted run seeds again.
            let of_query = if mark.seeded.is_some() { MarkKind::Seeded } else { MarkKind::Reported };
            for (kind, articles) in parts {
                let query = (kind == of_query && is_edited).then(|| mark.query.clone());
                let is_written = |articles: &&Vec<_>| !articles.is_empty() || query.is_some();
                let Some(articles) = articles.filter(is_written) else { continue };
                let mut numbers = Vec::with_capacity(articles.len());
                for traits in articles {
                    let known = self.places.get(traits.as_ref());
                    let number = known.and_then(|place| self.numbers.get(*place as usize)).copied();
                    let number = number.unwrap_or_else(|| {
                        *new.entry(traits).or_insert_with(|| {
                            lines.push(LogLine::Article(ArticleLine::new(next, traits)));
                            next = next.saturating_add(1);
                            next - 1
                        })
                    });
                    numbers.push(number);
                }
                reported.push(LogLine::Reported(ReportedLine {
                    search: mark.search.clone(),
                    time,
                    seeded: kind == MarkKind::Seeded,
                    changed: kind == MarkKind::Changed,
                    query,
                    articles: numbers,
                }));
            }
        }
        lines.append(&mut reported);
        lines.push(LogLine::Ran(RanLine { time, searches }));
        self.append_lines(lines)
    }

    /// Forgets what searches have reported.
    ///
    /// # Errors
    /// Why the file cannot be written.
    pub fn forget(&mut self, names: &[&str]) -> io::Result<()> {
        let known = names.iter().filter(|name| self.searches.contains_key(**name));
        let lines: Vec<LogLine> = known.map(|name| LogLine::Forgotten((*name).to_owned())).collect();
        if lines.is_empty() { Ok(()) } else { self.append_lines(lines) }
    }

    /// Appends lines in one piece, behind those that are whole.
    fn append_lines(&mut self, lines: Vec<LogLine>) -> io::Result<()> {
        let written = lines.iter().map(LogLine::write).collect::<Result<Vec<_>, _>>()?;
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = open_with(&self.path, private().truncate(false), Links::Follow)?;
        file.set_len(self.length)?;
        file.seek(SeekFrom::End(0))?;
        file.write_all(&written.concat())?;
        file.sync_all()?;
        let mut by_number: FxHashMap<u32, u32> = self.numbers.iter().copied().zip(0..).collect();
        for (line, bytes) in lines.into_iter().zip(written) {
            self.length += bytes.len() as u64;
            self.add(line, bytes.len() as u64, &mut by_number).map_err(io::Error::other)?;
        }
        Ok(())
    }

    /// Returns the articles that searches have reported, by their places.
    fn referenced(&self) -> Vec<bool> {
        let mut referenced = vec![false; self.articles.len()];
        let runs = self.searches.values().flat_map(|search| &search.runs);
        runs.flat_map(|run| &run.articles).for_each(|place| referenced[*place as usize] = true);
        referenced
    }

    /// Returns whether most of the file says nothing any more.
    fn is_mostly_stale(&self) -> bool {
        let articles = self.lengths.iter().zip(self.referenced()).filter(|(_, is_referenced)| *is_referenced);
        let articles: u64 = articles.map(|(length, _)| length).sum();
        let searches: u64 = self.searches.values().map(|search| search.length).sum();
        self.length > MIN_COMPACTED && (articles + searches) * 2 < self.length
    }

    /// Writes the file anew without what says nothing any more: all of it, or nothing.
    fn compact(&mut self) -> io::Result<()> {
        let mut lines = vec![LogLine::Version(VERSION)];
        let mut numbers = vec![0; self.articles.len()];
        let kept = self.referenced().into_iter().enumerate().filter(|(_, is_referenced)| *is_referenced);
        for (number, (place, _)) in (0..).zip(kept) {
            numbers[place] = number;
            lines.push(LogLine::Article(ArticleLine::new(number, &self.articles[place])));
        }
        let mut last_runs: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for (name, search) in &self.searches {
            last_runs.entry(search.last_run).or_default().push(name.clone());
            for (index, run) in search.runs.iter().enumerate() {
                lines.push(LogLine::Reported(ReportedLine {
                    search: name.clone(),
                    time: run.time,
                    seeded: run.seeded,
                    changed: run.changed,
                    query: search.query.clone().filter(|_| index == 0),
                    articles: run.articles.iter().map(|place| numbers[*place as usize]).collect(),
                }));
            }
        }
        lines.extend(last_runs.into_iter().map(|(time, searches)| LogLine::Ran(RanLine { time, searches })));
        let bytes = lines.iter().map(LogLine::write).collect::<Result<Vec<_>, _>>()?.concat();
        replace_file(&self.path, &bytes)?;
        *self = ReportedLog::parse(&self.path, &bytes).map_err(io::Error::other)?;
        Ok(())
    }
}

/// Returns options for a file that only its owner can read.
fn private() -> fs::OpenOptions {
    let mut options = File::options();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
