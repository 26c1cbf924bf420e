//! Files of folders that have become part of another folder: the index has them under a folder that is no
//! more.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::article::{Folder, SourceKey};
use crate::indexer::plan::PendingFile;
use crate::report::FolderMove;

/// Takes the files that the index has as `orphans` out of `pending`. `folders` are those of the index before
/// the run, some of which have `moved`.
///
/// They are read before any commit: their articles are removed first, since none may be without a folder, and
/// would be new to the index afterwards.
pub(in crate::indexer) fn take(
    pending: &mut Vec<PendingFile>,
    orphans: &[&SourceKey],
    folders: &[Folder],
    moved: &[FolderMove],
) -> Vec<PendingFile> {
    let path = |key: &SourceKey| {
        let mut folder = folders.iter().find(|folder| folder.id == key.folder)?.clone();
        if let Some(moved) = moved.iter().find(|moved| moved.from == folder.path) {
            folder.path.clone_from(&moved.to);
        }
        Some(folder.file_path(&key.path))
    };
    let paths: HashSet<PathBuf> = orphans.iter().filter_map(|key| path(key)).collect();
    pending.extract_if(.., |file| paths.contains(&file.path)).collect()
}
