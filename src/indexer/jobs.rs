//! Splits a run into jobs: a file that is one article, or one record of an archive file.
//!
//! Files are opened one after the other, and archive files are read as their jobs are requested, so that at
//! most one record per thread is in memory.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::corpus::{
    FileFormat, InputFilter, OpenFile, RawRecord, ReadCounter, RecordEvent, RecordReader, fingerprint, open,
};
use crate::error::os_error_message;
use crate::indexer::history::known_contents::OldRecords;
use crate::indexer::plan::PendingFile;
use crate::indexer::sources::HeldRecords;

/// A job of the pipeline.
pub(super) enum Job {
    /// A file that is one article, and its format.
    File(PendingFile, FileFormat, OpenFile),
    /// A file that a filter turns into an article.
    Filtered(PendingFile, Arc<InputFilter>),
    /// A file that cannot be opened, and the reason.
    Unreadable(PendingFile, String),
    /// A file whose modification time has changed, but not its content.
    Touched(PendingFile),
    /// A record of an archive file.
    Record(Arc<Archive>, RawRecord),
    /// An invalid record of an archive file, with its line and the reason.
    Invalid(Arc<Archive>, Option<u64>, String),
    /// A record of an archive file that is not an article, with its kind.
    Unsupported(Arc<Archive>, String),
    /// The end of an archive file, or of its readable part.
    End(Arc<Archive>),
}

/// An archive file that is being read.
pub(super) struct Archive {
    pub file: PendingFile,
    /// Number of jobs that are not done yet.
    pending: AtomicU64,
    /// Number of articles added.
    pub articles: AtomicU64,
    /// Whether there are no more jobs.
    ended: AtomicBool,
    /// Whether reading stopped for a reason that may be temporary.
    pub interrupted: AtomicBool,
    /// The records that the index has without their contents.
    pub old_records: OnceLock<OldRecords>,
    /// The records that wait for the others.
    pub held: Mutex<HeldRecords>,
    /// Whether it has been entered into the file table.
    pub finished: AtomicBool,
    read_counter: Arc<ReadCounter>,
    /// Number of bytes reported to the progress display.
    reported: AtomicU64,
}

/// An archive file that a run has begun to read.
pub(super) struct OpenArchive<R> {
    pub archive: Arc<Archive>,
    /// The replacement of its articles, if the index has the file.
    pub replacement: Option<R>,
}

impl Archive {
    /// Returns the number of bytes read since the last call.
    pub(super) fn newly_read(&self) -> u64 {
        self.report(self.read_counter.count())
    }

    /// Returns the number of bytes not reported yet, read or not.
    pub(super) fn remaining(&self) -> u64 {
        self.report(self.file.size)
    }

    fn report(&self, read: u64) -> u64 {
        // A file may grow while it is read.
        let read = read.min(self.file.size);
        read.saturating_sub(self.reported.fetch_max(read, Ordering::AcqRel))
    }

    /// Counts a job as done.
    pub(super) fn finish_job(&self) {
        self.pending.fetch_sub(1, Ordering::AcqRel);
    }

    /// Returns whether all jobs are done.
    pub(super) fn is_complete(&self) -> bool {
        self.ended.load(Ordering::Acquire) && self.pending.load(Ordering::Acquire) == 0
    }

    /// Returns the fingerprint of the file, which must have been read to its end.
    pub(super) fn fingerprint(&self) -> u64 {
        self.read_counter.fingerprint()
    }
}

/// An iterator over the jobs of a list of files.
pub(super) struct Jobs<'s, F> {
    files: std::vec::IntoIter<PendingFile>,
    archive: Option<(Arc<Archive>, RecordReader)>,
    stop: &'s AtomicBool,
    /// Callback for each archive file, before its first job.
    begin_archive: F,
}

impl<'s, F: FnMut(&Arc<Archive>)> Jobs<'s, F> {
    /// Returns the jobs of `files`. Ends early once `stop` is set.
    pub(super) fn new(files: Vec<PendingFile>, stop: &'s AtomicBool, begin_archive: F) -> Self {
        Jobs { files: files.into_iter(), archive: None, stop, begin_archive }
    }

    fn next_archive_job(&mut self) -> Option<Job> {
        let (archive, records) = self.archive.as_mut()?;
        let event = records.next_record();
        let archive = Arc::clone(archive);
        archive.pending.fetch_add(1, Ordering::AcqRel);
        Some(match event {
            RecordEvent::Record(raw) => Job::Record(archive, raw),
            RecordEvent::Invalid(line, reason) => Job::Invalid(archive, line, reason),
            RecordEvent::Unsupported(kind) => Job::Unsupported(archive, kind),
            RecordEvent::ReadError(line, error) => {
                // An error of the operating system may be temporary; damage is not.
                archive.interrupted.store(error.raw_os_error().is_some(), Ordering::Release);
                archive.ended.store(true, Ordering::Release);
                self.archive = None;
                Job::Invalid(archive, line, os_error_message(&error))
            }
            RecordEvent::End => {
                archive.ended.store(true, Ordering::Release);
                self.archive = None;
                Job::End(archive)
            }
        })
    }

    /// Opens a file. Returns its job, or `None` for an archive file, whose jobs follow.
    fn open_file(&mut self, file: PendingFile) -> Option<Job> {
        if let Some(filter) = &file.filter {
            let filter = Arc::clone(filter);
            return Some(Job::Filtered(file, filter));
        }
        let open_file = match open(&file.path) {
            Ok(open_file) => open_file,
            Err(error) => return Some(Job::Unreadable(file, os_error_message(&error))),
        };
        match FileFormat::detect(&open_file, file.format_hint) {
            format if !format.is_archive() => Some(Job::File(file, format, open_file)),
            format => {
                let indexed = file.indexed.as_ref().map_or(0, |entry| entry.hash);
                if indexed != 0
                    && !file.force_read
                    && fingerprint(&file.path).is_ok_and(|hash| hash == indexed)
                {
                    return Some(Job::Touched(file));
                }
                let archive = Arc::new(Archive {
                    file,
                    pending: AtomicU64::new(0),
                    articles: AtomicU64::new(0),
                    ended: AtomicBool::new(false),
                    interrupted: AtomicBool::new(false),
                    old_records: OnceLock::new(),
                    held: Mutex::default(),
                    finished: AtomicBool::new(false),
                    read_counter: open_file.read_counter.clone(),
                    reported: AtomicU64::new(0),
                });
                (self.begin_archive)(&archive);
                self.archive = Some((archive, RecordReader::new(open_file, format)));
                None
            }
        }
    }
}

impl<F: FnMut(&Arc<Archive>)> Iterator for Jobs<'_, F> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        while !self.stop.load(Ordering::Relaxed) {
            if let Some(job) = self.next_archive_job() {
                return Some(job);
            }
            let file = self.files.next()?;
            if let Some(job) = self.open_file(file) {
                return Some(job);
            }
        }
        None
    }
}
