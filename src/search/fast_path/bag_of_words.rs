//! Queries made of nothing but words, and the choice of the loop that collects them.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use crate::index::schema::Fields;
use crate::index::statistics::CollectionStats;
use crate::search::fast_fields::SegmentFastFields;
use crate::search::fast_path::conjunction::collect_conjunction;
use crate::search::fast_path::disjunction::collect_disjunction;
use crate::search::fast_path::prepared::{PreparedTerm, SegmentContext};
use crate::search::fast_path::single_term::collect_single_term;
use crate::search::queries::stemmed_term::StemmedTermQuery;
use crate::search::request::Sort;
use crate::search::top_docs::{Harvest, SegmentTopDocs, TopDocsCollector};

/// Query of nothing but words.
pub(crate) struct BagOfWords {
    pub terms: Vec<BagTerm>,
    /// Whether all terms must match, rather than any.
    pub require_all: bool,
}

/// Word of a [`BagOfWords`].
pub(crate) enum BagTerm {
    /// A word that adds to the score.
    Scored(StemmedTermQuery),
    /// A stop word: it must match and adds nothing to the score.
    Filter(Term),
}

impl BagOfWords {
    /// Returns a query for the documents that match.
    pub(crate) fn to_query(&self) -> Box<dyn Query> {
        let occur = if self.require_all { Occur::Must } else { Occur::Should };
        let clause = |term: &BagTerm| -> (Occur, Box<dyn Query>) {
            match term {
                BagTerm::Scored(query) => (occur, Box::new(query.clone())),
                BagTerm::Filter(term) => {
                    (occur, Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)))
                }
            }
        };
        Box::new(BooleanQuery::new(self.terms.iter().map(clause).collect()))
    }

    /// Returns the best `limit` documents and the number of all that match.
    pub(crate) fn search(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        fast_fields: &[Arc<SegmentFastFields>],
        statistics: &CollectionStats<'_>,
        limit: usize,
    ) -> tantivy::Result<Harvest> {
        let terms = self.terms.iter().map(|term| match term {
            BagTerm::Scored(query) => PreparedTerm::scored(searcher, statistics, query),
            BagTerm::Filter(term) => PreparedTerm::filter(searcher, term),
        });
        let terms = terms.collect::<tantivy::Result<Vec<_>>>()?;
        let collector = TopDocsCollector { fast_fields, limit, sort: Sort::Relevance };
        let mut harvests = Vec::with_capacity(fast_fields.len());
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            let mut top =
                SegmentTopDocs::new(limit, Sort::Relevance, ord as u32, Arc::clone(&fast_fields[ord]));
            let segment = SegmentContext::open(reader, ord, fields)?;
            match terms.as_slice() {
                [term] if term.has_one_stem() => {
                    collect_single_term(&segment, term, &mut top)?;
                }
                terms if self.require_all && terms.len() > 1 => {
                    collect_conjunction(&segment, terms, &mut top)?;
                }
                terms => collect_disjunction(&segment, terms, &mut top)?,
            }
            harvests.push(top.finish());
        }
        Ok(collector.merge(harvests))
    }
}
