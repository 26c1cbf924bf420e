//! Caches what the archive says of words.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::analysis::Language;

/// Maximum number of words of a cache.
const MAX_CACHED: usize = 4096;

/// A word as a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NameReading {
    /// Share of the English articles with the word in which it is a name.
    pub share: f64,
    /// Number of articles with the word as a name, and in any inflection; `None` if they are the same
    /// articles.
    pub counts: Option<(usize, usize)>,
}

/// A word that is a name in some languages that inflect names.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct InflectedName {
    /// The languages.
    pub languages: Vec<Language>,
    /// Forms of the name, without the word itself.
    pub forms: Vec<String>,
    /// Words that share its stem in one of the languages and are no forms of the name, the most frequent
    /// first.
    pub others: Vec<String>,
}

/// Cache of what is known of words, by field and word. The articles of an open index do not change.
pub(crate) struct WordCache<V>(Mutex<FxHashMap<(Field, String), V>>);

/// Cache of readings as names; `None` for a word that is no name.
pub(crate) type NameCache = WordCache<Option<NameReading>>;

impl<V> Default for WordCache<V> {
    fn default() -> Self {
        WordCache(Mutex::default())
    }
}

impl<V: Clone> WordCache<V> {
    /// Returns what is known of `word` in `field`, which `find` finds.
    pub(crate) fn get_or_insert(
        &self,
        field: Field,
        word: &str,
        find: impl FnOnce() -> tantivy::Result<V>,
    ) -> tantivy::Result<V> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (field, word.to_owned());
        if let Some(known) = lock().get(&key) {
            return Ok(known.clone());
        }
        let known = find()?;
        let mut cache = lock();
        if cache.len() >= MAX_CACHED {
            cache.clear();
        }
        cache.insert(key, known.clone());
        Ok(known)
    }
}
