//! Keys of articles that another engine holds.

use rustc_hash::FxHashSet;

use crate::article::Document;

/// Key of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RemoteKey {
    /// Encoded key of the source file.
    pub source: String,
    /// Number of the record in it.
    pub record: u64,
}

impl RemoteKey {
    /// Returns the key of `document`.
    pub(crate) fn of(document: &Document) -> Self {
        RemoteKey { source: document.key.encode(), record: document.record.number }
    }
}

/// Retains those of `documents` that have one of `keys`.
pub(super) fn retain_keys(documents: &mut Vec<Document>, keys: impl Iterator<Item = RemoteKey>) {
    let keys: FxHashSet<RemoteKey> = keys.collect();
    documents.retain(|document| keys.contains(&RemoteKey::of(document)));
}
