//! Reads an index that may not be written: on a read-only file system, or of another user.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{DirectoryLock, FileHandle, Lock, WatchCallback, WatchHandle, WritePtr};

use crate::index::dir::entries::{open_file, write_options};

/// A directory that is only read. tantivy opens lock files for writing, even to read; this directory locks
/// them for reading, or does without where there are none and none can be created.
#[derive(Debug, Clone)]
pub(crate) struct ReadOnlyDirectory {
    pub inner: Box<dyn Directory>,
    pub path: PathBuf,
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
        self.inner.atomic_read(path)
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

fn read_only() -> io::Error {
    io::ErrorKind::ReadOnlyFilesystem.into()
}
