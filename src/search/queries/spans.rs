//! Positional query: phrases with ellipses, proximity, patterns within phrases.
//!
//! Candidates are the documents that contain the terms at all; their positions are then matched against the
//! [`SpanPattern`]. That is done before the query runs, by [`SpanSearch`], which bounds the work; until then
//! the candidates stand for the matches. Scored as a phrase is: by the number of matches and the rarity of
//! the terms.
//!
//! [`SpanSearch`]: crate::search::queries::span_search::SpanSearch

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, Schema};
use tantivy::{DocId, Score, SegmentReader, Term};

use crate::analysis::LanguageSet;
use crate::index::doc_languages::DocLanguages;
use crate::query::SpanPattern;
use crate::search::queries::doc_list::{DocList, DocListScorer, explain};

/// Maximum number of terms whose document frequency counts for the score.
const SCORED_TERMS: usize = 16;

/// Query for a clause over positions.
#[derive(Debug, Clone)]
pub(crate) struct SpanQuery {
    pub pattern: Arc<SpanPattern>,
    /// Terms of each matcher of the pattern.
    pub matchers: Arc<Vec<MatcherTerms>>,
    /// Languages of the articles.
    pub languages: Arc<DocLanguages>,
    /// Query for the documents that contain the terms.
    pub candidates: Arc<dyn Query>,
    pub field: Field,
    /// Field that holds the starts of sentences, paragraphs and direct speech, if the pattern needs them.
    pub boundaries_field: Option<Field>,
    /// Whether matches are excluded: a candidate that the budget does not suffice for is taken as a match, so
    /// that the articles found are right.
    pub excluded: bool,
    /// The documents that match, once they are known.
    pub found: Arc<OnceLock<Arc<FxHashMap<SegmentId, DocList>>>>,
}

/// The terms that a matcher expands to.
#[derive(Debug, Clone)]
pub(crate) struct MatcherTerms {
    /// Terms, the most frequent first.
    pub terms: Vec<Term>,
    /// Languages in whose articles each term counts; empty if all count in all articles.
    pub languages: Vec<LanguageSet>,
}

impl SpanQuery {
    /// Returns the weight of the query for the documents that contain the terms, without scores.
    pub(super) fn candidate_weight(&self, schema: &Schema) -> tantivy::Result<Box<dyn Weight>> {
        self.candidates.weight(EnableScoring::disabled_from_schema(schema))
    }

    /// Returns the number of posting lists.
    pub(crate) fn num_lists(&self) -> u64 {
        self.matchers.iter().map(|matcher| matcher.terms.len() as u64).sum()
    }
}

struct SpanWeight {
    query: SpanQuery,
    /// Weight of the candidates, if they stand for the matches.
    candidates: Option<Box<dyn Weight>>,
    bm25: Option<Bm25Weight>,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let stands_for_matches = self.found.get().is_none() && !self.excluded;
        let candidates = match stands_for_matches {
            true => Some(self.candidate_weight(scoring.schema())?),
            false => None,
        };
        let scored: Vec<Term> = self
            .matchers
            .iter()
            .filter_map(|matcher| matcher.terms.first())
            .filter(|term| term.field() == self.field)
            .take(SCORED_TERMS)
            .cloned()
            .collect();
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } if !scored.is_empty() => {
                Some(Bm25Weight::for_terms(statistics_provider, &scored)?)
            }
            _ => None,
        };
        Ok(Box::new(SpanWeight { query: self.clone(), candidates, bm25 }))
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(found) = self.query.found.get() else {
            return match &self.candidates {
                None => Ok(Box::new(EmptyScorer)),
                Some(candidates) => candidates.scorer(reader, boost),
            };
        };
        let Some(docs) = found.get(&reader.segment_id()) else { return Ok(Box::new(EmptyScorer)) };
        let bm25 = match &self.bm25 {
            Some(weight) => Some((weight.boost_by(boost), reader.get_fieldnorms_reader(self.query.field)?)),
            None => None,
        };
        Ok(Box::new(DocListScorer { docs: Arc::clone(docs), index: 0, bm25, constant: 1.0 }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(&mut *self.scorer(reader, 1.0)?, doc)
    }
}
