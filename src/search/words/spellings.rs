//! Finds other spellings of the words of a query: of names as the index has compared them, of Chinese words
//! in the other characters, and of unknown words the similar ones.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::analysis::{
    SpellingKeys, TokenStream, can_be_spelled_otherwise, ending_fits, han_spellings, is_acronym,
    is_case_of_another, is_common_word, is_foreign_function_word, is_latin, is_no_function_word,
    is_stop_word, romanize,
};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::index::spellings::table::NameSpelling;
use crate::query::{Query, Term, parse_with};
use crate::search::expand::spelling::{Spelling, most_frequent, variants};
use crate::search::queries::work_budget::{EXTRA_STEPS, WorkBudget};
use crate::search::request::SearchParams;
use crate::search::snapshot::IndexSnapshot;

/// Maximum edit distance of the romanized form of a name.
const MAX_ROMANIZED_DISTANCE: u8 = 2;
/// Ranges with the capitals of Cyrillic script, each with the letter after the last one.
const CYRILLIC: [[&str; 2]; 2] = [["\u{400}", "\u{430}"], ["\u{460}", "\u{530}"]];

/// Extent of a search for other spellings, each with what those before it find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::search) enum SpellingSearch {
    /// Spellings in the table of names, and Chinese words in the other characters.
    Table,
    /// Spellings in other scripts, those of far more frequent names, and those among all words if the index
    /// has not compared its names.
    AllWords,
    /// Similar words for one that no article has, or next to none.
    Similar,
}

/// Other spellings of a word of a query.
#[derive(Debug, Default)]
pub(in crate::search) struct OtherSpellings {
    /// Spellings, the most frequent first.
    pub spellings: Vec<Spelling>,
    /// Words that are only similar to one that no article has, or next to none beside these common words.
    pub similar: Vec<Spelling>,
}

impl IndexSnapshot {
    /// Returns other spellings of the word that `term` is, as far as `extent` asks for.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn other_spellings(
        &self,
        term: &Term,
        extent: SpellingSearch,
    ) -> Result<OtherSpellings, Error> {
        let found = |spellings| Ok(OtherSpellings { spellings, similar: Vec::new() });
        let Some(word) = term.tokens.first().filter(|word| !is_stop_word(word)) else {
            return found(Vec::new());
        };
        let in_other_characters = han_spellings(&term.surface);
        if !in_other_characters.is_empty() {
            return found(self.found_spellings(in_other_characters)?);
        }
        let Some(base) = &term.base else { return found(Vec::new()) };
        // Without the table, which a note is on, spellings are found as in an index that has none.
        let spellings: Vec<Spelling> = match self.spellings.get().unwrap_or_default() {
            Some(names) => [base, word]
                .into_iter()
                .map(|word| names.spellings(word))
                .find(|spellings| !spellings.is_empty())
                .unwrap_or_default()
                .into_iter()
                .map(|name| Spelling {
                    word: name.word,
                    written: Some(name.written),
                    doc_freq: name.articles,
                })
                .collect(),
            None if extent > SpellingSearch::Table => self.variants_of(word)?,
            None => Vec::new(),
        };
        if extent == SpellingSearch::Table || !spellings.is_empty() {
            return found(spellings);
        }
        let is_name = term.surface.chars().next().is_some_and(char::is_uppercase);
        let is_known = self.doc_freq(word)? > 0
            || self.search(&Query::Term(term.clone()), &SearchParams::default())?.total > 0;
        if is_known {
            if is_name && !is_acronym(&term.surface) && !self.has_been_compared(word)? {
                let mut names = self.set_in_other_script(word)?;
                if names.is_empty() {
                    names = self.far_more_frequent_names(word)?;
                }
                if !names.is_empty() {
                    return found(names);
                }
            }
            let similar = match extent {
                SpellingSearch::Similar => self.far_more_common_words(word, is_name)?,
                _ => Vec::new(),
            };
            return Ok(OtherSpellings { spellings: Vec::new(), similar });
        }
        let spellings = match is_acronym(&term.surface) {
            true => Vec::new(),
            false => self.set_in_other_script(word)?,
        };
        // A set with a word of this script has what was meant.
        let is_complete = spellings.iter().any(|spelling| is_latin(&spelling.word) == is_latin(word));
        let similar = match extent {
            SpellingSearch::Similar if !is_complete && !is_foreign_function_word(word) => {
                let mut similar = self.similar_words(word, is_name)?;
                similar.retain(|other| spellings.iter().all(|spelling| spelling.word != other.word));
                similar
            }
            _ => Vec::new(),
        };
        Ok(OtherSpellings { spellings, similar })
    }

    /// Returns the words of the index that are a name that it does not have in this script, and the other
    /// spellings of these, the most frequent first.
    fn set_in_other_script(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        let mut set = self.in_other_script(word)?;
        let Some(names) = self.spellings.get().unwrap_or_default() else { return Ok(set) };
        for index in 0..set.len() {
            for name in names.spellings(&set[index].word) {
                if name.word != word && set.iter().all(|known| known.word != name.word) {
                    let NameSpelling { word, written, articles } = name;
                    set.push(Spelling { word, written: Some(written), doc_freq: articles });
                }
            }
        }
        set.sort_by(|a, b| b.doc_freq.cmp(&a.doc_freq).then_with(|| a.word.cmp(&b.word)));
        Ok(set)
    }

    /// Returns the spellings that articles have, with the number of these.
    fn found_spellings(&self, spellings: Vec<String>) -> Result<Vec<Spelling>, Error> {
        let mut found = Vec::new();
        for word in spellings {
            let budget = Arc::new(WorkBudget::new(EXTRA_STEPS / 4));
            let query = parse_with(self.analyzer(), &word).query;
            let results = self.search_within(&query, &SearchParams::default(), &budget)?;
            if results.total > 0 && !results.is_truncated {
                let written = Some(word.clone());
                found.push(Spelling { word, written, doc_freq: results.total as u64 });
            }
        }
        Ok(found)
    }

    /// Returns the number of articles that a search for `written` finds: its words as typed, or next to each
    /// other if there are several; `None` if that takes too long.
    pub(in crate::search) fn count_articles_with(&self, written: &str) -> Result<Option<u64>, Error> {
        let typed = if written.contains(' ') { format!("\"{written}\"") } else { written.to_owned() };
        let mut query = parse_with(self.analyzer(), &typed).query;
        self.read_words(&mut query, SearchTarget::Article)?;
        self.count_articles(&query)
    }

    /// Returns the number of articles that `query` matches; `None` if that takes too long.
    pub(in crate::search) fn count_articles(&self, query: &Query) -> Result<Option<u64>, Error> {
        let budget = Arc::new(WorkBudget::new(EXTRA_STEPS / 4));
        let results = self.search_within(query, &SearchParams::default(), &budget)?;
        Ok((!results.is_truncated).then_some(results.total as u64))
    }

    /// Returns the words of the index that may be the same name, where it has not compared its names.
    fn variants_of(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        catch_engine_panic(&self.path, || {
            variants(|word, distance| self.terms_within_distance(self.fields.exact, word, distance), word)
                .map_err(|error| self.error(error))
        })
    }

    /// Returns the words of the index that are a name that it does not have in this script.
    fn in_other_script(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        let Some(capitals) = self.fields.capitals.filter(|_| can_be_spelled_otherwise(word)) else {
            return Ok(Vec::new());
        };
        let found = catch_engine_panic(&self.path, || {
            let found = match romanize(word) {
                Some(latin) if self.may_be_name(word)? => self.romanized(word, &latin),
                Some(_) => Ok(Vec::new()),
                None if is_latin(word) && !is_common_word(word) => self.cyrillic(capitals, word),
                None => Ok(Vec::new()),
            };
            found.map_err(|error| self.error(error))
        })?;
        // Words of the other script that articles write with a capital now and then are no names.
        let mut names = Vec::new();
        for spelling in found {
            let is_name = match is_latin(&spelling.word) {
                true => self.is_name_or_noun(&spelling.word, spelling.doc_freq)?,
                false => self.may_be_name(&spelling.word)?,
            };
            if is_name {
                names.push(spelling);
            }
        }
        Ok(names)
    }

    /// Returns whether a word in Cyrillic script may be a name in its base form; other words may be.
    fn may_be_name(&self, word: &str) -> Result<bool, Error> {
        if is_latin(word) {
            return Ok(true);
        }
        let mut failed = None;
        let is_case = is_case_of_another(word, |base| match self.doc_freq(base) {
            Ok(articles) => articles > 0,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        match failed {
            Some(error) => Err(error),
            None => Ok(is_no_function_word(word) && !is_case),
        }
    }

    /// Returns the words in Latin script that a name in another one, which is `latin` romanized, is written
    /// as.
    fn romanized(&self, word: &str, latin: &str) -> tantivy::Result<Vec<Spelling>> {
        let key = SpellingKeys::new(latin).transliteration;
        let near = self.terms_within_distance(self.fields.exact, latin, MAX_ROMANIZED_DISTANCE)?;
        let is_name = |other: &String| {
            SpellingKeys::new(other).transliteration == key
                && ending_fits(word, other)
                && !is_common_word(other)
        };
        Ok(most_frequent(near.into_iter().filter(|(word, _)| is_name(word))))
    }

    /// Returns the words in Cyrillic script that a Latin name is written as.
    fn cyrillic(&self, capitals: Field, word: &str) -> tantivy::Result<Vec<Spelling>> {
        let key = SpellingKeys::new(word).transliteration;
        let is_name = |other: &str| {
            let romanized = romanize(other).filter(|_| ending_fits(other, word));
            romanized.is_some_and(|latin| SpellingKeys::new(&latin).transliteration == key)
        };
        let mut found: FxHashMap<String, u64> = FxHashMap::default();
        for range in CYRILLIC {
            self.add_capitalized(capitals, range, is_name, &mut found)?;
        }
        let mut names = Vec::new();
        for (word, with_capital) in found {
            let articles = self.term_doc_freq(&tantivy::Term::from_field_text(self.fields.exact, &word))?;
            if with_capital * 2 >= articles {
                names.push((word, articles));
            }
        }
        Ok(most_frequent(names))
    }

    /// Adds the normalized words that articles write with a capital, from one beginning to before another,
    /// and that `is_name` accepts, each with the number of articles that write it so.
    pub(super) fn add_capitalized(
        &self,
        capitals: Field,
        [start, end]: [&str; 2],
        is_name: impl Fn(&str) -> bool,
        found: &mut FxHashMap<String, u64>,
    ) -> tantivy::Result<()> {
        for segment in self.searcher.segment_readers() {
            let inverted_index = segment.inverted_index(capitals)?;
            let mut stream = inverted_index.terms().range().ge(start).lt(end).into_stream()?;
            while stream.advance() {
                let Ok(written) = std::str::from_utf8(stream.key()) else { continue };
                let mut tokens = TokenStream::new(self.analyzer(), written);
                if tokens.advance() && is_name(tokens.text()) {
                    *found.entry(tokens.text().to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(())
    }
}
