//! The files in the folder of an index, and those that are not of one.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::Error;
use crate::index::dir::entries::{is_index_file, read_root_file};
use crate::index::dir::{folder_list, id, lock};

/// Name of the file that names the current generation.
pub(super) const POINTER: &str = "CURRENT";
/// Prefix of the names of generations.
const GENERATION_PREFIX: &str = "generation-";
/// Smallest number of digits of the number of a generation.
const GENERATION_DIGITS: usize = 6;

/// Returns the name of the generation with this number.
pub(super) fn generation_name(number: u64) -> String {
    format!("{GENERATION_PREFIX}{number:0GENERATION_DIGITS$}")
}

/// Returns the number in the name of a generation, which is written as [`generation_name`] does.
pub(super) fn generation_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(GENERATION_PREFIX)?;
    let is_number = digits.len() >= GENERATION_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// Returns whether the folder `root` has a pointer that names a generation. Other programs write files of
/// its name.
pub(super) fn has_pointer(root: &Path) -> Result<bool, Error> {
    let name = read_root_file(root, POINTER)?.and_then(|name| String::from_utf8(name).ok());
    Ok(name.is_some_and(|name| generation_number(name.trim()).is_some()))
}

/// Returns the name of a file in the folder `root` that no index has. A README and hidden files do not
/// matter.
pub(super) fn foreign_file(root: &Path) -> Result<Option<String>, Error> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Ok(Some("a file".into())),
        Err(error) => return Err(Error::io("read", root, error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| Error::io("read", root, error))?;
        let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
        let is_generation = generation_number(&name).is_some()
            && is_generation(&path).map_err(|error| Error::io("read", &path, error))?;
        let is_ours = [POINTER, lock::LOCK, id::ID, folder_list::FOLDERS].contains(&name.as_str());
        let stem = name.split('.').next().unwrap_or_default();
        if !is_generation && !is_ours && !name.starts_with('.') && !stem.eq_ignore_ascii_case("readme") {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Returns whether `path`, which has the name of a generation, is a folder with only files of one. All of it
/// must be readable: what is not seen may be somebody's.
fn is_generation(path: &Path) -> io::Result<bool> {
    if !fs::symlink_metadata(path)?.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let is_ours = |name: &str| name.starts_with('.') || is_index_file(name);
        if !entry.file_type()?.is_file() || !entry.file_name().to_str().is_some_and(is_ours) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Deletes a generation, unless it has files that are not of one.
///
/// # Errors
/// If it cannot be read or deleted now.
pub(super) fn remove_generation(path: &Path) -> io::Result<()> {
    if is_generation(path)? { fs::remove_dir_all(path) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use crate::index::dir::IndexDir;
    use crate::index::dir::contents::*;

    #[test]
    fn a_folder_that_only_looks_like_a_generation_is_refused() -> Result<(), Error> {
        for name in ["generation-2/photos/a.jpg", "generation-000002/a.jpg"] {
            let folder = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
            let (dir, path) = (IndexDir::new(folder.path()), folder.path().join(name));
            let parent = path.parent().unwrap_or(folder.path());
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&path, ""))
                .map_err(|error| Error::io("write", &path, error))?;
            assert!(matches!(dir.lock(), Err(Error::NotAnIndex { .. })), "{name}");
            let _ = remove_generation(&folder.path().join("generation-000002"));
            assert!(path.exists());
        }
        Ok(())
    }
}
