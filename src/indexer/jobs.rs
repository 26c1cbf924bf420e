//! The work of a run as a stream of jobs: a file that is one article, or one record of an archive file.
//!
//! Files are opened one after the other and archive files are taken apart as the jobs are asked for, so that no more
//! than a record for each thread is in memory.

use std::sync::Arc;

use crate::corpus::{Format, Next, Opened, Raw, Records, SourceFile, open};
use crate::document::SourceKey;
use crate::engine::Reading;
use crate::error::plain;
use crate::report::Failure;

/// A file to be read.
pub(super) struct Todo {
    pub key: SourceKey,
    pub file: SourceFile,
    /// How the files of its folder are read.
    pub reading: Arc<Reading>,
    /// How many articles of it the index has.
    pub replaces: u64,
}

/// One piece of work.
pub(super) enum Job {
    /// A file that is one article.
    File(Todo, Opened),
    /// A record of an archive file.
    Record(Arc<Todo>, Raw),
    /// Nothing to do but to say that this went wrong.
    Failed(Failure),
    /// An archive file has been read to its end.
    Done(Arc<Todo>),
}

/// The jobs of a list of files.
pub(super) struct Jobs<F> {
    todo: std::vec::IntoIter<Todo>,
    archive: Option<(Arc<Todo>, Records)>,
    /// Called with an archive file before its first record is given out.
    replace: F,
}

impl<F: FnMut(&Todo)> Jobs<F> {
    /// The jobs of `todo`.
    pub fn new(todo: Vec<Todo>, replace: F) -> Self {
        Jobs { todo: todo.into_iter(), archive: None, replace }
    }

    fn next_of_archive(&mut self) -> Option<Job> {
        let (todo, records) = self.archive.as_mut()?;
        let path = &todo.file.path;
        Some(match records.next_record() {
            Next::Record(raw) => Job::Record(Arc::clone(todo), raw),
            Next::Broken(line, reason) => Job::Failed(Failure::at_line(path, line, reason)),
            Next::Stopped(line, reason) => {
                let failure = Failure::at_line(path, line, reason);
                self.archive = None;
                Job::Failed(failure)
            }
            Next::End => {
                let done = Arc::clone(todo);
                self.archive = None;
                Job::Done(done)
            }
        })
    }
}

impl<F: FnMut(&Todo)> Iterator for Jobs<F> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some(job) = self.next_of_archive() {
                return Some(job);
            }
            let todo = self.todo.next()?;
            let opened = match open(&todo.file.path) {
                Ok(opened) => opened,
                Err(error) => return Some(Job::Failed(Failure::new(&todo.file.path, plain(&error)))),
            };
            match Format::of(&opened, todo.file.hint) {
                Format::Text => return Some(Job::File(todo, opened)),
                Format::Records => {
                    (self.replace)(&todo);
                    self.archive = Some((Arc::new(todo), Records::new(opened.content)));
                }
            }
        }
    }
}
