//! Names the values of fields that no article has, with the nearest that some have.

use crate::analysis::query_tokens;
use crate::error::Error;
use crate::index::error::catch_engine_panic;
use crate::query::ast::edit_distance;
use crate::query::{Field, Occur, Query, parse_with};
use crate::search::plan::target_of;
use crate::search::request::SearchParams;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;
use crate::text::capitalized;

/// Maximum number of values of a query that are looked up.
const MAX_VALUES: usize = 8;
/// Maximum number of near values that a note names.
const MAX_NEAR_VALUES: usize = 3;
/// Maximum number of values that are tried.
const MAX_TRIED: usize = 12;
/// Maximum number of terms that are tried in place of one.
const MAX_CANDIDATES: usize = 6;
/// Maximum edit distance of such a term.
const MAX_DISTANCE: u8 = 2;
/// Minimum length of a term for that distance; one edit turns a shorter one into another.
const MIN_LENGTH: usize = 5;
/// Minimum length of a word of a value that is looked up alone.
const MIN_WORD: usize = 3;

impl Searcher {
    /// Returns a note on each value of a site, author, path or speaker in `query` that no article has, with
    /// the nearest that some have.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(crate) fn unknown_values(&self, query: &Query) -> Result<Vec<String>, Error> {
        let snapshot = self.snapshot();
        catch_engine_panic(&snapshot.path, || snapshot.unknown_values(query, false))
    }
}

impl IndexSnapshot {
    /// Returns a note on each value of a site, author, path or speaker in `query` that no article has.
    /// `has_matches` tells whether articles match the query: these have the values that it requires.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn unknown_values(
        &self,
        query: &Query,
        has_matches: bool,
    ) -> Result<Vec<String>, Error> {
        let mut values = Vec::new();
        collect_values(query, None, true, &mut values);
        let mut notes = Vec::new();
        for FieldValue { field, value, surface, is_required } in values.into_iter().take(MAX_VALUES) {
            if field == Field::Speaker && !self.fields.has_quotations {
                continue; // another note says so
            }
            if is_required && has_matches || self.count_value(field, value)? > 0 {
                continue;
            }
            let near = self.near_values(field, surface)?;
            let shown = clause(field, surface);
            notes.push(match near.is_empty() {
                true => format!("no article has {shown}"),
                false => format!("no article has {shown}; the nearest: {}", near.join(", ")),
            });
        }
        Ok(notes)
    }

    /// Counts the articles whose field matches `value`.
    pub(super) fn count_value(&self, field: Field, value: &Query) -> Result<usize, Error> {
        let clause = Query::Field(field, Box::new(value.clone()));
        Ok(self.search(&clause, &SearchParams::default())?.total)
    }

    /// Returns clauses near `surface` that match articles, each with their number.
    fn near_values(&self, field: Field, surface: &str) -> Result<Vec<String>, Error> {
        let names = self.near_names(field, surface)?;
        let by_parts = names.is_none();
        let mut candidates = match names {
            Some(names) => names,
            None => self.respelled(field, surface)?,
        };
        if by_parts && candidates.is_empty() && matches!(field, Field::Author | Field::Path) {
            let is_extension = |start: usize| field == Field::Path && surface[..start].ends_with('.');
            let words =
                query_tokens(self.analyzer(), surface).filter(|token| !is_extension(token.span.start));
            let words = words.map(|token| surface[token.span].to_owned());
            candidates.extend(words.filter(|word| word.chars().count() >= MIN_WORD));
            if field == Field::Path {
                candidates.reverse(); // the name of the file says more than those of its folders
            }
        }
        let mut near: Vec<(String, usize)> = Vec::new();
        for candidate in candidates.into_iter().take(MAX_TRIED) {
            let clause = clause(field, &candidate);
            let total = match parse_with(self.analyzer(), &clause).query {
                Query::Field(field, value) => self.count_value(field, &value)?,
                _ => 0,
            };
            if total > 0 && near.iter().all(|(known, _)| *known != clause) {
                near.push((clause, total));
            }
            if near.len() == MAX_NEAR_VALUES {
                break;
            }
        }
        let counted = |(clause, total): (String, usize)| {
            format!("{clause} ({total} article{})", if total == 1 { "" } else { "s" })
        };
        Ok(near.into_iter().map(counted).collect())
    }

    /// Returns `surface` with each word that the field lacks replaced by near ones that it has, the nearest
    /// first. Of several such words, only the nearest to each is tried.
    fn respelled(&self, field: Field, surface: &str) -> Result<Vec<String>, Error> {
        let terms = self.fields.of(target_of(field)).0;
        let engine_error = |error| self.error(error);
        let mut spellings = vec![surface.to_owned()];
        let tokens: Vec<_> = query_tokens(self.analyzer(), surface).collect();
        let mut has_changed = false;
        for token in tokens.iter().rev() {
            let term = tantivy::Term::from_field_text(terms, &token.text);
            if self.term_doc_freq(&term).map_err(engine_error)? > 0 {
                continue;
            }
            let distance = if token.text.chars().count() < MIN_LENGTH { 1 } else { MAX_DISTANCE };
            let found = self.terms_within_distance(terms, &token.text, distance);
            let mut found: Vec<_> = found.map_err(engine_error)?.into_iter().collect();
            if found.is_empty() {
                continue; // such as the name of a folder that is indexed
            }
            let letters: Vec<char> = token.text.chars().collect();
            let distance = |word: &str| edit_distance(&letters, &word.chars().collect::<Vec<_>>());
            found.sort_by_cached_key(|(word, count)| {
                (distance(word), std::cmp::Reverse(*count), word.clone())
            });
            let typed = &surface[token.span.clone()];
            let is_capital = typed.starts_with(char::is_uppercase);
            let written = |word: &str| if is_capital { capitalized(word) } else { word.to_owned() };
            let limit = if has_changed { 1 } else { MAX_CANDIDATES };
            let replace = |spelling: &String, word: &str| {
                let (before, after) = (&spelling[..token.span.start], &spelling[token.span.end..]);
                format!("{before}{}{after}", written(word))
            };
            let best = found.iter().take(limit);
            spellings =
                best.flat_map(|(word, _)| spellings.iter().map(|spelling| replace(spelling, word))).collect();
            has_changed = true;
        }
        if !has_changed {
            spellings.clear();
        }
        Ok(spellings)
    }
}

/// Value that a query seeks in a field.
struct FieldValue<'q> {
    field: Field,
    /// Word or phrase.
    value: &'q Query,
    /// Value as typed.
    surface: &'q str,
    /// Whether only articles with it match the query.
    is_required: bool,
}

/// Collects the words and phrases that `query` seeks in the site, author, path or speaker. `is_required`
/// tells whether `query` must match.
fn collect_values<'q>(
    query: &'q Query,
    field: Option<Field>,
    is_required: bool,
    values: &mut Vec<FieldValue<'q>>,
) {
    let surface = match query {
        Query::Field(inner @ (Field::Site | Field::Author | Field::Path | Field::Speaker), value) => {
            return collect_values(value, Some(*inner), is_required, values);
        }
        Query::Bool(parts) => {
            for (occur, part) in parts {
                collect_values(part, field, is_required && *occur == Occur::Must, values);
            }
            return;
        }
        Query::Term(term) => &term.surface,
        Query::Phrase(phrase) => &phrase.surface,
        _ => return,
    };
    values.extend(field.map(|field| FieldValue { field, value: query, surface, is_required }));
}

/// Returns the clause of `value` as a query spells it.
fn clause(field: Field, value: &str) -> String {
    let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
    format!("{}:{quote}{value}{quote}", field.name())
}
