//! Injects faults for tests: a disk that fails at a chosen operation.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

/// Code of the system error "no space left on device".
const NO_SPACE: i32 = 28;

/// The operations at which a disk fails.
#[derive(Debug, Default)]
pub(crate) struct DiskFaults {
    /// Number of operations so far.
    operations: AtomicU64,
    /// Number of the operation that fails, from 1; 0 for none.
    failing: u64,
    /// Whether all later operations fail too, as after a power failure.
    permanent: bool,
}

impl DiskFaults {
    /// Fails at operation number `failing`, and if `permanent` at all later ones.
    pub(crate) fn at(failing: u64, permanent: bool) -> Arc<Self> {
        Arc::new(DiskFaults { operations: AtomicU64::new(0), failing, permanent })
    }

    /// Returns whether the failing operation was reached.
    pub(crate) fn fired(&self) -> bool {
        self.operations.load(Ordering::SeqCst) >= self.failing
    }

    fn operate(&self) -> io::Result<()> {
        let number = self.operations.fetch_add(1, Ordering::SeqCst) + 1;
        match number == self.failing || self.permanent && self.failing > 0 && number > self.failing {
            true => Err(io::Error::from_raw_os_error(NO_SPACE)),
            false => Ok(()),
        }
    }
}

/// A directory on a disk that fails.
#[derive(Debug, Clone)]
pub(crate) struct FaultyDirectory {
    pub inner: Box<dyn Directory>,
    pub faults: Arc<DiskFaults>,
}

impl FaultyDirectory {
    fn operate(&self, path: &Path) -> Result<(), OpenReadError> {
        let path = path.to_owned();
        self.faults
            .operate()
            .map_err(|error| OpenReadError::IoError { io_error: Arc::new(error), filepath: path })
    }
}

impl Directory for FaultyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.operate(path)?;
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let io_error = |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.faults.operate().map_err(io_error)?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.operate(path)?;
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let io_error =
            |error| OpenWriteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        self.faults.operate().map_err(io_error)?;
        let inner = self.inner.open_write(path)?;
        Ok(io::BufWriter::new(Box::new(FaultyFile { inner, faults: Arc::clone(&self.faults) })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.operate(path)?;
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.faults.operate()?;
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.faults.operate()?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file on a disk that fails.
struct FaultyFile {
    inner: WritePtr,
    faults: Arc<DiskFaults>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.faults.operate()?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.faults.operate()?;
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.faults.operate()?;
        self.inner.terminate_ref(token)
    }
}
