//! Reads capitalized words of a query as names, where the archive knows them as names.
//!
//! English stems join `Manning` with man and `Banks` with bank. A word that is typed with a capital, and that
//! is the name of a person in a good share of the English articles that have it, therefore matches its form,
//! its plural and its possessive, and nothing that merely shares its stem. The evidence is in the index
//! (`Fields::names`), and counted over the articles that are there, so the history of the index does not
//! matter.

mod inflected;

use std::sync::Arc;

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term as TantivyTerm};

use crate::analysis::{Language, LanguageSet};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::capitals::Capital;
use crate::query::{MAX_NOTES, Query, Term, WordReading};
use crate::search::expand::word_cache::NameReading;
use crate::search::plan::word::stem_terms;
use crate::search::snapshot::IndexSnapshot;
use crate::text::grouped;

/// Number of articles with a word as a name from which [`MIN_SHARE`] is enough; two articles are the minimum.
const ENOUGH_ARTICLES: u64 = 3;
/// Minimum share of the English articles with a word in which it is a name, if those are only two.
const MIN_SHARE_OF_TWO: f64 = 0.2;
/// Minimum share of the English articles with a word in which it is a name.
/// `docs/adr/0021-names-are-not-inflected.md` has the measurements.
const MIN_SHARE: f64 = 0.035;
/// Minimum share for a word that has its capital by position: the archive hardly writes it otherwise.
const MIN_SHARE_BY_POSITION: f64 = 0.75;
/// Minimum share for a word in capitals throughout and for the plural of a name. Of 5,000 frequent words of
/// American news only those reach it that are names above all.
const MIN_SHARE_OF_OTHER_SPELLING: f64 = 0.4;
/// Minimum length in bytes of a name whose plural is recognized.
const MIN_SINGULAR: usize = 3;

impl IndexSnapshot {
    /// Marks the words of `query` on `target` that are read as names, and returns a note on each.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn read_names(
        &self,
        query: &mut Query,
        target: SearchTarget,
    ) -> Result<Vec<String>, Error> {
        let Some(names) = self.fields.names else { return Ok(Vec::new()) };
        let mut notes = Vec::new();
        let mut read = |term: &mut Term, capital| {
            let Some((name, reading)) = self.cached_reading(names, term, capital, target)? else {
                return Ok(());
            };
            term.base = Some(name);
            term.reading = match target {
                SearchTarget::Article if reading.counts.is_none() => WordReading::NameEverywhere,
                _ => WordReading::Name,
            };
            let note = reading.counts.map(|counts| note(&term.surface, counts));
            notes.extend(note.filter(|note| notes.len() < MAX_NOTES && !notes.contains(note)));
            Ok(())
        };
        catch_engine_panic(&self.path, || {
            query.visit_capitalized(&mut read).map_err(|error| self.error(error))
        })?;
        Ok(notes)
    }

    /// Returns the name that `term` is to be read as, if it is one or the plural of one.
    fn cached_reading(
        &self,
        names: Field,
        term: &Term,
        capital: Capital,
        target: SearchTarget,
    ) -> tantivy::Result<Option<(String, NameReading)>> {
        let Some(base) = term.base.as_ref().filter(|_| term.with_turkish_ending().is_none()) else {
            return Ok(None);
        };
        let field = self.fields.of(target).0;
        let reading = |name: &str, min_share| -> tantivy::Result<_> {
            let spellings = term.name_spellings(name);
            let find = || self.name_reading(names, &spellings, target);
            let reading = self.name_cache.get_or_insert(field, &spellings.join(" "), find)?;
            let reading = reading.filter(|reading| reading.share >= min_share);
            Ok(reading.map(|reading| (name.to_owned(), reading)))
        };
        let min_share = match capital {
            Capital::Own => MIN_SHARE,
            Capital::ByPosition => MIN_SHARE_BY_POSITION,
            Capital::Throughout => MIN_SHARE_OF_OTHER_SPELLING,
        };
        let as_typed = reading(base, min_share)?;
        let singular = base.strip_suffix('s').filter(|singular| singular.len() >= MIN_SINGULAR);
        let (None, Some(singular)) = (&as_typed, singular) else { return Ok(as_typed) };
        // Many a name with an s is also a noun in the plural.
        let as_plural = reading(singular, min_share.max(MIN_SHARE_OF_OTHER_SPELLING))?;
        let has_stems = |_: &_| self.languages().stems(singular) == self.languages().stems(base);
        Ok(as_plural.filter(has_stems))
    }

    /// Returns the first of `spellings` as a name, counted with the others in `target`; `None` if the archive
    /// does not know it as one.
    fn name_reading(
        &self,
        names: Field,
        spellings: &[String],
        target: SearchTarget,
    ) -> tantivy::Result<Option<NameReading>> {
        let Some(base) = spellings.first() else { return Ok(None) };
        let term = |field| TantivyTerm::from_field_text(field, base);
        let english: LanguageSet = [Language::ENGLISH].into_iter().collect();
        let as_name = self.count(&term(names), None)?;
        if as_name < 2 {
            return Ok(None);
        }
        let all = self.count(&term(self.fields.exact), Some(english))?.max(as_name);
        let share = as_name as f64 / all as f64;
        let min_share = if as_name < ENOUGH_ARTICLES { MIN_SHARE_OF_TWO } else { MIN_SHARE };
        if share < min_share {
            return Ok(None);
        }
        let (_, Some(stem_field)) = self.fields.of(target) else { return Ok(None) };
        let (budget, unjoined) = (Arc::default(), self.unjoined(&Term::of_token(base), target)?);
        let name = self
            .planner(&budget)
            .name_query((spellings, unjoined), target)
            .map_or(Vec::new(), |query| query.stems);
        let stems = spellings.iter().flat_map(|word| self.languages().joined_stems(word, unjoined));
        let word = stem_terms(&stems.collect::<Vec<_>>(), stem_field);
        // Where it is a word of no language of the articles, a word is found as it is typed.
        let as_typed = (!unjoined.as_typed.is_empty()).then(|| term(self.fields.of(target).0));
        let word_as_typed: Vec<_> = word.iter().cloned().chain(as_typed).collect();
        if let Some(remote) = &self.remote {
            let both = name.iter().chain(&word).cloned().collect::<Vec<_>>();
            let [as_name, joined, either, as_typed] =
                remote.with_any_of([&name, &word, &both, &word_as_typed])?;
            let differ = as_name != joined || either != joined;
            let counts = (as_name as usize, as_typed as usize);
            return Ok(Some(NameReading { share, counts: differ.then_some(counts) }));
        }
        let (mut counts, mut differ) = ((0, 0), false);
        for segment in self.searcher.segment_readers() {
            let (name, joined) = (union(segment, &name)?, union(segment, &word)?);
            differ |= name != joined;
            let as_word = match word_as_typed.len() == word.len() {
                true => joined.len(),
                false => union(segment, &word_as_typed)?.len(),
            };
            counts = (counts.0 + name.len(), counts.1 + as_word);
        }
        Ok(Some(NameReading { share, counts: differ.then_some(counts) }))
    }

    /// Counts the articles with `term`, of certain languages if any are given.
    pub(super) fn count(&self, term: &TantivyTerm, languages: Option<LanguageSet>) -> tantivy::Result<u64> {
        let languages = languages.filter(|languages| !languages.includes(self.languages().set()));
        if let Some(remote) = &self.remote {
            return remote.doc_freq(term, languages);
        }
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            let inverted_index = segment.inverted_index(term.field())?;
            let doc_freq = match (languages, segment.alive_bitset()) {
                (None, None) => inverted_index.doc_freq(term)?,
                _ => {
                    let by_doc = self.doc_languages.of(segment)?;
                    let is_counted = |doc: &DocId| match languages.zip(by_doc.as_ref()) {
                        Some((languages, by_doc)) => languages.has_ordinal(by_doc.ordinal(*doc)),
                        None => true,
                    };
                    union(segment, std::slice::from_ref(term))?.iter().filter(|doc| is_counted(doc)).count()
                        as u32
                }
            };
            count += u64::from(doc_freq);
        }
        Ok(count)
    }
}

/// Returns the documents of a segment with any of `terms` that are not deleted, in order.
fn union(segment: &SegmentReader, terms: &[TantivyTerm]) -> tantivy::Result<Vec<DocId>> {
    let mut docs = Vec::new();
    for term in terms {
        let inverted_index = segment.inverted_index(term.field())?;
        let Some(mut postings) = inverted_index.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            docs.push(postings.doc());
            postings.advance();
        }
    }
    docs.sort_unstable();
    docs.dedup();
    docs.retain(|doc| !segment.is_deleted(*doc));
    Ok(docs)
}

/// Returns the note on a word that is read as a name, with the number of articles that have it as a name, and
/// in any inflection.
fn note(word: &str, (as_name, as_word): (usize, usize)) -> String {
    // The plural of a name may be no inflection of the word.
    let forms = if as_name > as_word { ", with its plural and possessive" } else { "" };
    let (as_name, as_word, lower) = (articles(as_name), grouped(as_word as u64), word.to_lowercase());
    format!("{word} read as a name{forms}: {as_name}; as a word: {as_word} (type {lower})")
}

/// Formats a number of articles.
fn articles(count: usize) -> String {
    format!("{} article{}", grouped(count as u64), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use crate::search::words::names::*;

    #[test]
    fn a_note_says_why_a_name_has_more_articles() {
        assert_eq!(note("Price", (1, 2)), "Price read as a name: 1 article; as a word: 2 (type price)");
        let more =
            "Al read as a name, with its plural and possessive: 700 articles; as a word: 658 (type al)";
        assert_eq!(note("Al", (700, 658)), more);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 12, 999, 1_000, 65_432, 1_234_567].map(grouped).join(" "),
            "0 12 999 1,000 65,432 1,234,567"
        );
        assert_eq!((articles(1), articles(2_000)), ("1 article".into(), "2,000 articles".into()));
    }
}
