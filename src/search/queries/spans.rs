//! Positional query: phrases with ellipses, proximity, patterns within phrases.
//!
//! Candidates are the documents that contain the terms at all; their positions are then matched against the
//! [`SpanPattern`]. Scored as a phrase is: by the number of matches and the rarity of the terms.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

use crate::analysis::LanguageSet;
use crate::index::doc_languages::{DocLanguages, SegmentLanguages};
use crate::index::schema::{PARAGRAPH, SENTENCE};
use crate::query::{SpanBoundaries, SpanBudget, SpanPattern};
use crate::search::queries::work_budget::{LIST_STEPS, WorkBudget};

/// Maximum number of positions that are read of one document.
const MAX_POSITIONS: usize = 1 << 24;
/// Number of lists that take as long to look at as a step.
const LISTS_PER_STEP: usize = 16;
/// Steps of moving a list to a document.
const SEEK_STEPS: u64 = 2;
/// Number of positions that take as long to read as a step.
const POSITIONS_PER_STEP: usize = 8;

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
    /// Field that holds the starts of sentences and paragraphs, if the pattern needs them.
    pub boundaries_field: Option<Field>,
    pub budget: Arc<WorkBudget>,
    /// Whether matches are excluded: a candidate that the budget does not suffice for is taken as a match, so
    /// that the articles found are right.
    pub excluded: bool,
}

/// The terms that a matcher expands to.
#[derive(Debug, Clone)]
pub(crate) struct MatcherTerms {
    /// Terms, the most frequent first.
    pub terms: Vec<Term>,
    /// Languages in whose articles each term counts; empty if all count in all articles.
    pub languages: Vec<LanguageSet>,
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
        let scored: Vec<Term> = self
            .matchers
            .iter()
            .filter_map(|matcher| matcher.terms.first())
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

impl SpanWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<SpanScorer> {
        let inverted_index = reader.inverted_index(self.query.field)?;
        let open = |term: &Term| inverted_index.read_postings(term, IndexRecordOption::WithFreqsAndPositions);
        let mut matchers = Vec::with_capacity(self.query.matchers.len());
        for matcher in self.query.matchers.iter() {
            let mut lists = UnionPostings::default();
            for (index, term) in matcher.terms.iter().enumerate() {
                // A word has one list; those of a pattern may be many.
                if index > 0 && !self.query.budget.take(LIST_STEPS) {
                    break;
                }
                if let Some(postings) = open(term)? {
                    lists.postings.push(postings);
                    lists.languages.extend(matcher.languages.get(index));
                }
            }
            matchers.push(lists.begin());
        }
        let by_language = self.query.matchers.iter().any(|matcher| !matcher.languages.is_empty());
        let languages = if by_language { self.query.languages.of(reader)? } else { None };
        let boundaries = match self.query.boundaries_field {
            Some(field) => {
                let inverted_index = reader.inverted_index(field)?;
                let open = |boundary: char| {
                    let term = Term::from_field_text(field, boundary.encode_utf8(&mut [0; 4]));
                    let postings =
                        inverted_index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?;
                    let lists =
                        UnionPostings { postings: postings.into_iter().collect(), ..Default::default() };
                    Ok::<_, TantivyError>(lists.begin())
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
            pattern: Arc::clone(&self.query.pattern),
            candidates: self.candidates.scorer(reader, 1.0)?,
            positions: vec![Vec::new(); matchers.len()],
            matchers,
            languages,
            boundary_positions: [Vec::new(), Vec::new()],
            boundaries,
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            norms,
            match_count: 0,
            budget: Arc::clone(&self.query.budget),
            excluded: self.query.excluded,
            ended: false,
        };
        scorer.advance_to_match();
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
        Ok(Explanation::new("span matches", scorer.score()))
    }
}

struct SpanScorer {
    pattern: Arc<SpanPattern>,
    candidates: Box<dyn Scorer>,
    matchers: Vec<UnionPostings>,
    /// Languages of the articles, if a term counts in those of some languages only.
    languages: Option<Arc<SegmentLanguages>>,
    positions: Vec<Vec<u32>>,
    boundaries: Option<[UnionPostings; 2]>,
    boundary_positions: [Vec<u32>; 2],
    bm25: Option<Bm25Weight>,
    norms: Option<FieldNormReader>,
    /// Number of matches in the current document.
    match_count: u32,
    budget: Arc<WorkBudget>,
    excluded: bool,
    /// Whether the budget does not suffice for further candidates.
    ended: bool,
}

impl SpanScorer {
    /// Advances the candidates until one matches, beginning with the current one.
    fn advance_to_match(&mut self) -> DocId {
        loop {
            let doc = self.candidates.doc();
            if doc == TERMINATED {
                return doc;
            }
            if self.budget.is_spent() {
                self.budget.exceed();
                self.ended = !self.excluded;
                if self.ended {
                    return TERMINATED;
                }
            }
            // What was left out may match any candidate.
            if self.excluded && self.budget.is_exceeded() {
                self.match_count = 1;
                return doc;
            }
            if self.matches(doc) {
                return doc;
            }
            self.candidates.advance();
        }
    }

    fn matches(&mut self, doc: DocId) -> bool {
        let language = self.languages.as_ref().map_or(0, |languages| languages.ordinal(doc));
        let (mut num_positions, mut num_lists) = (0, 0);
        for index in 0..self.matchers.len() {
            let limit = MAX_POSITIONS - num_positions;
            let are_all = self.matchers[index].read(doc, language, limit, &mut self.positions[index]);
            num_positions += self.positions[index].len();
            num_lists += self.matchers[index].steps;
            if !are_all {
                self.budget.exceed();
            }
        }
        if let Some([sentences, paragraphs]) = &mut self.boundaries {
            sentences.read(doc, language, MAX_POSITIONS, &mut self.boundary_positions[0]);
            paragraphs.read(doc, language, MAX_POSITIONS, &mut self.boundary_positions[1]);
        }
        let boundaries = SpanBoundaries {
            sentences: &self.boundary_positions[0],
            paragraphs: &self.boundary_positions[1],
        };
        let mut budget = SpanBudget::new(self.budget.for_article());
        self.match_count = self.pattern.count(0, &self.positions, boundaries, &mut budget) as u32;
        self.budget
            .take_from_article(budget.taken() + (num_positions / POSITIONS_PER_STEP) as u64 + num_lists);
        if self.match_count == 0 && (budget.is_truncated() || budget.is_pruned()) {
            self.budget.exceed();
            return self.excluded;
        }
        self.match_count > 0
    }
}

/// Union of the postings of all terms that a matcher expands to, the most frequent term first.
///
/// Most documents contain only that term, so the other postings are checked only once one of them may have
/// reached the document.
#[derive(Default)]
struct UnionPostings {
    postings: Vec<SegmentPostings>,
    /// Languages in whose articles each list counts; empty if all count in all.
    languages: Vec<LanguageSet>,
    /// Current document of each list, kept apart because a [`SegmentPostings`] is large.
    docs: Vec<DocId>,
    /// Lower bound of the current documents of all lists but the first.
    min_other_doc: DocId,
    /// Steps of going through the lists for the last document.
    steps: u64,
}

impl UnionPostings {
    /// Moves to the first documents of the lists.
    fn begin(mut self) -> Self {
        self.docs = self.postings.iter().map(SegmentPostings::doc).collect();
        self.min_other_doc = self.docs.iter().skip(1).min().copied().unwrap_or(TERMINATED);
        self
    }

    /// Reads the positions in `doc`, whose language is given by its ordinal, in ascending order. Documents
    /// must be passed in ascending order.
    ///
    /// Reads no further lists once there are more than `limit`, and returns whether all were read.
    fn read(&mut self, doc: DocId, language: u8, limit: usize, positions: &mut Vec<u32>) -> bool {
        positions.clear();
        let (mut lists_read, mut are_all) = (0, true);
        let end = if self.min_other_doc <= doc { self.docs.len() } else { self.docs.len().min(1) };
        let mut min_other_doc = TERMINATED;
        let mut seeks = 0;
        for (index, current) in self.docs[..end].iter_mut().enumerate() {
            if *current <= doc {
                let postings = &mut self.postings[index];
                if *current < doc {
                    *current = postings.seek(doc);
                    seeks += 1;
                }
                if *current == doc && self.languages.get(index).is_none_or(|set| set.has_ordinal(language)) {
                    if positions.len() + postings.term_freq() as usize > limit {
                        are_all = false;
                    } else {
                        postings.append_positions_with_offset(0, positions);
                        lists_read += 1;
                    }
                }
            }
            // A list at `doc` is not advanced before it is needed.
            if index > 0 {
                min_other_doc = min_other_doc.min((*current).max(doc + 1));
            }
        }
        if end > 1 {
            self.min_other_doc = min_other_doc;
        }
        self.steps = SEEK_STEPS * seeks + (end / LISTS_PER_STEP) as u64;
        if lists_read > 1 {
            positions.sort_unstable();
            positions.dedup();
        }
        are_all
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.ended {
            return TERMINATED;
        }
        self.candidates.advance();
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.ended {
            return TERMINATED;
        }
        self.candidates.seek(target);
        self.advance_to_match()
    }

    fn doc(&self) -> DocId {
        if self.ended { TERMINATED } else { self.candidates.doc() }
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }

    fn cost(&self) -> u64 {
        self.candidates.cost().saturating_mul(10) // reading positions costs much more than reading documents
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.as_ref().map_or(0, |norms| norms.fieldnorm_id(self.candidates.doc()));
        self.bm25.as_ref().map_or(1.0, |weight| weight.score(norm, self.match_count))
    }
}
