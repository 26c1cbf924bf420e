//! Lists the files that a run has added, changed, moved and removed.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::article::{Folder, SourceKey};
use crate::index::{FileEntry, FileTable};
use crate::report::{ChangeKind, FileChange, FolderMove};

/// The files of an index before and after a run.
pub(in crate::indexer) struct FileHistory<'r> {
    pub before: &'r FileTable,
    pub after: &'r FileTable,
    /// Folders of the index before and after the run.
    pub folders: [&'r [Folder]; 2],
    /// Folders whose files have moved with them.
    pub moved_folders: &'r [FolderMove],
    /// Files of which articles were written; `None` if all were, because the index is new.
    pub written: Option<&'r HashSet<SourceKey>>,
    /// Number of records whose content is new, by archive file.
    pub new_records: &'r HashMap<SourceKey, u64>,
}

/// A file with articles, before or after a run.
struct IndexedFile<'r> {
    path: PathBuf,
    key: &'r SourceKey,
    entry: &'r FileEntry,
}

impl FileHistory<'_> {
    /// Returns the changes, sorted by path.
    pub(in crate::indexer) fn changes(&self) -> Vec<FileChange> {
        let mut gone = self.files_before();
        let (mut changes, mut added) = (Vec::new(), Vec::new());
        for file in files(self.after, self.folders[1]) {
            match gone.remove(&file.path) {
                None => added.push(file),
                Some(old) if self.is_changed(&old, &file) => {
                    let change = FileChange::new(ChangeKind::Changed, file.path, file.entry.articles);
                    changes.push(FileChange { new: self.new_records.get(file.key).copied(), ..change });
                }
                Some(_) => {}
            }
        }
        let mut gone: Vec<IndexedFile<'_>> = gone.into_values().collect();
        gone.sort_unstable_by(|a, b| b.path.cmp(&a.path));
        // By content, the first of them last.
        let mut gone_by_content: HashMap<(u64, u64), Vec<IndexedFile<'_>>> = HashMap::new();
        for file in gone {
            gone_by_content.entry((file.entry.size, file.entry.hash)).or_default().push(file);
        }
        added.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        for IndexedFile { path, entry, .. } in added {
            // What was not read to its end has no hash.
            let same = gone_by_content.get_mut(&(entry.size, entry.hash)).filter(|_| entry.hash != 0);
            let from = same.and_then(Vec::pop).map(|old| old.path);
            let kind = if from.is_some() { ChangeKind::Moved } else { ChangeKind::Added };
            changes.push(FileChange { from, ..FileChange::new(kind, path, entry.articles) });
        }
        let removed = gone_by_content.into_values().flatten();
        changes
            .extend(removed.map(|file| FileChange::new(ChangeKind::Removed, file.path, file.entry.articles)));
        changes.extend(self.moved_folders.iter().map(|moved| FileChange {
            from: Some(moved.from.clone()),
            ..FileChange::new(ChangeKind::Moved, moved.to.clone(), moved.articles)
        }));
        changes.sort_unstable_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
        changes
    }

    /// Returns the files of the index before the run by their paths now, as far as they have only moved with
    /// their folder.
    fn files_before(&self) -> HashMap<PathBuf, IndexedFile<'_>> {
        let [before, after] = self.folders;
        let new_path = |folder: &Folder| {
            let moved = self.moved_folders.iter().find(|moved| moved.from == folder.path);
            let known = || after.iter().find(|known| known.id == folder.id).map(|known| &known.path);
            moved.map(|moved| &moved.to).or_else(known).unwrap_or(&folder.path).clone()
        };
        let now: Vec<Folder> =
            before.iter().map(|folder| Folder { path: new_path(folder), ..folder.clone() }).collect();
        let now = folders_by_id(&now);
        let mut by_path = HashMap::new();
        for file in files(self.before, before) {
            let path = path_in(&now, file.key);
            // A file that was there before comes before one that has moved there.
            if path == file.path {
                by_path.insert(path, file);
            } else {
                by_path.entry(path).or_insert(file);
            }
        }
        by_path
    }

    /// Returns whether the articles of a file were written again, other than because it belongs to another
    /// folder now or because the index is new.
    fn is_changed(&self, before: &IndexedFile<'_>, after: &IndexedFile<'_>) -> bool {
        match self.written.filter(|_| before.key == after.key) {
            Some(written) => written.contains(after.key),
            None => {
                let content = |file: &IndexedFile<'_>| (file.entry.hash, file.entry.size);
                after.entry.hash != 0 && content(before) != content(after)
            }
        }
    }
}

/// Returns the files in `table` that have articles.
fn files<'r>(table: &'r FileTable, folders: &[Folder]) -> impl Iterator<Item = IndexedFile<'r>> {
    let folders = folders_by_id(folders);
    let with_articles = table.iter().filter(|(_, entry)| entry.articles > 0);
    with_articles.map(move |(key, entry)| IndexedFile { path: path_in(&folders, key), key, entry })
}

fn path_in(folders: &HashMap<u32, &Folder>, key: &SourceKey) -> PathBuf {
    match folders.get(&key.folder) {
        Some(folder) => folder.file_path(&key.path),
        None => PathBuf::from(&key.path),
    }
}

fn folders_by_id(folders: &[Folder]) -> HashMap<u32, &Folder> {
    folders.iter().map(|folder| (folder.id, folder)).collect()
}

#[cfg(test)]
mod tests {
    use crate::article::ReadOptions;
    use crate::indexer::history::changes::*;

    fn table(files: &[(&str, u64)]) -> FileTable {
        let entry = |hash| FileEntry { articles: 1, size: 9, hash, ..FileEntry::default() };
        files.iter().map(|(path, hash)| (key(path), entry(*hash))).collect()
    }

    fn key(path: &str) -> SourceKey {
        SourceKey { folder: 1, path: path.to_owned() }
    }

    #[test]
    fn files_are_added_changed_moved_and_removed() {
        let folders = [Folder { id: 1, path: "/a".into(), options: ReadOptions::default() }];
        let before = table(&[("same", 1), ("edited", 2), ("old", 3), ("gone", 4), ("twice", 5)]);
        let after =
            table(&[("same", 1), ("edited", 6), ("new", 3), ("fresh", 7), ("copy1", 5), ("copy2", 5)]);
        let written = HashSet::from([key("edited"), key("new"), key("fresh")]);
        let lines = |written| {
            let history = FileHistory {
                before: &before,
                after: &after,
                folders: [&folders, &folders],
                moved_folders: &[],
                written,
                new_records: &HashMap::new(),
            };
            let line = |change: FileChange| {
                let from = change.from.map(|from| format!(" from {}", from.display())).unwrap_or_default();
                format!("{:?} {}{from}", change.kind, change.path.display())
            };
            history.changes().into_iter().map(line).collect::<Vec<_>>()
        };
        let expected = [
            "Moved /a/copy1 from /a/twice",
            "Added /a/copy2",
            "Changed /a/edited",
            "Added /a/fresh",
            "Removed /a/gone",
            "Moved /a/new from /a/old",
        ];
        assert_eq!(lines(Some(&written)), expected);
        assert_eq!(lines(None), expected);
    }
}
