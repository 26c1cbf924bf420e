//! Writes an index of given articles, as tests and trials need it.

use std::path::Path;
use std::sync::Arc;

use crate::article::{Document, Folder, ReadOptions};
use crate::error::Error;
use crate::index::{ArticleUpdater, FileTable, IndexEngine, Meta, Update, WriteSession};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::write::engine::ClusterIndex;

/// Writes `documents`, whose folder, of the number 1, is at `root`, to the index at `address`.
///
/// # Errors
/// If the cluster does not take them.
pub fn index_documents(address: &str, root: &Path, documents: &[Document]) -> Result<(), Error> {
    let index = ClusterIndex::connect(&ClusterAddress::parse(address)?, None, &Arc::default())?;
    let session = index.open(index.lock()?, false)?;
    let folder = Folder { id: 1, path: root.to_owned(), options: ReadOptions::default() };
    let meta = Meta::new(vec![folder]);
    let updater = session.into_updater(&meta)?;
    for document in documents {
        updater.update(&Update { remove: None, add: Some(document) }, || ())?;
    }
    let mut files = FileTable::new();
    for document in documents {
        files.entry(document.key.clone()).or_default().articles += 1;
    }
    updater.commit_and_merge(|| (meta, files))?;
    updater.finish().map(drop)
}
