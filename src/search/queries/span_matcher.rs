//! Matches the candidates of a clause over positions, document by document.

use std::sync::Arc;

use tantivy::query::{Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyError, Term};

use crate::index::doc_languages::SegmentLanguages;
use crate::index::schema::{MORE_SPEECH, PARAGRAPH, SENTENCE, SPEECH, SPEECH_END};
use crate::query::{SpanBoundaries, SpanBudget, SpanPattern, SpeechPositions};
use crate::search::queries::spans::SpanQuery;
use crate::search::queries::union_postings::UnionPostings;
use crate::search::queries::work_budget::Allowance;

/// Maximum number of positions that are read of one document.
const MAX_POSITIONS: usize = 1 << 24;
/// Number of terms of a matcher that take as long to look at as a step.
const TERMS_PER_STEP: usize = 16;
/// Steps of reading a list at a document.
const READ_STEPS: u64 = 2;
/// Steps of finding an article in the lists of a matcher, if few articles between are read.
const SEEK_STEPS: u64 = 10;
/// Number of positions that take as long to read as a step.
const POSITIONS_PER_STEP: usize = 8;

/// The boundaries of a text: those of sentences and paragraphs, then those of direct speech.
const BOUNDARIES: [char; 5] = [SENTENCE, PARAGRAPH, SPEECH, MORE_SPEECH, SPEECH_END];
/// Index of the first boundary of direct speech.
const FIRST_OF_SPEECH: usize = 2;

/// Matcher of a clause in one segment.
///
/// The steps that it takes are the same for an article in any segment, so that a bound on them leaves out the
/// same articles.
pub(super) struct SpanMatcher<'r> {
    reader: &'r SegmentReader,
    pattern: Arc<SpanPattern>,
    /// The documents that have the words; any documents if none.
    candidates: Option<Box<dyn Scorer>>,
    matchers: Vec<UnionPostings>,
    /// Languages of the articles, if a term counts in those of some languages only.
    languages: Option<Arc<SegmentLanguages>>,
    positions: Vec<Vec<u32>>,
    /// Lists of each kind of boundaries that the pattern needs.
    boundaries: Vec<(usize, UnionPostings)>,
    boundary_positions: [Vec<u32>; BOUNDARIES.len()],
    excluded: bool,
    /// Steps of an article beside those of its positions.
    base_steps: u64,
    /// Maximum number of steps for one article.
    max_article_steps: u64,
}

impl<'r> SpanMatcher<'r> {
    /// Opens the lists of `query` in a segment, to compare the documents of `candidates`, or any if none.
    pub(super) fn open(
        query: &SpanQuery,
        reader: &'r SegmentReader,
        candidates: Option<&dyn Weight>,
        max_article_steps: u64,
    ) -> tantivy::Result<Self> {
        let open = |term: &Term| {
            let inverted_index = reader.inverted_index(term.field())?;
            Ok::<_, TantivyError>(
                inverted_index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?,
            )
        };
        let mut matchers = Vec::with_capacity(query.matchers.len());
        let mut base_steps = 0;
        for matcher in query.matchers.iter() {
            let (mut lists, mut languages) = (Vec::with_capacity(matcher.terms.len()), Vec::new());
            for (index, term) in matcher.terms.iter().enumerate() {
                if let Some(postings) = open(term)? {
                    lists.push(postings);
                    languages.extend(matcher.languages.get(index));
                }
            }
            base_steps += (matcher.terms.len() / TERMS_PER_STEP) as u64;
            base_steps += if candidates.is_some() { 0 } else { SEEK_STEPS };
            matchers.push(UnionPostings::of(lists, languages));
        }
        let by_language = query.matchers.iter().any(|matcher| !matcher.languages.is_empty());
        let mut boundaries = Vec::new();
        if let Some(field) = query.boundaries_field {
            let needs = [query.pattern.needs_boundaries(), query.pattern.needs_speech()];
            for (index, boundary) in BOUNDARIES.into_iter().enumerate() {
                if needs[usize::from(index >= FIRST_OF_SPEECH)] {
                    let postings = open(&Term::from_field_text(field, boundary.encode_utf8(&mut [0; 4])))?;
                    let lists = UnionPostings::of(postings.into_iter().collect(), Vec::new());
                    boundaries.push((index, lists));
                }
            }
        }
        let candidates = candidates.map(|weight| weight.scorer(reader, 1.0)).transpose()?;
        Ok(SpanMatcher {
            reader,
            pattern: Arc::clone(&query.pattern),
            candidates,
            positions: vec![Vec::new(); matchers.len()],
            matchers,
            languages: if by_language { query.languages.of(reader)? } else { None },
            boundaries,
            boundary_positions: Default::default(),
            excluded: query.excluded,
            base_steps,
            max_article_steps,
        })
    }

    /// Returns the documents that match, each with the number of matches: of all, or of those in `among`,
    /// which must be in ascending order. Returns `None` if the allowance does not suffice.
    pub(super) fn find(
        mut self,
        among: Option<&[DocId]>,
        allowance: &mut Allowance,
    ) -> Option<Vec<(DocId, u32)>> {
        let mut found = Vec::new();
        match (among, self.candidates.take()) {
            (Some(docs), None) => {
                for doc in docs {
                    self.add(*doc, allowance, &mut found)?;
                }
            }
            (Some(docs), Some(mut candidates)) => {
                for doc in docs {
                    if candidates.doc() < *doc {
                        candidates.seek(*doc);
                    }
                    if candidates.doc() == *doc {
                        self.add(*doc, allowance, &mut found)?;
                    }
                }
            }
            (None, Some(mut candidates)) => {
                while candidates.doc() != TERMINATED {
                    let doc = candidates.doc();
                    if !self.reader.is_deleted(doc) {
                        self.add(doc, allowance, &mut found)?;
                    }
                    candidates.advance();
                }
            }
            (None, None) => {}
        }
        Some(found)
    }

    /// Adds a document if it matches.
    fn add(&mut self, doc: DocId, allowance: &mut Allowance, found: &mut Vec<(DocId, u32)>) -> Option<()> {
        let count = self.count(doc, allowance);
        if count > 0 {
            found.push((doc, count));
        }
        (!allowance.is_exceeded()).then_some(())
    }

    /// Counts the matches in a candidate.
    fn count(&mut self, doc: DocId, allowance: &mut Allowance) -> u32 {
        let language = self.languages.as_ref().map_or(0, |languages| languages.ordinal(doc));
        let (mut num_positions, mut lists_read, mut are_all) = (0, 0, true);
        for (matcher, positions) in self.matchers.iter_mut().zip(&mut self.positions) {
            are_all &= matcher.read(doc, language, MAX_POSITIONS - num_positions, positions);
            num_positions += positions.len();
            lists_read += matcher.lists_read;
        }
        for (index, lists) in &mut self.boundaries {
            lists.read(doc, language, MAX_POSITIONS, &mut self.boundary_positions[*index]);
        }
        let [sentences, paragraphs, begins, goes_on, ends] = &self.boundary_positions;
        let speech = SpeechPositions { begins, goes_on, ends };
        let boundaries = SpanBoundaries { sentences, paragraphs, speech };
        let mut budget = SpanBudget::new(self.max_article_steps);
        let count = self.pattern.count(0, &self.positions, boundaries, &mut budget) as u32;
        let read_steps = (num_positions / POSITIONS_PER_STEP) as u64 + READ_STEPS * lists_read;
        allowance.take(budget.taken() + read_steps + self.base_steps);
        let may_be_missed = count == 0 && (!are_all || budget.is_truncated() || budget.is_pruned());
        if may_be_missed {
            allowance.miss();
        }
        if may_be_missed && self.excluded { 1 } else { count }
    }
}
