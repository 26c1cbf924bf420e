//! Lists the folders of an index with the number of their articles.

use std::collections::HashMap;

use crate::article::Folder;
use crate::error::Error;
use crate::index::dir::KnownFolder;
use crate::index::file_table::FileTable;
use crate::index::write::session::IndexSession;

impl IndexSession {
    /// Writes the second list of the folders again if it is missing, damaged or older than the last commit.
    pub(crate) fn write_folder_list(&self, files: &FileTable) -> Result<(), Error> {
        let folders = self.meta().map(|meta| known_folders(&meta.folders, files)).unwrap_or_default();
        self.dir.write_folder_list(&folders, &self.lock)
    }
}

/// Returns the folders with the number of their articles.
pub(super) fn known_folders(folders: &[Folder], files: &FileTable) -> Vec<KnownFolder> {
    let mut articles: HashMap<u32, u64> = HashMap::new();
    for (key, entry) in files {
        *articles.entry(key.folder).or_default() += entry.articles;
    }
    let known = |folder: &Folder| KnownFolder {
        folder: folder.clone(),
        articles: articles.get(&folder.id).copied().unwrap_or(0),
    };
    folders.iter().map(known).collect()
}
