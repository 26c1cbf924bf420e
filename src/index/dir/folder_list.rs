//! A second copy of the folders of an index and how they are read, for when its metadata is damaged.

use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Folder;
use crate::error::Error;
use crate::index::dir::entries::{read_root_file, write_root_file};

/// Name of the file: a line with a checksum in hexadecimal, and a line of JSON.
pub(super) const FOLDERS: &str = "FOLDERS";

/// A folder of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownFolder {
    #[serde(flatten)]
    pub folder: Folder,
    /// Number of its articles in the index.
    pub articles: u64,
}

/// Writes the list of the folders of the index at `root`, unless it is written already.
pub(super) fn write(root: &Path, folders: &[KnownFolder]) -> Result<(), Error> {
    let json = serde_json::to_string(folders).map_err(|error| Error::Internal(error.to_string()))?;
    let content = format!("{:016x}\n{json}\n", xxh3_64(json.as_bytes()));
    if read_root_file(root, FOLDERS).ok().flatten().is_some_and(|known| known == content.as_bytes()) {
        return Ok(());
    }
    let write = write_root_file(root, FOLDERS, content.as_bytes());
    write.map_err(|error| Error::io("write", &root.join(FOLDERS), error))
}

/// Reads the list of the folders of the index at `root`; `None` if there is none, or it is damaged.
pub(super) fn read(root: &Path) -> Result<Option<Vec<KnownFolder>>, Error> {
    let Some(content) = read_root_file(root, FOLDERS)? else { return Ok(None) };
    let content = String::from_utf8_lossy(&content);
    let Some((sum, json)) = content.split_once('\n') else { return Ok(None) };
    let json = json.trim_end();
    let is_intact = u64::from_str_radix(sum, 16).is_ok_and(|sum| sum == xxh3_64(json.as_bytes()));
    Ok(serde_json::from_str(json).ok().filter(|_| is_intact))
}

#[cfg(test)]
mod tests {
    use crate::article::ReadOptions;
    use crate::index::dir::folder_list::*;

    #[test]
    fn the_list_survives_a_round_trip_and_damage_is_detected() -> Result<(), Error> {
        let root = tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()))?;
        let folder = Folder { id: 3, path: "/news".into(), options: ReadOptions::default() };
        let list = vec![KnownFolder { folder, articles: 7 }];
        assert_eq!(read(root.path())?, None);
        write(root.path(), &list)?;
        assert_eq!(read(root.path())?, Some(list));
        let path = root.path().join(FOLDERS);
        let damaged = std::fs::read_to_string(&path).unwrap_or_default().replace("/news", "/newt");
        std::fs::write(&path, damaged).map_err(|error| Error::io("write", &path, error))?;
        assert_eq!(read(root.path())?, None);
        Ok(())
    }
}
