//! Lists the files of a folder.

mod file_id;
mod page_folders;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::corpus::names::{format_from_name, format_hint, kind_of_unread};
use crate::corpus::sniff::FileFormat;
use crate::corpus::walk::file_id::{FileId, file_id, has_other_names, identity};
use crate::corpus::walk::page_folders::PageFolders;
use crate::error::os_error_message;
use crate::text::path_key;

pub(crate) use file_id::modified_nanos;

/// A file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceFile {
    /// Path below the walked folder, with `/` as separator; empty if the root is the file itself.
    pub relative_path: String,
    /// Format that the name means, or `None` if the root is a file without a known extension, or the file is
    /// one that is listed all the same.
    pub format_hint: Option<FileFormat>,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified: i64,
    /// Hash of the inode number and the change time, which tells a file that was replaced by one of its size
    /// and time.
    pub identity: Option<u64>,
    /// Identity of the file on all its paths.
    id: Option<FileId>,
    /// Whether the file has several names in its file system.
    has_other_names: bool,
    /// Whether the path leads through a link.
    is_linked: bool,
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

    /// Counts skipped files.
    fn count_skipped(&mut self, kind: &str, count: u64) {
        match self.skipped.get_mut(kind) {
            Some(total) => *total += count,
            None if count > 0 => _ = self.skipped.insert(kind.to_owned(), count),
            None => {}
        }
    }

    /// Returns whether the folder has no files.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty() && self.failures.is_empty()
    }

    /// Keeps the files whose path is wanted, each under one of its names: one without a link before one with
    /// links, then the one in the fewest folders, then the shortest, then the first.
    pub(crate) fn select(&mut self, is_wanted: impl Fn(&str) -> bool) {
        let listed = self.files.len();
        self.files.retain(|file| is_wanted(&file.relative_path));
        self.count_skipped(EXCLUDED, (listed - self.files.len()) as u64);
        let may_be_listed_twice = |file: &SourceFile| file.is_linked || file.has_other_names;
        if !self.files.iter().any(may_be_listed_twice) {
            return;
        }
        let length = |path: &str| (path.matches('/').count(), path.chars().count());
        let mut order: Vec<usize> = (0..self.files.len()).collect();
        order.sort_by_key(|index| (self.files[*index].is_linked, length(&self.files[*index].relative_path)));
        let (mut listed, mut others) = (HashSet::new(), HashSet::new());
        for index in order {
            let file = &self.files[index];
            let is_new = file.id.is_none_or(|id| listed.insert(id));
            if !is_new && may_be_listed_twice(file) {
                others.insert(index);
            }
        }
        let links = others.iter().filter(|index| self.files[**index].is_linked).count();
        let mut index = 0..;
        self.files.retain(|_| index.next().is_none_or(|index| !others.contains(&index)));
        self.count_skipped(SYMBOLIC_LINK, links as u64);
        self.count_skipped(HARD_LINK, (others.len() - links) as u64);
    }
}

/// Kind of the files that the user does not want.
const EXCLUDED: &str = "excluded";
/// Reason to skip a link to a file that is listed already.
const SYMBOLIC_LINK: &str = "symbolic link";
/// Reason to skip another name of a file that is listed already.
const HARD_LINK: &str = "hard link";
/// Reason to skip a file that a browser saved with a page.
const PART_OF_PAGE: &str = "part of a saved page";

/// Lists the files below `root`, or `root` itself if it is a file.
///
/// Hidden files and folders are skipped; the ignore files of other tools have no effect. Symbolic links are
/// followed. A folder is entered once, on the path without a link if there is one, else on the shortest. A
/// file may be listed under several names, of which [`WalkResult::select`] keeps one. Frames and scripts that
/// a browser saved with a page are part of it and not listed. Files for which `is_filtered` returns true are
/// listed whatever their format.
///
/// Returns `None` as soon as `stop` returns true.
pub(crate) fn walk(
    root: &Path,
    is_filtered: &dyn Fn(&Path) -> bool,
    stop: impl Fn() -> bool,
) -> Option<WalkResult> {
    let mut walker = Walker::new(root, is_filtered);
    walker.walk_all(&stop)?;
    let mut result = walker.result;
    if result.files.iter().any(|file| file.is_linked) {
        result.files.sort_by(|a, b| a.relative_path.split('/').cmp(b.relative_path.split('/')));
    }
    Some(result)
}

/// The folders that a walk enters.
#[derive(Debug, Default)]
pub struct FoldersBelow {
    /// All folders, each after the one that it is in.
    pub all: Vec<PathBuf>,
    /// Those on the path of a link to a folder.
    pub linked: Vec<PathBuf>,
}

/// Lists `root` and the folders below it that a walk enters. Returns `None` as soon as `stop` returns true.
pub fn folders_below(root: &Path, stop: impl Fn() -> bool) -> Option<FoldersBelow> {
    let mut walker = Walker::new(root, &|_| false);
    walker.only_folders = Some(FoldersBelow::default());
    walker.walk_all(&stop)?;
    walker.only_folders
}

/// A link to a folder: the number of links that lead to it, the number of folders, and its path.
type FolderLink = Reverse<(usize, usize, PathBuf)>;

/// The state of a walk.
struct Walker<'r> {
    root: &'r Path,
    /// Tells files that are listed whatever their format.
    is_filtered: &'r dyn Fn(&Path) -> bool,
    result: WalkResult,
    /// The folders that were entered.
    entered: HashSet<FileId>,
    /// Links to folders that have not been followed yet, the shortest first.
    links: BinaryHeap<FolderLink>,
    /// Number of links that lead to the current tree.
    links_to_tree: usize,
    page_folders: PageFolders,
    /// The folders, if only these are listed.
    only_folders: Option<FoldersBelow>,
}

impl<'r> Walker<'r> {
    fn new(root: &'r Path, is_filtered: &'r dyn Fn(&Path) -> bool) -> Self {
        Walker {
            root,
            is_filtered,
            result: WalkResult::default(),
            entered: HashSet::new(),
            links: BinaryHeap::new(),
            links_to_tree: 0,
            page_folders: PageFolders::default(),
            only_folders: None,
        }
    }

    /// Walks all folders.
    fn walk_all(&mut self, stop: &impl Fn() -> bool) -> Option<()> {
        let mut next = Some(self.root.to_owned());
        while let Some(start) = next {
            self.walk_tree(&start, stop)?;
            next = self.next_linked_folder(stop)?;
        }
        Some(())
    }

    /// Lists the files below `start` without following links to folders, which are noted for later.
    fn walk_tree(&mut self, start: &Path, stop: &impl Fn() -> bool) -> Option<()> {
        let mut entries = WalkDir::new(start).follow_links(false).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            if stop() {
                return None;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(start).to_owned();
                    let reason = error.io_error().map_or_else(|| error.to_string(), os_error_message);
                    self.result.fail(&path, reason);
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            if entry.depth() > 0 && is_hidden(&entry) {
                if is_folder {
                    entries.skip_current_dir();
                }
            } else if is_folder || entry.depth() == 0 && start.is_dir() {
                if !self.enter(&entry) {
                    entries.skip_current_dir();
                }
            } else {
                self.add(&entry);
            }
        }
        Some(())
    }

    /// Returns whether a folder is to be entered: one below a link may have been, on a shorter path.
    fn enter(&mut self, folder: &DirEntry) -> bool {
        let id = fs::metadata(folder.path()).ok().and_then(|metadata| file_id(&metadata));
        let is_new = id.is_none_or(|id| self.entered.insert(id));
        // Without links nothing leads to a folder twice; some file systems reuse the numbers of folders.
        let enters = is_new || self.links_to_tree == 0;
        match &mut self.only_folders {
            _ if !enters => self.result.count_skipped(SYMBOLIC_LINK, 1),
            Some(folders) => {
                folders.all.push(folder.path().to_owned());
                if folder.path_is_symlink() {
                    folders.linked.push(folder.path().to_owned());
                }
            }
            None => {}
        }
        enters
    }

    /// Adds a file or a link.
    fn add(&mut self, entry: &DirEntry) {
        if self.only_folders.is_some() && !entry.path_is_symlink() {
            return;
        }
        if !entry.path_is_symlink() {
            let metadata = entry.metadata().map_err(|error| match error.io_error() {
                Some(error) => os_error_message(error),
                None => error.to_string(),
            });
            return self.add_file(entry.path(), metadata, false);
        }
        match fs::metadata(entry.path()) {
            Ok(metadata) if metadata.is_dir() => {
                let path = entry.path().to_owned();
                self.links.push(Reverse((self.links_to_tree + 1, path.iter().count(), path)));
            }
            _ if self.only_folders.is_some() => {}
            Ok(metadata) => self.add_file(entry.path(), Ok(metadata), true),
            Err(error) => self.result.fail(entry.path(), os_error_message(&error)),
        }
    }

    /// Returns the next link to a folder that has not been entered.
    fn next_linked_folder(&mut self, stop: &impl Fn() -> bool) -> Option<Option<PathBuf>> {
        while let Some(Reverse((links, _, path))) = self.links.pop() {
            if stop() {
                return None;
            }
            let id = fs::metadata(&path).ok().and_then(|metadata| file_id(&metadata));
            // A folder without an identity could be entered for ever.
            if id.is_some_and(|id| !self.entered.contains(&id)) {
                self.links_to_tree = links;
                return Some(Some(path));
            }
            self.result.count_skipped(SYMBOLIC_LINK, 1);
        }
        Some(None)
    }

    fn add_file(&mut self, path: &Path, metadata: Result<fs::Metadata, String>, is_link: bool) {
        let is_root = path == self.root;
        if self.page_folders.is_part_of_page(self.root, path) {
            return self.result.count_skipped(PART_OF_PAGE, 1);
        }
        let is_file = metadata.as_ref().is_ok_and(fs::Metadata::is_file);
        let format_hint = if is_file { format_hint(path) } else { format_from_name(path) };
        if format_hint.is_none() && !is_root && !(is_file && (self.is_filtered)(path)) {
            return self.result.count_skipped(&kind_of_unread(path, is_file), 1);
        }
        let metadata = match metadata {
            Ok(metadata) if metadata.is_file() => metadata,
            Ok(_) => return self.result.fail(path, "not a regular file".into()),
            Err(reason) => return self.result.fail(path, reason),
        };
        let below = path.strip_prefix(self.root).unwrap_or(path);
        let Some(relative_path) = path_key::encode(below) else {
            let reason = "the file name is not Unicode: rename the file".into();
            return self.result.fail(path, reason);
        };
        let is_linked = !is_root && (is_link || self.links_to_tree > 0);
        self.result.files.push(SourceFile {
            relative_path,
            format_hint,
            size: metadata.len(),
            modified: modified_nanos(&metadata),
            identity: identity(&metadata),
            id: file_id(&metadata),
            has_other_names: has_other_names(&metadata),
            is_linked,
        });
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests;
