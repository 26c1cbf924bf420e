//! Writes the files that options ask for: pictures and saved runs.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::text::regular_file::replace_file;

/// Writes `text` to `path`: all of it, or nothing. A file that exists is replaced.
///
/// # Errors
/// If it cannot be written; a file that exists is unchanged then.
pub(crate) fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    let written =
        replace_file(path, text.as_bytes()).map_err(|error| anyhow::anyhow!(os_error_message(&error)));
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a picture to `path`: all of it, or nothing. A picture that exists is replaced, but no other file.
///
/// # Errors
/// If it cannot be written, or would replace something else; a file that exists is unchanged then.
pub(crate) fn write_picture(path: &Path, svg: &str) -> anyhow::Result<()> {
    if is_other_file(path) {
        anyhow::bail!("cannot write {}: the file exists and is no SVG picture", path.display());
    }
    write_file(path, svg)
}

/// Returns whether a file with something else than an SVG picture is at `path`.
fn is_other_file(path: &Path) -> bool {
    const MAX_BEGINNING: u64 = 100;
    if !path.is_file() {
        return false;
    }
    let mut beginning = Vec::new();
    // A file that cannot be read may be anything.
    let read = File::open(path).and_then(|file| file.take(MAX_BEGINNING).read_to_end(&mut beginning));
    let beginning = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning).trim_ascii_start();
    read.is_err()
        || !beginning.is_empty() && ![&b"<svg"[..], b"<?xml"].iter().any(|tag| beginning.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use crate::cli::output::file::*;
    use std::fs;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("h.svg");
        for text in ["a long first text", "second"] {
            write_file(&path, text).expect("written");
            assert_eq!(fs::read_to_string(&path).expect("read"), text);
        }
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1);
        let error = write_file(dir.path(), "text").expect_err("a folder").to_string();
        assert!(error.starts_with("cannot write "), "{error}");
        assert!(write_file(&dir.path().join("none/h.svg"), "text").is_err());
    }

    #[test]
    fn a_picture_replaces_nothing_but_a_picture() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("h.svg");
        for text in ["", "<svg>old</svg>", "\u{feff}\n<?xml version=\"1.0\"?>"] {
            fs::write(&path, text).expect("written");
            write_picture(&path, "<svg/>").expect("written");
            assert_eq!(fs::read_to_string(&path).expect("read"), "<svg/>");
        }
        for text in ["notes", "<html><svg></html>", "\u{0}"] {
            fs::write(&path, text).expect("written");
            assert!(write_picture(&path, "<svg/>").is_err(), "{text}");
            assert_eq!(fs::read_to_string(&path).expect("read"), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let dir = tempfile::tempdir().expect("a folder");
        let (file, link) = (dir.path().join("h.svg"), dir.path().join("link.svg"));
        fs::write(&file, "old").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        write_file(&link, "new").expect("written");
        assert_eq!(fs::read_to_string(&file).expect("read"), "new");
        assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
        write_file(Path::new("/dev/null"), "text").expect("written");
    }
}
