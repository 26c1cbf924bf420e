//! Reads the words of a query by what the archive has: names, languages, forms, and parts of words.

pub(crate) mod as_written;
mod cut_off_words;
pub(crate) mod field_values;
mod free_text;
mod longer_values;
pub(crate) mod names;
mod near_articles;
mod near_speakers;
mod near_values;
pub(crate) mod similar;
pub(crate) mod spellings;
pub(crate) mod unjoined;
pub(crate) mod whole_words;
pub(crate) mod word_forms;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::Query;
use crate::search::snapshot::IndexSnapshot;

impl IndexSnapshot {
    /// Reads the words of `query` on `target` as the archive does: names as names, with a note on each, no
    /// word as one of a language that it is no word of, and what was cut out of a word as a part of it.
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
        let mut notes = self.read_names(query, target)?;
        self.find_unjoined(query, target)?;
        notes.extend(self.read_inflected_names(query)?);
        notes.extend(self.read_cut_off_words(query, target)?);
        Ok(notes)
    }
}
