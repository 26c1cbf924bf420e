//! Keys of the source of an article: the file, and the record in the file.

/// The file an article came from: the folder it belongs to and the path below that folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey {
    /// Id of the folder in the index.
    pub folder: u32,
    /// Path below that folder, with `/` as separator; empty if the folder is itself a file.
    pub path: String,
}

impl SourceKey {
    /// Encodes the key as it is indexed.
    pub fn encode(&self) -> String {
        format!("{}:{}", self.folder, self.path)
    }

    /// Decodes a key that [`SourceKey::encode`] returned.
    pub fn decode(key: &str) -> Option<Self> {
        let (folder, path) = key.split_once(':')?;
        Some(SourceKey { folder: folder.parse().ok()?, path: path.to_owned() })
    }
}

/// The record of a file that an article came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordKey {
    /// Number of the record in the file, from 1; 0 if the file is one article.
    pub number: u64,
    /// The archive's identifier of the record.
    pub id: Option<String>,
}
