//! Where an index lies: a folder, its generations, the pointer to the one that counts, and the writers' lock.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use tantivy::Directory;
use tantivy::directory::MmapDirectory;

use crate::error::Error;

/// The file that names the generation in use.
const POINTER: &str = "CURRENT";
/// The file that writers lock. That it is there means nothing; who holds it is what counts.
const LOCK: &str = "LOCK";
/// What the names of generations begin with.
const GENERATION: &str = "generation-";

/// The folder of an index.
#[derive(Debug, Clone)]
pub struct IndexDir {
    root: PathBuf,
    #[cfg(test)]
    faults: Option<std::sync::Arc<crate::index::faults::DiskFaults>>,
}

/// Held by the one who writes; given up when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl IndexDir {
    /// The index in the folder `root`, which need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        IndexDir {
            root: root.into(),
            #[cfg(test)]
            faults: None,
        }
    }

    /// The same on a disk that fails.
    #[cfg(test)]
    pub(crate) fn with_faults(mut self, faults: std::sync::Arc<crate::index::faults::DiskFaults>) -> Self {
        self.faults = Some(faults);
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The folder of the generation in use; `None` when there is no index.
    ///
    /// # Errors
    /// When the pointer cannot be read or names what is not there.
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
        if path.is_dir() { Ok(Some(path)) } else { Err(self.damaged(&format!("{name} is missing"))) }
    }

    /// Asks the system to keep none of the index in memory, so that it is read from the disk again. Whether it can be
    /// asked at all; what another process has open may stay.
    pub fn drop_page_cache(&self) -> bool {
        let Ok(Some(generation)) = self.current() else { return false };
        let Ok(entries) = fs::read_dir(generation) else { return false };
        entries.flatten().all(|entry| File::open(entry.path()).is_ok_and(|file| forget_cached(&file)))
    }

    /// Makes the folder when it is not there, readable by its owner only, and takes the writers' lock.
    ///
    /// # Errors
    /// [`Error::Foreign`] when the folder holds anything that is not of an index, [`Error::Locked`] when someone
    /// else is writing, [`Error::Io`] when the folder cannot be made or written.
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
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.take(200).read_to_string(&mut holder); // who it is is a kindness, not a need
                let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
                return Err(Error::Locked { path: self.root.clone(), holder: holder.into() });
            }
            Err(TryLockError::Error(error)) => return Err(write_error(error)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(write_error)?;
        writeln!(file, "process {}", std::process::id()).map_err(write_error)?;
        Ok(Lock { _file: file })
    }

    /// Makes the folder of a new generation, which is not in use before it is published.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be made.
    pub fn new_generation(&self, _lock: &Lock) -> Result<PathBuf, Error> {
        let last = self.generations()?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
        let path = self.root.join(format!("{GENERATION}{:06}", last + 1));
        create_private(&path).map_err(|error| Error::io("make the folder", &path, error))?;
        Ok(path)
    }

    /// The files of `generation`, for the engine.
    pub(crate) fn directory(&self, generation: &Path) -> Result<Box<dyn Directory>, Error> {
        let opened = MmapDirectory::open(generation);
        let opened =
            Box::new(opened.map_err(|error| crate::index::error::from_tantivy(&self.root, error.into()))?);
        #[cfg(test)]
        if let Some(faults) = &self.faults {
            return Ok(Box::new(crate::index::faults::FaultyDirectory {
                inner: opened,
                faults: faults.clone(),
            }));
        }
        Ok(opened)
    }

    /// Makes `generation` the one in use, in one step, and deletes the others.
    ///
    /// # Errors
    /// [`Error::Io`] when the pointer cannot be written; the generation in use before is in use then.
    pub fn publish(&self, generation: &Path, _lock: &Lock) -> Result<(), Error> {
        let name = generation.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (pointer, fresh) = (self.root.join(POINTER), self.root.join(".CURRENT.new"));
        let swap = || -> io::Result<()> {
            let mut file = File::create(&fresh)?;
            writeln!(file, "{name}")?;
            file.sync_all()?;
            fs::rename(&fresh, &pointer)?;
            File::open(&self.root)?.sync_all()
        };
        swap().map_err(|error| Error::io("write", &pointer, error))?;
        for (_, path) in self.generations()? {
            if path != generation {
                let _ = fs::remove_dir_all(&path); // what cannot be deleted now is deleted by the next run
            }
        }
        Ok(())
    }

    /// Deletes generations that were begun and never published.
    pub fn remove_stale_generations(&self, _lock: &Lock) {
        let current = self.current().ok().flatten();
        for (_, path) in self.generations().unwrap_or_default() {
            if Some(&path) != current.as_ref() {
                let _ = fs::remove_dir_all(&path);
            }
        }
    }

    fn generations(&self) -> Result<Vec<(u64, PathBuf)>, Error> {
        let entries = fs::read_dir(&self.root).map_err(|error| Error::io("read", &self.root, error))?;
        let number =
            |entry: fs::DirEntry| Some((generation_number(entry.file_name().to_str()?)?, entry.path()));
        Ok(entries.filter_map(|entry| number(entry.ok()?)).collect())
    }

    /// A README and hidden files are nobody's enemy; anything else that is not ours is.
    fn refuse_foreign(&self) -> Result<(), Error> {
        let foreign = |example: String| Error::Foreign { path: self.root.clone(), example };
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
            let ours = name == POINTER || name == LOCK || generation_number(&name).is_some();
            let stem = name.split('.').next().unwrap_or_default();
            if !ours && !name.starts_with('.') && !stem.eq_ignore_ascii_case("readme") {
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
fn forget_cached(file: &File) -> bool {
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn forget_cached(_: &File) -> bool {
    false
}

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix(GENERATION)?.parse().ok()
}

/// Makes a folder, and those above it, that only its owner can read.
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
    fn a_generation_counts_once_it_is_published() -> Result<(), Error> {
        let dir = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let place = IndexDir::new(dir.path().join("deep/index"));
        assert_eq!(place.current()?, None);
        let lock = place.lock()?;
        let first = place.new_generation(&lock)?;
        assert_eq!(place.current()?, None);
        place.publish(&first, &lock)?;
        assert_eq!(place.current()?, Some(first.clone()));
        let second = place.new_generation(&lock)?;
        assert_eq!(place.current()?, Some(first.clone()));
        place.publish(&second, &lock)?;
        assert_eq!((place.current()?, first.exists()), (Some(second), false));
        Ok(())
    }

    #[test]
    fn one_writer_at_a_time() -> Result<(), Error> {
        let dir = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let place = IndexDir::new(dir.path());
        let lock = place.lock()?;
        let held = place.lock().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(held.contains(&format!("process {}", std::process::id())), "{held}");
        drop(lock);
        assert!(place.lock().is_ok());
        Ok(())
    }

    #[test]
    fn a_folder_of_other_things_is_left_alone() -> Result<(), Error> {
        let dir = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let place = IndexDir::new(dir.path());
        for harmless in ["README.md", ".gitignore"] {
            fs::write(dir.path().join(harmless), "")
                .map_err(|error| Error::io("write", dir.path(), error))?;
        }
        assert!(place.lock().is_ok());
        fs::write(dir.path().join("novel.odt"), "").map_err(|error| Error::io("write", dir.path(), error))?;
        assert!(matches!(place.lock(), Err(Error::Foreign { example, .. }) if example == "novel.odt"));
        Ok(())
    }
}
