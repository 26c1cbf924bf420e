//! The folder of an index: its generations, the pointer to the current one, and the lock of the writer.

pub(crate) mod checksummed;
mod contents;
pub(crate) mod entries;
#[cfg(test)]
pub(crate) mod fault_injection;
mod folder_list;
mod id;
mod lock;
mod read_only;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::MmapDirectory;

use crate::error::Error;
use crate::index::dir::checksummed::ChecksummedDirectory;
use crate::index::dir::contents::{POINTER, generation_name, generation_number, remove_generation};
use crate::index::dir::entries::{create_new_private, create_private, read_root_file, write_root_file};
use crate::index::dir::read_only::ReadOnlyDirectory;
use crate::index::error::from_tantivy;

pub(crate) use folder_list::KnownFolder;
pub(crate) use lock::Lock;

/// The folder of an index.
#[derive(Debug, Clone)]
pub struct IndexDir {
    root: PathBuf,
    #[cfg(test)]
    faults: Option<std::sync::Arc<fault_injection::DiskFaults>>,
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
        let Some(name) = read_root_file(&self.root, POINTER)? else {
            // The list of folders is written after the pointer.
            let path = self.root.join(folder_list::FOLDERS);
            return match fs::symlink_metadata(&path).map_err(|error| (error.kind(), error)) {
                Ok(_) => Err(self.damaged("CURRENT is missing")),
                Err((io::ErrorKind::NotFound | io::ErrorKind::NotADirectory, _)) => Ok(None),
                Err((_, error)) => Err(Error::io("read", &path, error)),
            };
        };
        let name = String::from_utf8(name).map_err(|_| self.damaged("CURRENT is no text"))?;
        let name = name.trim();
        if generation_number(name).is_none() {
            return Err(self.damaged("CURRENT names no generation"));
        }
        let path = self.root.join(name);
        // Not through a link, which could lead anywhere.
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => Ok(Some(path)),
            Ok(_) => Err(self.damaged(&format!("{name} is not a folder"))),
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
    pub(crate) fn lock(&self) -> Result<Lock, Error> {
        if let Some(example) = self.foreign_file()? {
            return Err(Error::NotAnIndex { path: self.root.clone(), example });
        }
        create_private(&self.root).map_err(|error| Error::io("make the folder", &self.root, error))?;
        Lock::acquire(&self.root)
    }

    /// Returns the name of a file that no index has, in a folder that has no index either, so that the folder
    /// is neither an index nor free for one. The folder of an index may have other files, which are left
    /// alone.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder cannot be read.
    pub fn foreign_file(&self) -> Result<Option<String>, Error> {
        let has_index = self.id()?.is_some() || contents::has_pointer(&self.root)?;
        if has_index { Ok(None) } else { contents::foreign_file(&self.root) }
    }

    /// Returns whether an index was begun in the folder. It may be damaged.
    pub fn is_begun(&self) -> bool {
        [POINTER, id::ID].iter().any(|name| fs::symlink_metadata(self.root.join(name)).is_ok())
    }

    /// Returns a description of the process that is building the index for the first time, if one is.
    pub(crate) fn first_builder(&self) -> Option<String> {
        lock::first_builder(&self.root)
    }

    /// Returns whether a process is writing the index.
    pub(crate) fn is_being_written(&self) -> bool {
        lock::is_held(&self.root)
    }

    /// Returns the random identifier of the index; `None` if it has none.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read.
    pub fn id(&self) -> Result<Option<String>, Error> {
        id::read(&self.root)
    }

    /// Returns the random identifier of the index, which gets one if it has none.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read or written.
    pub(crate) fn id_or_new(&self, _lock: &Lock) -> Result<String, Error> {
        id::read_or_create(&self.root)
    }

    /// Writes the list of the folders, unless it is written already.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written.
    pub(crate) fn write_folder_list(&self, folders: &[KnownFolder], _lock: &Lock) -> Result<(), Error> {
        folder_list::write(&self.root, folders)
    }

    /// Reads the list of the folders; `None` if there is none, or it is damaged.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read.
    pub(crate) fn folder_list(&self) -> Result<Option<Vec<KnownFolder>>, Error> {
        folder_list::read(&self.root)
    }

    /// Creates the folder of a new generation, which becomes the current one when it is published.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be created.
    pub(crate) fn new_generation(&self, _lock: &Lock) -> Result<PathBuf, Error> {
        let last = self.generations()?.into_iter().map(|(number, _)| number).max().unwrap_or(0);
        let path = self.root.join(generation_name(last.saturating_add(1)));
        create_new_private(&path).map_err(|error| Error::io("make the folder", &path, error))?;
        Ok(path)
    }

    /// Returns the files of `generation` for tantivy.
    pub(crate) fn directory(&self, generation: &Path) -> Result<Box<dyn Directory>, Error> {
        let directory =
            MmapDirectory::open(generation).map_err(|error| from_tantivy(&self.root, error.into()))?;
        let directory = ChecksummedDirectory { inner: Box::new(directory) };
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
        Ok(Box::new(ReadOnlyDirectory {
            inner,
            path: generation.to_owned(),
            has_read_commit: Arc::default(),
        }))
    }

    /// Makes `generation` the current one, atomically, and deletes the others, as far as it can now.
    ///
    /// # Errors
    /// [`Error::Io`] if the pointer cannot be written; the current generation then stays as it was.
    pub(crate) fn publish(&self, generation: &Path, _lock: &Lock) -> Result<(), Error> {
        self.set_current(generation)?;
        self.remove_generations_but(generation);
        Ok(())
    }

    fn set_current(&self, generation: &Path) -> Result<(), Error> {
        let name = generation.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let write = write_root_file(&self.root, POINTER, format!("{name}\n").as_bytes());
        write.map_err(|error| Error::io("write", &self.root.join(POINTER), error))
    }

    /// Makes the newest generation for which `is_whole` is true the current one, if the pointer is damaged or
    /// names a generation for which `is_damaged` is true: one that was never completed, for example.
    ///
    /// # Errors
    /// If the folder cannot be read or written.
    pub(crate) fn repair_pointer(
        &self,
        _lock: &Lock,
        is_damaged: impl Fn(&Path) -> bool,
        is_whole: impl Fn(&Path) -> bool,
    ) -> Result<(), Error> {
        match self.current() {
            Err(Error::Damaged { .. }) => {}
            Ok(Some(current)) if is_damaged(&current) => {}
            _ => return Ok(()),
        }
        let mut generations = self.generations()?;
        generations.sort();
        match generations.iter().rev().find(|(_, path)| is_whole(path)) {
            Some((_, path)) => self.set_current(path),
            None => Ok(()),
        }
    }

    /// Deletes generations that were begun and never published. Without a pointer it deletes nothing, since
    /// nothing tells then that they are of an index.
    pub(crate) fn remove_stale_generations(&self, _lock: &Lock) {
        if let Ok(Some(current)) = self.current() {
            self.remove_generations_but(&current);
        }
    }

    fn remove_generations_but(&self, current: &Path) {
        for (_, path) in self.generations().unwrap_or_default() {
            if path != current {
                let _ = remove_generation(&path); // the next run tries again
            }
        }
    }

    /// Returns the names of the files beside the generations that are damaged.
    ///
    /// # Errors
    /// [`Error::Io`] if one cannot be read.
    pub(crate) fn damaged_root_files(&self) -> Result<Vec<String>, Error> {
        let is_whole =
            [(id::ID, self.id()?.is_some()), (folder_list::FOLDERS, self.folder_list()?.is_some())];
        let mut damaged = Vec::new();
        for (name, is_whole) in is_whole {
            if !is_whole && read_root_file(&self.root, name)?.is_some() {
                damaged.push(name.to_owned());
            }
        }
        Ok(damaged)
    }

    /// Returns all generations. A list that breaks off is none: the current one could be missing in it.
    fn generations(&self) -> Result<Vec<(u64, PathBuf)>, Error> {
        let unread = |error| Error::io("read", &self.root, error);
        let mut generations = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(unread)? {
            let entry = entry.map_err(unread)?;
            let number = entry.file_name().to_str().and_then(generation_number);
            generations.extend(number.map(|number| (number, entry.path())));
        }
        Ok(generations)
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
    fn a_generation_is_never_written_into_another() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path());
        let lock = dir.lock()?;
        create_private(&folder.path().join(generation_name(u64::MAX)))
            .map_err(|error| Error::io("make", folder.path(), error))?;
        assert!(matches!(dir.new_generation(&lock), Err(Error::Io { .. })));
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
        // The pointer of a database of another program is none of ours.
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            fs::write(&path, content).map_err(|error| Error::io("write", &path, error))
        };
        write("CURRENT", "MANIFEST-000004\n")?;
        assert!(matches!(dir.lock(), Err(Error::NotAnIndex { .. })));
        Ok(())
    }

    #[test]
    fn an_index_may_have_other_files_beside_it() -> Result<(), Error> {
        let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let dir = IndexDir::new(folder.path());
        let lock = dir.lock()?;
        dir.id_or_new(&lock)?;
        let first = dir.new_generation(&lock)?;
        dir.publish(&first, &lock)?;
        drop(lock);
        let foreign = folder.path().join("generation-000007/notes.txt");
        fs::create_dir(folder.path().join("generation-000007"))
            .and_then(|()| fs::write(&foreign, "x"))
            .and_then(|()| fs::write(folder.path().join("novel.odt"), "x"))
            .map_err(|error| Error::io("write", &foreign, error))?;
        // Either of the two tells that it is an index.
        for name in ["ID", "CURRENT"] {
            let hidden = folder.path().join(".hidden");
            let rename =
                |from: &Path, to: &Path| fs::rename(from, to).map_err(|e| Error::io("write", from, e));
            rename(&folder.path().join(name), &hidden)?;
            assert!(dir.lock().is_ok(), "without {name}");
            rename(&hidden, &folder.path().join(name))?;
        }
        let lock = dir.lock()?;
        let second = dir.new_generation(&lock)?;
        assert!(second.ends_with("generation-000008"), "{second:?}");
        dir.publish(&second, &lock)?;
        assert!(foreign.exists() && folder.path().join("novel.odt").exists() && !first.exists());
        Ok(())
    }
}
