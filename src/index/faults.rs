//! A disk that fails at a moment of one's choice, for tests.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

/// When the disk fails.
#[derive(Debug, Default)]
pub struct DiskFaults {
    /// How many things have been asked of the disk.
    asked: AtomicU64,
    /// Which of them fails; 0 for none.
    fails: u64,
    /// Whether everything after it fails too, as when the power goes.
    for_good: bool,
}

impl DiskFaults {
    /// Fails at the `fails`th thing that is asked, and from then on, when `for_good`.
    pub fn at(fails: u64, for_good: bool) -> Arc<Self> {
        Arc::new(DiskFaults { asked: AtomicU64::new(0), fails, for_good })
    }

    /// Whether it came to the failure.
    pub fn fired(&self) -> bool {
        self.asked.load(Ordering::SeqCst) >= self.fails
    }

    fn ask(&self) -> io::Result<()> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        match number == self.fails || self.for_good && self.fails > 0 && number > self.fails {
            true => Err(io::Error::from_raw_os_error(28)),
            false => Ok(()),
        }
    }
}

/// A directory on such a disk.
#[derive(Debug, Clone)]
pub struct FaultyDirectory {
    pub inner: Box<dyn Directory>,
    pub faults: Arc<DiskFaults>,
}

impl FaultyDirectory {
    fn ask(&self, path: &Path) -> Result<(), OpenReadError> {
        let path = path.to_owned();
        self.faults
            .ask()
            .map_err(|error| OpenReadError::IoError { io_error: Arc::new(error), filepath: path })
    }
}

impl Directory for FaultyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.ask(path)?;
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let wrong = |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.faults.ask().map_err(wrong)?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.ask(path)?;
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let wrong = |error| OpenWriteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.faults.ask().map_err(wrong)?;
        let inner = self.inner.open_write(path)?;
        Ok(io::BufWriter::new(Box::new(FaultyFile { inner, faults: Arc::clone(&self.faults) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.ask(path)?;
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.faults.ask()?;
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.faults.ask()?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file on such a disk.
struct FaultyFile {
    inner: WritePtr,
    faults: Arc<DiskFaults>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.faults.ask()?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.faults.ask()?;
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.faults.ask()?;
        self.inner.terminate_ref(token)
    }
}
