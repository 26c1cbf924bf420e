//! The folders that are watched: those of the index with all folders in them, and those of rules files.
//!
//! Each folder is watched on its own, so that one that cannot be watched costs no other, and that links are
//! followed as they are when the folders are read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use clippings::internals::article::Folder;
use clippings::internals::corpus::folders_below;
use clippings::internals::error::os_error_message;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// Whether the system can watch a folder with all folders in it at once.
const IS_RECURSIVE: bool = cfg!(any(target_os = "macos", windows));

/// Identity of a folder; another one on its path has another.
type FolderId = (u64, u64, Option<SystemTime>);

/// The watched folders.
pub(super) struct WatchedFolders {
    watcher: Option<RecommendedWatcher>,
    /// Reason there is no watcher.
    no_watcher: Option<String>,
    /// Reason that not all folders are watched that can be read.
    problem: Option<String>,
    /// Folders of the index as they were last listed.
    listed: Vec<Folder>,
    /// Watched folders.
    folders: BTreeMap<PathBuf, FolderId>,
    /// Files in watched folders whose neighbors do not matter: rules files, and folders that are a file.
    files: BTreeSet<PathBuf>,
    /// Folders of the index and of the links in them, as they were when they were last looked at.
    starts: Vec<(PathBuf, Option<FolderId>)>,
    /// Folders that are watched for a file in them alone.
    parents: BTreeSet<PathBuf>,
    /// Path of the index, whose changes do not matter; none if it is in no folder.
    index: Option<PathBuf>,
    /// Whether the folders have to be listed again.
    is_outdated: bool,
}

impl WatchedFolders {
    /// Watches with `watcher`, or not at all if there is none.
    pub(super) fn new(watcher: notify::Result<RecommendedWatcher>) -> Self {
        let (watcher, no_watcher) = match watcher {
            Ok(watcher) => (Some(watcher), None),
            Err(error) => (None, Some(message(&error))),
        };
        WatchedFolders {
            watcher,
            no_watcher,
            problem: None,
            listed: Vec::new(),
            folders: BTreeMap::new(),
            files: BTreeSet::new(),
            starts: Vec::new(),
            parents: BTreeSet::new(),
            index: None,
            is_outdated: true,
        }
    }

    /// Returns whether the system reports all changes.
    pub(super) fn is_complete(&self) -> bool {
        self.problem.is_none()
    }

    /// Watches the folders of the index as they are now. Returns the reason that not all of them are.
    pub(super) fn sync(
        &mut self,
        folders: &[Folder],
        index: Option<&Path>,
        stop: &AtomicBool,
    ) -> Option<String> {
        if !self.is_outdated && !self.has_other_starts() && self.listed == folders {
            return self.problem();
        }
        self.index = index.map(|index| fs::canonicalize(index).unwrap_or_else(|_| index.to_owned()));
        let index_id = self.index.as_deref().and_then(folder_id);
        let (mut wanted, mut starts) = (BTreeMap::new(), Vec::new());
        self.files.clear();
        self.parents.clear();
        for folder in folders {
            let path = &folder.path;
            starts.push((path.clone(), folder_id(path)));
            if path.is_file() {
                self.files.insert(path.clone());
                self.parents.extend(path.parent().map(Path::to_owned));
                continue;
            }
            let below = folders_below(path, || stop.load(Ordering::Relaxed)).unwrap_or_default();
            starts.extend(below.linked.into_iter().map(|path| (path.clone(), folder_id(&path))));
            let mut skipped: Option<PathBuf> = None;
            for path in below.all {
                let Some(id) = folder_id(&path) else { continue };
                if index_id == Some(id) {
                    skipped = Some(path);
                } else if skipped.as_ref().is_none_or(|skipped| !path.starts_with(skipped)) {
                    wanted.insert(path, id);
                }
            }
        }
        if IS_RECURSIVE {
            wanted.retain(|path, _| starts.iter().any(|(start, _)| start == path));
        }
        for rules in folders.iter().map(Folder::rules_path) {
            // Watch the folder rather than the file, because editors replace files.
            self.parents.extend(rules.parent().map(Path::to_owned));
            self.files.insert(rules);
        }
        self.parents.retain(|parent| !wanted.contains_key(parent));
        self.starts = starts;
        self.is_outdated = false;
        self.listed = folders.to_vec();
        self.problem = match &self.no_watcher {
            Some(problem) => Some(problem.clone()),
            None => self.change_to(&wanted),
        };
        self.problem()
    }

    /// Returns the reason that changes are not reported, for the user.
    fn problem(&self) -> Option<String> {
        let problem = self.problem.as_ref()?;
        Some(format!(
            "not all changes are reported ({problem}); the folders are looked at again and again instead"
        ))
    }

    /// Watches the wanted folders and the parents, and no others. Returns the problem, if there is one.
    fn change_to(&mut self, wanted: &BTreeMap<PathBuf, FolderId>) -> Option<String> {
        let watcher = self.watcher.as_mut()?;
        let parents = self.parents.iter().filter_map(|path| Some((path.clone(), folder_id(path)?)));
        let mut wanted = wanted.clone();
        wanted.extend(parents);
        self.folders.retain(|path, id| {
            let stays = wanted.get(path) == Some(id);
            if !stays {
                let _ = watcher.unwatch(path); // a folder that is gone is not watched any more
            }
            stays
        });
        for (path, id) in wanted {
            if self.folders.contains_key(&path) {
                continue;
            }
            let mode = match IS_RECURSIVE && !self.parents.contains(&path) {
                true => RecursiveMode::Recursive,
                false => RecursiveMode::NonRecursive,
            };
            match watcher.watch(&path, mode) {
                Ok(()) => _ = self.folders.insert(path, id),
                Err(error) => match &error.kind {
                    // The run reports what cannot be read. What is gone is looked for anyway.
                    notify::ErrorKind::PathNotFound => {}
                    notify::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {}
                    notify::ErrorKind::MaxFilesWatch => {
                        return Some(
                            "the system allows no more watches: see fs.inotify.max_user_watches".into(),
                        );
                    }
                    _ => return Some(format!("{}: {}", path.display(), message(&error))),
                },
            }
        }
        None
    }

    /// Returns whether a change of `path` can change the index.
    pub(super) fn is_relevant(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let is_watched = |path: &Path| match IS_RECURSIVE {
            true => self.folders.keys().any(|folder| path.starts_with(folder)),
            false => self.folders.contains_key(path),
        };
        let is_watched = |path: &Path| is_watched(path) && !self.parents.contains(path);
        !self.index.as_ref().is_some_and(|index| path.starts_with(index))
            && (is_watched(path) || !is_hidden && path.parent().is_some_and(is_watched))
    }

    /// Lets the folder at `path`, and all in it, be listed again.
    pub(super) fn forget(&mut self, path: &Path) {
        self.is_outdated = true;
        let gone: Vec<PathBuf> =
            self.folders.keys().filter(|folder| folder.starts_with(path)).cloned().collect();
        for folder in gone {
            self.folders.remove(&folder);
            if let Some(watcher) = &mut self.watcher {
                let _ = watcher.unwatch(&folder); // it may be gone
            }
        }
    }

    /// Lets all folders be listed again.
    pub(super) fn list_again(&mut self) {
        self.is_outdated = true;
    }

    /// Returns whether a folder of the index has come, gone, or been replaced by another since it was listed.
    pub(super) fn has_other_starts(&self) -> bool {
        self.starts.iter().any(|(path, id)| folder_id(path) != *id)
    }
}

/// Returns the message of an error, without the error number.
fn message(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => os_error_message(error),
        _ => error.to_string(),
    }
}

#[cfg(unix)]
fn folder_id(path: &Path) -> Option<FolderId> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok()?;
    // The number of a folder that is gone may be given to the next.
    Some((metadata.dev(), metadata.ino(), metadata.created().ok()))
}

#[cfg(not(unix))]
fn folder_id(path: &Path) -> Option<FolderId> {
    Some((0, 0, fs::metadata(path).ok()?.created().ok()))
}

#[cfg(test)]
mod tests {
    use clippings::internals::article::ReadOptions;
    use notify::Config;

    use crate::cli::commands::indexing::watch::folders::*;

    fn watched() -> WatchedFolders {
        WatchedFolders::new(RecommendedWatcher::new(|_| (), Config::default()))
    }

    fn sync(watched: &mut WatchedFolders, path: &Path, rules: Option<PathBuf>) -> Option<String> {
        let mut folder = Folder { id: 1, path: path.to_owned(), options: ReadOptions::default() };
        folder.options.rules.path = rules;
        watched.sync(&[folder], Some(&path.join("index")), &AtomicBool::new(false))
    }

    #[test]
    fn rules_files_elsewhere_are_watched_without_their_neighbors() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("a path");
        let (folder, settings) = (root.join("news"), root.join("settings"));
        fs::create_dir_all(folder.join("deep")).expect("a folder");
        fs::create_dir(&settings).expect("a folder");
        let mut watched = watched();
        let elsewhere = settings.join("our.rules");
        assert_eq!(sync(&mut watched, &folder, Some(elsewhere.clone())), None);
        assert!(
            watched.is_relevant(&folder.join("x.txt")) && watched.is_relevant(&folder.join("deep/x.txt"))
        );
        assert!(watched.is_relevant(&elsewhere) && !watched.is_relevant(&settings.join("other.rules")));
        assert!(!watched.is_relevant(&folder.join(".x.txt.swp")));
    }

    #[test]
    fn changes_of_the_index_do_not_matter() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("a path");
        fs::create_dir_all(root.join("index/generation-000001")).expect("a folder");
        let mut watched = watched();
        assert_eq!(sync(&mut watched, &root, None), None);
        assert!(!watched.is_relevant(&root.join("index/LOCK")));
        assert!(!watched.is_relevant(&root.join("index/generation-000001/meta.json")));
        assert!(watched.is_relevant(&root.join("x.txt")));
    }

    #[test]
    fn a_folder_that_is_made_again_is_noticed() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("news");
        fs::create_dir(&folder).expect("a folder");
        let mut watched = watched();
        sync(&mut watched, &folder, None);
        assert!(!watched.has_other_starts());
        fs::remove_dir(&folder).expect("removed");
        assert!(watched.has_other_starts());
        sync(&mut watched, &folder, None);
        assert!(!watched.has_other_starts());
        fs::create_dir(&folder).expect("a folder");
        assert!(watched.has_other_starts());
    }

    #[test]
    fn messages_have_no_error_number() {
        let error = || notify::Error::io(std::io::Error::from_raw_os_error(24));
        assert!(!message(&error()).contains("os error"), "{}", message(&error()));
        let mut watched = WatchedFolders::new(Err(error()));
        let dir = tempfile::tempdir().expect("a folder");
        assert!(sync(&mut watched, dir.path(), None).is_some_and(|problem| !problem.contains("os error")));
    }

    #[test]
    fn without_a_watcher_the_reason_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let none = || Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch));
        let mut watched = WatchedFolders::new(none());
        let problem = sync(&mut watched, dir.path(), None).unwrap_or_default();
        assert!(problem.contains("looked at again and again"), "{problem}");
        assert!(!watched.is_complete());
    }
}
