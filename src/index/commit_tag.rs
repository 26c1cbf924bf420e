//! Names the last commit of an index.

use std::fs;

use xxhash_rust::xxh3::xxh3_64;

use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::dir::checksummed::COMMIT_FILE;

impl IndexDir {
    /// Returns a name for the last commit: another one after every commit, and the same in every process.
    ///
    /// # Errors
    /// As [`IndexDir::current`], or if there is no index or its last commit cannot be read.
    pub(crate) fn commit_tag(&self) -> Result<String, Error> {
        let generation = self.existing()?;
        let path = generation.join(COMMIT_FILE);
        let commit = fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        Ok(format!("{:016x}", xxh3_64(&commit) ^ xxh3_64(name.as_bytes())))
    }
}
