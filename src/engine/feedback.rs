//! A second look at the best hits: words that the very best share lift others that have them.
//!
//! The weight of a word is the root of the sum over the six best hits of their share of the score times how often the word
//! stands in them for their length. Words count that stand in two of the six and in no more than a quarter of all
//! articles, the heaviest forty. Without the root few words decide; without the weight, or with it from five hits, one or
//! another of the test collections falls behind. No article is added and none is lost; hits below the thirtieth keep their order. (Pseudo-relevance
//! feedback as in relevance models, used to reorder only.)

use rustc_hash::{FxBuildHasher, FxHashMap};
use tantivy::postings::{Postings, TermInfo};
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Term};

use super::explain;
use super::rank::Found;
use super::reader::Reader;
use super::statistics::Statistics;
use crate::analysis::{Language, Words, stem};
use crate::error::Error;

/// Hits that are ordered anew.
pub(super) const DEPTH: usize = 30;
/// Hits that words are taken from.
const TEACHERS: usize = 6;
/// Hits of these that must have a word.
const SHARED_BY: usize = 2;
/// Words that count.
const WORDS: usize = 40;
/// The share of articles, as one in so many, above which a word is too common to say anything.
const COMMON: u64 = 4;
/// What the first score and the words weigh.
const FIRST_WEIGHT: f32 = 0.8;
const WORDS_WEIGHT: f32 = 0.2;

/// Orders the first [`DEPTH`] of `best` anew; all scores become parts of the best first score.
pub(super) fn rerank(reader: &Reader, statistics: &Statistics<'_>, best: &mut [Found]) -> Result<(), Error> {
    let wrong = |error| explain(&reader.place, error);
    let Some(top) = best.first().map(|found| found.score).filter(|score| *score > 0.0) else { return Ok(()) };
    let words = shared_words(reader, best)?;
    let (head, tail) = best.split_at_mut(best.len().min(DEPTH));
    let scores = word_scores(statistics, reader.fields.stem, &words, head).map_err(wrong)?;
    let most = scores.iter().copied().fold(0.0, f32::max);
    for (found, score) in head.iter_mut().zip(scores) {
        let lift = if most > 0.0 { WORDS_WEIGHT * score / most } else { 0.0 };
        found.score = FIRST_WEIGHT * found.score / top + lift;
    }
    for found in tail {
        found.score = FIRST_WEIGHT * found.score / top;
    }
    best.sort_by(Found::order);
    Ok(())
}

/// A stem that the best hits share.
struct Shared {
    weight: f32,
    /// How many articles have it.
    articles: u64,
    /// Where it is found in each segment.
    entries: Vec<Option<TermInfo>>,
}

/// How often each word stands in each teacher.
type Counts = FxHashMap<String, [u32; TEACHERS]>;

/// The stems that the best hits share, the heaviest first.
fn shared_words(reader: &Reader, best: &[Found]) -> Result<Vec<Shared>, Error> {
    let teachers = &best[..best.len().min(TEACHERS)];
    let sum: f32 = teachers.iter().map(|found| found.score).sum();
    let mut words: Vec<(Language, Counts)> = Vec::new();
    let mut lengths = [0u32; TEACHERS];
    for (number, found) in teachers.iter().enumerate() {
        let (title, body, language) = reader.words_of(found.address)?;
        let own = match words.iter().position(|(known, _)| *known == language) {
            Some(own) => own,
            None => {
                words.push((language, Counts::default()));
                words.len() - 1
            }
        };
        for text in [&title, &body] {
            lengths[number] += count(&mut words[own].1, number, text);
        }
    }
    let weight = |counts: &[u32; TEACHERS]| -> f32 {
        let there = teachers.iter().zip(counts).zip(lengths).filter(|((_, count), _)| **count > 0);
        there.map(|((found, count), length)| found.score / sum * *count as f32 / length.max(1) as f32).sum()
    };
    let shared = |counts: &[u32; TEACHERS]| counts.iter().filter(|count| **count > 0).count() >= SHARED_BY;
    let all = stems(words).into_iter().filter(|(_, counts)| shared(counts));
    let mut heavy: Vec<(String, f32)> = all.map(|(stem, counts)| (stem, weight(&counts))).collect();
    heavy.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    uncommon(reader, heavy).map_err(|error| explain(&reader.place, error))
}

/// Adds the words of `text` to those of a teacher; how many there are.
fn count(words: &mut Counts, teacher: usize, text: &str) -> u32 {
    let mut all = Words::new(text);
    let mut length = 0;
    while all.advance() {
        length += 1;
        match words.get_mut(all.base()) {
            Some(counts) => counts[teacher] += 1,
            None => {
                let mut counts = [0; TEACHERS];
                counts[teacher] = 1;
                words.insert(all.base().to_owned(), counts);
            }
        }
    }
    length
}

/// The same by stem. A word is stemmed once, however often it stands in the teachers: stemming is what costs.
fn stems(words: Vec<(Language, Counts)>) -> Counts {
    let size = words.iter().map(|(_, counts)| counts.len()).sum();
    let mut stems = Counts::with_capacity_and_hasher(size, FxBuildHasher);
    let all = words.into_iter().flat_map(|(language, counts)| {
        counts.into_iter().map(move |(word, counts)| (language, word, counts))
    });
    for (language, word, counts) in all {
        let stem = stem(&word, language);
        match stems.get_mut(stem.as_ref()) {
            Some(sums) => sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count),
            None => drop(stems.insert(stem.into_owned(), counts)),
        }
    }
    stems
}

/// The first [`WORDS`] of `heavy` that are not too common, with what is needed to score them.
fn uncommon(reader: &Reader, heavy: Vec<(String, f32)>) -> tantivy::Result<Vec<Shared>> {
    let (field, segments) = (reader.fields.stem, reader.searcher.segment_readers());
    let dictionaries: Vec<_> =
        segments.iter().map(|segment| segment.inverted_index(field)).collect::<tantivy::Result<_>>()?;
    let mut words = Vec::with_capacity(WORDS);
    for (word, weight) in heavy {
        let term = Term::from_field_text(field, &word);
        let entries = dictionaries.iter().map(|dictionary| dictionary.get_term_info(&term));
        let entries: Vec<Option<TermInfo>> = entries.collect::<std::io::Result<_>>()?;
        let articles = entries.iter().flatten().map(|entry| u64::from(entry.doc_freq)).sum();
        if articles * COMMON <= reader.searcher.num_docs() {
            words.push(Shared { weight: weight.sqrt(), articles, entries });
            if words.len() == WORDS {
                break;
            }
        }
    }
    Ok(words)
}

/// For each of `hits` the BM25 score of `words`, each times its weight.
fn word_scores(
    statistics: &Statistics<'_>,
    field: Field,
    words: &[Shared],
    hits: &[Found],
) -> tantivy::Result<Vec<f32>> {
    let mut scores = vec![0.0; hits.len()];
    let articles = statistics.total_num_docs()?;
    let length = statistics.total_num_tokens(field)? as f32 / articles as f32;
    let weigh = |word: &Shared| Bm25Weight::for_one_term_without_explain(word.articles, articles, length);
    let weights: Vec<Bm25Weight> = words.iter().map(weigh).collect();
    // Postings only go forward.
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by_key(|hit| hits[*hit].address);
    for hits_there in order.chunk_by(|a, b| hits[*a].address.segment_ord == hits[*b].address.segment_ord) {
        let segment = hits[hits_there[0]].address.segment_ord;
        let reader = statistics.searcher.segment_reader(segment);
        let (inverted, norms) = (reader.inverted_index(field)?, reader.get_fieldnorms_reader(field)?);
        for (word, bm25) in words.iter().zip(&weights) {
            let Some(Some(entry)) = word.entries.get(segment as usize) else { continue };
            let mut postings = inverted.read_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?;
            for &hit in hits_there {
                let doc = hits[hit].address.doc_id;
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() == doc {
                    scores[hit] += word.weight * bm25.score(norms.fieldnorm_id(doc), postings.term_freq());
                }
            }
        }
    }
    Ok(scores)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// To stem each word once gives what stemming every word of every text gives.
        #[test]
        fn words_are_counted_by_stem(texts in prop::collection::vec("((troop|troops|Troop’s|sending|sends|the|1)[ .]){0,30}", 1..TEACHERS)) {
            let mut plain: BTreeMap<String, [u32; TEACHERS]> = BTreeMap::new();
            let mut fast = Counts::default();
            for (number, text) in texts.iter().enumerate() {
                let length = count(&mut fast, number, text);
                prop_assert_eq!(length as usize, crate::analysis::words(text).count());
                for word in crate::analysis::words(text) {
                    plain.entry(stem(word.base(), Language::ENGLISH).into_owned()).or_default()[number] += 1;
                }
            }
            prop_assert_eq!(stems(vec![(Language::ENGLISH, fast)]).into_iter().collect::<BTreeMap<_, _>>(), plain);
        }
    }
}
