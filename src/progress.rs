//! Progress reports of an indexing run.

use std::ops::AddAssign;

/// An amount of work of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Number of files, including those that cannot be read.
    pub files: u64,
    /// Number of articles added. The total is not known in advance.
    pub articles: u64,
    /// Number of bytes of the files, before decompression.
    pub bytes: u64,
}

impl AddAssign for Amount {
    fn add_assign(&mut self, amount: Amount) {
        self.files += amount.files;
        self.articles += amount.articles;
        self.bytes += amount.bytes;
    }
}

/// Receives the progress of an indexing run. Calls may come from any thread.
pub trait Progress: Sync {
    /// Reports, once, that the run waits for `holder`, which is writing the index.
    fn waiting(&self, holder: &str);
    /// Reports the amount of work before it begins.
    fn begin(&self, total: Amount);
    /// Reports more work as done. The bytes of a large file are reported as they are read, the file at its
    /// end.
    fn advance(&self, done: Amount);
    /// Reports that all files are read and the index is being written.
    fn writing(&self);
    /// Reports the end of the run.
    fn end(&self);
}

/// Ignores all progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn waiting(&self, _holder: &str) {}
    fn begin(&self, _total: Amount) {}
    fn advance(&self, _done: Amount) {}
    fn writing(&self) {}
    fn end(&self) {}
}
