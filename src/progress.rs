//! What a run tells whoever waits for it.

use std::ops::AddAssign;

/// How much of a run is done, or to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Files, those that could not be read among them.
    pub files: u64,
    /// Articles that were added. How many there will be is not known beforehand.
    pub articles: u64,
    /// Bytes of files, packed as they are.
    pub bytes: u64,
}

impl AddAssign for Amount {
    fn add_assign(&mut self, more: Amount) {
        self.files += more.files;
        self.articles += more.articles;
        self.bytes += more.bytes;
    }
}

/// Told how far an indexing run is. Every call may come from another thread.
pub trait Progress: Sync {
    /// The index is being written by `holder`, who is waited for. Said once.
    fn waiting(&self, holder: &str);
    /// So much is to be read.
    fn begin(&self, all: Amount);
    /// So much more is done. A large file is told of as it is read, and counted as one at its end.
    fn advance(&self, more: Amount);
    /// All files are read, and the index is being written.
    fn writing(&self);
    /// The run is over.
    fn end(&self);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn waiting(&self, _holder: &str) {}
    fn begin(&self, _all: Amount) {}
    fn advance(&self, _more: Amount) {}
    fn writing(&self) {}
    fn end(&self) {}
}
