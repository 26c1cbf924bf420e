//! Remembers the articles of the restrictions to values of facets that were asked for last.

use std::sync::{Mutex, PoisonError};

use crate::error::Error;
use crate::search::facets::kinds::{CountBy, DrillDown};
use crate::search::queries::doc_list::DocListQuery;

/// Number of restrictions whose articles are remembered.
const MAX_CACHED: usize = 16;

/// Articles of the restrictions that were asked for last.
#[derive(Default)]
pub(crate) struct DrillDownCache(Mutex<Vec<(CountBy, Vec<String>, DocListQuery)>>);

impl DrillDownCache {
    /// Returns the articles with any of the values of `drill_down`, which `find` finds if they are not known.
    ///
    /// # Errors
    /// If `find` fails.
    pub(crate) fn get_or_find(
        &self,
        drill_down: &DrillDown,
        find: impl FnOnce() -> Result<DocListQuery, Error>,
    ) -> Result<DocListQuery, Error> {
        let DrillDown { by, values, .. } = drill_down;
        let cache = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = cache().iter().find(|(facet, known, _)| facet == by && known == values).cloned();
        if let Some((.., docs)) = known {
            return Ok(docs);
        }
        let docs = find()?;
        let mut cache = cache();
        cache.truncate(MAX_CACHED - 1);
        cache.insert(0, (*by, values.clone(), docs.clone()));
        Ok(docs)
    }
}
