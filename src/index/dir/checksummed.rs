//! A checksum within `meta.json`, tantivy's file with the last commit.
//!
//! The file is a JSON object. The checksum is its first member, which tantivy ignores, and covers all that
//! follows. Files of older formats have none.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, WatchCallback, WatchHandle, WritePtr};
use xxhash_rust::xxh3::xxh3_64;

/// Name of tantivy's file with the last commit.
pub(crate) const COMMIT_FILE: &str = "meta.json";
/// The key of the payload in it as tantivy writes it: at the beginning of a line, which no JSON string
/// contains.
pub(crate) const PAYLOAD_KEY: &[u8] = b"\n  \"payload\": ";
/// Beginning of a file with a checksum.
const PREFIX: &[u8] = b"{\"checksum\":\"";
/// End of the checksum.
const SUFFIX: &[u8] = b"\",";

/// A directory whose commit file has a checksum, and is not watched.
#[derive(Debug, Clone)]
pub(super) struct ChecksummedDirectory {
    pub inner: Box<dyn Directory>,
}

/// Returns whether a commit file is as it was written, as far as it says.
pub(crate) fn is_intact(content: &[u8]) -> bool {
    let Some(tail) = content.strip_prefix(PREFIX) else { return true };
    let Some((sum, tail)) = tail.split_at_checked(16) else { return false };
    tail.strip_prefix(SUFFIX).is_some_and(|covered| checksum(covered).as_bytes() == sum)
}

/// Adds a checksum to a commit file.
fn with_checksum(content: &[u8]) -> Vec<u8> {
    match content.strip_prefix(b"{") {
        Some(members) => [PREFIX, checksum(members).as_bytes(), SUFFIX, members].concat(),
        None => content.to_vec(),
    }
}

/// Returns the hash of `bytes` in hexadecimal.
fn checksum(bytes: &[u8]) -> String {
    format!("{:016x}", xxh3_64(bytes))
}

impl Directory for ChecksummedDirectory {
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let content = self.inner.atomic_read(path)?;
        match path != Path::new(COMMIT_FILE) || is_intact(&content) {
            true => Ok(content),
            false => {
                let error =
                    io::Error::new(io::ErrorKind::InvalidData, "meta.json does not match its checksum");
                Err(OpenReadError::wrap_io_error(error, path.to_owned()))
            }
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        match path == Path::new(COMMIT_FILE) {
            true => self.inner.atomic_write(path, &with_checksum(data)),
            false => self.inner.atomic_write(path, data),
        }
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    /// Watches nothing: no reader follows later commits. The thread that did so would go on for a while after
    /// the reader is gone, and write a lock into the folder of an index that may be removed or copied then.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::dir::checksummed::*;

    #[test]
    fn no_thread_goes_on_to_watch_the_folder() -> tantivy::Result<()> {
        let directory = ChecksummedDirectory { inner: Box::new(tantivy::directory::RamDirectory::default()) };
        let callback = Arc::new(());
        let kept = Arc::clone(&callback);
        let _handle = directory.watch(WatchCallback::new(move || assert_eq!(*kept, ())))?;
        assert_eq!(Arc::strong_count(&callback), 1);
        Ok(())
    }

    #[test]
    fn a_flipped_bit_is_found_or_harmless() {
        let content = br#"{"segments":[],"payload":"x"}"#;
        let written = with_checksum(content);
        assert!(is_intact(&written) && is_intact(content));
        let value = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
        let members =
            |bytes: &[u8]| Some((value(bytes)?["segments"].clone(), value(bytes)?["payload"].clone()));
        assert_eq!(members(&written), members(content));
        for bit in 0..written.len() * 8 {
            let mut flipped = written.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_intact(&flipped) || members(&flipped).is_none_or(|m| Some(m) == members(content)));
        }
    }
}
