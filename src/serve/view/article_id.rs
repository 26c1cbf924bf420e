//! Identifiers of articles in addresses.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::text::path_key;
use crate::text::url::base64;

/// Separator of a path and a record.
const SEPARATOR: &str = "\0\n";
/// Part of an address before the identifier of an article.
pub(super) const PREFIX: &str = "/article/";
/// Maximum length of an identifier.
const MAX_LENGTH: usize = 7 << 10;

/// An article in an address: the path and the record by which the index knows it.
///
/// It names articles of the index only: the path is compared with those of the index and never opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArticleId {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub record: Option<String>,
}

/// The error of an identifier that names nothing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MalformedId;

impl ArticleId {
    /// Returns the identifier of the article at `path`, or of its record `id`.
    pub(crate) fn new(path: &Path, id: Option<&str>) -> Self {
        ArticleId { path: path.to_owned(), record: id.map(str::to_owned) }
    }

    /// Returns the address of the article, without a query.
    pub(crate) fn address(&self) -> String {
        format!("{PREFIX}{self}")
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A key of a path has two digits behind each NUL.
        let path = path_key::encode(&self.path).unwrap_or_default();
        let record = self.record.as_ref().map(|record| format!("{SEPARATOR}{record}")).unwrap_or_default();
        let bytes = [path.as_bytes(), record.as_bytes()].concat();
        formatter.write_str(&base64::encode(&bytes))
    }
}

impl FromStr for ArticleId {
    type Err = MalformedId;

    fn from_str(text: &str) -> Result<Self, MalformedId> {
        if text.len() > MAX_LENGTH {
            return Err(MalformedId);
        }
        let bytes = base64::decode(text).ok_or(MalformedId)?;
        let key = String::from_utf8(bytes).map_err(|_| MalformedId)?;
        let (path, record) = match key.split_once(SEPARATOR) {
            Some((path, record)) => (path, Some(record.to_owned())),
            None => (key.as_str(), None),
        };
        let id = ArticleId { path: path_key::decode(path), record };
        // An article has one identifier.
        if path.is_empty() || id.to_string() != text { Err(MalformedId) } else { Ok(id) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::serve::view::article_id::*;

    #[test]
    fn an_identifier_has_no_path_to_read() {
        let id = ArticleId::new(Path::new("/news/harbor.txt"), None).to_string();
        assert!(id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{id}");
        assert_eq!(id.parse(), Ok(ArticleId::new(Path::new("/news/harbor.txt"), None)));
    }

    #[test]
    fn what_is_no_identifier_is_rejected() {
        let long = "QUFB".repeat(3000);
        let id = ArticleId::new(Path::new("/a/b"), Some("7")).to_string();
        let changed = format!("{id}=");
        for text in ["", "..", "%2e%2e", "a/b", "a\\b", "\0", "A", "_w", "é", long.as_str(), &changed] {
            assert_eq!(text.parse::<ArticleId>(), Err(MalformedId), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_article_has_one_identifier(
            names in prop::collection::vec("[^/\0]{1,12}", 1..5),
            record in prop::option::of("\\PC{0,20}"),
        ) {
            prop_assume!(names.iter().all(|name| name != "." && name != ".."));
            let id = ArticleId::new(Path::new(&format!("/{}", names.join("/"))), record.as_deref());
            prop_assert_eq!(id.to_string().parse::<ArticleId>(), Ok(id));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[A-Za-z0-9_-]{0,40}|\\PC{0,20}") {
            if let Ok(id) = text.parse::<ArticleId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
