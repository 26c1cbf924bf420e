//! The lock of the writer of an index.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use crate::error::Error;
use crate::index::dir::entries::{open_file, write_options};

/// Name of the file that the writer locks. The file alone means nothing, only the lock on it does.
pub(super) const LOCK: &str = "LOCK";
/// Length that the lock file is read to, in bytes, to name the process that holds the lock.
const MAX_HOLDER_LENGTH: u64 = 200;
/// Line of the lock file that says that the index is being built for the first time.
const FIRST_BUILD: &str = "first build";
/// Number of attempts to take the lock, since a reader that looks whether it is taken holds it for a moment.
const LOCK_ATTEMPTS: u32 = 4;
/// Time between two attempts.
const LOCK_INTERVAL: Duration = Duration::from_millis(2);

/// The lock of the writer. The system releases it when it is dropped or when the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Releases the lock at once. Closing the file alone would leave it to a process that another thread is
    /// just starting, which holds the files of this one until it runs its program.
    fn drop(&mut self) {
        let _ = self.file.unlock(); // the file is closed anyway
    }
}

impl Lock {
    /// Takes the lock of the index at `root`.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process is writing, [`Error::Io`] if the folder cannot be written.
    pub(super) fn acquire(root: &Path) -> Result<Lock, Error> {
        let path = root.join(LOCK);
        let write_error = |error| Error::io("write", &path, error);
        let mut file = open_file(&path, write_options().create(true)).map_err(write_error)?;
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = read_holder(&mut file);
                let holder = holder.lines().next().unwrap_or("another process");
                return Err(Error::Locked { path: root.to_owned(), holder: holder.into() });
            }
            Err(TryLockError::Error(error)) => return Err(write_error(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(write_error)?;
        writeln!(file, "process {}", std::process::id()).map_err(write_error)?;
        Ok(Lock { file })
    }

    /// Records that the index is being built for the first time, for those who search it meanwhile.
    pub(crate) fn record_first_build(&mut self) {
        let _ = writeln!(self.file, "{FIRST_BUILD}"); // a search then says that there is no index
    }
}

/// Returns whether a process holds the lock of the index at `root`.
pub(super) fn is_held(root: &Path) -> bool {
    let file = open_file(&root.join(LOCK), File::options().read(true));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Returns a description of the process that is building the index at `root` for the first time; `None` if
/// there is none.
pub(super) fn first_builder(root: &Path) -> Option<String> {
    let mut file = open_file(&root.join(LOCK), File::options().read(true)).ok()?;
    let holder = read_holder(&mut file);
    let builder = holder.strip_suffix(FIRST_BUILD)?.trim();
    // A process that was killed leaves the file, but not the lock.
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| builder.to_owned())
}

/// Reads what the lock file says of the process that holds the lock.
fn read_holder(file: &mut File) -> String {
    let mut holder = String::new();
    let _ = file.take(MAX_HOLDER_LENGTH).read_to_string(&mut holder); // only for messages
    holder.trim().to_owned()
}

fn try_lock(file: &File) -> Result<(), TryLockError> {
    for _ in 1..LOCK_ATTEMPTS {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_INTERVAL),
            result => return result,
        }
    }
    file.try_lock()
}

#[cfg(test)]
mod tests {
    use crate::index::dir::IndexDir;
    use crate::index::dir::lock::*;

    #[test]
    fn only_one_process_writes() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path());
        let lock = dir.lock()?;
        let message = dir.lock().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
        let inherited = lock.file.try_clone().map_err(|error| Error::Internal(error.to_string()))?;
        drop(lock);
        assert!(dir.lock().is_ok());
        drop(inherited);
        Ok(())
    }
}
