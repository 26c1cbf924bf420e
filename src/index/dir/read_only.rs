//! Reads an index that may not be written: on a read-only file system, or of another user.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::{memchr, memmem};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, WatchCallback, WatchHandle, WritePtr};

use crate::index::dir::checksummed::{COMMIT_FILE, PAYLOAD_KEY};
use crate::index::dir::entries::{open_file, write_options};

/// A directory that is only read. tantivy opens lock files for writing, even to read; this directory locks
/// them for reading, or does without where there are none and none can be created.
#[derive(Debug, Clone)]
pub(crate) struct ReadOnlyDirectory {
    pub inner: Box<dyn Directory>,
    pub path: PathBuf,
    /// Whether the commit file has been read.
    pub has_read_commit: Arc<AtomicBool>,
}

impl Directory for ReadOnlyDirectory {
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // Shared with other readers. A writer waits for it before it deletes files.
        let path = self.path.join(&lock.filepath);
        let file = open_file(&path, File::options().read(true)).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => open_file(&path, write_options().create(true)),
            _ => Err(error),
        });
        Ok(DirectoryLock::from(Box::new(file.and_then(|file| file.lock_shared().map(|()| file)))))
    }

    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let mut content = self.inner.atomic_read(path)?;
        if path == Path::new(COMMIT_FILE) {
            drop_payload(&mut content);
            // tantivy takes the schema from the first reading, when it opens the index, and the segments from
            // the later ones.
            if self.has_read_commit.swap(true, Ordering::Relaxed) {
                drop_schema(&mut content);
            }
        }
        Ok(content)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_owned() })
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Err(read_only())
    }
}

/// Takes the payload out of a commit file, as tantivy writes it. tantivy parses the file twice and never uses
/// the payload, which is most of it.
fn drop_payload(content: &mut Vec<u8>) {
    let Some(start) = memmem::rfind(content, PAYLOAD_KEY) else { return };
    let value = &content[start + PAYLOAD_KEY.len()..];
    // The payload is one line, and the last member.
    if value.strip_suffix(b"\n}").is_some_and(|value| memchr(b'\n', value).is_none()) {
        content.truncate(start + PAYLOAD_KEY.len());
        content.extend(b"null\n}");
    }
}

/// Key of the schema in a commit file, as tantivy writes it.
const SCHEMA_KEY: &[u8] = b"\n  \"schema\": [";

/// Takes the fields out of a commit file, as tantivy writes it: they are most of what is left.
fn drop_schema(content: &mut Vec<u8>) {
    let Some(start) = memmem::find(content, SCHEMA_KEY) else { return };
    let fields = start + SCHEMA_KEY.len();
    // No JSON string contains a line feed.
    if let Some(length) = memmem::find(&content[fields..], b"\n  ]") {
        content.drain(fields..fields + length);
    }
}

fn read_only() -> io::Error {
    io::ErrorKind::ReadOnlyFilesystem.into()
}

#[cfg(test)]
mod tests {
    use crate::index::dir::read_only::*;

    #[test]
    fn only_the_payload_is_taken_out() {
        for (commit, read) in [
            (
                "{\n  \"opstamp\": 1,\n  \"payload\": \"{a}\"\n}",
                "{\n  \"opstamp\": 1,\n  \"payload\": null\n}",
            ),
            (
                "{\n  \"payload\": \"a\",\n  \"opstamp\": 1\n}",
                "{\n  \"payload\": \"a\",\n  \"opstamp\": 1\n}",
            ),
            ("{\"payload\":\"a\"}", "{\"payload\":\"a\"}"),
        ] {
            let mut content = commit.as_bytes().to_vec();
            drop_payload(&mut content);
            assert_eq!(String::from_utf8_lossy(&content), read);
        }
    }
    #[test]
    fn only_the_fields_are_taken_out() {
        for (commit, read) in [
            (
                "{\n  \"schema\": [\n    {\n      \"a\": []\n    }\n  ],\n  \"opstamp\": 1\n}",
                "{\n  \"schema\": [\n  ],\n  \"opstamp\": 1\n}",
            ),
            ("{\"schema\": [{\"a\": 1}]}", "{\"schema\": [{\"a\": 1}]}"),
        ] {
            let mut content = commit.as_bytes().to_vec();
            drop_schema(&mut content);
            assert_eq!(String::from_utf8_lossy(&content), read);
        }
    }
}
