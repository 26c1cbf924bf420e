//! A second look at the best hits: words that the very best share lift others that have them.
//!
//! The weight of a word is the sum over the five best hits of their share of the score times how often the word stands in
//! them for their length. Words count that stand in two of the five and in no more than a quarter of all articles, the
//! heaviest forty. No article is added and none is lost; hits below the thirtieth keep their order. (Pseudo-relevance
//! feedback as in relevance models, used to reorder only.)

use std::collections::{BTreeMap, HashMap};

use tantivy::postings::SegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Term};

use super::explain;
use super::rank::Found;
use super::reader::Reader;
use super::schema::Fields;
use super::statistics::Statistics;
use crate::analysis::{Words, stem};
use crate::error::Error;

/// Hits that are ordered anew.
pub(super) const DEPTH: usize = 30;
/// Hits that words are taken from.
const TEACHERS: usize = 5;
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
    let scores = word_scores(statistics, &reader.fields, &words, head).map_err(wrong)?;
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

/// The stems that the best hits share, with their weights.
fn shared_words(reader: &Reader, best: &[Found]) -> Result<Vec<(String, f32)>, Error> {
    let searcher = &reader.searcher;
    let teachers = &best[..best.len().min(TEACHERS)];
    let sum: f32 = teachers.iter().map(|found| found.score).sum();
    // Sums of floats depend on their order: a map in order keeps the same answer for the same index.
    let mut weights: BTreeMap<String, (f32, usize)> = BTreeMap::new();
    for found in teachers {
        let (title, body) = reader.words_of(found.address)?;
        let (counts, length) = count(&[&title, &body]);
        for (word, count) in counts {
            let weight = found.score / sum * count as f32 / length.max(1) as f32;
            let entry = weights.entry(word).or_default();
            *entry = (entry.0 + weight, entry.1 + 1);
        }
    }
    let mut heavy: Vec<_> = weights.into_iter().filter(|(_, (_, hits))| *hits >= SHARED_BY).collect();
    heavy.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
    let mut words = Vec::with_capacity(WORDS);
    for (word, (weight, _)) in heavy {
        let frequency = searcher.doc_freq(&Term::from_field_text(reader.fields.stem, &word));
        let frequency = frequency.map_err(|error| explain(&reader.place, error))?;
        if frequency * COMMON <= searcher.num_docs() {
            words.push((word, weight));
            if words.len() == WORDS {
                break;
            }
        }
    }
    Ok(words)
}

/// How often each stem stands in `texts`, and how many words there are.
fn count(texts: &[&str]) -> (HashMap<String, u32>, u32) {
    let (mut counts, mut length): (HashMap<String, u32>, u32) = (HashMap::new(), 0);
    for text in texts {
        let mut words = Words::new(text);
        while words.advance() {
            length += 1;
            let stem = stem(words.base());
            match counts.get_mut(stem.as_ref()) {
                Some(count) => *count += 1,
                None => drop(counts.insert(stem.into_owned(), 1)),
            }
        }
    }
    (counts, length)
}

/// For each of `hits` the BM25 score of `words`, each times its weight.
fn word_scores(
    statistics: &Statistics<'_>,
    fields: &Fields,
    words: &[(String, f32)],
    hits: &[Found],
) -> tantivy::Result<Vec<f32>> {
    let searcher = statistics.searcher;
    let mut scores = vec![0.0; hits.len()];
    // Postings only go forward.
    let mut order: Vec<usize> = (0..hits.len()).collect();
    order.sort_by_key(|hit| hits[*hit].address);
    for (word, weight) in words {
        let term = Term::from_field_text(fields.stem, word);
        let bm25 = Bm25Weight::for_terms(statistics, std::slice::from_ref(&term))?;
        let mut open: Option<(u32, Option<SegmentPostings>)> = None;
        for &hit in &order {
            let address = hits[hit].address;
            let reader = searcher.segment_reader(address.segment_ord);
            if open.as_ref().is_none_or(|(segment, _)| *segment != address.segment_ord) {
                let inverted = reader.inverted_index(fields.stem)?;
                open =
                    Some((address.segment_ord, inverted.read_postings(&term, IndexRecordOption::WithFreqs)?));
            }
            let Some((_, Some(postings))) = &mut open else { continue };
            if postings.doc() < address.doc_id {
                postings.seek(address.doc_id);
            }
            if postings.doc() == address.doc_id {
                let norm = reader.get_fieldnorms_reader(fields.stem)?.fieldnorm_id(address.doc_id);
                scores[hit] += weight * bm25.score(norm, tantivy::postings::Postings::term_freq(postings));
            }
        }
    }
    Ok(scores)
}
