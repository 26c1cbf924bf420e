//! Walking folders.

use std::collections::{BTreeMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::corpus::sniff::{FileFormat, format_from_name, sniff};
use crate::error::os_error_message;
use crate::report::Failure;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path below the folder that was walked, with `/` between the parts; empty when the file itself was named.
    pub relative_path: String,
    /// The format its name speaks of; none where a file of another kind was named itself.
    pub format_hint: Option<FileFormat>,
    /// Its length in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
}

/// What a walk came upon.
#[derive(Debug, Default)]
pub struct WalkResult {
    /// Files to be read, in the order of their paths.
    pub files: Vec<SourceFile>,
    /// How many files of each kind that is not read, by extension (`(none)` where there is none).
    pub skipped: BTreeMap<String, u64>,
    /// What could not even be looked at.
    pub failures: Vec<Failure>,
}

impl WalkResult {
    /// Counts a file that is not read.
    fn count(&mut self, kind: &str) {
        match self.skipped.get_mut(kind) {
            Some(count) => *count += 1,
            None => _ = self.skipped.insert(kind.to_owned(), 1),
        }
    }

    /// Whether there was nothing at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty() && self.failures.is_empty()
    }
}

/// Lists the files below `root`, or `root` itself when it is a file.
///
/// Hidden files and folders are passed over; nothing else is, ignore files of other tools included. Symbolic links
/// are followed, and a file that can be reached in several ways is listed once, by its own name where it has one here.
/// Frames and scripts that a browser saved beside a page are part of it and not listed.
pub fn walk(root: &Path) -> WalkResult {
    walk_until(root, || false).unwrap_or_default()
}

/// As [`walk`]; gives up, with `None`, as soon as `enough` says so.
pub fn walk_until(root: &Path, enough: impl Fn() -> bool) -> Option<WalkResult> {
    let mut found = WalkResult::default();
    let mut seen = Seen::default();
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        if enough() {
            return None;
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => seen.enter(&entry),
            Ok(entry) => take(root, &entry, &mut seen, &mut found),
            // What it leads back to is being listed.
            Err(error) if error.loop_ancestor().is_some() => found.count(LINK),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), os_error_message);
                found.failures.push(Failure::new(path, reason));
            }
        }
    }
    seen.drop_repeated(&mut found);
    Some(found)
}

/// What another way to a file that is listed is counted as.
const LINK: &str = "symbolic link";
/// What is counted that a browser saved beside a page.
const PART: &str = "part of a saved page";

/// Which file something is, by whatever name: the disk and the number of the file on it.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}

/// What a walk has to remember to list every article once: which files it reached by following links, and which folders
/// belong to pages.
#[derive(Default)]
struct Seen {
    /// Folders reached by a link, by the depth at which they stand.
    entered: Vec<(usize, PathBuf)>,
    /// By file of the list: which it is, and whether it was reached by a link.
    files: Vec<(Option<Identity>, bool)>,
    /// The folder looked at last, and whether it belongs to a page.
    folder: (PathBuf, bool),
}

impl Seen {
    fn enter(&mut self, folder: &DirEntry) {
        if folder.path_is_symlink() && folder.depth() > 0 {
            self.entered.retain(|(depth, _)| *depth < folder.depth());
            self.entered.push((folder.depth(), folder.path().to_owned()));
        }
    }

    /// Whether the file is part of a page that a browser saved.
    fn is_part(&mut self, root: &Path, file: &DirEntry) -> bool {
        let folder = file.path().parent().filter(|_| file.depth() > 1);
        let Some(folder) = folder else { return false };
        // Files come folder by folder.
        if self.folder.0 != folder {
            self.folder = (folder.to_owned(), is_of_page(root, folder));
        }
        self.folder.1
    }

    /// Whether a link leads to the file.
    fn lead_to(&self, file: &DirEntry) -> bool {
        file.depth() > 0
            && (file.path_is_symlink()
                || self.entered.iter().any(|(_, folder)| file.path().starts_with(folder)))
    }

    /// Takes files off the list that are on it under another name.
    fn drop_repeated(&self, found: &mut WalkResult) {
        if self.files.iter().all(|(_, linked)| !linked) {
            return;
        }
        let own = self.files.iter().filter(|(_, linked)| !linked);
        let mut listed: HashSet<Identity> = own.filter_map(|(identity, _)| *identity).collect();
        let mut files = self.files.iter();
        let before = found.files.len();
        found.files.retain(|_| match files.next() {
            Some((Some(identity), true)) => listed.insert(*identity),
            _ => true,
        });
        for _ in found.files.len()..before {
            found.count(LINK);
        }
    }
}

/// Whether `folder`, below `root`, is one that a browser made beside a page it saved, for what the page needs, or lies
/// in one.
fn is_of_page(root: &Path, folder: &Path) -> bool {
    const FOLDERS: [&str; 4] = ["_files", ".files", "-Dateien", "_fichiers"];
    folder.ancestors().take_while(|folder| *folder != root && folder.starts_with(root)).any(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let page = FOLDERS.iter().find_map(|end| name.strip_suffix(end));
        let beside = |page: &str, kind| folder.with_file_name(format!("{page}.{kind}")).is_file();
        page.is_some_and(|page| ["html", "htm", "xhtml"].iter().any(|kind| beside(page, kind)))
    })
}

fn take(root: &Path, entry: &DirEntry, seen: &mut Seen, found: &mut WalkResult) {
    let path = entry.path();
    if seen.is_part(root, entry) {
        return found.count(PART);
    }
    let format_hint =
        format_from_name(path).or_else(|| if entry.file_type().is_file() { sniff(path) } else { None });
    if format_hint.is_none() && entry.depth() > 0 {
        let kind =
            path.extension().map_or("(none)".into(), |extension| extension.to_string_lossy().to_lowercase());
        return found.count(&kind);
    }
    let metadata = match entry.metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return found.failures.push(Failure::new(path, "not a regular file".into())),
        Err(error) => return found.failures.push(Failure::new(path, error.to_string())),
    };
    let below = path.strip_prefix(root).unwrap_or(path);
    let Some(parts) = below.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>() else {
        let reason = "the file name is not valid UTF-8: rename the file".into();
        return found.failures.push(Failure::new(path, reason));
    };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    seen.files.push((identity(&metadata), seen.lead_to(entry)));
    found.files.push(SourceFile {
        relative_path: parts.join("/"),
        format_hint,
        size: metadata.len(),
        modified: modified.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)),
    });
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use crate::corpus::walk::*;
    use std::io;

    #[test]
    fn finds_text_below_counts_the_rest_and_passes_over_what_is_hidden() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["b.txt", "a/x.TXT", "c.pdf", "noext", ".hidden/y.txt", ".z.txt", ".gitignore"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            std::fs::write(&path, "*")?;
        }
        let found = walk(dir.path());
        let names: Vec<_> = found.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["a/x.TXT", "b.txt"]);
        assert_eq!(found.skipped, BTreeMap::from([("(none)".into(), 1), ("pdf".into(), 1)]));
        assert!(found.failures.is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once() -> io::Result<()> {
        use std::os::unix::fs::symlink;
        let (dir, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("sub"))?;
        std::fs::create_dir(other.path().join("deep"))?;
        std::fs::write(at("sub/own.txt"), "x")?;
        std::fs::write(other.path().join("far.txt"), "x")?;
        std::fs::write(other.path().join("deep/deep.txt"), "x")?;
        symlink(dir.path(), at("sub/loop"))?;
        symlink(at("sub/own.txt"), at("a link to own.txt"))?;
        symlink(at("sub"), at("a link to sub"))?;
        symlink(other.path(), at("one"))?;
        symlink(other.path(), at("two"))?;
        symlink(other.path().join("deep"), at("three"))?;
        symlink(at("nowhere"), at("dangling.txt"))?;
        let found = walk(dir.path());
        let names: Vec<_> = found.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["one/deep/deep.txt", "one/far.txt", "sub/own.txt"]);
        assert!(found.skipped.get(LINK).is_some_and(|count| *count >= 5), "{:?}", found.skipped);
        assert_eq!(found.failures.len(), 1, "{:?}", found.failures);
        assert!(found.failures[0].path.ends_with("dangling.txt"));
        Ok(())
    }

    #[test]
    fn pages_are_found_by_their_content_where_names_say_nothing() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let page = "<!DOCTYPE html><p>x";
        for (name, content) in [
            ("story", page),
            ("story.php?id=7", page),
            ("LICENSE", "Permission is granted"),
            ("code.php", "<?php echo 1;"),
            ("page.bak", page),
        ] {
            std::fs::write(dir.path().join(name), content)?;
        }
        let found = walk(dir.path());
        let names: Vec<_> = found.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["story", "story.php?id=7"]);
        assert_eq!(found.skipped.values().sum::<u64>(), 3);
        Ok(())
    }

    #[test]
    fn what_a_browser_saved_beside_a_page_is_part_of_it() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["a.html", "a_files/frame.html", "a_files/x/y.html", "a_files/s.js", "b_files/own.html"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            std::fs::write(&path, "x")?;
        }
        let found = walk(dir.path());
        let names: Vec<_> = found.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["a.html", "b_files/own.html"]);
        assert_eq!(found.skipped.get(PART), Some(&3));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_reported() -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir()?;
        std::fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "x")?;
        let found = walk(dir.path());
        assert_eq!((found.files.len(), found.failures.len()), (0, 1), "{:?}", found.failures);
        Ok(())
    }
}
