//! Terms looked up in every segment, and the cursors that the fast paths share.

use tantivy::collector::SegmentCollector;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, Searcher, SegmentReader, TERMINATED, Term};

use crate::index::schema::Fields;
use crate::index::statistics::CollectionStats;
use crate::search::queries::stemmed_term::{PostingsCursor, StemmedTermQuery};
use crate::search::queries::term_weights::{TermDocFreqs, TermWeights};
use crate::search::top_docs::SegmentTopDocs;

/// Margin for rounding: sums of the same scores in another order differ by less than this factor.
pub(crate) const ROUNDING: Score = 1.0001;

/// Dictionary entries of a term, one per segment.
pub(crate) struct SegmentTermInfos {
    field: Field,
    term_infos: Vec<Option<TermInfo>>,
}

/// Word of a query with the dictionary entries and weights needed to read it.
pub(crate) struct PreparedTerm {
    /// Stems; those beyond the weights of stems add nothing to the score.
    pub stems: Vec<SegmentTermInfos>,
    exact: Option<SegmentTermInfos>,
    pub lead: Vec<SegmentTermInfos>,
    /// Weights of the terms; `None` for a word that only filters.
    pub weights: Option<TermWeights>,
    /// Upper bound of the contribution of the exact form, as a ratio of that of the stem.
    max_exact_ratio: Score,
}

impl PreparedTerm {
    /// Looks up a word that adds to the score.
    pub(crate) fn scored(
        searcher: &Searcher,
        statistics: &CollectionStats<'_>,
        query: &StemmedTermQuery,
    ) -> tantivy::Result<Self> {
        let look_up_all = |terms: &[Term]| {
            terms
                .iter()
                .map(|term| SegmentTermInfos::look_up(searcher, term))
                .collect::<tantivy::Result<Vec<_>>>()
        };
        let (stems, lead) = (look_up_all(&query.stems)?, look_up_all(&query.lead)?);
        let exact = query.exact.as_ref().map(|term| SegmentTermInfos::look_up(searcher, term)).transpose()?;
        let doc_freqs = TermDocFreqs {
            stems: stems.iter().map(SegmentTermInfos::doc_freq).collect(),
            exact: exact.as_ref().map(SegmentTermInfos::doc_freq),
            lead: lead.iter().map(SegmentTermInfos::doc_freq).collect(),
        };
        let mut weights = query.weights(searcher, statistics, &doc_freqs)?;
        let (mut stems, mut lead) = (stems, lead);
        drop_absent(&mut stems, &mut weights.stems);
        drop_absent(&mut lead, &mut weights.lead);
        let min_stem_score =
            weights.stems.iter().map(Bm25Weight::max_score).fold(Score::INFINITY, Score::min);
        let max_exact_ratio = match &weights.exact {
            None => 0.0,
            Some(exact) if query.exact_has_stem && query.unweighted.is_none() => {
                exact.max_score() / min_stem_score
            }
            Some(_) => Score::INFINITY,
        };
        if let Some(term) = &query.unweighted {
            stems.push(SegmentTermInfos::look_up(searcher, term)?);
        }
        Ok(PreparedTerm { stems, exact, lead, weights: Some(weights), max_exact_ratio })
    }

    /// Returns whether the word has a single stem, which adds to the score.
    pub(crate) fn has_one_stem(&self) -> bool {
        self.stems.len() == 1 && self.weights.as_ref().is_some_and(|weights| weights.stems.len() == 1)
    }

    /// Looks up a word that must match and adds nothing to the score.
    pub(crate) fn filter(searcher: &Searcher, term: &Term) -> tantivy::Result<Self> {
        let stems = vec![SegmentTermInfos::look_up(searcher, term)?];
        Ok(PreparedTerm { stems, exact: None, lead: Vec::new(), weights: None, max_exact_ratio: 0.0 })
    }
}

/// Drops the terms that no segment contains: most words are found by the stemmers of few languages. Without
/// the term of another language a word may take the path of a single term.
fn drop_absent(terms: &mut Vec<SegmentTermInfos>, weights: &mut Vec<Bm25Weight>) {
    if terms.len() > 1 {
        let mut present = terms.iter().map(|term| term.term_infos.iter().any(Option::is_some));
        let present: Vec<bool> = present.by_ref().collect();
        let mut is_present = present.iter();
        terms.retain(|_| is_present.next().is_some_and(|present| *present));
        let mut is_present = present.iter();
        weights.retain(|_| is_present.next().is_some_and(|present| *present));
    }
}

impl SegmentTermInfos {
    fn look_up(searcher: &Searcher, term: &Term) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter();
        let term_infos =
            segments.map(|segment| Ok(segment.inverted_index(term.field())?.get_term_info(term)?));
        Ok(SegmentTermInfos { field: term.field(), term_infos: term_infos.collect::<tantivy::Result<_>>()? })
    }

    fn doc_freq(&self) -> u64 {
        self.term_infos.iter().flatten().map(|term_info| u64::from(term_info.doc_freq)).sum()
    }
}

/// Segment with everything needed to read terms in it.
pub(crate) struct SegmentContext<'r> {
    pub reader: &'r SegmentReader,
    ord: usize,
    pub norms: FieldNorms,
}

/// Fieldnorms of a segment.
pub(crate) struct FieldNorms {
    /// Lengths of the texts.
    pub text: FieldNormReader,
    /// Lengths of the leads.
    pub lead: FieldNormReader,
}

impl<'r> SegmentContext<'r> {
    /// Opens the fieldnorms of the segment with ordinal `ord`.
    pub(crate) fn open(reader: &'r SegmentReader, ord: usize, fields: &Fields) -> tantivy::Result<Self> {
        let norms = FieldNorms {
            text: reader.get_fieldnorms_reader(fields.exact)?,
            lead: reader.get_fieldnorms_reader(fields.lead)?,
        };
        Ok(SegmentContext { reader, ord, norms })
    }

    /// Returns a cursor that seeks in the postings of a term; `None` if the segment does not contain the
    /// term.
    pub(crate) fn postings<'w>(
        &self,
        term: &SegmentTermInfos,
        weight: Option<&'w Bm25Weight>,
    ) -> tantivy::Result<Option<PostingsCursor<&'w Bm25Weight>>> {
        let Some(term_info) = &term.term_infos[self.ord] else { return Ok(None) };
        let inverted_index = self.reader.inverted_index(term.field)?;
        let postings = inverted_index.read_postings_from_terminfo(term_info, IndexRecordOption::WithFreqs)?;
        Ok(Some(PostingsCursor { postings, weight }))
    }

    /// Returns the postings of a term block by block; `None` if the segment does not contain the term.
    pub(crate) fn blocks(&self, term: &SegmentTermInfos) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(term_info) = &term.term_infos[self.ord] else { return Ok(None) };
        let inverted_index = self.reader.inverted_index(term.field)?;
        Ok(Some(inverted_index.read_block_postings_from_terminfo(term_info, IndexRecordOption::WithFreqs)?))
    }

    /// Returns whether `doc` was deleted.
    pub(crate) fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }
}

/// Cursor over the postings of a term that are read block by block.
pub(crate) struct BlockCursor<'w> {
    blocks: BlockSegmentPostings,
    /// Index of the current posting in its block.
    index: usize,
    weight: Option<&'w Bm25Weight>,
}

impl<'w> BlockCursor<'w> {
    pub(crate) fn new(blocks: BlockSegmentPostings, weight: Option<&'w Bm25Weight>) -> Self {
        BlockCursor { blocks, index: 0, weight }
    }

    /// Returns the current document, or [`TERMINATED`].
    pub(crate) fn doc(&self) -> DocId {
        self.blocks.docs().get(self.index).copied().unwrap_or(TERMINATED)
    }

    /// Returns the contribution of the term to the score of the current document, and advances.
    pub(crate) fn score_and_advance(&mut self, norm: u8) -> Score {
        let freq = self.blocks.freqs().get(self.index).copied();
        let score = self.weight.zip(freq).map_or(0.0, |(weight, freq)| weight.score(norm, freq));
        self.index += 1;
        if self.index >= self.blocks.docs().len() {
            self.blocks.advance();
            self.index = 0;
        }
        score
    }

    /// Calls `callback` with every document before `end` and the contribution of the term to its score.
    pub(crate) fn for_each_before(
        &mut self,
        end: DocId,
        norms: &FieldNormReader,
        mut callback: impl FnMut(DocId, Score),
    ) {
        loop {
            let (docs, freqs) = (&self.blocks.docs()[self.index..], &self.blocks.freqs()[self.index..]);
            if docs.is_empty() {
                return;
            }
            let count = match docs[docs.len() - 1] < end {
                true => docs.len(),
                false => docs.partition_point(|doc| *doc < end),
            };
            match self.weight {
                Some(weight) => {
                    for (&doc, &freq) in docs[..count].iter().zip(freqs) {
                        callback(doc, weight.score(norms.fieldnorm_id(doc), freq));
                    }
                }
                None => docs[..count].iter().for_each(|doc| callback(*doc, 0.0)),
            }
            if count < docs.len() {
                self.index += count;
                return;
            }
            self.blocks.advance();
            self.index = 0;
        }
    }
}

/// Cursors over the lead and the exact forms of the words, which boost documents that match.
pub(crate) struct BoostCursors<'w> {
    exact: Vec<PostingsCursor<&'w Bm25Weight>>,
    lead: Vec<PostingsCursor<&'w Bm25Weight>>,
    /// Upper bound of the contribution of the lead.
    lead_max_score: Score,
    /// Upper bound of the contribution of exact forms, as a ratio of that of stems.
    pub max_exact_ratio: Score,
}

impl<'w> BoostCursors<'w> {
    /// Opens the cursors of `terms` in a segment.
    pub(crate) fn open(segment: &SegmentContext, terms: &'w [PreparedTerm]) -> tantivy::Result<Self> {
        let max_exact_ratio = terms.iter().map(|term| term.max_exact_ratio).fold(0.0, Score::max);
        let mut boosts =
            BoostCursors { exact: Vec::new(), lead: Vec::new(), lead_max_score: 0.0, max_exact_ratio };
        for term in terms {
            let Some(weights) = &term.weights else { continue };
            for (term_infos, weight) in term.exact.iter().zip(&weights.exact) {
                boosts.exact.extend(segment.postings(term_infos, Some(weight))?);
            }
            for (term_infos, weight) in term.lead.iter().zip(&weights.lead) {
                boosts.lead.extend(segment.postings(term_infos, Some(weight))?);
            }
        }
        let weights = boosts.lead.iter().filter_map(|cursor| cursor.weight);
        boosts.lead_max_score = weights.map(Bm25Weight::max_score).sum();
        Ok(boosts)
    }

    /// Collects `doc`, whose stems score `score`. The cursors are read only if the document may still be
    /// among the top documents.
    pub(crate) fn collect(
        &mut self,
        segment: &SegmentContext,
        doc: DocId,
        norm: u8,
        score: Score,
        top: &mut SegmentTopDocs,
    ) {
        let max_score = score * (1.0 + self.max_exact_ratio);
        if (max_score + self.lead_max_score) * ROUNDING < top.threshold() {
            return top.count_only(doc);
        }
        let lead_norm = segment.norms.lead.fieldnorm_id(doc);
        let lead = self.lead.iter_mut().map(|cursor| cursor.score(doc, lead_norm)).sum();
        self.collect_with_lead(doc, norm, score, lead, top);
    }

    /// Collects `doc`, whose stems score `score` and whose lead adds `lead`.
    pub(crate) fn collect_with_lead(
        &mut self,
        doc: DocId,
        norm: u8,
        score: Score,
        lead: Score,
        top: &mut SegmentTopDocs,
    ) {
        if (score * (1.0 + self.max_exact_ratio) + lead) * ROUNDING < top.threshold() {
            return top.count_only(doc);
        }
        let exact: Score = self.exact.iter_mut().map(|cursor| cursor.score(doc, norm)).sum();
        top.collect(doc, score + lead + exact);
    }
}
