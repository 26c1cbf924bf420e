//! Reads capitalized words as names in languages that inflect names.
//!
//! A stem joins the surname *Коваль* with ковалі (smiths), and *Petit* with petites. Most languages write
//! names, and little else, with a capital within a sentence, and an index has these words
//! (`Fields::capitals`). So where most articles of a language that have a word have it with a capital, a word
//! that is typed with one matches the words with its stem of which this holds, too: the forms of the name in
//! all its cases. Only articles of the language are counted, so others change nothing.
//! `docs/adr/0044-inflected-names.md` has the measurements.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{DocAddress, TantivyError, Term as TantivyTerm};

use crate::analysis::{
    Language, LanguageSet, QueryStem, TokenStream, Unjoined, can_be_spelled_otherwise, is_given_name,
    is_no_surname,
};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::capitals::Capital;
use crate::query::{MAX_NOTES, Query, Term, TermMatcher};
use crate::search::expand::expand;
use crate::search::expand::word_cache::InflectedName;
use crate::search::fast_fields::UNDATED;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::ScoredDoc;
use crate::search::words::names::union;

/// Minimum share of the articles of a language with a word that write it with a capital, and their minimum
/// number, from which it is a name.
const MIN_SHARE: f64 = 0.5;
const MIN_ARTICLES: u64 = 2;
/// Minimum share for a word that has its capital by position or throughout.
const MIN_SHARE_OF_OTHER_CAPITAL: f64 = 0.75;
/// Minimum share for another form of the name, which may begin sentences.
const MIN_SHARE_OF_FORM: f64 = 0.25;
/// Maximum number of articles with another form that are read, to see whether they have it with a small
/// initial.
const MAX_READ: u64 = 4;
/// Maximum number of words that a note lists.
const MAX_LISTED: usize = 3;

impl IndexSnapshot {
    /// Marks the words of `query` that are read as names in languages that inflect names, and returns a note
    /// on each.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn read_inflected_names(&self, query: &mut Query) -> Result<Vec<String>, Error> {
        let can_tell = !self.is_remote() && self.analyzer().tags_stems();
        let Some(capitals) = self.fields.capitals.filter(|_| can_tell) else { return Ok(Vec::new()) };
        let mut notes = Vec::new();
        let mut read = |term: &mut Term, capital| {
            let Some(base) = term.base.clone().filter(|_| term.with_turkish_ending().is_none()) else {
                return Ok(());
            };
            let name = self.inflected_name(capitals, (term, &base), capital)?;
            if name.languages.is_empty() {
                return Ok(());
            }
            for language in &name.languages {
                term.unjoined = term.unjoined.with_name_in(*language);
            }
            term.name_forms.clone_from(&name.forms);
            let note = note(&term.surface, &name);
            if notes.len() < MAX_NOTES && !notes.contains(&note) {
                notes.push(note);
            }
            Ok(())
        };
        catch_engine_panic(&self.path, || {
            query.visit_capitalized(&mut read).map_err(|error| self.error(error))
        })?;
        Ok(notes)
    }

    fn inflected_name(
        &self,
        capitals: Field,
        (term, base): (&Term, &str),
        capital: Capital,
    ) -> tantivy::Result<Arc<InflectedName>> {
        let languages: Vec<Language> = self
            .languages()
            .joined_stems(base, term.unjoined)
            .iter()
            .filter_map(QueryStem::native_language)
            .filter(|language| has_capitals_for_names(*language))
            .collect();
        if languages.is_empty() {
            return Ok(Arc::default());
        }
        let min_share = match capital {
            Capital::Own => MIN_SHARE,
            Capital::ByPosition | Capital::Throughout => MIN_SHARE_OF_OTHER_CAPITAL,
        };
        let key = format!("{} {base} {capital:?}", term.surface);
        self.inflected_names.get_or_insert(self.fields.exact, &key, || {
            let mut name = InflectedName::default();
            let articles = self.count_by_language(self.fields.exact, base, LanguageSet::ALL)?;
            for language in languages {
                let articles = articles.get(language.code()).copied().unwrap_or_default();
                if articles >= MIN_ARTICLES {
                    let word = (term, base, articles);
                    self.add_name_in(language, capitals, word, min_share, &mut name)?;
                }
            }
            Ok(Arc::new(name))
        })
    }

    /// Adds the forms of a word, which some articles of `language` have, to `name`, if it is a name there and
    /// shares its stem with other words.
    fn add_name_in(
        &self,
        language: Language,
        capitals: Field,
        (term, base, articles): (&Term, &str, u64),
        min_share: f64,
        name: &mut InflectedName,
    ) -> tantivy::Result<()> {
        let exact = |word: &str| TantivyTerm::from_field_text(self.fields.exact, word);
        let alone: LanguageSet = [language].into_iter().collect();
        let only = Unjoined { languages: LanguageSet::ALL.without(language), ..Unjoined::default() };
        let matcher = TermMatcher::Inflected(base.to_owned(), only);
        let in_field = (&self.fields, self.fields.exact);
        let budget = WorkBudget::default();
        let inflected =
            expand(&self.searcher, self.languages(), &self.inflection_cache, in_field, &matcher, &budget)?;
        let others: Vec<&str> =
            inflected.words.iter().map(String::as_str).filter(|word| *word != base).collect();
        if others.is_empty() {
            return Ok(());
        }
        let words: Vec<&str> = [base].into_iter().chain(others.iter().copied()).collect();
        let written = self.written_with_capital(capitals, &term.surface, &words)?;
        let with_capital = |word: &str| -> tantivy::Result<u64> {
            let terms = written.get(word).into_iter().flatten();
            terms.map(|term| self.count(term, Some(alone))).sum()
        };
        let share = |articles: u64, all: u64| articles as f64 / all.max(1) as f64;
        let as_name = with_capital(base)?;
        if as_name < MIN_ARTICLES || share(as_name, articles) < min_share {
            return Ok(());
        }
        let (mut forms, mut no_forms) = (Vec::new(), Vec::new());
        for word in others {
            let all = self.count(&exact(word), Some(alone))?;
            if all == 0 {
                continue;
            }
            let is_form = match is_counted(word) {
                true => share(with_capital(word)?, all) >= MIN_SHARE_OF_FORM,
                false => is_given_name(word),
            };
            let is_form = is_form || all <= MAX_READ && 2 * self.count_small(word, language)? < all;
            let words = if is_form { &mut forms } else { &mut no_forms };
            words.push(word.to_owned());
        }
        if !no_forms.is_empty() {
            name.languages.push(language);
            for (known, words) in [(&mut name.forms, forms), (&mut name.others, no_forms)] {
                words.into_iter().for_each(|word| {
                    if !known.contains(&word) {
                        known.push(word);
                    }
                });
            }
        }
        Ok(())
    }

    /// Counts the articles of `language` that have `word` with a small initial.
    fn count_small(&self, word: &str, language: Language) -> tantivy::Result<u64> {
        let term = TantivyTerm::from_field_text(self.fields.exact, word);
        let mut count = 0;
        for (segment_ord, segment) in (0..).zip(self.searcher.segment_readers()) {
            let docs = union(segment, std::slice::from_ref(&term))?;
            let Some(languages) = self.doc_languages.of(segment)? else { continue };
            for doc_id in docs.into_iter().filter(|doc| languages.ordinal(*doc) == language.ordinal()) {
                let address = DocAddress { segment_ord, doc_id };
                let doc = ScoredDoc { score: 0.0, day: UNDATED, address };
                let article = self.fetch(&doc, SearchTarget::Article, true);
                let article = article.map_err(|error| TantivyError::InternalError(error.to_string()))?;
                let title = article.metadata.title.as_deref().unwrap_or_default();
                let is_small = |text: &str| {
                    let mut tokens = TokenStream::in_language(self.analyzer(), text, language);
                    while tokens.advance() {
                        let written = text.get(tokens.span()).unwrap_or_default();
                        if tokens.text() == word && written.starts_with(char::is_lowercase) {
                            return true;
                        }
                    }
                    false
                };
                count += u64::from(is_small(&article.text.text) || is_small(title));
            }
        }
        Ok(count)
    }

    /// Returns the spellings with a capital of the normalized `words`, as terms of the field `capitals`, by
    /// word. They begin with the first letter of `typed` or of the first word.
    fn written_with_capital(
        &self,
        capitals: Field,
        typed: &str,
        words: &[&str],
    ) -> tantivy::Result<FxHashMap<String, Vec<TantivyTerm>>> {
        let length = |word: &&str| word.chars().count();
        let (min, max) = (words.iter().map(length).min(), words.iter().map(length).max());
        // Of most words the second letter tells that they are others.
        let second: Vec<Option<char>> = words.iter().map(|word| word.chars().nth(1)).collect();
        let may_be_one = |written: &str| {
            let letter = written.chars().nth(1);
            (letter.is_some_and(has_mark) || second.contains(&letter))
                && (min..=max).contains(&Some(written.chars().count()))
        };
        let initials = [typed, words.first().copied().unwrap_or_default()];
        let mut initials: Vec<char> =
            initials.iter().filter_map(|word| word.chars().next()?.to_uppercase().next()).collect();
        initials.dedup();
        let mut found: FxHashMap<String, Vec<TantivyTerm>> = FxHashMap::default();
        for initial in initials {
            let start = initial.to_string();
            for segment in self.searcher.segment_readers() {
                let inverted_index = segment.inverted_index(capitals)?;
                let mut stream = inverted_index.terms().range().ge(&start).into_stream()?;
                while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                    let Ok(written) = std::str::from_utf8(stream.key()) else { continue };
                    if !may_be_one(written) {
                        continue;
                    }
                    let mut tokens = TokenStream::new(self.analyzer(), written);
                    if !tokens.advance() || !words.contains(&tokens.text()) {
                        continue;
                    }
                    let terms = found.entry(tokens.text().to_owned()).or_default();
                    let term = TantivyTerm::from_field_text(capitals, written);
                    if !terms.contains(&term) {
                        terms.push(term);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Returns whether a language inflects names and writes little else with a capital within a sentence.
fn has_capitals_for_names(language: Language) -> bool {
    // English names are known by more than their capital.
    !matches!(language.code(), "en" | "de" | "lb")
}

/// Returns whether the index has a word among those with a capital, where articles write it so.
fn is_counted(word: &str) -> bool {
    let is_common = || is_no_surname(word) || word.strip_suffix('s').is_some_and(is_no_surname);
    can_be_spelled_otherwise(word) && !(word.is_ascii() && is_common())
}

/// Returns whether a letter may be folded to another.
fn has_mark(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1fff}' | 'ё' | 'ґ')
        || matches!(c, '\u{37a}'..='\u{3ce}')
}

/// Returns the note on a word that is read as a name.
fn note(word: &str, name: &InflectedName) -> String {
    let languages: Vec<&str> = name.languages.iter().map(|language| language.english_name()).collect();
    let listed: Vec<&str> = name.others.iter().take(MAX_LISTED).map(String::as_str).collect();
    let more = match name.others.len() - listed.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (languages, listed, lower) = (languages.join(", "), listed.join(", "), word.to_lowercase());
    format!("{word} read as a name in {languages}, without {listed}{more} (type {lower})")
}

#[cfg(test)]
mod tests {
    use crate::search::words::names::inflected::*;

    #[test]
    fn a_note_lists_a_few_words() {
        let name = |others: &[&str]| InflectedName {
            languages: Language::named("uk").into_iter().collect(),
            forms: Vec::new(),
            others: others.iter().map(|word| (*word).to_owned()).collect(),
        };
        assert_eq!(
            note("Коваль", &name(&["ковалі"])),
            "Коваль read as a name in Ukrainian, without ковалі (type коваль)"
        );
        assert_eq!(
            note("Коваль", &name(&["ковалі", "ковалів", "ковалям", "ковалях", "ковалями"])),
            "Коваль read as a name in Ukrainian, without ковалі, ковалів, ковалям and 2 more (type коваль)"
        );
    }
}
