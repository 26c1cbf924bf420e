//! Lowers clauses that need positions.

use std::sync::Arc;

use tantivy::Term as TantivyTerm;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur as TantivyOccur, Query as TantivyQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::analysis::is_stop_word;
use crate::index::SearchTarget;
use crate::query::{BooleanFold, Query, SpanPattern, TermMatcher};
use crate::search::plan::planner::Planner;
use crate::search::plan::word::stem_terms;
use crate::search::queries::spans::{MatcherTerms, SpanQuery};

/// Maximum number of terms of a union of term queries; a [`TermSetQuery`] matches more.
const MAX_UNION_TERMS: usize = 24;

impl Planner<'_> {
    /// Lowers a clause that needs positions.
    pub(crate) fn lower_spans(
        &mut self,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        match SpanPattern::single_clause(query) {
            Some(pattern) => self.lower_pattern(pattern, target),
            None => Ok(Box::new(EmptyQuery)),
        }
    }

    /// Lowers a pattern of one clause.
    pub(super) fn lower_pattern(
        &mut self,
        pattern: SpanPattern,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (exact_field, stem_field) = self.fields.of(target);
        let matchers = self.expand_all(&pattern, target)?;
        if self.excluded && self.budget.is_exceeded() {
            return Ok(Box::new(AllQuery)); // what was left out may match any article
        }
        let stems = pattern.matchers.iter().map(|matcher| match (matcher, stem_field) {
            (TermMatcher::Inflected(base, unjoined), Some(field)) if !is_stop_word(base) => {
                let mut terms = stem_terms(&self.languages.joined_stems(base, *unjoined), field);
                if !unjoined.as_typed.is_empty() {
                    terms.push(TantivyTerm::from_field_text(exact_field, base));
                }
                terms
            }
            _ => Vec::new(),
        });
        let candidates = CandidateFold { matchers: &matchers, stems: stems.collect() };
        let candidates = pattern.fold(0, &candidates);
        let needs_boundaries = pattern.needs_boundaries() || pattern.needs_speech();
        let boundaries_field = needs_boundaries.then(|| self.fields.boundaries_of(target)).flatten();
        let clause = SpanQuery {
            pattern: Arc::new(pattern),
            matchers: Arc::new(matchers),
            languages: Arc::clone(self.doc_languages),
            candidates: Arc::from(candidates.unwrap_or_else(|| Box::new(EmptyQuery))),
            field: exact_field,
            boundaries_field,
            excluded: self.excluded,
            found: Arc::default(),
        };
        self.clauses.push(clause.clone());
        Ok(Box::new(clause))
    }
}

/// Builds the query for candidates of a [`SpanQuery`]: the documents that contain the terms of a clause.
struct CandidateFold<'t> {
    matchers: &'t [MatcherTerms],
    /// Stems of each matcher that matches inflections: fewer postings to read than those of its terms.
    stems: Vec<Vec<TantivyTerm>>,
}

impl BooleanFold<Box<dyn TantivyQuery>> for CandidateFold<'_> {
    fn term(&self, index: usize) -> Box<dyn TantivyQuery> {
        let stems = Some(&self.stems[index]).filter(|stems| !stems.is_empty());
        let terms = stems.unwrap_or(&self.matchers[index].terms);
        match terms.as_slice() {
            [] => Box::new(EmptyQuery),
            [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
            // A term set query builds an automaton, which costs more than reading a few postings.
            terms if terms.len() <= MAX_UNION_TERMS => {
                let term_query = |term: &TantivyTerm| -> Box<dyn TantivyQuery> {
                    Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
                };
                Box::new(BooleanQuery::union(terms.iter().map(term_query).collect()))
            }
            terms => Box::new(TermSetQuery::new(terms.iter().cloned())),
        }
    }

    fn all(&self, queries: Vec<Box<dyn TantivyQuery>>) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(queries.into_iter().map(|query| (TantivyOccur::Must, query)).collect()))
    }

    fn any(&self, queries: Vec<Box<dyn TantivyQuery>>) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(queries.into_iter().map(|query| (TantivyOccur::Should, query)).collect()))
    }
}
