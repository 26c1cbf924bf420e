//! Leaves out the stems of languages that a typed word is no word of.
//!
//! A word of a query may be of any language of the archive, and has a stem in each: *stores* has that of the
//! Norwegian *stor*, and would find *store* and *større* in Norwegian articles. If several of these have the
//! stem, but none of them the word as it is typed, it is taken for no Norwegian word, unless its letters are
//! those of one. Only articles of one language decide on it, so those of others change nothing.
//! `docs/adr/0026-words-of-other-languages.md` has the measurements.

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term as TantivyTerm};

use crate::analysis::{Language, LanguageSet, QueryStem, Unjoined, WordProbabilities, is_spelled_in};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::{Field, Query, Term};
use crate::search::snapshot::IndexSnapshot;

/// Minimum number of articles with a stem from which the word must be in one of them as it is typed.
const MIN_ARTICLES: u64 = 5;
/// The same in a language whose words have so many forms that one is often missing.
const MIN_ARTICLES_OF_MANY_FORMS: u64 = 8;
/// Maximum number of letters of a short word, which may be a form of a pronoun or verb by chance.
const SHORT: usize = 4;
/// A stem in at least one of so many articles of its language is common.
const COMMON: u64 = 10;
/// A short word must be in one in this many of the articles with a common stem.
const COMMON_RATIO: u64 = 12;
/// A word typed with letters of other languages must be in one in this many of the articles with its stem.
const FOREIGN_RATIO: u64 = 8;
/// Probability from which the letters of a word make it one of a language, though none of its articles has it
/// as it is typed: in Latin script, which most languages share, and in others.
const MIN_LIKELY_LATIN: f64 = 0.5;
const MIN_LIKELY: f64 = 0.1;
/// Minimum number of letters of such a word. A shorter one may be a form of another by chance.
const MIN_LIKELY_LETTERS: usize = 6;

/// Knowledge of a word in a language that needs no articles.
#[derive(Debug, Clone, Copy)]
struct WordTraits {
    /// Whether it has no letters but those of the language.
    is_spelled: bool,
    is_short: bool,
}

/// Evidence on a word in the articles of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Evidence {
    /// They are too few, or the word is a base form: it may be a word of the language.
    Unknown,
    /// It is a word of the language: it is among its forms.
    Present,
    /// It is none, though some articles may have it as it is typed.
    Foreign { as_typed: bool },
}

impl Evidence {
    /// Returns what the articles say of a word with two spellings.
    fn and(self, other: Evidence) -> Evidence {
        match (self, other) {
            (Evidence::Present, _) | (_, Evidence::Present) => Evidence::Present,
            (Evidence::Unknown, known) | (known, Evidence::Unknown) => known,
            (Evidence::Foreign { as_typed }, Evidence::Foreign { as_typed: other }) => {
                Evidence::Foreign { as_typed: as_typed || other }
            }
        }
    }
}

impl IndexSnapshot {
    /// Records for each word of `query` on `target` which languages it is no word of.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn find_unjoined(
        &self,
        query: &mut Query,
        target: SearchTarget,
    ) -> Result<(), Error> {
        if !self.analyzer().tags_stems() {
            return Ok(());
        }
        let only_english = self.languages().set() == LanguageSet::from_iter([Language::ENGLISH]);
        let mut visit = |term: &mut Term, field: Option<Field>| {
            if only_english && term.surface.is_ascii() {
                return Ok(());
            }
            let target = match field {
                // The words of the title are in the text, too.
                Some(Field::Title | Field::Said) => SearchTarget::Article,
                Some(Field::Cut) => SearchTarget::Cut,
                _ => target,
            };
            term.unjoined = self.unjoined(term, target)?;
            Ok(())
        };
        catch_engine_panic(&self.path, || query.visit_words(&mut visit).map_err(|error| self.error(error)))
    }

    /// Returns the languages that `term` is no word of.
    pub(super) fn unjoined(&self, term: &Term, target: SearchTarget) -> tantivy::Result<Unjoined> {
        let (exact_field, Some(stem_field)) = self.fields.of(target) else { return Ok(Unjoined::default()) };
        let (Some(base), Some(word)) = (&term.base, term.tokens.first()) else {
            return Ok(Unjoined::default());
        };
        // Of a word in ASCII letters it makes no difference how it is typed.
        let typed = if term.surface.is_ascii() { word } else { &term.surface };
        self.unjoined_cache.get_or_insert(exact_field, &format!("{base} {typed}"), || {
            let in_index = |forms: &[&String]| -> tantivy::Result<Vec<TantivyTerm>> {
                let mut terms = Vec::with_capacity(forms.len());
                for term in forms.iter().map(|form| TantivyTerm::from_field_text(exact_field, form)) {
                    if self.term_doc_freq(&term)? > 0 {
                        terms.push(term);
                    }
                }
                Ok(terms)
            };
            let with_possessive = [base, word];
            let forms = in_index(if base == word { &with_possessive[..1] } else { &with_possessive })?;
            // Written with ae, oe or ue.
            let spelling = term.marked_token().filter(|token| token.is_ascii());
            let spelled_forms = in_index(spelling.as_ref().as_slice())?;
            let spelled_stems = spelling.as_ref().map(|spelling| self.languages().stems(spelling));
            let mut spelled_stems = spelled_stems.into_iter().flatten();
            let is_short = base.chars().count() <= SHORT;
            let likely = WordProbabilities::of(base);
            let likely_spelling = spelling.as_deref().map(WordProbabilities::of);
            let mut unjoined = Unjoined::default();
            for stem in self.languages().stems(base) {
                let of_spelling = spelled_stems.next().zip(likely_spelling.as_ref());
                let Some(language) = stem.native_language().filter(|language| is_shared(*language, term))
                else {
                    continue;
                };
                let word = WordTraits { is_spelled: is_spelled_in(&term.surface, language), is_short };
                let evidence = |stem: &QueryStem, base: &WordProbabilities<'_>, forms: &[TantivyTerm]| {
                    // A base form in the letters of a language may always be a word of it.
                    if word.is_spelled && stem.stem() == base.word() {
                        return Ok(Evidence::Unknown);
                    }
                    let stem = TantivyTerm::from_field_text(stem_field, stem.term());
                    self.evidence(language, word, base, &stem, forms)
                };
                let mut found = evidence(&stem, &likely, &forms)?;
                if let Some((stem, spelling)) = of_spelling.filter(|_| found != Evidence::Present) {
                    found = found.and(evidence(&stem, spelling, &spelled_forms)?);
                }
                if let Evidence::Foreign { as_typed } = found {
                    unjoined.languages = unjoined.languages.union(stem.languages);
                    if !word.is_spelled {
                        unjoined.other_letters = unjoined.other_letters.union(stem.languages);
                    }
                    if as_typed {
                        unjoined.as_typed = unjoined.as_typed.union(stem.languages);
                    }
                }
            }
            Ok(unjoined)
        })
    }

    /// Returns what the articles with a stem of `language` say of the word `base` with these forms, which are
    /// in the index.
    fn evidence(
        &self,
        language: Language,
        word: WordTraits,
        base: &WordProbabilities<'_>,
        stem: &TantivyTerm,
        forms: &[TantivyTerm],
    ) -> tantivy::Result<Evidence> {
        // Most words have no stem in most languages.
        let articles = self.count(stem, None)?;
        let all = self.meta.languages.get(language.code()).copied().unwrap_or_default();
        let is_common = word.is_short && articles >= COMMON_RATIO && articles.saturating_mul(COMMON) >= all;
        let required = match () {
            () if articles == 0 => 0,
            () if !word.is_spelled => articles.div_ceil(FOREIGN_RATIO),
            () if is_common => articles / COMMON_RATIO,
            () => u64::from(articles >= min_articles(language) && !is_likely(base, language)),
        };
        if required == 0 {
            return Ok(Evidence::Unknown);
        }
        let mut shared = 0;
        if let Some(remote) = &self.remote {
            for form in forms {
                shared += remote.with_both(stem, form)?;
            }
            let as_typed = shared > 0;
            return Ok(if shared >= required { Evidence::Present } else { Evidence::Foreign { as_typed } });
        }
        for segment in self.searcher.segment_readers() {
            for form in forms {
                shared += count_shared(segment, stem, form, required - shared)?;
                if shared >= required {
                    return Ok(Evidence::Present);
                }
            }
        }
        Ok(Evidence::Foreign { as_typed: shared > 0 })
    }
}

/// Returns whether `term` may also be a word of another language than `language`, in the letters that it is
/// typed with. English words are stemmed wherever they are.
fn is_shared(language: Language, term: &Term) -> bool {
    match language.code() {
        "en" => !term.surface.is_ascii(),
        // No other language with a stemmer is written in their letters.
        "el" | "he" | "hi" | "hy" | "ka" | "ta" => false,
        _ => true,
    }
}

/// Returns whether the letters of a word make it a likely word of `language`.
fn is_likely(word: &WordProbabilities<'_>, language: Language) -> bool {
    let letters = word.word();
    let is_latin = letters.chars().any(|c| c.is_ascii_alphabetic());
    let min = if is_latin { MIN_LIKELY_LATIN } else { MIN_LIKELY };
    letters.chars().count() >= MIN_LIKELY_LETTERS && word.of_language(language.code()) >= Some(min)
}

/// Returns the number of articles with a stem of `language` from which one must have the word as it is typed.
fn min_articles(language: Language) -> u64 {
    match language.code() {
        "et" | "fi" | "hu" | "tr" => MIN_ARTICLES_OF_MANY_FORMS,
        _ => MIN_ARTICLES,
    }
}

/// Counts the articles of a segment that are not deleted and have both terms, up to `max`.
fn count_shared(segment: &SegmentReader, a: &TantivyTerm, b: &TantivyTerm, max: u64) -> tantivy::Result<u64> {
    let (Some(mut a), Some(mut b)) = (postings(segment, a)?, postings(segment, b)?) else { return Ok(0) };
    let (mut count, mut doc) = (0, a.doc());
    while doc != TERMINATED && count < max {
        let other = if b.doc() < doc { b.seek(doc) } else { b.doc() };
        doc = match other {
            TERMINATED => TERMINATED,
            other if other == doc => {
                count += u64::from(!segment.is_deleted(doc));
                a.advance()
            }
            other => a.seek(other),
        };
    }
    Ok(count)
}

fn postings(segment: &SegmentReader, term: &TantivyTerm) -> tantivy::Result<Option<SegmentPostings>> {
    Ok(segment.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)?)
}
