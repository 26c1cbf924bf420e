//! Lists the files that a run has added, changed, moved and removed.

use std::collections::{BTreeMap, HashMap, HashSet};
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

impl FileHistory<'_> {
    /// Returns the changes, sorted by path.
    pub(in crate::indexer) fn changes(&self) -> Vec<FileChange> {
        let entry_of =
            |table: &FileTable, key: &SourceKey| table.get(key).filter(|entry| entry.articles > 0).cloned();
        let [before, after] = self.folders.map(paths);
        let path = |folders: &HashMap<u32, &Folder>, key: &SourceKey| match folders.get(&key.folder) {
            Some(folder) => folder.file_path(&key.path),
            None => PathBuf::from(&key.path),
        };
        let mut changes = Vec::new();
        // Files that are gone, by content, the first of them last.
        let mut gone: BTreeMap<(u64, u64), Vec<PathBuf>> = BTreeMap::new();
        let mut removed = Vec::new();
        for key in self.before.keys() {
            let Some(entry) = entry_of(self.before, key).filter(|_| entry_of(self.after, key).is_none())
            else {
                continue;
            };
            removed.push((path(&before, key), entry));
        }
        removed.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
        for (path, entry) in &removed {
            if entry.hash != 0 {
                gone.entry((entry.size, entry.hash)).or_default().push(path.clone());
            }
        }
        let mut added: Vec<(PathBuf, FileEntry)> = Vec::new();
        for key in self.after.keys() {
            let Some(entry) = entry_of(self.after, key) else { continue };
            let path = path(&after, key);
            match entry_of(self.before, key) {
                None => added.push((path, entry)),
                Some(old) if self.is_changed(key, &old, &entry) => {
                    let change = FileChange::new(ChangeKind::Changed, path, entry.articles);
                    changes.push(FileChange { new: self.new_records.get(key).copied(), ..change });
                }
                Some(_) => {}
            }
        }
        added.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut left: HashSet<PathBuf> = HashSet::new();
        for (path, entry) in added {
            let from = gone.get_mut(&(entry.size, entry.hash)).and_then(Vec::pop);
            left.extend(from.clone());
            let kind = if from.is_some() { ChangeKind::Moved } else { ChangeKind::Added };
            changes.push(FileChange { from, ..FileChange::new(kind, path, entry.articles) });
        }
        removed.retain(|(path, _)| !left.contains(path));
        let removed = removed.into_iter();
        changes
            .extend(removed.map(|(path, entry)| FileChange::new(ChangeKind::Removed, path, entry.articles)));
        // A folder that has moved is listed, not its files.
        let is_in_moved = |change: &FileChange| {
            let from = change.from.as_ref();
            from.is_some_and(|from| self.moved_folders.iter().any(|moved| from.starts_with(&moved.from)))
        };
        changes.retain(|change| !is_in_moved(change));
        changes.extend(self.moved_folders.iter().map(|moved| FileChange {
            from: Some(moved.from.clone()),
            ..FileChange::new(ChangeKind::Moved, moved.to.clone(), moved.articles)
        }));
        changes.sort_unstable_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
        changes
    }

    fn is_changed(&self, key: &SourceKey, before: &FileEntry, after: &FileEntry) -> bool {
        match self.written {
            Some(written) => written.contains(key),
            // All were written into a new index.
            None => after.hash != 0 && (before.hash, before.size) != (after.hash, after.size),
        }
    }
}

fn paths(folders: &[Folder]) -> HashMap<u32, &Folder> {
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
