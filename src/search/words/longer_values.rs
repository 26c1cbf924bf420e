//! Names of sites and speakers that were typed without quotes, so that only their first word belongs to the
//! field.

use crate::error::Error;
use crate::query::{Field, Occur, Query, Term, parse_with};
use crate::search::facets::leading_articles::without_article;
use crate::search::facets::source_links::{beginning, name_words};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of words of a name.
const MAX_WORDS: usize = 6;

impl IndexSnapshot {
    /// Returns a note on each clause on a site or a speaker in `query` that, with the words behind it, is the
    /// name of one.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn longer_values(&self, query: &Query) -> Result<Vec<String>, Error> {
        let mut notes = Vec::new();
        let Query::Bool(parts) = query else { return Ok(notes) };
        for (index, (_, part)) in parts.iter().enumerate() {
            let Query::Field(field @ (Field::Site | Field::Speaker), value) = part else { continue };
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
            if *field == Field::Speaker {
                let name = self.speaker_of_words(&terms)?;
                notes.extend(name.map(|name| format!("for the speaker write speaker:\"{name}\"")));
                continue;
            }
            if self.fields.sources.is_none() {
                continue;
            }
            let table = self.all_sources().map_err(|error| self.error(error))?;
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

    /// Returns the longest name that the first of `terms` make, two or more, and that a speaker has.
    fn speaker_of_words(&self, terms: &[&Term]) -> Result<Option<String>, Error> {
        if !self.fields.has_quotations {
            return Ok(None);
        }
        for length in (2..=terms.len()).rev() {
            let words: Vec<&str> = terms[..length].iter().map(|term| term.surface.as_str()).collect();
            let name = words.join(" ");
            let clause = format!("speaker:\"{name}\"");
            let Query::Field(field, value) = parse_with(self.analyzer(), &clause).query else { continue };
            if self.count_value(field, &value)? > 0 {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }
}
