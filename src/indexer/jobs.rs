//! The work of a run as a stream of jobs: a file that is one article, or one record of an archive file.
//!
//! Files are file one after the other and archive files are taken apart as the jobs are asked for, so that no more
//! than a record for each thread is in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::corpus::{
    FileFormat, OpenFile, RawRecord, ReadCounter, RecordEvent, RecordReader, fingerprint, open,
};
use crate::error::os_error_message;
use crate::indexer::plan::PendingFile;

/// One piece of work.
pub(super) enum Job {
    /// A file that is one article, in this format.
    File(PendingFile, FileFormat, OpenFile),
    /// A file that cannot be file, and why.
    Unreadable(PendingFile, String),
    /// A file that looks changed and is not.
    Touched(PendingFile),
    /// A record of an archive file.
    Record(Arc<Archive>, RawRecord),
    /// A place in an archive file where there should be a record, and why there is none.
    Broken(Arc<Archive>, Option<u64>, String),
    /// A record of a kind that is not read.
    NotRead(Arc<Archive>, String),
    /// An archive file has been given out to its end, or as far as it can be read.
    End(Arc<Archive>),
}

/// An archive file that is being read.
pub(super) struct Archive {
    pub todo: PendingFile,
    /// Jobs given out and not done yet.
    pub pending: AtomicU64,
    /// Articles that were added.
    pub articles: AtomicU64,
    /// Whether all jobs were given out.
    pub ended: AtomicBool,
    /// Whether reading broke off for a reason that may be gone the next time.
    pub interrupted: AtomicBool,
    /// Whether it has been noted as read.
    pub settled: AtomicBool,
    raw: Arc<ReadCounter>,
    /// Number of bytes already reported to the progress display.
    reported: AtomicU64,
}

impl Archive {
    /// How many bytes were read since this was last asked.
    pub fn newly_read(&self) -> u64 {
        self.tell(self.raw.count())
    }

    /// Returns the number of bytes not reported yet, read or not.
    pub fn remaining(&self) -> u64 {
        self.tell(self.todo.size)
    }

    fn tell(&self, read: u64) -> u64 {
        // A file may grow while it is read.
        let read = read.min(self.todo.size);
        read.saturating_sub(self.reported.fetch_max(read, Ordering::AcqRel))
    }

    /// Says that one job is done.
    pub fn done(&self) {
        self.pending.fetch_sub(1, Ordering::AcqRel);
    }

    /// Whether all jobs are done.
    pub fn is_complete(&self) -> bool {
        self.ended.load(Ordering::Acquire) && self.pending.load(Ordering::Acquire) == 0
    }

    /// The fingerprint of the file, once it has been read to its end.
    pub fn fingerprint(&self) -> u64 {
        self.raw.fingerprint()
    }
}

/// The jobs of a list of files.
pub(super) struct Jobs<'s, F> {
    todo: std::vec::IntoIter<PendingFile>,
    archive: Option<(Arc<Archive>, RecordReader)>,
    stop: &'s AtomicBool,
    /// Called with every archive file before anything of it is given out.
    begin: F,
}

impl<'s, F: FnMut(&Archive)> Jobs<'s, F> {
    /// The jobs of `todo`, no more of them once `stop` is set.
    pub fn new(todo: Vec<PendingFile>, stop: &'s AtomicBool, begin: F) -> Self {
        Jobs { todo: todo.into_iter(), archive: None, stop, begin }
    }

    fn next_of_archive(&mut self) -> Option<Job> {
        let (archive, records) = self.archive.as_mut()?;
        let next = records.next_record();
        let archive = Arc::clone(archive);
        archive.pending.fetch_add(1, Ordering::AcqRel);
        Some(match next {
            RecordEvent::Record(raw) => Job::Record(archive, raw),
            RecordEvent::Invalid(line, reason) => Job::Broken(archive, line, reason),
            RecordEvent::Unsupported(kind) => Job::NotRead(archive, kind),
            RecordEvent::ReadError(line, error) => {
                // What the system could not read now it may be able to read later; what is broken stays so.
                archive.interrupted.store(error.raw_os_error().is_some(), Ordering::Release);
                archive.ended.store(true, Ordering::Release);
                self.archive = None;
                Job::Broken(archive, line, os_error_message(&error))
            }
            RecordEvent::End => {
                archive.ended.store(true, Ordering::Release);
                self.archive = None;
                Job::End(archive)
            }
        })
    }

    /// Opens a file; of an archive file there is no job yet.
    fn open(&mut self, todo: PendingFile) -> Option<Job> {
        let file = match open(&todo.path) {
            Ok(file) => file,
            Err(error) => return Some(Job::Unreadable(todo, os_error_message(&error))),
        };
        match FileFormat::detect(&file, todo.format_hint) {
            format if !format.is_archive() => Some(Job::File(todo, format, file)),
            format => {
                let known = todo.old.as_ref().map_or(0, |old| old.hash);
                if known != 0 && !todo.reread && fingerprint(&todo.path).is_ok_and(|hash| hash == known) {
                    return Some(Job::Touched(todo));
                }
                let archive = Arc::new(Archive {
                    todo,
                    pending: AtomicU64::new(0),
                    articles: AtomicU64::new(0),
                    ended: AtomicBool::new(false),
                    interrupted: AtomicBool::new(false),
                    settled: AtomicBool::new(false),
                    raw: file.read_counter.clone(),
                    reported: AtomicU64::new(0),
                });
                (self.begin)(&archive);
                self.archive = Some((archive, RecordReader::new(file, format)));
                None
            }
        }
    }
}

impl<F: FnMut(&Archive)> Iterator for Jobs<'_, F> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        while !self.stop.load(Ordering::Relaxed) {
            if let Some(job) = self.next_of_archive() {
                return Some(job);
            }
            let todo = self.todo.next()?;
            if let Some(job) = self.open(todo) {
                return Some(job);
            }
        }
        None
    }
}
