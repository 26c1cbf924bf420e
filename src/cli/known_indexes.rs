//! Finds the index, and remembers the indexes that were made here.
//!
//! `./index` is opened without being named, and it may have come with a folder that was downloaded. So it is
//! opened only if its path and its random identifier are in a list in the user's state folder, which nobody
//! can send along. An index that is named is opened whoever made it.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clippings::internals::location::IndexLocation;
use clippings::internals::text::path_key;
use clippings::internals::text::regular_file::{Links, open_regular, open_with};
use clippings::internals::text::shell_word::shell_word;
use clippings::{Error, IndexDir};
use serde::{Deserialize, Serialize};

use crate::cli::args::Common;
use crate::cli::dirs;

/// Length that the list is read to, in bytes.
const MAX_LENGTH: u64 = 16 << 20;

/// An index that was made here.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KnownIndex {
    id: String,
    #[serde(with = "path_key::stored")]
    path: PathBuf,
}

impl Common {
    /// Returns the index to use, which must be in a folder.
    ///
    /// # Errors
    /// As [`Common::index_location`], or if it is on a cluster.
    pub(crate) fn index_dir(&self) -> anyhow::Result<IndexDir> {
        Ok(self.index_location()?.into_folder()?)
    }

    /// Returns the index to use.
    ///
    /// # Errors
    /// If no place is named and `HOME` is unset.
    pub(crate) fn index_location(&self) -> anyhow::Result<IndexLocation> {
        index_location(self.index.as_deref(), self.configured_index.as_deref())
    }
}

/// Returns the index at the place `named` by `--index`, else by `CLIPPINGS_INDEX`, else `configured` in the
/// config file, else `./index` if that folder has an index or is free for one, else the one in the
/// user's data folder.
///
/// # Errors
/// If none of them is named and `HOME` is unset, or `./index` cannot be read or was not made here.
fn index_location(named: Option<&Path>, configured: Option<&Path>) -> anyhow::Result<IndexLocation> {
    let named = named.map(Path::to_owned).or_else(|| dirs::variable("CLIPPINGS_INDEX"));
    if let Some(path) = named.or_else(|| configured.map(Path::to_owned)) {
        return Ok(IndexLocation::of(path)?);
    }
    let local = IndexDir::new("index");
    let exists = local.path().try_exists().map_err(|error| Error::io("read", local.path(), error))?;
    if exists && local.foreign_file()?.is_none() {
        verify(&local)?;
        return Ok(IndexLocation::Folder(local));
    }
    let data = dirs::data().ok_or_else(|| {
        anyhow::anyhow!(
            "{} is not set, so there is no folder for the index: name one with --index",
            dirs::HOME
        )
    })?;
    Ok(IndexLocation::Folder(IndexDir::new(data.join("index"))))
}

/// Remembers an index that is being written.
pub(crate) fn remember(index: &IndexDir, id: &str) {
    let Some(list) = list_path() else { return };
    let _ = add(&list, index.path(), id); // the index must then be named
}

/// Refuses `index` unless it was made here, or there is none yet.
///
/// # Errors
/// A message that names the option with which it is opened.
fn verify(index: &IndexDir) -> anyhow::Result<()> {
    let path = index.path();
    if !index.is_begun() {
        return Ok(());
    }
    let shown = path_key::shown(path);
    let option = shell_word(&shown);
    let Some(list) = list_path() else {
        anyhow::bail!(
            "{} is not set, so nothing tells whether the index at {shown} was made here: open it with --index {option}",
            dirs::HOME
        );
    };
    anyhow::ensure!(
        index.id()?.is_some_and(|id| is_known(&list, path, &id)),
        "the index at {shown} was not made here: if you trust who made it, open it with --index {option}"
    );
    Ok(())
}

/// Adds an index to the list in the file `list`.
fn add(list: &Path, index: &Path, id: &str) -> io::Result<()> {
    if is_known(list, index, id) {
        return Ok(());
    }
    fs::create_dir_all(list.parent().unwrap_or(Path::new(".")))?;
    let mut options = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let known = KnownIndex { id: id.to_owned(), path: fs::canonicalize(index)? };
    let mut line = serde_json::to_vec(&known)?;
    line.push(b'\n');
    let mut file = open_with(list, &mut options, Links::Follow)?;
    file.write_all(&line)?;
    file.sync_all()
}

/// Returns whether an index is on the list in the file `list`.
fn is_known(list: &Path, index: &Path, id: &str) -> bool {
    let (Ok(path), Ok(file)) = (fs::canonicalize(index), open_regular(list)) else { return false };
    let mut content = Vec::new();
    if file.take(MAX_LENGTH).read_to_end(&mut content).is_err() {
        return false;
    }
    let mut lines = content.split(|byte| *byte == b'\n');
    lines.any(|line| {
        serde_json::from_slice::<KnownIndex>(line).is_ok_and(|known| known.id == id && known.path == path)
    })
}

/// Returns the path of the list.
fn list_path() -> Option<PathBuf> {
    dirs::state().map(|folder| folder.join("indexes.jsonl"))
}

#[cfg(test)]
mod tests {
    use crate::cli::known_indexes::*;

    #[test]
    fn an_index_is_known_by_its_path_and_identifier() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (list, index, other) =
            (folder.path().join("state/indexes.jsonl"), folder.path().join("a"), folder.path().join("b"));
        fs::create_dir(&index)?;
        fs::create_dir(&other)?;
        assert!(!is_known(&list, &index, "17"));
        add(&list, &index, "17")?;
        add(&list, &index, "17")?;
        assert!(is_known(&list, &index, "17"));
        assert!(!is_known(&list, &other, "17") && !is_known(&list, &index, "18"));
        assert_eq!(fs::read_to_string(&list)?.lines().count(), 1);
        Ok(())
    }
}
