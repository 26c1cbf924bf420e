//! Finds the inflections of a word in the term dictionary.
//!
//! A typed word has a stem for each language of the index, but articles of few languages have it. In the
//! others no article has an inflection, so that only words that could decide the weight are stemmed.

use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::termdict::TermMerger;
use tantivy::{Searcher, Term};

use crate::analysis::{LanguageSet, QueryStem, StemMatcher, WordRange, stop_words};

/// A word with the number of its articles, and the languages in which it has a stem.
type StemmedWord = (String, u64, LanguageSet);

/// Returns the words of `field` that have one of `stems` in its languages, the most frequent first, and these
/// languages of each. `stem_field` holds the stems of the field, if any.
pub(super) fn inflections(
    searcher: &Searcher,
    stems: Vec<QueryStem>,
    field: Field,
    stem_field: Option<Field>,
) -> tantivy::Result<(Vec<String>, Vec<LanguageSet>)> {
    let (occurring, absent): (Vec<_>, Vec<_>) = stems.into_iter().partition(|stem| {
        stem_field.is_none_or(|stem_field| occurs(searcher, stem, stem_field) || has_stop_words(stem))
    });
    let mut words = words_of(searcher, &occurring, field, 0)?;
    // The most frequent word decides the weight of all, even where no article in its languages has the stem.
    let max_freq = words.first().map_or(0, |(_, doc_freq, _)| *doc_freq);
    words.splice(..0, words_of(searcher, &absent, field, max_freq)?.into_iter().next());
    Ok(words.into_iter().map(|(word, _, languages)| (word, languages)).unzip())
}

/// Returns the words of `field` with one of `stems` that more than `min_freq` articles have, the most
/// frequent first.
fn words_of(
    searcher: &Searcher,
    stems: &[QueryStem],
    field: Field,
    min_freq: u64,
) -> tantivy::Result<Vec<StemmedWord>> {
    let mut matchers: Vec<(WordRange<'_>, StemMatcher<'_>)> =
        stems.iter().map(|stem| (stem.words(), stem.matcher())).collect();
    matchers.sort_by_key(|(range, _)| *range);
    let inverted_indexes = searcher.segment_readers().iter().map(|segment| segment.inverted_index(field));
    let inverted_indexes = inverted_indexes.collect::<tantivy::Result<Vec<_>>>()?;
    let mut words: FxHashMap<String, (u64, LanguageSet)> = FxHashMap::default();
    for in_range in matchers.chunk_by(|(a, _), (b, _)| a == b) {
        let Some((range, _)) = in_range.first() else { continue };
        let streams =
            inverted_indexes.iter().map(|index| index.terms().range().ge(range.start).into_stream());
        let mut terms = TermMerger::new(streams.collect::<std::io::Result<_>>()?);
        while terms.advance() && range.contains(terms.key()) {
            let doc_freq = || {
                let term_infos = terms.current_segment_ords_and_term_infos();
                term_infos.map(|(_, term_info)| u64::from(term_info.doc_freq)).sum::<u64>()
            };
            if min_freq > 0 && doc_freq() <= min_freq {
                continue;
            }
            let Ok(word) = std::str::from_utf8(terms.key()) else { continue };
            let matching = in_range.iter().filter(|(_, stem)| stem.matches(word));
            let languages = matching.map(|(_, stem)| stem.languages()).reduce(LanguageSet::union);
            if let Some(languages) = languages {
                let (_, known) = words.entry(word.to_owned()).or_insert_with(|| (doc_freq(), languages));
                *known = known.union(languages);
            }
        }
    }
    let words = words.into_iter().map(|(word, (doc_freq, languages))| (word, doc_freq, languages));
    let mut words: Vec<StemmedWord> = words.collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(words)
}

/// Returns whether some article has `stem` in a field of stems, or may have it if the index is damaged.
pub(crate) fn occurs(searcher: &Searcher, stem: &QueryStem, stem_field: Field) -> bool {
    let doc_freq = searcher.doc_freq(&Term::from_field_text(stem_field, stem.term()));
    doc_freq.map_or(true, |doc_freq| doc_freq > 0)
}

/// Returns whether a stop word has `stem`: such words are in no field of stems.
fn has_stop_words(stem: &QueryStem) -> bool {
    let (prefix, matcher) = (stem.prefix(), stem.matcher());
    stop_words().any(|word| word.starts_with(prefix) && matcher.matches(word))
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, TantivyDocument};

    use crate::analysis::{Language, Languages};
    use crate::search::expand::inflections::*;

    /// Returns a searcher over words and stems, each in a segment for itself, with their fields.
    fn searcher_of(words: &[&str], stems: &[&str]) -> tantivy::Result<(Searcher, Field, Field)> {
        let mut schema = Schema::builder();
        let (exact, stem) = (schema.add_text_field("exact", STRING), schema.add_text_field("stem", STRING));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 20_000_000)?;
        let words = words.iter().map(|word| (exact, *word));
        for (field, term) in words.chain(stems.iter().map(|term| (stem, *term))) {
            let mut document = TantivyDocument::default();
            document.add_text(field, term);
            writer.add_document(document)?;
            writer.commit()?;
        }
        Ok((index.reader()?.searcher(), exact, stem))
    }

    fn found(words: &[&str], stems: &[&str], base: &str) -> Vec<String> {
        let languages = Languages::new(["de", "en"].iter().filter_map(|code| Language::named(code)));
        let (searcher, exact, stem) = searcher_of(words, stems).expect("an index in memory");
        let found = inflections(&searcher, languages.stems(base), exact, Some(stem));
        found.expect("words of an index in memory").0
    }

    #[test]
    fn inflections_are_those_of_languages_that_have_the_stem() {
        let words = ["haus", "haus", "hausern", "friede"];
        assert_eq!(found(&words, &["haus", "DEhaus"], "haus"), ["haus", "hausern"]);
        assert_eq!(found(&words, &["haus"], "haus"), ["haus"]);
    }

    #[test]
    fn the_most_frequent_word_stays_in_front() {
        assert_eq!(found(&["haus", "hausern", "hausern"], &["haus"], "haus"), ["hausern", "haus"]);
    }

    #[test]
    fn stems_of_stop_words_stay() {
        assert_eq!(found(&["does", "doe"], &[], "doe").len(), 2);
    }
}
