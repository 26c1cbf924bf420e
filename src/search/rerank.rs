//! A second look at the best hits: words that the very best share lift others that have them.
//!
//! The weight of a word is a root of the sum over the six best hits of their share of the score times how often the word
//! stands in them for their length. Words count that stand in the gists of two of the six and of no more than a third of
//! all articles, the heaviest forty; each hit is scored by those of its own gist (BM25). Without the root few words decide;
//! without the weight, or with it from five hits, one or another of the test collections falls behind. No article is
//! added and none is lost; hits below the thirtieth keep their order. (Pseudo-relevance feedback as in relevance models,
//! used to reorder only; gists in place of texts, because to read six texts again costs more than the answer.)

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{DocAddress, Score};

use crate::error::{Error, plain};
use crate::index::error::from_tantivy;
use crate::index::term_vectors;
use crate::index::term_vectors::{DocFreqSketch, VectorTerm};
use crate::search::fast_fields::SegmentFastFields;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs;
use crate::search::top_docs::ScoredDoc;

/// Hits that are ordered anew.
pub(crate) const DEPTH: usize = 30;
/// Hits that words are taken from.
const FEEDBACK_DOCS: usize = 6;
/// Hits of these that must have a word.
const MIN_DOCS: u32 = 2;
/// Words that count.
const WORDS: usize = 40;
/// The share of articles, as one in so many, above which a word is too common to say anything.
const COMMON: f32 = 3.0;
/// The power of the sums of a word that is its weight.
const ROOT: f32 = 0.7;
/// What the first score and the words weigh.
const FIRST_WEIGHT: f32 = 0.8;
const WORDS_WEIGHT: f32 = 0.2;
/// The constants of BM25.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Orders the first [`DEPTH`] of `best` anew; all scores become parts of the best first score.
pub(crate) fn rerank(reader: &IndexSnapshot, best: &mut Vec<ScoredDoc>) -> Result<(), Error> {
    let Some(top) = best.first().map(|found| found.score).filter(|score| *score > 0.0) else { return Ok(()) };
    let doc_freqs = reader.doc_freqs.get();
    let doc_freqs =
        doc_freqs.map_err(|error| Error::Damaged { path: reader.place.clone(), detail: plain(&error) })?;
    let Some(doc_freqs) = doc_freqs else { return Ok(()) };
    let gists = TermVectors::open(reader).map_err(|error| from_tantivy(&reader.place, error))?;
    let depth = best.len().min(DEPTH);
    let (head, tail) = best.split_at_mut(depth);
    let articles: Vec<DocTermVector> = head.iter().map(|found| gists.of(found.address)).collect();
    let words = shared_words(head, &articles, doc_freqs, reader.num_articles() as f32);
    let scores: Vec<Score> = articles.iter().map(|article| score(article, &words, gists.average)).collect();
    let most = scores.iter().copied().fold(0.0, f32::max);
    for (found, score) in head.iter_mut().zip(scores) {
        let lift = if most > 0.0 { WORDS_WEIGHT * score / most } else { 0.0 };
        found.score = FIRST_WEIGHT * found.score / top + lift;
    }
    for found in tail {
        found.score = FIRST_WEIGHT * found.score / top;
    }
    top_docs::sort(best, &reader.columns, ScoredDoc::by_score);
    Ok(())
}

/// The gists of an index.
struct TermVectors<'r> {
    /// The gists and the lengths of texts, by segment.
    segments: Vec<(&'r Column<u64>, FieldNormReader)>,
    /// How many words a text has.
    average: f32,
}

/// The gist of an article, by hash, and how many words it has.
struct DocTermVector {
    words: Vec<VectorTerm>,
    length: f32,
}

/// A word that the best hits share.
#[derive(Debug, PartialEq)]
struct ExpansionTerm {
    hash: u32,
    weight: f32,
}

impl<'r> TermVectors<'r> {
    fn open(reader: &'r IndexSnapshot) -> tantivy::Result<Self> {
        let segments = reader.columns.iter().zip(reader.searcher.segment_readers());
        let open = |(columns, segment): (&'r Arc<SegmentFastFields>, &tantivy::SegmentReader)| {
            Ok((columns.gists(segment)?, segment.get_fieldnorms_reader(reader.fields.exact)?))
        };
        let words =
            reader.meta.token_counts.get(&reader.fields.exact.field_id()).copied().unwrap_or_default();
        let average = words as f32 / reader.num_articles().max(1) as f32;
        Ok(TermVectors {
            segments: segments.map(open).collect::<tantivy::Result<_>>()?,
            average: average.max(1.0),
        })
    }

    fn of(&self, address: DocAddress) -> DocTermVector {
        let (column, lengths) = &self.segments[address.segment_ord as usize];
        let words = term_vectors::terms(column, address.doc_id).collect();
        DocTermVector { words, length: lengths.fieldnorm(address.doc_id).max(1) as f32 }
    }
}

/// The words that the best hits share, the heaviest [`WORDS`] of them, by hash.
fn shared_words(
    hits: &[ScoredDoc],
    gists: &[DocTermVector],
    doc_freqs: &DocFreqSketch,
    articles: f32,
) -> Vec<ExpansionTerm> {
    let teachers = &hits[..hits.len().min(FEEDBACK_DOCS)];
    let sum: f32 = teachers.iter().map(|found| found.score).sum();
    // As one number: the hash, then the weight, whose bits are in the order of what they say as no weight is negative.
    let mut all: Vec<u64> = Vec::with_capacity(teachers.len() * WORDS);
    let weight = |number: &u64| f32::from_bits(*number as u32);
    for (teacher, gist) in teachers.iter().zip(gists) {
        let share = teacher.score / sum / gist.length;
        let number =
            |word: &VectorTerm| u64::from(word.hash) << 32 | u64::from((share * word.count as f32).to_bits());
        all.extend(gist.words.iter().map(number));
    }
    all.sort_unstable();
    let runs = all.chunk_by(|a, b| a >> 32 == b >> 32).filter(|run| run.len() >= MIN_DOCS as usize);
    let mut words: Vec<(ExpansionTerm, f32)> = runs
        .map(|run| {
            let (hash, weight) = ((run[0] >> 32) as u32, run.iter().map(weight).sum::<f32>());
            (ExpansionTerm { hash, weight: weight.powf(ROOT) }, doc_freqs.doc_freq(hash))
        })
        .filter(|(_, there)| there * COMMON <= articles)
        .collect();
    words.sort_unstable_by(|a, b| b.0.weight.total_cmp(&a.0.weight).then(a.0.hash.cmp(&b.0.hash)));
    words.truncate(WORDS);
    let idf = |there: f32| (1.0 + (articles - there + 0.5) / (there + 0.5)).ln();
    let mut words: Vec<ExpansionTerm> = words
        .into_iter()
        .map(|(word, there)| ExpansionTerm { weight: word.weight * idf(there.min(articles)), ..word })
        .collect();
    words.sort_unstable_by_key(|word| word.hash);
    words
}

/// The BM25 score of `words` in an article, each times its weight. Both are in the order of hashes.
fn score(article: &DocTermVector, words: &[ExpansionTerm], average: f32) -> Score {
    let norm = K1 * (1.0 - B + B * article.length / average);
    let mut rest = words;
    let mut sum = 0.0;
    for word in &article.words {
        while let Some((first, after)) = rest.split_first()
            && first.hash <= word.hash
        {
            if first.hash == word.hash {
                let count = word.count as f32;
                sum += first.weight * (1.0 + K1) * count / (count + norm);
            }
            rest = after;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use crate::search::rerank::*;

    fn gist(words: &[(u32, u32)], length: f32) -> DocTermVector {
        DocTermVector {
            words: words.iter().map(|&(word, count)| VectorTerm { hash: word << 12, count }).collect(),
            length,
        }
    }

    #[test]
    fn words_of_two_hits_count_by_how_rare_they_are() {
        let found = |score| ScoredDoc { score, day: 0, address: DocAddress::new(0, 0) };
        let hits = [found(2.0), found(1.0), found(1.0)];
        let gists =
            [gist(&[(1, 3), (2, 1), (9, 1)], 100.0), gist(&[(2, 1), (3, 9)], 100.0), gist(&[(9, 2)], 50.0)];
        let mut counts = vec![0; 1 << 20];
        for (word, articles) in [(1, 1), (2, 10), (3, 1), (9, 400)] {
            counts[word << 12] = articles;
        }
        let words = shared_words(&hits, &gists, &DocFreqSketch::of(&counts), 1000.0);
        assert_eq!(
            words.iter().map(|word| word.hash >> 12).collect::<Vec<_>>(),
            [2],
            "9 is too common, 1 and 3 stand alone"
        );
        assert!(score(&gists[0], &words, 100.0) > 0.0);
        assert_eq!(score(&gists[2], &words, 100.0), 0.0);
        assert!(
            score(&gist(&[(2, 5)], 100.0), &words, 100.0) > score(&gist(&[(2, 1)], 100.0), &words, 100.0)
        );
    }
}
