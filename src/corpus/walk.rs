//! Lists the files of a folder.

use std::collections::{BTreeMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::corpus::names::{format_from_name, sniff};
use crate::corpus::sniff::FileFormat;
use crate::error::os_error_message;
use crate::text::path_key;

/// A file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceFile {
    /// Path below the walked folder, with `/` as separator; empty if the root is the file itself.
    pub relative_path: String,
    /// Format that the name means, or `None` if the root is a file without a known extension.
    pub format_hint: Option<FileFormat>,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
}

/// A file or folder that could not be accessed.
#[derive(Debug)]
pub(crate) struct WalkFailure {
    pub path: PathBuf,
    pub reason: String,
}

/// The result of walking a folder.
#[derive(Debug, Default)]
pub(crate) struct WalkResult {
    /// Files that can be read, sorted by path.
    pub files: Vec<SourceFile>,
    /// Number of skipped files by extension, or by reason; `(none)` for files without an extension.
    pub skipped: BTreeMap<String, u64>,
    /// Files and folders that could not be accessed.
    pub failures: Vec<WalkFailure>,
}

impl WalkResult {
    /// Adds a failure.
    fn fail(&mut self, path: &Path, reason: String) {
        self.failures.push(WalkFailure { path: path.to_owned(), reason });
    }

    /// Counts a skipped file.
    fn count_skipped(&mut self, kind: &str) {
        match self.skipped.get_mut(kind) {
            Some(count) => *count += 1,
            None => _ = self.skipped.insert(kind.to_owned(), 1),
        }
    }

    /// Returns whether the folder has no files.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty() && self.failures.is_empty()
    }
}

/// Lists the files below `root`, or `root` itself if it is a file.
///
/// Hidden files and folders are skipped; the ignore files of other tools have no effect. Symbolic links are
/// followed, and a file that can be reached on several paths is listed once, on the path without a link if
/// there is one. Frames and scripts that a browser saved with a page are part of it and not listed.
pub(crate) fn walk(root: &Path) -> WalkResult {
    walk_until(root, || false).unwrap_or_default()
}

/// Lists files like [`walk`]. Returns `None` as soon as `stop` returns true.
pub(crate) fn walk_until(root: &Path, stop: impl Fn() -> bool) -> Option<WalkResult> {
    let mut result = WalkResult::default();
    let mut tracker = WalkTracker::default();
    let entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        if stop() {
            return None;
        }
        match entry {
            Ok(entry) if entry.file_type().is_dir() => tracker.enter_folder(&entry),
            Ok(entry) => add_file(root, &entry, &mut tracker, &mut result),
            // The link leads back to a folder that is being listed.
            Err(error) if error.loop_ancestor().is_some() => result.count_skipped(SYMBOLIC_LINK),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), os_error_message);
                result.failures.push(WalkFailure { path, reason });
            }
        }
    }
    tracker.remove_duplicates(&mut result);
    Some(result)
}

/// Reason to skip a link to a file that is listed already.
const SYMBOLIC_LINK: &str = "symbolic link";
/// Reason to skip a file that a browser saved with a page.
const PART_OF_PAGE: &str = "part of a saved page";

/// Device and inode number, which identify a file on any path.
type FileId = (u64, u64);

#[cfg(unix)]
fn file_id(metadata: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn file_id(_: &Metadata) -> Option<FileId> {
    None
}

/// The state of a walk that is needed to list every article once: the files reached through links, and the
/// folders that belong to saved pages.
#[derive(Default)]
struct WalkTracker {
    /// Folders reached through a link, with their depth.
    linked_folders: Vec<(usize, PathBuf)>,
    /// Identity of each listed file, and whether it was reached through a link.
    files: Vec<(Option<FileId>, bool)>,
    /// Folder of the last file, and whether it belongs to a saved page.
    last_folder: (PathBuf, bool),
}

impl WalkTracker {
    fn enter_folder(&mut self, folder: &DirEntry) {
        if folder.path_is_symlink() && folder.depth() > 0 {
            self.linked_folders.retain(|(depth, _)| *depth < folder.depth());
            self.linked_folders.push((folder.depth(), folder.path().to_owned()));
        }
    }

    /// Returns whether the file is part of a page that a browser saved.
    fn is_part_of_page(&mut self, root: &Path, file: &DirEntry) -> bool {
        let folder = file.path().parent().filter(|_| file.depth() > 1);
        let Some(folder) = folder else { return false };
        // Files are listed folder by folder.
        if self.last_folder.0 != folder {
            self.last_folder = (folder.to_owned(), is_page_folder(root, folder));
        }
        self.last_folder.1
    }

    /// Returns whether the file was reached through a link.
    fn is_linked(&self, file: &DirEntry) -> bool {
        file.depth() > 0
            && (file.path_is_symlink()
                || self.linked_folders.iter().any(|(_, folder)| file.path().starts_with(folder)))
    }

    /// Removes linked files that are listed on another path.
    fn remove_duplicates(&self, result: &mut WalkResult) {
        if self.files.iter().all(|(_, linked)| !linked) {
            return;
        }
        let not_linked = self.files.iter().filter(|(_, linked)| !linked);
        let mut listed: HashSet<FileId> = not_linked.filter_map(|(id, _)| *id).collect();
        let mut files = self.files.iter();
        let count = result.files.len();
        result.files.retain(|_| match files.next() {
            Some((Some(id), true)) => listed.insert(*id),
            _ => true,
        });
        for _ in result.files.len()..count {
            result.count_skipped(SYMBOLIC_LINK);
        }
    }
}

/// Returns whether `folder`, below `root`, is or lies in a folder that a browser created for the resources of
/// a page.
fn is_page_folder(root: &Path, folder: &Path) -> bool {
    const SUFFIXES: [&str; 4] = ["_files", ".files", "-Dateien", "_fichiers"];
    folder.ancestors().take_while(|folder| *folder != root && folder.starts_with(root)).any(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let page = SUFFIXES.iter().find_map(|suffix| name.strip_suffix(suffix));
        let has_page = |page: &str, extension| folder.with_file_name(format!("{page}.{extension}")).is_file();
        page.is_some_and(|page| ["html", "htm", "xhtml"].iter().any(|extension| has_page(page, extension)))
    })
}

fn add_file(root: &Path, entry: &DirEntry, tracker: &mut WalkTracker, result: &mut WalkResult) {
    let path = entry.path();
    if tracker.is_part_of_page(root, entry) {
        return result.count_skipped(PART_OF_PAGE);
    }
    let format_hint =
        format_from_name(path).or_else(|| if entry.file_type().is_file() { sniff(path) } else { None });
    if format_hint.is_none() && entry.depth() > 0 {
        let kind =
            path.extension().map_or("(none)".into(), |extension| extension.to_string_lossy().to_lowercase());
        return result.count_skipped(&kind);
    }
    let metadata = match entry.metadata() {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return result.fail(path, "not a regular file".into()),
        Err(error) => return result.fail(path, error.to_string()),
    };
    let below = path.strip_prefix(root).unwrap_or(path);
    let Some(relative_path) = path_key::encode(below) else {
        let reason = "the file name is not Unicode: rename the file".into();
        return result.fail(path, reason);
    };
    tracker.files.push((file_id(&metadata), tracker.is_linked(entry)));
    result.files.push(SourceFile {
        relative_path,
        format_hint,
        size: metadata.len(),
        modified: modified_nanos(&metadata),
    });
}

/// Returns the time of the last change of a file, in nanoseconds since 1970; 0 if it is unknown.
pub(crate) fn modified_nanos(metadata: &std::fs::Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use crate::corpus::walk::*;
    use std::io;

    #[test]
    fn text_files_are_listed_others_counted_and_hidden_ones_skipped() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["b.txt", "a/x.TXT", "c.pdf", "noext", ".hidden/y.txt", ".z.txt", ".gitignore"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            std::fs::write(&path, "*")?;
        }
        let result = walk(dir.path());
        let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["a/x.TXT", "b.txt"]);
        assert_eq!(result.skipped, BTreeMap::from([("(none)".into(), 1), ("pdf".into(), 1)]));
        assert!(result.failures.is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once() -> io::Result<()> {
        use std::os::unix::fs::symlink;
        let (dir, outside) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let path = |name: &str| dir.path().join(name);
        std::fs::create_dir(path("sub"))?;
        std::fs::create_dir(outside.path().join("deep"))?;
        std::fs::write(path("sub/own.txt"), "x")?;
        std::fs::write(outside.path().join("far.txt"), "x")?;
        std::fs::write(outside.path().join("deep/deep.txt"), "x")?;
        symlink(dir.path(), path("sub/loop"))?;
        symlink(path("sub/own.txt"), path("a link to own.txt"))?;
        symlink(path("sub"), path("a link to sub"))?;
        symlink(outside.path(), path("one"))?;
        symlink(outside.path(), path("two"))?;
        symlink(outside.path().join("deep"), path("three"))?;
        symlink(path("nowhere"), path("dangling.txt"))?;
        let result = walk(dir.path());
        let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["one/deep/deep.txt", "one/far.txt", "sub/own.txt"]);
        assert!(result.skipped.get(SYMBOLIC_LINK).is_some_and(|count| *count >= 5), "{:?}", result.skipped);
        assert_eq!(result.failures.len(), 1, "{:?}", result.failures);
        assert!(result.failures[0].path.ends_with("dangling.txt"));
        Ok(())
    }

    #[test]
    fn pages_with_names_of_crawlers_are_found_by_their_content() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let page = "<!DOCTYPE html><p>x";
        for (name, content) in [
            ("story", page),
            ("story.php?id=7", page),
            ("story.php?file=a.pdf", page),
            ("story.shtml", "Set at five.<br><p>The ferry stays.</p></body>"),
            ("default.aspx@id=3", "<link rel=x><div>The ferry stays.</div></body>"),
            ("index.htm~", page),
            ("3.5-million-stay", page),
            ("coast.example.com", page),
            ("page.html.2", page),
            ("code.asp", "<%@ Language=x %><html><p>x</p></body>"),
            ("LICENSE", "Permission is granted"),
            ("code.php", "<?php echo 1;"),
            ("page.bak", page),
        ] {
            std::fs::write(dir.path().join(name), content)?;
        }
        let result = walk(dir.path());
        let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
        let expected = [
            "3.5-million-stay",
            "coast.example.com",
            "default.aspx@id=3",
            "index.htm~",
            "page.html.2",
            "story",
            "story.php?file=a.pdf",
            "story.php?id=7",
            "story.shtml",
        ];
        assert_eq!(names, expected);
        assert_eq!(result.skipped.values().sum::<u64>(), 4);
        Ok(())
    }

    #[test]
    fn resources_that_a_browser_saved_with_a_page_are_part_of_it() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        for name in ["a.html", "a_files/frame.html", "a_files/x/y.html", "a_files/s.js", "b_files/own.html"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            std::fs::write(&path, "x")?;
        }
        let result = walk(dir.path());
        let names: Vec<_> = result.files.iter().map(|file| file.relative_path.as_str()).collect();
        assert_eq!(names, ["a.html", "b_files/own.html"]);
        assert_eq!(result.skipped.get(PART_OF_PAGE), Some(&3));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_file_name_that_is_not_utf8_is_a_key() -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir()?;
        std::fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "x")?;
        let result = walk(dir.path());
        assert_eq!((result.files.len(), result.failures.len()), (1, 0), "{:?}", result.failures);
        let path = dir.path().join(path_key::decode(&result.files[0].relative_path));
        assert!(path.is_file(), "{path:?}");
        Ok(())
    }
}
