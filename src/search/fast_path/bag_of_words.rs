//! Queries made of nothing but words, and the choice of the loop that collects them.

use std::sync::Arc;

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
use crate::search::top_docs::{DocBits, Harvest, TopDocsCollector};

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
    /// Returns the best `limit` documents, the number of all that match, and those of the `watched` that
    /// match.
    pub(crate) fn search(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        fast_fields: &[Arc<SegmentFastFields>],
        statistics: &CollectionStats<'_>,
        (limit, watched): (usize, &[Arc<DocBits>]),
    ) -> tantivy::Result<Harvest> {
        let terms = self.terms.iter().map(|term| match term {
            BagTerm::Scored(query) => PreparedTerm::scored(searcher, statistics, query),
            BagTerm::Filter(term) => PreparedTerm::filter(searcher, term),
        });
        let terms = terms.collect::<tantivy::Result<Vec<_>>>()?;
        let collector = TopDocsCollector { fast_fields, limit, sort: Sort::Relevance, watched };
        let mut harvests = Vec::with_capacity(fast_fields.len());
        for (ord, reader) in searcher.segment_readers().iter().enumerate() {
            let mut top = collector.segment(ord as u32, Arc::clone(&fast_fields[ord]));
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
