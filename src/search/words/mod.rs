//! Reads the words of a query by what the archive has: names, languages, and forms.

pub(crate) mod as_written;
pub(crate) mod field_values;
mod free_text;
mod longer_values;
pub(crate) mod names;
mod near_articles;
mod near_speakers;
mod near_values;
mod similar;
pub(crate) mod spellings;
pub(crate) mod unjoined;
pub(crate) mod whole_words;
pub(crate) mod word_forms;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::Query;
use crate::search::snapshot::IndexSnapshot;

impl IndexSnapshot {
    /// Reads the words of `query` on `target` as the archive does: names as names, with a note on each, and
    /// no word as one of a language that it is no word of.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn read_words(
        &self,
        query: &mut Query,
        target: SearchTarget,
    ) -> Result<Vec<String>, Error> {
        if let Some(remote) = &self.remote {
            self.prefetch_counts(remote, query, target).map_err(|error| self.error(error))?;
        }
        let notes = self.read_names(query, target)?;
        self.find_unjoined(query, target)?;
        Ok(notes)
    }
}
