//! Finds words of the index that are similar to one that it does not have: what a typing error may have been
//! meant for.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::schema::Field;

use crate::analysis::{
    Language, LanguageSet, Likeness, SpellingKeys, can_be_spelled_otherwise, is_common_word,
    is_foreign_function_word, is_latin, is_slur, is_vulgar, loose_key, stem,
};
use crate::error::Error;
use crate::index::error::catch_engine_panic;
use crate::search::expand::spelling::{Spelling, by_frequency, nearest};
use crate::search::request::SearchParams;
use crate::search::snapshot::IndexSnapshot;
use crate::search::words::as_written::exact_phrase;
use crate::text::capitalized;

/// Maximum number of similar words.
const MAX_SIMILAR: usize = 3;
/// Number of letters of a word for each that may be mistyped.
const LETTERS_PER_EDIT: usize = 4;
/// Maximum number of mistyped letters.
const MAX_EDITS: usize = 2;
/// Minimum length of a word with a capital that may be no name but the first of a sentence, in letters: names
/// as short are a letter away from many words.
const MIN_WORD_WITH_CAPITAL: usize = 8;
/// A common word is what was meant if it is in so many times as many articles.
const FAR_MORE_COMMON: u64 = 200;
/// A name of the same sound is what was meant if it is in so many times as many articles.
const FAR_MORE_FREQUENT: u64 = 50;
/// Maximum number of articles with a typing error, or one of this many articles of the index.
const MAX_SLIPS: u64 = 5;
const ARTICLES_PER_SLIP: u64 = 10_000;
/// Minimum length of a word that may be a slip of any letter, in letters: words as short are a letter away
/// from many others (intro, into).
const MIN_SLIP: usize = 7;
/// Languages that write nouns with a capital.
const NOUNS_WITH_CAPITAL: [&str; 2] = ["de", "lb"];
/// Maximum number of similar words of which names are told apart.
const MAX_CANDIDATES: usize = 16;
/// Minimum length of each of two words that may have been typed as one, in letters.
const MIN_PART: usize = 3;
/// Maximum number of pairs of such words that are looked up.
const MAX_SPLITS: usize = 4;

impl IndexSnapshot {
    /// Returns the words of the index that are similar to one that it does not have, the likeliest first.
    /// `is_name` tells whether it was typed with a capital: then names come first, and short words that are
    /// no names are none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn similar_words(&self, word: &str, is_name: bool) -> Result<Vec<Spelling>, Error> {
        let length = word.chars().count();
        let edits = (length / LETTERS_PER_EDIT).min(MAX_EDITS) as u8;
        let exact = self.fields.exact;
        let terms = |word: &str, edits| self.terms_within_distance(exact, word, edits);
        let find = |word: &str| nearest(terms, word, edits).map(Arc::from);
        // The automaton is run over the whole dictionary, and a search for spellings and one for near misses
        // ask for the same word.
        let mut near: Arc<[Spelling]> = catch_engine_panic(&self.path, || {
            let near = self.nearest_cache.get_or_insert(exact, word, || find(word));
            near.map_err(|error| self.error(error))
        })?;
        // Words with ä, ö or ü are in the index as a, o and u.
        let folded = word.replace("ae", "a").replace("oe", "o").replace("ue", "u");
        if near.is_empty() && folded != word {
            near = catch_engine_panic(&self.path, || find(&folded).map_err(|error| self.error(error)))?;
        }
        let can_be_shown = |spelling: &Spelling| {
            let word = &spelling.word;
            !is_slur(word) && !is_vulgar(word) && !word.ends_with("'s") && !word.ends_with("’s")
        };
        let near = near.iter().filter(|spelling| can_be_shown(spelling)).take(MAX_CANDIDATES).cloned();
        let mut similar: Vec<(bool, Spelling)> = Vec::new();
        for spelling in near {
            let is_mostly_capital = is_name && self.is_name_or_noun(&spelling.word, spelling.doc_freq)?;
            if !is_name || is_mostly_capital || length >= MIN_WORD_WITH_CAPITAL {
                similar.push((is_mostly_capital, spelling));
            }
        }
        if is_name {
            for spelling in self.names_of_key(word)? {
                if can_be_shown(&spelling) && similar.iter().all(|(_, known)| known.word != spelling.word) {
                    similar.push((true, spelling));
                }
            }
        }
        similar.extend(self.as_two_words(word)?.map(|words| (true, words)));
        let keys = SpellingKeys::new(word);
        let loose = loose_key(word);
        let sounds_alike = |word: &str| {
            word.contains(' ')
                || loose_key(word) == loose
                || keys.likeness(&SpellingKeys::new(word)).is_some()
        };
        similar.sort_by_cached_key(|(is_name, spelling)| {
            (!is_name, !sounds_alike(&spelling.word), Reverse(spelling.doc_freq))
        });
        let mut similar: Vec<Spelling> = similar.into_iter().map(|(_, spelling)| spelling).collect();
        similar.truncate(MAX_SIMILAR);
        Ok(similar)
    }

    /// Returns the common words beside which next to no article has a word that is similar: a typing error
    /// that the archive has as well.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn far_more_common_words(
        &self,
        word: &str,
        is_name: bool,
    ) -> Result<Vec<Spelling>, Error> {
        let doc_freq = self.doc_freq(word)?.max(1);
        let hardly_any = MAX_SLIPS.max(self.num_articles() / ARTICLES_PER_SLIP);
        if doc_freq > hardly_any
            || doc_freq * FAR_MORE_COMMON > self.num_articles()
            || is_common_word(word)
            || self.is_of_another_language(word, doc_freq)?
        {
            return Ok(Vec::new());
        }
        let keys = SpellingKeys::new(word);
        let stands_as_name =
            self.fields.capitals.is_some() && self.is_written_with_capital(word, doc_freq)?;
        let length = word.chars().count();
        let (is_short, is_long) = (length < MIN_SLIP, length >= MIN_WORD_WITH_CAPITAL);
        let mut similar = Vec::new();
        for other in self.similar_words(word, is_name)? {
            if !is_common_word(&other.word)
                || other.doc_freq < doc_freq * FAR_MORE_COMMON
                || have_one_stem(word, &other.word)
            {
                continue;
            }
            let likeness = keys.likeness(&SpellingKeys::new(&other.word));
            let is_slip = match (stands_as_name, likeness) {
                // A name beside others is another one, but for letters that hands repeat or exchange.
                (true, Some(_)) if is_long => true,
                (true, Some(Likeness::Swapped | Likeness::Doubled)) => {
                    self.is_written_with_capital(&other.word, other.doc_freq)?
                }
                (true, _) => false,
                (false, likeness) => !is_short || likeness.is_some(),
            };
            if is_slip {
                similar.push(other);
            }
        }
        Ok(similar)
    }

    /// Returns whether a word is one of another language than English: a function word, or one that most of
    /// its `doc_freq` articles have in another language.
    fn is_of_another_language(&self, word: &str, doc_freq: u64) -> Result<bool, Error> {
        let mut english = LanguageSet::default();
        english.insert(Language::ENGLISH);
        english.insert(Language::UNKNOWN);
        let in_english = catch_engine_panic(&self.path, || {
            let term = tantivy::Term::from_field_text(self.fields.exact, word);
            self.count(&term, Some(english)).map_err(|error| self.error(error))
        })?;
        Ok(is_foreign_function_word(word) || in_english * 2 < doc_freq)
    }

    /// Returns whether articles have a name where its capital tells that it is one, so that it has been
    /// compared with others.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn has_been_compared(&self, word: &str) -> Result<bool, Error> {
        self.is_written_with_capital(word, 1)
    }

    /// Returns the names of the same sound beside which next to no article has a name that only begins
    /// sentences.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn far_more_frequent_names(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        let doc_freq = self.doc_freq(word)?.max(1);
        let keys = SpellingKeys::new(word);
        let mut names = self.names_of_key(word)?;
        names.retain(|name| {
            name.doc_freq >= doc_freq * FAR_MORE_FREQUENT
                && keys.likeness(&SpellingKeys::new(&name.word)).is_some()
        });
        Ok(names)
    }

    /// Returns whether at least half of the `doc_freq` articles with a word write it with a capital within
    /// sentences.
    fn is_written_with_capital(&self, word: &str, doc_freq: u64) -> Result<bool, Error> {
        let Some(capitals) = self.fields.capitals else { return Ok(!is_common_word(word)) };
        let written = capitalized(word);
        catch_engine_panic(&self.path, || {
            let term = tantivy::Term::from_field_text(capitals, &written);
            let with_capital = self.searcher.doc_freq(&term).map_err(|error| self.error(error))?;
            Ok(with_capital * 2 >= doc_freq)
        })
    }

    /// Returns whether at least half of the `doc_freq` articles with a word write it with a capital, within
    /// sentences or as a noun of German.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn is_name_or_noun(&self, word: &str, doc_freq: u64) -> Result<bool, Error> {
        Ok(self.is_written_with_capital(word, doc_freq)? || self.is_noun_with_capital(word)?)
    }

    /// Returns whether the articles with a word write it with a capital, as German does all nouns, which are
    /// not told apart from names.
    fn is_noun_with_capital(&self, word: &str) -> Result<bool, Error> {
        let languages = &self.meta().languages;
        let has_nouns = languages.keys().any(|code| NOUNS_WITH_CAPITAL.contains(&code.as_str()));
        Ok(has_nouns && self.as_written(word)?.starts_with(char::is_uppercase))
    }

    /// Returns the names of the index that sound like a Latin word, the most frequent first.
    fn names_of_key(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        let Some(capitals) = self
            .fields
            .capitals
            .filter(|_| can_be_spelled_otherwise(word) && is_latin(word) && !is_common_word(word))
        else {
            return Ok(Vec::new());
        };
        catch_engine_panic(&self.path, || {
            self.find_names_of_key(capitals, word).map_err(|error| self.error(error))
        })
    }

    fn find_names_of_key(&self, capitals: Field, word: &str) -> tantivy::Result<Vec<Spelling>> {
        let key = loose_key(word);
        let mut found: FxHashMap<String, u64> = FxHashMap::default();
        for first in first_letters(word) {
            let next = char::from_u32(u32::from(first) + 1).unwrap_or(first);
            let letters = [&*first.to_string(), &*next.to_string()];
            self.add_capitalized(capitals, letters, |word| loose_key(word) == key, &mut found)?;
        }
        found.remove(word);
        let mut names = Vec::new();
        for (word, with_capital) in found {
            let term = tantivy::Term::from_field_text(self.fields.exact, &word);
            let doc_freq = self.searcher.doc_freq(&term)?;
            if with_capital * 2 >= doc_freq && !is_common_word(&word) {
                names.push((word, doc_freq));
            }
        }
        let mut names = by_frequency(names);
        names.truncate(MAX_SIMILAR);
        Ok(names)
    }

    /// Returns the two words of the index that a word may be without the space between them: those that stand
    /// next to each other in most articles, at least in two.
    fn as_two_words(&self, word: &str) -> Result<Option<Spelling>, Error> {
        let letters: Vec<usize> = word.char_indices().map(|(index, _)| index).collect();
        let mut splits: Vec<(u64, [&str; 2])> = Vec::new();
        for middle in MIN_PART..=letters.len().saturating_sub(MIN_PART) {
            let parts = letters.get(middle).map_or((word, ""), |index| word.split_at(*index));
            let rarest = self.doc_freq(parts.0)?.min(self.doc_freq(parts.1)?);
            if rarest > 1 {
                splits.push((rarest, [parts.0, parts.1]));
            }
        }
        splits.sort_unstable_by(|a, b| b.cmp(a));
        let mut best: Option<(u64, [&str; 2])> = None;
        for (_, parts) in splits.into_iter().take(MAX_SPLITS) {
            let total = self.search(&exact_phrase(&parts), &SearchParams::default())?.total as u64;
            if total > 1 && best.is_none_or(|(most, _)| total > most) {
                best = Some((total, parts));
            }
        }
        let Some((doc_freq, parts)) = best else { return Ok(None) };
        let written = [self.as_written(parts[0])?, self.as_written(parts[1])?].join(" ");
        Ok(Some(Spelling { word: parts.join(" "), written: Some(written), doc_freq }))
    }
}

/// Returns whether two words have one stem: a search for either finds the other, and neither is a typing
/// error.
pub(in crate::search) fn have_one_stem(a: &str, b: &str) -> bool {
    stem(a, Language::ENGLISH) == stem(b, Language::ENGLISH)
}

/// Returns the capitals that spellings of a Latin name may begin with.
fn first_letters(word: &str) -> Vec<char> {
    let first = word.chars().next();
    match first {
        Some('g' | 'k' | 'q' | 'c') => vec!['C', 'G', 'K', 'Q'],
        Some('y' | 'i' | 'j') => vec!['I', 'J', 'Y'],
        Some('v' | 'w') => vec!['V', 'W'],
        Some('s' | 'z') => vec!['S', 'Z'],
        _ => first.into_iter().flat_map(char::to_uppercase).collect(),
    }
}
