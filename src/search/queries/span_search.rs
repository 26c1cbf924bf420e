//! Finds the matches of the clauses over positions of a query before it runs, with bounded work.
//!
//! All candidates are compared if that takes no more steps than allowed. Otherwise they are compared newest
//! first, as many as the steps suffice for. Steps are counted per article and clause, whatever the segment,
//! and a part of the candidates is compared to its end or not at all: the articles that are found do not
//! depend on the history of the index.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Searcher};

use crate::search::fast_fields::SegmentFastFields;
use crate::search::queries::doc_list::DocListQuery;
use crate::search::queries::doc_order::{by_segment, matching_docs, newest_first};
use crate::search::queries::span_matcher::SpanMatcher;
use crate::search::queries::spans::SpanQuery;
use crate::search::queries::work_budget::{Allowance, MAX_ARTICLE_STEPS, WorkBudget};
use crate::search::request::Sort;

/// Number of articles that are compared first.
const FIRST_DOCS: usize = 8;
/// Maximum factor by which the number of compared articles grows at once.
const GROWTH: usize = 8;
/// Maximum number of parts that the candidates are compared in.
const MAX_PARTS: usize = 24;
/// Minimum number of steps for an article and clause.
const MIN_ARTICLE_STEPS: u64 = 20_000;

/// Share of the steps for comparing articles in parts, after all of them were tried.
const PARTS_SHARE: u64 = 4;
/// Steps of opening a list for a part of the candidates.
const REOPEN_STEPS: u64 = 100;

/// Matches of each clause, segment by segment.
type Found = Vec<Vec<Vec<(DocId, u32)>>>;

/// Search for the matches of the clauses of a query.
pub(crate) struct SpanSearch<'s> {
    pub searcher: &'s Searcher,
    pub fast_fields: &'s [Arc<SegmentFastFields>],
    pub sort: Sort,
    pub budget: &'s WorkBudget,
    pub clauses: &'s [SpanQuery],
}

/// The articles that were compared, if not all were.
pub(crate) struct Compared {
    pub docs: DocListQuery,
    pub compared: usize,
    pub candidates: usize,
}

impl SpanSearch<'_> {
    /// Finds the matches of the clauses, which are parts of `query`. Returns the articles that were compared,
    /// if these are not all.
    pub(crate) fn run(&self, query: &dyn Query, is_one_clause: bool) -> tantivy::Result<Option<Compared>> {
        let docs = if is_one_clause { None } else { Some(matching_docs(self.searcher, query)?) };
        let mut allowance = Allowance::new(self.budget.steps());
        if let Some(found) = self.find(docs.as_deref(), true, &mut allowance)? {
            self.budget.take(allowance.taken());
            if allowance.is_incomplete() {
                self.budget.exceed();
            }
            self.set_found(found);
            return Ok(None);
        }
        let docs = docs.map_or_else(|| matching_docs(self.searcher, query), Ok)?;
        self.run_in_parts(newest_first(&docs, self.fast_fields, self.sort)).map(Some)
    }

    fn run_in_parts(&self, docs: Vec<DocAddress>) -> tantivy::Result<Compared> {
        self.budget.exceed();
        let num_segments = self.searcher.segment_readers().len();
        let mut found: Found = vec![vec![Vec::new(); num_segments]; self.clauses.len()];
        let (mut left, mut taken) = (self.budget.steps() / PARTS_SHARE, 0);
        let (mut end, mut size) = (0, FIRST_DOCS);
        for _ in 0..MAX_PARTS {
            if size == 0 || end >= docs.len() {
                break;
            }
            let part = &docs[end..docs.len().min(end.saturating_add(size))];
            let mut allowance = Allowance::new(left / 2);
            match self.find(Some(&by_segment(part, num_segments)), false, &mut allowance)? {
                Some(found_in_part) => {
                    let lists = found.iter_mut().flatten();
                    lists.zip(found_in_part.into_iter().flatten()).for_each(|(all, part)| all.extend(part));
                    end += part.len();
                    taken += allowance.taken();
                    left -= allowance.taken().min(left);
                    // Some may take more steps than those before them.
                    let per_doc = taken / end as u64 + 1;
                    size = usize::try_from(left * 3 / 8 / per_doc).unwrap_or(usize::MAX).min(end * GROWTH);
                }
                None => {
                    left /= 2;
                    size /= GROWTH;
                }
            }
        }
        self.budget.spend();
        found.iter_mut().flatten().for_each(|docs| docs.sort_unstable());
        self.set_found(found);
        let compared = DocListQuery::new(self.searcher, &docs[..end]);
        Ok(Compared { docs: compared, compared: end, candidates: docs.len() })
    }

    /// Returns the matches of each clause among `docs`, or among all; `None` if the allowance does not
    /// suffice. For a small part of the articles, finding the candidates of each clause takes longer than
    /// comparing all.
    fn find(
        &self,
        docs: Option<&[Vec<DocId>]>,
        only_candidates: bool,
        allowance: &mut Allowance,
    ) -> tantivy::Result<Option<Found>> {
        let max_article_steps = (MAX_ARTICLE_STEPS / self.clauses.len().max(1) as u64).max(MIN_ARTICLE_STEPS);
        let mut found = Vec::with_capacity(self.clauses.len());
        for clause in self.clauses {
            allowance.take(clause.num_lists() * REOPEN_STEPS);
            let candidates =
                if only_candidates { Some(clause.candidate_weight(self.searcher.schema())?) } else { None };
            let mut of_clause = Vec::with_capacity(self.fast_fields.len());
            for (ord, reader) in self.searcher.segment_readers().iter().enumerate() {
                if allowance.is_exceeded() {
                    return Ok(None);
                }
                let matcher = SpanMatcher::open(clause, reader, candidates.as_deref(), max_article_steps)?;
                let among = docs.map(|docs| docs.get(ord).map(Vec::as_slice).unwrap_or_default());
                match matcher.find(among, allowance) {
                    Some(docs) => of_clause.push(docs),
                    None => return Ok(None),
                }
            }
            found.push(of_clause);
        }
        Ok(Some(found))
    }

    fn set_found(&self, found: Found) {
        for (clause, docs) in self.clauses.iter().zip(found) {
            let segments = self.searcher.segment_readers().iter().map(|reader| reader.segment_id());
            let docs: FxHashMap<_, _> = segments.zip(docs.into_iter().map(Arc::new)).collect();
            // Set once: the planner makes the clauses for one search.
            let _ = clause.found.set(Arc::new(docs));
        }
    }
}
