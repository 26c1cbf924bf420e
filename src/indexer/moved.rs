//! Folders of the index that have moved: named by the user, or recognized by their files.

use std::path::{Path, PathBuf};

use crate::article::Folder;
use crate::corpus::fingerprint;
use crate::error::Error;
use crate::index::{FileEntry, FileTable};
use crate::indexer::scope::{absolute, find_folder};
use crate::report::FolderMove;
use crate::text::path_key;

/// Number of files whose content is compared.
const MAX_COMPARED_FILES: usize = 16;

/// Changes the path of a folder to `new_path`, if there is one, and returns the paths of the run. The
/// folder is the only one in `paths`, or the only one of the index.
///
/// # Errors
/// [`Error::FolderOverlaps`] if the new path is that of another folder of the index, in one or above one, and
/// the errors of finding the folder.
pub(super) fn move_folder(
    new_path: Option<&Path>,
    paths: &[PathBuf],
    known: &mut [Folder],
) -> Result<Vec<PathBuf>, Error> {
    let Some(new_path) = new_path else { return Ok(paths.to_vec()) };
    let new_path = absolute(new_path, &[])?;
    let all: Vec<(u32, PathBuf)> = known.iter().map(|folder| (folder.id, folder.path.clone())).collect();
    let folder = match (paths, known) {
        ([], [folder]) => folder,
        ([path], known) => find_folder(known, path)?,
        ([] | [..], known) => {
            let known = known.iter().map(|folder| folder.path.display().to_string());
            return Err(Error::AmbiguousFolder { known: known.collect::<Vec<_>>().join(", ") });
        }
    };
    let overlaps = |other: &Path| other.starts_with(&new_path) || new_path.starts_with(other);
    if let Some((_, other)) = all.into_iter().find(|(id, other)| *id != folder.id && overlaps(other)) {
        return Err(Error::FolderOverlaps { path: new_path, known: other });
    }
    folder.path.clone_from(&new_path);
    Ok(vec![new_path])
}

/// Recognizes folders that are gone and whose files are now at one of `paths`, or in a folder of the same
/// name in one of `paths` or of the folders of the index. Such a folder gets its new path; if that is
/// within another folder of the index, it becomes a part of that one. `files` is the file table of the
/// index.
pub(super) fn recognize(folders: &mut Vec<Folder>, paths: &[PathBuf], files: &FileTable) -> Vec<FolderMove> {
    let mut moves = Vec::new();
    let gone: Vec<Folder> = folders.iter().filter(|folder| !folder.path.exists()).cloned().collect();
    for folder in gone {
        let mut entries: Vec<(&str, &FileEntry)> = files
            .iter()
            .filter(|(key, _)| key.folder == folder.id)
            .map(|(key, entry)| (key.path.as_str(), entry))
            .collect();
        entries.sort_unstable_by_key(|(path, _)| *path);
        let existing = folders.iter().map(|folder| &folder.path).filter(|path| path.exists());
        let inside = |parent: &PathBuf| folder.path.file_name().map(|name| parent.join(name));
        let candidates = paths.iter().cloned().chain(paths.iter().chain(existing).filter_map(inside));
        let is_free = |path: &PathBuf| path.exists() && folders.iter().all(|folder| folder.path != *path);
        let Some(to) = candidates.into_iter().filter(is_free).find(|path| holds(path, &entries)) else {
            continue;
        };
        let is_part = folders.iter().any(|other| other.id != folder.id && to.starts_with(&other.path));
        if is_part {
            folders.retain(|other| other.id != folder.id);
        } else if let Some(moved) = folders.iter_mut().find(|other| other.id == folder.id) {
            moved.path.clone_from(&to);
        }
        let articles = entries.iter().map(|(_, entry)| entry.articles).sum();
        moves.push(FolderMove { from: folder.path, to, articles });
    }
    moves
}

/// Returns whether most of the files of a folder are at `path`: with the same size, and as far as they are
/// compared, with the same content.
fn holds(path: &Path, entries: &[(&str, &FileEntry)]) -> bool {
    let path_of = |relative: &str| {
        if relative.is_empty() { path.to_owned() } else { path.join(path_key::decode(relative)) }
    };
    let has_size = |(relative, entry): &&(&str, &FileEntry)| {
        std::fs::metadata(path_of(relative)).is_ok_and(|file| file.is_file() && file.len() == entry.size)
    };
    let same: Vec<_> = entries.iter().filter(has_size).collect();
    if same.is_empty() || same.len() * 2 <= entries.len() {
        return false;
    }
    let hashed: Vec<_> = same.into_iter().filter(|(_, entry)| entry.hash != 0 && entry.size > 0).collect();
    let compared = hashed.iter().step_by(hashed.len().div_ceil(MAX_COMPARED_FILES).max(1));
    let has_content = |(relative, entry): &&&(&str, &FileEntry)| {
        fingerprint(&path_of(relative)).is_ok_and(|hash| hash == entry.hash)
    };
    let (count, equal) = (compared.clone().count(), compared.filter(|file| has_content(file)).count());
    equal > 0 && equal * 8 >= count * 7
}
