//! The folders, and parts of folders, that a run updates.

use std::path::{Component, Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use std::{fs, io};

use crate::article::{Folder, ReadOptions, SourceKey};
use crate::error::Error;
use crate::index::{ArticleUpdater, IndexEngine, Meta, WriteSession};
use crate::indexer::options::{IndexOptions, ReadOverrides};
use crate::indexer::place;
use crate::progress::NoProgress;
use crate::report::IndexReport;
use crate::text::{path_key, regular_file};

/// Ratio of deleted articles above which all segments are merged into one.
pub(super) const MAX_DELETED_RATIO: f64 = 0.2;

/// A folder, or a part of one, that a run updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Scope {
    pub folder: Folder,
    /// Path below the folder that the run is limited to; empty for the whole folder.
    pub subpath: String,
    /// Whether unchanged files are read again, because the read options have changed.
    pub force_read: bool,
}

impl Scope {
    fn new(folder: &Folder, subpath: String) -> Self {
        Scope { folder: folder.clone(), subpath, force_read: false }
    }

    /// Returns the path at which the scope begins.
    pub(super) fn root(&self) -> PathBuf {
        self.folder.file_path(&self.subpath)
    }

    /// Returns whether a file is in the scope.
    pub(super) fn contains(&self, key: &SourceKey) -> bool {
        key.folder == self.folder.id && is_below(&key.path, &self.subpath)
    }

    /// Returns the path of a file of the folder.
    pub(super) fn path_of(&self, key: &SourceKey) -> PathBuf {
        self.folder.file_path(&key.path)
    }

    /// Returns whether the scope is a part of `outer`.
    fn is_covered_by(&self, outer: &Scope) -> bool {
        self.folder.id == outer.folder.id
            && self.subpath != outer.subpath
            && is_below(&self.subpath, &outer.subpath)
    }
}

/// Returns the folders, and parts of folders, to walk for the given paths. New folders are added to
/// `folders`; a new folder above known ones replaces them. With `all`, every folder is walked. No new folder
/// has the number of one of the `others`, which other machines indexed.
pub(super) fn scopes(
    folders: &mut Vec<Folder>,
    others: &[Folder],
    paths: &[PathBuf],
    all: bool,
    overrides: &ReadOverrides,
) -> Result<Vec<Scope>, Error> {
    let mut scopes: Vec<Scope> = Vec::new();
    for path in paths {
        let known = folders.iter().find_map(|folder| Some((folder, path.strip_prefix(&folder.path).ok()?)));
        if let Some((folder, subpath)) = known {
            let subpath = path_key::encode(subpath).unwrap_or_default();
            scopes.push(Scope::new(folder, subpath));
            continue;
        }
        let id = folders.iter().chain(others).map(|folder| folder.id).max().unwrap_or(0) + 1;
        let folder = Folder { id, path: path.clone(), options: ReadOptions::default() };
        folders.retain(|folder| !folder.path.starts_with(path));
        scopes.retain(|scope| !scope.folder.path.starts_with(path));
        folders.push(folder.clone());
        scopes.push(Scope::new(&folder, String::new()));
    }
    apply_overrides(folders, &mut scopes, overrides)?;
    if all {
        let given = scopes;
        let force_read = |id| given.iter().any(|scope| scope.folder.id == id && scope.force_read);
        let whole_folder = |folder: &Folder| Scope {
            force_read: force_read(folder.id),
            ..Scope::new(folder, String::new())
        };
        scopes = folders.iter().map(whole_folder).collect();
    }
    if scopes.is_empty() {
        return Err(Error::NoFolder);
    }
    // A folder that is given twice, or below another, is walked once.
    let copy = scopes.clone();
    scopes.retain(|scope| !copy.iter().any(|outer| scope.is_covered_by(outer)));
    let mut unique: Vec<Scope> = Vec::new();
    for scope in scopes {
        if !unique.contains(&scope) {
            unique.push(scope);
        }
    }
    Ok(unique)
}

/// Applies the overrides to the folders of the scopes.
fn apply_overrides(
    folders: &mut [Folder],
    scopes: &mut [Scope],
    overrides: &ReadOverrides,
) -> Result<(), Error> {
    for scope in scopes {
        let options = overrides.apply(&scope.folder.options);
        if options == scope.folder.options {
            continue;
        }
        if !scope.subpath.is_empty() {
            return Err(Error::SubfolderOptions { path: scope.folder.path.clone() });
        }
        scope.force_read = !options.reads_like(&scope.folder.options);
        scope.folder.options = options;
        for folder in folders.iter_mut().filter(|folder| folder.id == scope.folder.id) {
            folder.options = scope.folder.options.clone();
        }
    }
    Ok(())
}

/// Returns whether `path` is `folder` or below it.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty()
        || path.strip_prefix(folder).is_some_and(|tail| tail.is_empty() || tail.starts_with('/'))
}

/// Returns the absolute path of a folder with links resolved, so that a folder has one path. A missing folder
/// must be in or below one of `known`, and keeps the path it was indexed with.
pub(super) fn absolute(path: &Path, known: &[Folder]) -> Result<PathBuf, Error> {
    let is_special = |file: &fs::Metadata| !file.is_dir() && !file.is_file();
    if fs::metadata(path).is_ok_and(|file| is_special(&file)) {
        return Err(Error::io("read", path, regular_file::not_regular()));
    }
    fs::canonicalize(path).or_else(|error| {
        let unresolved = resolve_missing(path).map_err(|error| Error::io("read", path, error))?;
        match error.kind() {
            io::ErrorKind::NotFound if known.iter().any(|folder| unresolved.starts_with(&folder.path)) => {
                Ok(unresolved)
            }
            io::ErrorKind::NotFound => Err(Error::FolderNotFound { path: path.to_owned() }),
            _ => Err(Error::io("read", path, error)),
        }
    })
}

/// Returns the absolute path of what may be missing, without `..`: links are resolved as far as it exists.
fn resolve_missing(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = resolved.pop(),
            part => {
                resolved.push(part);
                resolved = fs::canonicalize(&resolved).unwrap_or(resolved);
            }
        }
    }
    Ok(resolved)
}

/// Returns the absolute path of what may be missing, or else `path` as it is.
pub(super) fn resolved(path: &Path) -> PathBuf {
    resolve_missing(path).unwrap_or_else(|_| path.to_owned())
}

/// Removes the folders that are within others, or at the same path as an earlier one.
pub(super) fn join_nested(folders: &mut Vec<Folder>) {
    let all = folders.clone();
    let mut position = 0;
    folders.retain(|folder| {
        position += 1;
        let is_outer = |(other, outer): (usize, &Folder)| {
            folder.path.starts_with(&outer.path) && (folder.path != outer.path || other + 1 < position)
        };
        !all.iter().enumerate().any(is_outer)
    });
}

/// Returns the folder at `path`, which may be one of the `others`, of another machine, by mistake.
///
/// # Errors
/// [`Error::OtherMachine`] if it is, and [`Error::UnknownFolder`] if there is none.
pub(super) fn find_known<'f>(
    folders: &'f mut [Folder],
    others: &[Folder],
    path: &Path,
) -> Result<&'f mut Folder, Error> {
    let resolved = resolved(path);
    let is_here = |folder: &Folder| folder.path == resolved || folder.path == path;
    if !folders.iter().any(is_here) && others.iter().any(is_here) {
        return Err(Error::OtherMachine { path: path.to_owned() });
    }
    find_folder(folders, path)
}

/// Removes a folder from the index of `engine`.
///
/// # Errors
/// [`Error::UnknownFolder`] if it is not in the index, and others if the index cannot be read or written.
pub(super) fn forget<E: IndexEngine>(
    engine: &E,
    folder: &Path,
    options: &IndexOptions,
    stop: &AtomicBool,
) -> Result<IndexReport, Error> {
    let start = Instant::now();
    engine.require_existing()?;
    let lock = place::lock(engine, options, stop, &NoProgress)?;
    engine.require_current(&lock)?;
    let mut session = engine.open(lock, false)?;
    if options.take_over {
        session.take_over(&[resolved(folder)]);
    }
    let mut folders = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
    if options.take_over {
        join_nested(&mut folders);
    }
    let id = find_known(&mut folders, session.other_folders(), folder)?.id;
    folders.retain(|folder| folder.id != id);
    let mut files = session.file_table()?;
    let removed = files.extract_if(|key, _| key.folder == id).map(|(_, entry)| entry.articles).sum();
    let meta = Meta::new(folders);
    let updater = session.into_updater(&meta)?;
    updater.remove_folder(id)?;
    updater.commit_and_merge(|| (meta.renewed(), files))?;
    let session = updater.finish()?;
    if session.deleted_ratio()? > MAX_DELETED_RATIO {
        session.force_merge()?;
    }
    session.compare_articles()?;
    let (articles, took) = (session.num_articles()?, start.elapsed());
    Ok(IndexReport { removed, articles, took, ..IndexReport::default() })
}

/// Returns the folder at `path`.
pub(super) fn find_folder<'f>(folders: &'f mut [Folder], path: &Path) -> Result<&'f mut Folder, Error> {
    let resolved = resolved(path);
    let known = folders.iter().map(|folder| folder.path.display().to_string()).collect::<Vec<_>>().join(", ");
    let folder = folders.iter_mut().find(|folder| folder.path == resolved || folder.path == path);
    folder.ok_or_else(|| Error::UnknownFolder { path: path.to_owned(), known })
}
