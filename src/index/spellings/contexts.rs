//! What the articles with a word are about: the terms of their vectors.

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::{Language, tagged_stem};
use crate::index::schema::{CONTENT, PUBLISHED};
use crate::index::spellings::evidence::CommonContext;
use crate::index::term_vectors::{self, DocFreqSketch};

/// Number of articles of a word that are read; of more, about as many.
const MAX_ARTICLES: usize = 128;

/// The contexts of the words of an index.
pub(super) struct Contexts<'s> {
    searcher: &'s Searcher,
    exact: Field,
    segments: Vec<SegmentColumns>,
    doc_freqs: &'s DocFreqSketch,
    /// Weight of a term by the logarithm of its document frequency.
    weights: Vec<f32>,
    words: FxHashMap<String, WordContext>,
}

/// The columns of a segment that are read.
struct SegmentColumns {
    term_vectors: Column<u64>,
    contents: Column<u64>,
    published: Column<i64>,
}

/// The articles with a word, and what they are about.
struct WordContext {
    /// Articles by segment, in order.
    docs: Vec<(usize, DocId)>,
    /// Terms by hash, each with its weight.
    terms: Vec<(u32, f32)>,
}

impl<'s> Contexts<'s> {
    pub(super) fn new(
        searcher: &'s Searcher,
        exact: Field,
        doc_freqs: &'s DocFreqSketch,
    ) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(|segment| {
            let fast_fields = segment.fast_fields();
            Ok(SegmentColumns {
                term_vectors: term_vectors::column(segment)?,
                contents: fast_fields.u64(CONTENT)?,
                published: fast_fields.i64(PUBLISHED)?,
            })
        });
        let num_docs = searcher.num_docs() as f32;
        let weight = |log_freq| (1.0 + num_docs / DocFreqSketch::doc_freq_of(log_freq)).ln();
        Ok(Contexts {
            searcher,
            exact,
            segments: segments.collect::<tantivy::Result<_>>()?,
            doc_freqs,
            weights: (0..=u8::MAX).map(weight).collect(),
            words: FxHashMap::default(),
        })
    }

    /// Compares the articles with two words.
    pub(super) fn compare(&mut self, a: &str, b: &str) -> tantivy::Result<CommonContext> {
        for word in [a, b] {
            if !self.words.contains_key(word) {
                let context = self.read(word)?;
                self.words.insert(word.to_owned(), context);
            }
        }
        let (Some(first), Some(second)) = (self.words.get(a), self.words.get(b)) else {
            return Ok(CommonContext { similarity: 0.0, together: 0 });
        };
        let ignored = [a, b].map(|word| term_hash(&tagged_stem(word, Language::ENGLISH)));
        let together = intersection(&first.docs, &second.docs);
        Ok(CommonContext { similarity: cosine(&first.terms, &second.terms, ignored), together })
    }

    fn read(&self, word: &str) -> tantivy::Result<WordContext> {
        let docs = articles_with(self.searcher, self.exact, word)?;
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let chosen = self.choose(&docs);
        for (segment, doc) in chosen.as_ref().unwrap_or(&docs) {
            for term in term_vectors::terms(&self.segments[*segment].term_vectors, *doc) {
                *counts.entry(term.hash).or_default() += 1;
            }
        }
        let weight = |(hash, count): (u32, u32)| {
            (hash, count as f32 * self.weights[usize::from(self.doc_freqs.log_freq(hash))])
        };
        let mut terms: Vec<(u32, f32)> = counts.into_iter().map(weight).collect();
        // Sums must not depend on the order in which articles were indexed.
        terms.sort_unstable_by_key(|(hash, _)| *hash);
        Ok(WordContext { docs, terms })
    }

    /// Chooses about [`MAX_ARTICLES`] of more articles, by their contents, so that neither segments nor files
    /// make a difference; `None` if all are to be read.
    fn choose(&self, docs: &[(usize, DocId)]) -> Option<Vec<(usize, DocId)>> {
        if docs.len() <= MAX_ARTICLES {
            return None;
        }
        let max = u64::MAX / docs.len() as u64 * MAX_ARTICLES as u64;
        let is_chosen = |(segment, doc): &&(usize, DocId)| {
            let columns = &self.segments[*segment];
            // Articles that were carried over from an older index have no hash of their content.
            let content = columns.contents.first(*doc);
            let day = || xxh3_64(&columns.published.first(*doc).unwrap_or_default().to_le_bytes());
            content.unwrap_or_else(day) <= max
        };
        let chosen: Vec<_> = docs.iter().filter(is_chosen).copied().collect();
        Some(chosen).filter(|chosen| chosen.len() >= MAX_ARTICLES / 4)
    }
}

/// Returns the number of articles with a word that are not deleted; of one that stands only in the
/// possessive, with that.
pub(super) fn count_articles(searcher: &Searcher, exact: Field, word: &str) -> tantivy::Result<u64> {
    for term in forms(exact, word) {
        let articles = count_term(searcher, exact, &term)?;
        if articles > 0 {
            return Ok(articles);
        }
    }
    Ok(0)
}

/// Returns the number of articles with a term that are not deleted.
fn count_term(searcher: &Searcher, exact: Field, term: &Term) -> tantivy::Result<u64> {
    let count = |segment: &SegmentReader| -> tantivy::Result<u64> {
        let inverted_index = segment.inverted_index(exact)?;
        let Some(alive) = segment.alive_bitset() else {
            return Ok(u64::from(inverted_index.doc_freq(term)?));
        };
        let postings = inverted_index.read_postings(term, IndexRecordOption::Basic)?;
        Ok(postings.map_or(0, |postings| u64::from(postings.doc_freq_given_deletes(alive))))
    };
    searcher.segment_readers().iter().map(count).sum()
}

/// Returns the number of articles with both of two words.
pub(super) fn count_together(searcher: &Searcher, exact: Field, [a, b]: [&str; 2]) -> tantivy::Result<u64> {
    Ok(intersection(&articles_with(searcher, exact, a)?, &articles_with(searcher, exact, b)?))
}

/// Returns the terms of a word and of its possessive, which has no apostrophe in the index.
fn forms(exact: Field, word: &str) -> impl Iterator<Item = Term> {
    ["", "s"].into_iter().map(move |ending| Term::from_field_text(exact, &format!("{word}{ending}")))
}

/// Returns the articles with a word by segment, in order; of one that stands only in the possessive, those
/// with that.
fn articles_with(searcher: &Searcher, exact: Field, word: &str) -> tantivy::Result<Vec<(usize, DocId)>> {
    for term in forms(exact, word) {
        let docs = articles_with_term(searcher, exact, &term)?;
        if !docs.is_empty() {
            return Ok(docs);
        }
    }
    Ok(Vec::new())
}

fn articles_with_term(
    searcher: &Searcher,
    exact: Field,
    term: &Term,
) -> tantivy::Result<Vec<(usize, DocId)>> {
    let mut docs: Vec<(usize, DocId)> = Vec::new();
    for (index, segment) in searcher.segment_readers().iter().enumerate() {
        let inverted_index = segment.inverted_index(exact)?;
        let Some(mut postings) = inverted_index.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            docs.extend((!segment.is_deleted(doc)).then_some((index, doc)));
            postings.advance();
        }
    }
    Ok(docs)
}

/// Returns the hash of a stem in the term vectors.
fn term_hash(stem: &str) -> u32 {
    term_vectors::vector_hash((xxh3_64(stem.as_bytes()) >> 32) as u32)
}

/// Returns the number of articles in both of two sorted lists.
fn intersection(a: &[(usize, DocId)], b: &[(usize, DocId)]) -> u64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.iter().filter(|doc| long.binary_search(doc).is_ok()).count() as u64
}

/// Returns the cosine of two lists of weights without some of their terms.
fn cosine(a: &[(u32, f32)], b: &[(u32, f32)], ignored: [u32; 2]) -> f32 {
    let counts = |hash: &u32| !ignored.contains(hash);
    let norm = |terms: &[(u32, f32)]| {
        terms.iter().filter(|(hash, _)| counts(hash)).map(|(_, weight)| weight * weight).sum::<f32>().sqrt()
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut dot = 0.0;
    for (hash, weight) in short.iter().filter(|(hash, _)| counts(hash)) {
        if let Ok(index) = long.binary_search_by_key(hash, |(hash, _)| *hash) {
            dot += weight * long[index].1;
        }
    }
    let norms = norm(a) * norm(b);
    if norms > 0.0 { dot / norms } else { 0.0 }
}
