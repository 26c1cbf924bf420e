//! A tantivy query that asks where words stand: ellipses, nearness, patterns in phrases.
//!
//! Candidates are the articles that have the words at all; of these the positions are read and held against the clause
//! (see [`SpanPattern`]). Scored as a phrase is: by the number of places, and by how rare the words are.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use crate::index::schema::{PARAGRAPH, SENTENCE};
use crate::query::{SpanBoundaries, SpanPattern};

/// Words whose rarity counts for the score, at most.
const SCORED_TERMS: usize = 16;

/// A clause over positions.
#[derive(Debug, Clone)]
pub(crate) struct SpanQuery {
    pub places: Arc<SpanPattern>,
    /// For every leaf the terms it stands for.
    pub terms: Arc<Vec<Vec<Term>>>,
    /// Articles that have the words.
    pub candidates: Arc<dyn Query>,
    pub field: Field,
    /// The field that says where sentences and paragraphs begin.
    pub breaks: Option<Field>,
}

struct SpanWeight {
    query: SpanQuery,
    candidates: Box<dyn Weight>,
    bm25: Option<Bm25Weight>,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let schema = match scoring {
            EnableScoring::Enabled { searcher, .. } => searcher.schema(),
            EnableScoring::Disabled { schema, .. } => schema,
        };
        let candidates = self.candidates.weight(EnableScoring::disabled_from_schema(schema))?;
        let scored: Vec<Term> =
            self.terms.iter().filter_map(|terms| terms.first()).take(SCORED_TERMS).cloned().collect();
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if !scored.is_empty() => {
                Some(Bm25Weight::for_terms(statistics_provider, &scored)?)
            }
            _ => None,
        };
        Ok(Box::new(SpanWeight { query: self.clone(), candidates, bm25 }))
    }
}

impl SpanWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<SpanScorer> {
        let inverted = reader.inverted_index(self.query.field)?;
        let open = |term: &Term| inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions);
        let mut matchers = Vec::with_capacity(self.query.terms.len());
        for terms in self.query.terms.iter() {
            let mut lists = Vec::with_capacity(terms.len());
            for term in terms {
                lists.extend(open(term)?);
            }
            matchers.push(TermMatcher::new(lists));
        }
        let breaks = match self.query.breaks {
            Some(field) => {
                let inverted = reader.inverted_index(field)?;
                let open = |name: char| {
                    let term = Term::from_field_text(field, name.encode_utf8(&mut [0; 4]));
                    let list = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
                    Ok::<_, TantivyError>(TermMatcher::new(list.into_iter().collect()))
                };
                Some([open(SENTENCE)?, open(PARAGRAPH)?])
            }
            None => None,
        };
        let norms = match self.bm25 {
            Some(_) => Some(reader.get_fieldnorms_reader(self.query.field)?),
            None => None,
        };
        let mut scorer = SpanScorer {
            places: Arc::clone(&self.query.places),
            candidates: self.candidates.scorer(reader, 1.0)?,
            positions: vec![Vec::new(); matchers.len()],
            matchers,
            break_positions: [Vec::new(), Vec::new()],
            breaks,
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            norms,
            found: 0,
        };
        scorer.settle();
        Ok(scorer)
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("places", scorer.score()))
    }
}

struct SpanScorer {
    places: Arc<SpanPattern>,
    candidates: Box<dyn Scorer>,
    matchers: Vec<TermMatcher>,
    positions: Vec<Vec<u32>>,
    breaks: Option<[TermMatcher; 2]>,
    break_positions: [Vec<u32>; 2],
    bm25: Option<Bm25Weight>,
    norms: Option<FieldNormReader>,
    /// The number of places in the current document.
    found: u32,
}

impl SpanScorer {
    /// Goes on until a candidate matches.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.candidates.doc();
            if doc == TERMINATED || self.matches(doc) {
                return doc;
            }
            self.candidates.advance();
        }
    }

    fn matches(&mut self, doc: DocId) -> bool {
        for at in 0..self.matchers.len() {
            self.matchers[at].read(doc, &mut self.positions[at]);
        }
        if let Some([sentences, paragraphs]) = &mut self.breaks {
            sentences.read(doc, &mut self.break_positions[0]);
            paragraphs.read(doc, &mut self.break_positions[1]);
        }
        let breaks =
            SpanBoundaries { sentences: &self.break_positions[0], paragraphs: &self.break_positions[1] };
        self.found = self.places.count(0, &self.positions, breaks) as u32;
        self.found > 0
    }
}

/// The lists of all words that a leaf stands for, the most frequent first. Most articles have that one alone, so where the
/// others stand is looked at only when one of them may have come.
struct TermMatcher {
    lists: Vec<SegmentPostings>,
    /// Where each stands. The lists are large.
    docs: Vec<DocId>,
    /// The least of where those after the first stand.
    others: DocId,
}

impl TermMatcher {
    fn new(lists: Vec<SegmentPostings>) -> Self {
        let docs: Vec<DocId> = lists.iter().map(SegmentPostings::doc).collect();
        let others = docs.iter().skip(1).min().copied().unwrap_or(TERMINATED);
        TermMatcher { lists, docs, others }
    }

    /// The positions in `doc`, in order. Asked of articles in order.
    fn read(&mut self, doc: DocId, positions: &mut Vec<u32>) {
        positions.clear();
        let mut read = 0;
        let end = if self.others <= doc { self.docs.len() } else { self.docs.len().min(1) };
        let mut next = TERMINATED;
        for (number, at) in self.docs[..end].iter_mut().enumerate() {
            if *at <= doc {
                let list = &mut self.lists[number];
                if *at < doc {
                    *at = list.seek(doc);
                }
                if *at == doc {
                    list.append_positions_with_offset(0, positions);
                    read += 1;
                }
            }
            // What stands at `doc` is done with, and not sought before it is needed.
            if number > 0 {
                next = next.min((*at).max(doc + 1));
            }
        }
        if end > 1 {
            self.others = next;
        }
        if read > 1 {
            positions.sort_unstable();
            positions.dedup();
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        self.candidates.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.candidates.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.candidates.doc()
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }

    fn cost(&self) -> u64 {
        self.candidates.cost().saturating_mul(10) // positions cost much more than documents
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.as_ref().map_or(0, |norms| norms.fieldnorm_id(self.candidates.doc()));
        self.bm25.as_ref().map_or(1.0, |weight| weight.score(norm, self.found))
    }
}
