//! Query for documents that are known already, such as those that a clause was compared with.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError};

use crate::search::queries::doc_order::by_segment;

/// Documents in ascending order, each with the number of matches in it.
pub(crate) type DocList = Arc<Vec<(DocId, u32)>>;

/// Query for the documents of a list, which adds nothing to their scores.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocListQuery {
    pub docs: Arc<FxHashMap<SegmentId, DocList>>,
}

impl DocListQuery {
    /// Returns a query for `docs`.
    pub(crate) fn new(searcher: &Searcher, docs: &[DocAddress]) -> Self {
        let segments = searcher.segment_readers();
        let docs = by_segment(docs, segments.len());
        let docs = docs.into_iter().map(|docs| Arc::new(docs.into_iter().map(|doc| (doc, 0)).collect()));
        let ids = segments.iter().map(SegmentReader::segment_id);
        DocListQuery { docs: Arc::new(ids.zip(docs).collect()) }
    }
}

impl Query for DocListQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocListQuery {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.docs.get(&reader.segment_id()) {
            Some(docs) => {
                Box::new(DocListScorer { docs: Arc::clone(docs), index: 0, bm25: None, constant: 0.0 })
            }
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explain(&mut *self.scorer(reader, 1.0)?, doc)
    }
}

/// Explains the score of `doc`.
pub(crate) fn explain(scorer: &mut dyn Scorer, doc: DocId) -> tantivy::Result<Explanation> {
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
    }
    Ok(Explanation::new("matches", scorer.score()))
}

/// Scorer of the documents of a list.
pub(crate) struct DocListScorer {
    pub docs: DocList,
    pub index: usize,
    /// Weight of the matches with the lengths of the documents; otherwise the score is constant.
    pub bm25: Option<(Bm25Weight, FieldNormReader)>,
    pub constant: Score,
}

impl DocSet for DocListScorer {
    fn advance(&mut self) -> DocId {
        self.index += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let tail = self.docs.get(self.index..).unwrap_or_default();
        // The next document is most often near.
        let near = tail.len().min(8);
        let is_near = tail[..near].last().is_some_and(|(last, _)| *last >= target);
        let searched = if is_near { &tail[..near] } else { tail };
        self.index += searched.partition_point(|(doc, _)| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.docs.get(self.index).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn size_hint(&self) -> u32 {
        self.docs.len() as u32
    }
}

impl Scorer for DocListScorer {
    fn score(&mut self) -> Score {
        match (&self.bm25, self.docs.get(self.index)) {
            (Some((weight, norms)), Some((doc, count))) => weight.score(norms.fieldnorm_id(*doc), *count),
            _ => self.constant,
        }
    }
}
