//! A word of an index that may be a name.

use crate::analysis::SpellingKeys;

/// A word that articles write with a capital.
pub(super) struct NameWord {
    /// The normalized word.
    pub word: String,
    /// As most articles write it.
    pub written: String,
    /// Number of articles that write it with a capital.
    pub capitals: u64,
    /// Number of articles with the word; `None` before it is looked up.
    pub articles: Option<u64>,
    /// Whether it is in Latin script.
    pub is_latin: bool,
    /// Keys that its other spellings share.
    pub keys: SpellingKeys,
}
