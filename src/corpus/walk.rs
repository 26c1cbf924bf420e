//! Walking folders.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::format::{Format, hint};
use crate::report::Failure;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path below the folder that was walked, with `/` between the parts; empty when the file itself was named.
    pub relative: String,
    /// The format its name speaks of; none where a file of another kind was named itself.
    pub hint: Option<Format>,
    /// Its length in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to be read, in the order of their paths.
    pub files: Vec<SourceFile>,
    /// How many files of each kind that is not read, by extension (`(none)` where there is none).
    pub not_read: BTreeMap<String, u64>,
    /// What could not even be looked at.
    pub failures: Vec<Failure>,
}

impl Found {
    /// Whether there was nothing at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.not_read.is_empty() && self.failures.is_empty()
    }
}

/// Lists the files below `root`, or `root` itself when it is a file.
///
/// Hidden files and folders are passed over; nothing else is, ignore files of other tools included. Symbolic links
/// are followed, a loop of them is reported.
pub fn walk(root: &Path) -> Found {
    walk_until(root, || false).unwrap_or_default()
}

/// As [`walk`]; gives up, with `None`, as soon as `enough` says so.
pub fn walk_until(root: &Path, enough: impl Fn() -> bool) -> Option<Found> {
    let mut found = Found::default();
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        if enough() {
            return None;
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => take(root, &entry, &mut found),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = match error.loop_ancestor() {
                    Some(ancestor) => format!("a symbolic link back to {}", ancestor.display()),
                    None => error.io_error().map_or_else(|| error.to_string(), say),
                };
                found.failures.push(Failure::new(path, reason));
            }
        }
    }
    Some(found)
}

fn take(root: &Path, entry: &DirEntry, found: &mut Found) {
    let path = entry.path();
    let hint = hint(path);
    if hint.is_none() && entry.depth() > 0 {
        let kind =
            path.extension().map_or("(none)".into(), |extension| extension.to_string_lossy().to_lowercase());
        *found.not_read.entry(kind).or_default() += 1;
        return;
    }
    let metadata = match entry.metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return found.failures.push(Failure::new(path, "not a regular file".into())),
        Err(error) => return found.failures.push(Failure::new(path, error.to_string())),
    };
    let below = path.strip_prefix(root).unwrap_or(path);
    let Some(parts) = below.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>() else {
        let reason = "its name is not valid UTF-8: rename it to have it read".into();
        return found.failures.push(Failure::new(path, reason));
    };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    found.files.push(SourceFile {
        relative: parts.join("/"),
        hint,
        size: metadata.len(),
        modified: modified.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)),
    });
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The words of the system for an error, without its number.
fn say(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_text_below_counts_the_rest_and_passes_over_what_is_hidden() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["b.txt", "a/x.TXT", "c.pdf", "noext", ".hidden/y.txt", ".z.txt", ".gitignore"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            std::fs::write(&path, "*")?;
        }
        let found = walk(dir.path());
        let names: Vec<_> = found.files.iter().map(|file| file.relative.as_str()).collect();
        assert_eq!(names, ["a/x.TXT", "b.txt"]);
        assert_eq!(found.not_read, BTreeMap::from([("(none)".into(), 1), ("pdf".into(), 1)]));
        assert!(found.failures.is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_is_reported_and_a_name_that_is_no_text_too() -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir()?;
        std::os::unix::fs::symlink(dir.path(), dir.path().join("loop"))?;
        std::fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "x")?;
        let found = walk(dir.path());
        assert_eq!((found.files.len(), found.failures.len()), (0, 2), "{:?}", found.failures);
        Ok(())
    }
}
