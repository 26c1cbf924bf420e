//! Finds a program on the search path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Returns the absolute path of the program `name`: itself if it is absolute, else that of the first program
/// of this name in the folders of `search_path`, the content of `PATH`. The current folder is never searched,
/// and neither is a folder that is not absolute: the articles in it may come from anybody.
pub fn find_program(name: &OsStr, search_path: Option<&OsStr>) -> Option<PathBuf> {
    let path = Path::new(name);
    if path.is_absolute() {
        return Some(path.to_owned()).filter(|path| is_program(path));
    }
    if path.components().count() != 1 || path.file_name() != Some(name) {
        return None;
    }
    let names = program_names(name);
    let folders = std::env::split_paths(search_path?).filter(|folder| folder.is_absolute());
    let candidates =
        folders.flat_map(|folder| names.iter().map(move |name| folder.join(name)).collect::<Vec<_>>());
    candidates.into_iter().find(|path| is_program(path))
}

/// Returns the file names that a program called `name` may have.
fn program_names(name: &OsStr) -> Vec<std::ffi::OsString> {
    let mut names = vec![name.to_owned()];
    if cfg!(windows) && Path::new(name).extension().is_none() {
        let mut with_extension = name.to_owned();
        with_extension.push(".exe");
        names.push(with_extension);
    }
    names
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

/// Returns whether a file is a program. Batch files are run by a shell.
#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    let is_exe = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"));
    is_exe && path.is_file()
}
