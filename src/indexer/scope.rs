//! Which folders a run is about.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::article::SourceKey;
use crate::article::{Folder, ReadOptions};
use crate::error::Error;
use crate::indexer::ReadOverrides;

/// A folder, or a part of one, that a run looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    pub folder: Folder,
    /// Only files whose path begins so belong to this run; empty for all of the folder.
    pub below: String,
    /// Whether its files are to be read in another way than they were.
    pub reread: bool,
}

impl Scope {
    fn of(folder: &Folder, below: String) -> Self {
        Scope { folder: folder.clone(), below, reread: false }
    }

    /// Where it begins.
    pub fn start(&self) -> PathBuf {
        if self.below.is_empty() { self.folder.path.clone() } else { self.folder.path.join(&self.below) }
    }

    /// Whether the file belongs to this run.
    pub fn holds(&self, key: &SourceKey) -> bool {
        key.folder == self.folder.id && is_below(&key.path, &self.below)
    }

    /// Where a file of its folder lies.
    pub fn path_of(&self, key: &SourceKey) -> PathBuf {
        if key.path.is_empty() { self.folder.path.clone() } else { self.folder.path.join(&key.path) }
    }

    /// Whether `other` looks at all that this does.
    fn is_covered_by(&self, other: &Scope) -> bool {
        self.folder.id == other.folder.id && self.below != other.below && is_below(&self.below, &other.below)
    }
}

/// Which folders are to be walked, and below which path in them. Folders that are new get a number; a new folder
/// above known ones takes their place. `all` walks every folder there is.
pub(super) fn scopes(
    folders: &mut Vec<Folder>,
    wanted: &[PathBuf],
    all: bool,
    overrides: &ReadOverrides,
) -> Result<Vec<Scope>, Error> {
    let mut scopes: Vec<Scope> = Vec::new();
    for path in wanted {
        let known = folders.iter().find_map(|folder| Some((folder, path.strip_prefix(&folder.path).ok()?)));
        if let Some((folder, below)) = known {
            let below = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            scopes.push(Scope::of(folder, below));
            continue;
        }
        let next = folders.iter().map(|folder| folder.id).max().unwrap_or(0) + 1;
        let folder = Folder { id: next, path: path.clone(), options: ReadOptions::default() };
        folders.retain(|folder| !folder.path.starts_with(path));
        scopes.retain(|scope| !scope.folder.path.starts_with(path));
        folders.push(folder.clone());
        scopes.push(Scope::of(&folder, String::new()));
    }
    choose(folders, &mut scopes, overrides)?;
    if all {
        let chosen = scopes;
        let reread = |id| chosen.iter().any(|scope| scope.folder.id == id && scope.reread);
        let whole = |folder: &Folder| Scope { reread: reread(folder.id), ..Scope::of(folder, String::new()) };
        scopes = folders.iter().map(whole).collect();
    }
    if scopes.is_empty() {
        return Err(Error::NoFolder);
    }
    // A folder named twice, or one below another, is walked once.
    let copy = scopes.clone();
    scopes.retain(|scope| !copy.iter().any(|other| scope.is_covered_by(other)));
    let mut once: Vec<Scope> = Vec::new();
    for scope in scopes {
        if !once.contains(&scope) {
            once.push(scope);
        }
    }
    let scopes = once;
    Ok(scopes)
}

/// Notes what was chosen about reading with the folders that were named.
fn choose(folders: &mut [Folder], scopes: &mut [Scope], overrides: &ReadOverrides) -> Result<(), Error> {
    for scope in scopes {
        let reading = overrides.apply(&scope.folder.options);
        if reading == scope.folder.options {
            continue;
        }
        if !scope.below.is_empty() {
            return Err(Error::SubfolderOptions { path: scope.folder.path.clone() });
        }
        scope.reread = !reading.reads_like(&scope.folder.options);
        scope.folder.options = reading;
        for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
            folder.options = scope.folder.options.clone();
        }
    }
    Ok(())
}

/// Whether `path` is `folder` or lies below it.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The absolute path of a folder, links in it resolved so that one folder has one name. One that is not there has the
/// name it had when it was indexed, when `known` has it.
pub(super) fn absolute(path: &Path, known: &[Folder]) -> Result<PathBuf, Error> {
    fs::canonicalize(path).or_else(|error| {
        let plain = std::path::absolute(path).map_err(|error| Error::io("read", path, error))?;
        match error.kind() {
            io::ErrorKind::NotFound if known.iter().any(|folder| plain.starts_with(&folder.path)) => {
                Ok(plain)
            }
            io::ErrorKind::NotFound => Err(Error::FolderNotFound { path: path.to_owned() }),
            _ => Err(Error::io("read", path, error)),
        }
    })
}

/// The folder among `folders` that `path` names.
pub(super) fn find<'f>(folders: &'f mut [Folder], path: &Path) -> Result<&'f mut Folder, Error> {
    let plain =
        fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let known = folders.iter().map(|folder| folder.path.display().to_string()).collect::<Vec<_>>().join(", ");
    let found = folders.iter_mut().find(|folder| folder.path == plain || folder.path == path);
    found.ok_or_else(|| Error::UnknownFolder { path: path.to_owned(), known })
}
