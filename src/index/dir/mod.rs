//! The folder of an index: its generations, the pointer to the current one, and the lock of the writer.

#[cfg(test)]
pub(crate) mod fault_injection;
mod read_only;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tantivy::Directory;
use tantivy::directory::MmapDirectory;

use crate::error::Error;
use crate::index::dir::read_only::ReadOnlyDirectory;
use crate::index::error::from_tantivy;

/// Name of the file that names the current generation.
const POINTER: &str = "CURRENT";
/// Name of the file that the writer locks. The file alone means nothing, only the lock on it does.
const LOCK: &str = "LOCK";
/// Prefix of the names of generations.
const GENERATION_PREFIX: &str = "generation-";
/// Length that the lock file is read to, in bytes, to name the process that holds the lock.
const MAX_HOLDER_LENGTH: u64 = 200;
/// Line of the lock file that says that the index is being built for the first time.
const FIRST_BUILD: &str = "first build";
/// Number of attempts to take the lock, since a reader that looks whether it is taken holds it for a moment.
const LOCK_ATTEMPTS: u32 = 4;
/// Time between two attempts.
const LOCK_INTERVAL: Duration = Duration::from_millis(2);

/// The folder of an index.
#[derive(Debug, Clone)]
pub struct IndexDir {
    root: PathBuf,
    #[cfg(test)]
    faults: Option<std::sync::Arc<fault_injection::DiskFaults>>,
}

/// The lock of the writer. The system releases it when it is dropped or when the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Lock {
    /// Records that the index is being built for the first time, for those who search it meanwhile.
    pub(crate) fn record_first_build(&mut self) {
        let _ = writeln!(self.file, "{FIRST_BUILD}"); // a search then says that there is no index
    }
}

impl IndexDir {
    /// Returns the index in the folder `root`, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        IndexDir {
            root: root.into(),
            #[cfg(test)]
            faults: None,
        }
    }

    /// Returns the same index on a disk that fails.
    #[cfg(test)]
    pub(crate) fn with_faults(mut self, faults: std::sync::Arc<fault_injection::DiskFaults>) -> Self {
        self.faults = Some(faults);
        self
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Returns the folder of the current generation; `None` if there is no index.
    ///
    /// # Errors
    /// If the pointer cannot be read or names a folder that does not exist.
    pub fn current(&self) -> Result<Option<PathBuf>, Error> {
        let name = match fs::read_to_string(self.root.join(POINTER)) {
            Ok(name) => name,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(self.damaged("CURRENT is no text"));
            }
            Err(error) => return Err(Error::io("read", &self.root.join(POINTER), error)),
        };
        let name = name.trim();
        if generation_number(name).is_none() {
            return Err(self.damaged("CURRENT names no generation"));
        }
        let path = self.root.join(name);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => Ok(Some(path)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("read", &path, error)),
            _ => Err(self.damaged(&format!("{name} is missing"))),
        }
    }

    /// Returns the folder of the current generation, which must exist.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::BeingBuilt`], or as [`IndexDir::current`].
    pub(crate) fn existing(&self) -> Result<PathBuf, Error> {
        match self.current()? {
            Some(generation) => Ok(generation),
            None => Err(match self.first_builder() {
                Some(builder) => Error::BeingBuilt { path: self.root.clone(), builder },
                None => Error::NoIndex { path: self.root.clone() },
            }),
        }
    }

    /// Returns a description of the process that is building the index for the first time; `None` if there is
    /// none.
    pub(crate) fn first_builder(&self) -> Option<String> {
        let mut file = File::open(self.root.join(LOCK)).ok()?;
        let holder = read_holder(&mut file);
        let builder = holder.strip_suffix(FIRST_BUILD)?.trim();
        // A process that was killed leaves the file, but not the lock.
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)).then(|| builder.to_owned())
    }

    /// Asks the system to drop the current generation from its page cache, so that it is read from disk
    /// again. Returns whether the system could be asked. Pages that another process maps may stay.
    pub fn drop_page_cache(&self) -> bool {
        let Ok(Some(generation)) = self.current() else { return false };
        let Ok(entries) = fs::read_dir(generation) else { return false };
        entries.flatten().all(|entry| File::open(entry.path()).is_ok_and(|file| drop_cached_pages(&file)))
    }

    /// Creates the folder if it does not exist, readable by its owner only, and takes the lock of the writer.
    ///
    /// # Errors
    /// [`Error::NotAnIndex`] if the folder holds files that are not of an index, [`Error::Locked`] if another
    /// process is writing, [`Error::Io`] if the folder cannot be created or written.
    pub fn lock(&self) -> Result<Lock, Error> {
        self.refuse_foreign()?;
        create_private(&self.root).map_err(|error| Error::io("make the folder", &self.root, error))?;
        let path = self.root.join(LOCK);
        let write_error = |error| Error::io("write", &path, error);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(write_error)?;
        match try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = read_holder(&mut file);
                let holder = holder.lines().next().unwrap_or("another process");
                return Err(Error::Locked { path: self.root.clone(), holder: holder.into() });
            }
            Err(TryLockError::Error(error)) => return Err(write_error(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(write_error)?;
        writeln!(file, "process {}", std::process::id()).map_err(write_error)?;
        Ok(Lock { file })
    }

    /// Creates the folder of a new generation, which becomes the current one when it is published.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be created.
    pub fn new_generation(&self, _lock: &Lock) -> Result<PathBuf, Error> {
        let last = self.generations()?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
        let path = self.root.join(format!("{GENERATION_PREFIX}{:06}", last + 1));
        create_private(&path).map_err(|error| Error::io("make the folder", &path, error))?;
        Ok(path)
    }

    /// Returns the files of `generation` for tantivy.
    pub(crate) fn directory(&self, generation: &Path) -> Result<Box<dyn Directory>, Error> {
        let directory =
            MmapDirectory::open(generation).map_err(|error| from_tantivy(&self.root, error.into()))?;
        #[cfg(test)]
        if let Some(faults) = &self.faults {
            let inner = Box::new(directory);
            return Ok(Box::new(fault_injection::FaultyDirectory { inner, faults: faults.clone() }));
        }
        Ok(Box::new(directory))
    }

    /// Returns the files of `generation` for tantivy, to be read only. The index need not be writable.
    pub(crate) fn read_only_directory(&self, generation: &Path) -> Result<Box<dyn Directory>, Error> {
        let inner = self.directory(generation)?;
        Ok(Box::new(ReadOnlyDirectory { inner, path: generation.to_owned() }))
    }

    /// Makes `generation` the current one, atomically, and deletes the others.
    ///
    /// # Errors
    /// [`Error::Io`] if the pointer cannot be written; the current generation then stays as it was.
    pub fn publish(&self, generation: &Path, _lock: &Lock) -> Result<(), Error> {
        let name = generation.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (pointer, new_pointer) = (self.root.join(POINTER), self.root.join(".CURRENT.new"));
        let swap = || -> io::Result<()> {
            let mut file = File::create(&new_pointer)?;
            writeln!(file, "{name}")?;
            file.sync_all()?;
            fs::rename(&new_pointer, &pointer)?;
            File::open(&self.root)?.sync_all()
        };
        swap().map_err(|error| Error::io("write", &pointer, error))?;
        for (_, path) in self.generations()? {
            if path != generation {
                let _ = fs::remove_dir_all(&path); // the next run tries again
            }
        }
        Ok(())
    }

    /// Deletes generations that were begun and never published. Deletes nothing if it cannot tell them from
    /// the current one.
    pub fn remove_stale_generations(&self, _lock: &Lock) {
        let Ok(current) = self.current() else { return };
        for (_, path) in self.generations().unwrap_or_default() {
            if Some(&path) != current.as_ref() {
                let _ = fs::remove_dir_all(&path);
            }
        }
    }

    fn generations(&self) -> Result<Vec<(u64, PathBuf)>, Error> {
        let entries = fs::read_dir(&self.root).map_err(|error| Error::io("read", &self.root, error))?;
        let generation =
            |entry: fs::DirEntry| Some((generation_number(entry.file_name().to_str()?)?, entry.path()));
        Ok(entries.filter_map(|entry| generation(entry.ok()?)).collect())
    }

    /// Refuses a folder with files that are not of an index, but accepts a README and hidden files.
    fn refuse_foreign(&self) -> Result<(), Error> {
        let foreign = |example: String| Error::NotAnIndex { path: self.root.clone(), example };
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(foreign("a file".into()));
            }
            Err(error) => return Err(Error::io("read", &self.root, error)),
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_index_file = name == POINTER || name == LOCK || generation_number(&name).is_some();
            let stem = name.split('.').next().unwrap_or_default();
            if !is_index_file && !name.starts_with('.') && !stem.eq_ignore_ascii_case("readme") {
                return Err(foreign(name));
            }
        }
        Ok(())
    }

    fn damaged(&self, detail: &str) -> Error {
        Error::Damaged { path: self.root.clone(), detail: detail.into() }
    }
}

#[cfg(target_os = "linux")]
fn drop_cached_pages(file: &File) -> bool {
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn drop_cached_pages(_: &File) -> bool {
    false
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

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix(GENERATION_PREFIX)?.parse().ok()
}

/// Creates a folder and its missing ancestors, readable by their owner only.
fn create_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use crate::index::dir::*;

    #[test]
    fn a_generation_becomes_current_when_it_is_published() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path().join("deep/index"));
        assert_eq!(dir.current()?, None);
        let lock = dir.lock()?;
        let first = dir.new_generation(&lock)?;
        assert_eq!(dir.current()?, None);
        dir.publish(&first, &lock)?;
        assert_eq!(dir.current()?, Some(first.clone()));
        let second = dir.new_generation(&lock)?;
        assert_eq!(dir.current()?, Some(first.clone()));
        dir.publish(&second, &lock)?;
        assert_eq!((dir.current()?, first.exists()), (Some(second), false));
        Ok(())
    }

    #[test]
    fn only_one_process_writes() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path());
        let lock = dir.lock()?;
        let message = dir.lock().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
        drop(lock);
        assert!(dir.lock().is_ok());
        Ok(())
    }

    #[test]
    fn a_folder_with_other_files_is_refused() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path());
        for harmless in ["README.md", ".gitignore"] {
            fs::write(folder.path().join(harmless), "")
                .map_err(|error| Error::io("write", folder.path(), error))?;
        }
        assert!(dir.lock().is_ok());
        fs::write(folder.path().join("novel.odt"), "")
            .map_err(|error| Error::io("write", folder.path(), error))?;
        assert!(matches!(dir.lock(), Err(Error::NotAnIndex { example, .. }) if example == "novel.odt"));
        Ok(())
    }
}
