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
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_generation = generation_number(&name).is_some() && is_generation(&entry.path());
        let is_ours = [POINTER, lock::LOCK, id::ID, folder_list::FOLDERS].contains(&name.as_str());
        let stem = name.split('.').next().unwrap_or_default();
        if !is_generation && !is_ours && !name.starts_with('.') && !stem.eq_ignore_ascii_case("readme") {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Returns whether a folder with the name of a generation has only files of one.
fn is_generation(path: &Path) -> bool {
    let is_ours = |entry: fs::DirEntry| {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file && entry.file_name().to_str().is_some_and(|name| name.starts_with('.') || is_index_file(name))
    };
    let is_folder = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    is_folder && fs::read_dir(path).is_ok_and(|entries| entries.flatten().all(is_ours))
}

/// Deletes a generation, unless it has files that are not of one.
pub(super) fn remove_generation(path: &Path) {
    if is_generation(path) {
        let _ = fs::remove_dir_all(path); // the next run tries again
    }
}
