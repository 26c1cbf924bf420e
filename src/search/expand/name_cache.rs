//! Caches how words are read as names.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

/// Maximum number of words whose readings are cached.
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

/// Cache of readings, by field and word; `None` for a word that is no name. The articles of an open index do
/// not change.
#[derive(Default)]
pub(crate) struct NameCache(Mutex<FxHashMap<(Field, String), Option<NameReading>>>);

impl NameCache {
    /// Returns the reading of `base` in `field`, which `find` finds.
    pub(crate) fn get_or_insert(
        &self,
        field: Field,
        base: &str,
        find: impl FnOnce() -> tantivy::Result<Option<NameReading>>,
    ) -> tantivy::Result<Option<NameReading>> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (field, base.to_owned());
        if let Some(reading) = lock().get(&key) {
            return Ok(*reading);
        }
        let reading = find()?;
        let mut cache = lock();
        if cache.len() >= MAX_CACHED {
            cache.clear();
        }
        cache.insert(key, reading);
        Ok(reading)
    }
}
