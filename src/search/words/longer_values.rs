//! Names of sites and authors that were typed without quotes, so that only their first word belongs to the
//! field.

use crate::error::Error;
use crate::query::{Field, Occur, Query};
use crate::search::facets::leading_articles::without_article;
use crate::search::facets::source_links::{beginning, name_words};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of words of a name.
const MAX_WORDS: usize = 6;

impl IndexSnapshot {
    /// Returns a note on each clause on a site in `query` that, with the words behind it, is the name of
    /// a site.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn longer_values(&self, query: &Query) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        let Query::Bool(parts) = query else { return Ok(notes) };
        if self.fields.sources.is_none() {
            return Ok(notes);
        }
        for (index, (_, part)) in parts.iter().enumerate() {
            let Query::Field(Field::Site, value) = part else { continue };
            let Query::Term(first) = &**value else { continue };
            let behind = parts[index + 1..].iter().map_while(|part| match part {
                (Occur::Must, Query::Term(term)) => Some(term),
                _ => None,
            });
            let terms: Vec<_> = [first].into_iter().chain(behind.take(MAX_WORDS - 1)).collect();
            let tokens: Vec<String> = terms.iter().flat_map(|term| term.tokens.clone()).collect();
            if terms.len() < 2 {
                continue;
            }
            let table = self.sources().map_err(|error| self.error(error))?;
            let with_first = tokens.first().map_or(&[][..], |word| table.lookup().names_with(word));
            let longest = with_first.iter().filter_map(|number| {
                let name = beginning(table.names.get(*number as usize)?).trim();
                let words = name_words(self.analyzer(), name);
                let is_longer = words.len() > first.tokens.len();
                let begins = tokens.starts_with(&words) || tokens.starts_with(without_article(&words));
                let has_more = without_article(&words).len() > first.tokens.len();
                (is_longer && has_more && begins && !name.contains('"')).then_some((words.len(), name))
            });
            if let Some((_, name)) = longest.max() {
                notes.push(format!("for the site write site:\"{name}\""));
            }
        }
        Ok(notes)
    }
}
