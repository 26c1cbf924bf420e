//! Queries that are nothing but words, all or any of which must match: most of what people ask.
//!
//! The same articles and scores as from the general way, with less work. Every article that matches is counted, but its
//! exact form is looked up only where it could bring it among the best: an exact form stands in an article no more often
//! than its stem, so its share of the score has a bound.

use std::sync::Arc;

use tantivy::collector::SegmentCollector;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::schema::Fields;
use crate::index::statistics::CollectionStats;
use crate::search::fast_path::disjunction::any;
use crate::search::fast_path::single_term::one;
use crate::search::queries::stemmed_term::{PostingsCursor, StemmedTermQuery, TermWeights};
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::{Harvest, SegmentTopDocs, Sort, TopDocsCollector};

/// Sums in another order differ by less than this.
pub(crate) const ROUNDING: Score = 1.0001;

/// A query of nothing but words.
pub(crate) struct BagOfWords {
    pub words: Vec<BagTerm>,
    /// Whether all of them must match, or any.
    pub all: bool,
}

/// A word of such a query.
pub(crate) enum BagTerm {
    Scored(StemmedTermQuery),
    /// A function word: it must match and adds nothing.
    Filter(Term),
}

/// A term in every segment.
pub(crate) struct SegmentTermInfos {
    field: Field,
    found: Vec<Option<TermInfo>>,
}

/// A word with all that is needed to read it.
pub(crate) struct PreparedTerm {
    pub stems: Vec<SegmentTermInfos>,
    exact: Option<SegmentTermInfos>,
    pub lead: Vec<SegmentTermInfos>,
    /// `None` for a word that adds nothing.
    pub weights: Option<TermWeights>,
    /// The most that its exact form adds, as a share of what its stem scores.
    share: Score,
}

impl BagOfWords {
    /// The best `limit` articles, and the number of all.
    pub fn search(
        &self,
        reader: &IndexSnapshot,
        statistics: &CollectionStats<'_>,
        limit: usize,
    ) -> tantivy::Result<Harvest> {
        let words = self.words.iter().map(|word| open(reader, statistics, word));
        let words = words.collect::<tantivy::Result<Vec<_>>>()?;
        let best = TopDocsCollector { columns: &reader.columns, limit, sort: Sort::Relevance };
        let mut harvests = Vec::with_capacity(reader.columns.len());
        for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
            let mut kept =
                SegmentTopDocs::new(limit, Sort::Relevance, at as u32, Arc::clone(&reader.columns[at]));
            let segment = SegmentContext::open(segment, at, &reader.fields)?;
            match words.as_slice() {
                [word] if word.stems.len() == 1 && word.weights.is_some() => one(&segment, word, &mut kept)?,
                words if self.all && words.len() > 1 => all(&segment, words, &mut kept)?,
                words => any(&segment, words, &mut kept)?,
            }
            harvests.push(kept.finish());
        }
        Ok(best.merged(harvests))
    }
}

fn open(
    reader: &IndexSnapshot,
    statistics: &CollectionStats<'_>,
    word: &BagTerm,
) -> tantivy::Result<PreparedTerm> {
    let entries = |term: &Term| -> tantivy::Result<SegmentTermInfos> {
        let segments = reader.searcher.segment_readers().iter();
        let found = segments.map(|segment| Ok(segment.inverted_index(term.field())?.get_term_info(term)?));
        Ok(SegmentTermInfos { field: term.field(), found: found.collect::<tantivy::Result<_>>()? })
    };
    let word = match word {
        BagTerm::Scored(word) => word,
        BagTerm::Filter(term) => {
            let stems = vec![entries(term)?];
            return Ok(PreparedTerm { stems, exact: None, lead: Vec::new(), weights: None, share: 0.0 });
        }
    };
    let all = |terms: &[Term]| terms.iter().map(entries).collect::<tantivy::Result<Vec<_>>>();
    let (stems, lead) = (all(&word.stems)?, all(&word.lead)?);
    let exact = word.exact.as_ref().map(entries).transpose()?;
    let mut counts = stems.iter().chain(&exact).chain(&lead).map(SegmentTermInfos::articles);
    let weights = word.weights(statistics, |_| Ok(counts.next().unwrap_or_default()))?;
    let least = weights.stems.iter().map(Bm25Weight::max_score).fold(Score::INFINITY, Score::min);
    let share = weights.exact.as_ref().map_or(0.0, |exact| exact.max_score() / least);
    Ok(PreparedTerm { stems, exact, lead, weights: Some(weights), share })
}

impl SegmentTermInfos {
    fn articles(&self) -> u64 {
        self.found.iter().flatten().map(|entry| u64::from(entry.doc_freq)).sum()
    }
}

/// A segment, with what is needed to read words in it.
pub(crate) struct SegmentContext<'r> {
    pub reader: &'r SegmentReader,
    number: usize,
    /// Lengths of texts and of leads.
    pub norms: (FieldNormReader, FieldNormReader),
}

impl<'r> SegmentContext<'r> {
    fn open(reader: &'r SegmentReader, number: usize, fields: &Fields) -> tantivy::Result<Self> {
        let norms = |field| reader.get_fieldnorms_reader(field);
        Ok(SegmentContext { reader, number, norms: (norms(fields.exact)?, norms(fields.lead)?) })
    }

    /// The same to be looked into here and there.
    fn sought<'w>(
        &self,
        entries: &SegmentTermInfos,
        weight: Option<&'w Bm25Weight>,
    ) -> tantivy::Result<Option<PostingsCursor<&'w Bm25Weight>>> {
        let Some(entry) = &entries.found[self.number] else { return Ok(None) };
        let inverted = self.reader.inverted_index(entries.field)?;
        let postings = inverted.read_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?;
        Ok(Some(PostingsCursor { postings, weight }))
    }

    /// The articles of a term block by block; `None` where the segment has none.
    pub fn blocks(&self, entries: &SegmentTermInfos) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(entry) = &entries.found[self.number] else { return Ok(None) };
        let inverted = self.reader.inverted_index(entries.field)?;
        Ok(Some(inverted.read_block_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?))
    }

    /// Whether an article is there no more.
    pub fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }
}

/// The lists of words in the lead and in their exact form, which add to the score of what was found.
pub(crate) struct BoostCursors<'w> {
    exact: Vec<PostingsCursor<&'w Bm25Weight>>,
    lead: Vec<PostingsCursor<&'w Bm25Weight>>,
    /// The most that the lead adds.
    lead_max_score: Score,
    /// The most that exact forms add, as a share of what stems score.
    pub share: Score,
}

impl<'w> BoostCursors<'w> {
    /// Opens those of `words` in a segment.
    pub fn open(segment: &SegmentContext, words: &'w [PreparedTerm]) -> tantivy::Result<Self> {
        let share = words.iter().map(|word| word.share).fold(0.0, Score::max);
        let mut extras = BoostCursors { exact: Vec::new(), lead: Vec::new(), lead_max_score: 0.0, share };
        for word in words {
            let Some(weights) = &word.weights else { continue };
            for (entries, weight) in word.exact.iter().zip(&weights.exact) {
                extras.exact.extend(segment.sought(entries, Some(weight))?);
            }
            for (entries, weight) in word.lead.iter().zip(&weights.lead) {
                extras.lead.extend(segment.sought(entries, Some(weight))?);
            }
        }
        let weights = extras.lead.iter().filter_map(|list| list.weight);
        extras.lead_max_score = weights.map(Bm25Weight::max_score).sum();
        Ok(extras)
    }

    /// Collects `doc`, whose stems score `score`. The lists are looked into only while it may still be among the best.
    fn collect(
        &mut self,
        segment: &SegmentContext,
        doc: DocId,
        norm: u8,
        score: Score,
        kept: &mut SegmentTopDocs,
    ) {
        let most = score * (1.0 + self.share);
        if (most + self.lead_max_score) * ROUNDING < kept.least() {
            return kept.pass(1);
        }
        let lead_norm = segment.norms.1.fieldnorm_id(doc);
        let lead = self.lead.iter_mut().map(|list| list.score(doc, lead_norm)).sum();
        self.collect_with_lead(doc, norm, score, lead, kept);
    }

    /// The same where it is known what the lead adds.
    pub fn collect_with_lead(
        &mut self,
        doc: DocId,
        norm: u8,
        score: Score,
        lead: Score,
        kept: &mut SegmentTopDocs,
    ) {
        if (score * (1.0 + self.share) + lead) * ROUNDING < kept.least() {
            return kept.pass(1);
        }
        let exact: Score = self.exact.iter_mut().map(|list| list.score(doc, norm)).sum();
        kept.collect(doc, score + lead + exact);
    }
}

/// The articles that have a word: any of its stems.
struct Articles<'w> {
    lists: Vec<PostingsCursor<&'w Bm25Weight>>,
}

impl Articles<'_> {
    fn doc(&self) -> DocId {
        match self.lists.as_slice() {
            [only] => only.postings.doc(),
            lists => lists.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for PostingsCursor { postings, .. } in &mut self.lists {
            if postings.doc() < target {
                postings.seek(target);
            }
        }
        self.doc()
    }

    fn advance(&mut self, doc: DocId) -> DocId {
        match self.lists.as_mut_slice() {
            [only] => only.postings.advance(),
            _ => self.seek(doc + 1),
        }
    }

    /// What the stems add to the score of `doc`.
    fn score(&mut self, doc: DocId, norm: u8) -> Score {
        match self.lists.as_mut_slice() {
            [only] => only.score(doc, norm),
            lists => lists.iter_mut().map(|list| list.score(doc, norm)).sum(),
        }
    }
}

/// Collects the articles that have all of the words.
fn all(segment: &SegmentContext, words: &[PreparedTerm], kept: &mut SegmentTopDocs) -> tantivy::Result<()> {
    let mut articles = Vec::with_capacity(words.len());
    for word in words {
        let mut lists = Vec::with_capacity(word.stems.len());
        for (at, entries) in word.stems.iter().enumerate() {
            let weight = word.weights.as_ref().map(|weights| &weights.stems[at]);
            lists.extend(segment.sought(entries, weight)?);
        }
        if lists.is_empty() {
            return Ok(());
        }
        articles.push(Articles { lists });
    }
    articles
        .sort_by_key(|word| word.lists.iter().map(|list| u64::from(list.postings.size_hint())).sum::<u64>());
    let mut extras = BoostCursors::open(segment, words)?;
    let Some((rarest, others)) = articles.split_first_mut() else { return Ok(()) };
    let mut doc = rarest.doc();
    'next: while doc != TERMINATED {
        for word in others.iter_mut() {
            let there = word.seek(doc);
            if there != doc {
                doc = rarest.seek(there);
                continue 'next;
            }
        }
        if !segment.is_deleted(doc) {
            let norm = segment.norms.0.fieldnorm_id(doc);
            let mut score = rarest.score(doc, norm);
            for word in others.iter_mut() {
                score += word.score(doc, norm);
            }
            extras.collect(segment, doc, norm, score, kept);
        }
        doc = rarest.advance(doc);
    }
    Ok(())
}
