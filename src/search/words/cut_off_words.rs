//! Finds runs of letters that were cut out of texts without spaces, also where they begin or end within a
//! word of another script.
//!
//! A reader of Chinese copies *gan参加* or *Hanni* out of *Hannigan参加*. Where no article has such a run as it
//! is typed, the words at its edges are parts of words: the ends of those before it, and the beginnings of
//! those after it. A word in quotes is whole.

use std::sync::Arc;

use tantivy::Term as TantivyTerm;

use crate::analysis::{Language, is_stop_word, is_unspaced};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::{Field, MAX_NOTES, Occur, Query, Term, WordReading, parse_with};
use crate::search::plan::target_of;
use crate::search::queries::work_budget::{EXTRA_STEPS, WorkBudget};
use crate::search::request::SearchParams;
use crate::search::snapshot::IndexSnapshot;

/// Languages without spaces between words.
const UNSPACED: [&str; 6] = ["zh", "ja", "th", "lo", "km", "my"];
/// Minimum length of a part of a word beside letters without spaces, in letters: the A of *A股* is a word.
const MIN_PART: usize = 2;
/// Minimum length of the beginning of a word by itself, in letters.
const MIN_BEGINNING: usize = 4;
/// Maximum number of words of a query that are looked up.
const MAX_LOOKUPS: usize = 12;

/// Reader of the words of a query as parts of words.
struct PartReader<'s> {
    snapshot: &'s IndexSnapshot,
    /// Languages of the archive without spaces between words.
    languages: Vec<Language>,
    lookups: usize,
    budget: Arc<WorkBudget>,
    notes: Vec<String>,
}

impl IndexSnapshot {
    /// Reads the words of `query` on `target` that no article has as parts of words, where articles without
    /// spaces have such words. Returns a note on each.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn read_cut_off_words(
        &self,
        query: &mut Query,
        target: SearchTarget,
    ) -> Result<Vec<String>, Error> {
        let is_in_archive = |language: &Language| self.meta.languages.contains_key(language.code());
        let languages = UNSPACED.into_iter().filter_map(Language::named).filter(is_in_archive).collect();
        let budget = Arc::new(WorkBudget::new(EXTRA_STEPS));
        let mut reader = PartReader { snapshot: self, languages, lookups: 0, budget, notes: Vec::new() };
        if !reader.languages.is_empty() {
            reader.read(query, target, true)?;
        }
        Ok(reader.notes)
    }
}

impl PartReader<'_> {
    /// Reads the words that must match. Where `may_be_choice` is false, only a query that matches at
    /// positions can stand for a word.
    fn read(&mut self, query: &mut Query, target: SearchTarget, may_be_choice: bool) -> Result<(), Error> {
        match query {
            Query::Term(term) => {
                let as_part = match term.base {
                    None => self.with_open_edges(term, target)?,
                    Some(_) if may_be_choice => self.as_beginning(term, target)?,
                    Some(_) => None,
                };
                if let Some((as_part, note)) = as_part {
                    *query = as_part;
                    self.notes.extend(Some(note).filter(|_| self.notes.len() < MAX_NOTES));
                }
                Ok(())
            }
            Query::Bool(parts) => {
                let mut required = parts.iter_mut().filter(|(occur, _)| *occur == Occur::Must);
                required.try_for_each(|(_, part)| self.read(part, target, may_be_choice))
            }
            Query::Near(near) => {
                self.read(&mut near.left, target, false)?;
                self.read(&mut near.right, target, false)
            }
            Query::Field(field @ (Field::Title | Field::Cut | Field::Said), value) => {
                self.read(value, target_of(*field), false)
            }
            _ => Ok(()),
        }
    }

    /// Returns the run that `term` is, with patterns for the words at its edges, and a note.
    fn with_open_edges(
        &mut self,
        term: &Term,
        target: SearchTarget,
    ) -> Result<Option<(Query, String)>, Error> {
        let [first, .., last] = term.tokens.as_slice() else { return Ok(None) };
        let star = |word: &str| if is_part(word, MIN_PART) { "*" } else { "" };
        let (before, after) = (star(first), star(last));
        let is_run = term.surface.contains(is_unspaced) && !(before.is_empty() && after.is_empty());
        if !is_run || !self.may_look_up() || self.finds(&Query::Term(term.clone()), target)? {
            return Ok(None);
        }
        let typed = format!("{before}{}{after}", term.surface);
        let query = parse_with(term.analyzer, &typed).query;
        if !matches!(query, Query::Phrase(_)) || !self.finds(&query, target)? {
            return Ok(None);
        }
        let note = format!("no article has {} as it is typed; it was read as {typed}", term.surface);
        Ok(Some((query, note)))
    }

    /// Returns a choice of `term` and the words that begin with it in articles without spaces, and a note.
    fn as_beginning(&mut self, term: &Term, target: SearchTarget) -> Result<Option<(Query, String)>, Error> {
        let (WordReading::Inflected, [word]) = (term.reading, term.tokens.as_slice()) else {
            return Ok(None);
        };
        if !is_part(word, MIN_BEGINNING) || is_stop_word(word) || !self.may_look_up() {
            return Ok(None);
        }
        let snapshot = self.snapshot;
        let as_typed = TantivyTerm::from_field_text(snapshot.fields.of(target).0, word);
        let articles = catch_engine_panic(&snapshot.path, || {
            snapshot.count(&as_typed, None).map_err(|error| snapshot.error(error))
        })?;
        if articles > 0 {
            return Ok(None);
        }
        let codes: Vec<_> = self.languages.iter().map(|language| language.code()).collect();
        let spaced = with_spaces(&term.surface).map(|spaced| format!("\"{spaced}*\""));
        for typed in [Some(format!("{word}*")), spaced].into_iter().flatten() {
            let beginning = format!("{typed} lang:{}", codes.join(","));
            let beginning = parse_with(term.analyzer, &beginning).query;
            if self.finds(&beginning, target)? {
                let choices = [Query::Term(term.clone()), beginning];
                let query = Query::Bool(choices.map(|choice| (Occur::Should, choice)).into());
                let names: Vec<_> = self.languages.iter().map(|language| language.english_name()).collect();
                let note = format!(
                    "no article has the word {}; {typed} was searched for as well, in articles in {}",
                    term.surface,
                    names.join(", ")
                );
                return Ok(Some((query, note)));
            }
        }
        Ok(None)
    }

    fn may_look_up(&mut self) -> bool {
        self.lookups += 1;
        self.lookups <= MAX_LOOKUPS
    }

    fn finds(&self, query: &Query, target: SearchTarget) -> Result<bool, Error> {
        let params = SearchParams { target, ..SearchParams::default() };
        Ok(self.snapshot.search_within(query, &params, &self.budget)?.total > 0)
    }
}

/// Returns whether the normalized `word` has only letters of a script with spaces, at least so many.
fn is_part(word: &str, min_letters: usize) -> bool {
    word.chars().all(|c| c.is_alphabetic() && !is_unspaced(c)) && word.chars().count() >= min_letters
}

/// Returns the word with a space before each capital after a small letter; `None` if it has none.
fn with_spaces(word: &str) -> Option<String> {
    let mut spaced = String::new();
    for c in word.chars() {
        if c.is_uppercase() && spaced.ends_with(char::is_lowercase) {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    spaced.contains(' ').then_some(spaced)
}
