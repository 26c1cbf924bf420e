//! Files of the state that only their owner can read.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::text::regular_file::{Links, open_with};

/// Opens a file that only its owner can read for writing, and creates its folder.
///
/// # Errors
/// An I/O error if that is impossible.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    open_with(path, &mut options, Links::Follow)
}

/// Replaces the content of a file that only its owner can read, in one step.
///
/// # Errors
/// An I/O error if it cannot be written.
pub(super) fn replace(path: &Path, content: &str) -> io::Result<()> {
    let aside = path.with_extension(format!("{}.new", std::process::id()));
    // A file that is left from a crash may have other permissions.
    let _ = fs::remove_file(&aside);
    let mut file = open(&aside)?;
    let written = file.write_all(content.as_bytes()).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        let _ = fs::remove_file(&aside);
    }
    written
}
