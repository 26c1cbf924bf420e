//! Keys of the source of an article: the file, and the record in the file.

use std::path::Component;

use crate::text::path_key;

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
        let key = SourceKey { folder: folder.parse().ok()?, path: path.to_owned() };
        key.is_in_folder().then_some(key)
    }

    /// Returns whether the file is in its folder, as that of every key the program makes. An index that was
    /// made by somebody else may say otherwise.
    pub(crate) fn is_in_folder(&self) -> bool {
        let may_leave = self.path.starts_with('/') || self.path.contains("..") || cfg!(windows);
        let is_name = |part| matches!(part, Component::Normal(_));
        !may_leave || path_key::decode(&self.path).components().all(is_name)
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

#[cfg(test)]
mod tests {
    use crate::article::source_key::*;

    #[test]
    fn a_key_of_a_file_outside_its_folder_is_not_decoded() {
        for path in ["", "a.txt", "a/b..txt", "..a/b"] {
            let key = SourceKey { folder: 2, path: path.into() };
            assert_eq!(SourceKey::decode(&key.encode()), Some(key));
        }
        for path in ["/etc/passwd", "../a", "a/../../b", ".."] {
            assert_eq!(SourceKey::decode(&format!("2:{path}")), None, "{path}");
        }
    }
}
