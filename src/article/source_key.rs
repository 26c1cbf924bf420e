//! Which file, and which record of it, an article came from.

/// Which file an article came from: the folder it belongs to and the path below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceKey {
    /// Number of the folder in the index.
    pub folder: u32,
    /// Path below that folder, `/` between the parts; empty when the folder is a file itself.
    pub path: String,
}

impl SourceKey {
    /// As the index writes it.
    pub fn encode(&self) -> String {
        format!("{}:{}", self.folder, self.path)
    }

    /// Reads what [`SourceKey::encode`] wrote.
    pub fn decode(key: &str) -> Option<Self> {
        let (folder, path) = key.split_once(':')?;
        Some(SourceKey { folder: folder.parse().ok()?, path: path.to_owned() })
    }
}

/// Which of the articles in a file this is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordKey {
    /// Its place in the file, from 1; 0 when the file is one article.
    pub number: u64,
    /// What the archive calls it.
    pub id: Option<String>,
}
