//! What a run tells whoever waits for it.

/// Told how far an indexing run is. Every call may come from another thread.
pub trait Progress: Sync {
    /// `files` files are to be read, `bytes` bytes in all.
    fn begin(&self, files: u64, bytes: u64);
    /// One more file has been read (or has failed), `bytes` long.
    fn advance(&self, bytes: u64);
    /// All files are read, and the index is being written.
    fn writing(&self);
    /// The run is over.
    fn end(&self);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _files: u64, _bytes: u64) {}
    fn advance(&self, _bytes: u64) {}
    fn writing(&self) {}
    fn end(&self) {}
}
