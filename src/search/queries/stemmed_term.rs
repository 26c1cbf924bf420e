//! Scores a word by its stem, with boosts for its exact form and for occurrences in the lead.
//!
//! The formula that ranked best on four test collections: BM25 (k1 1.2, b 0.75) of the stem in title and
//! body, plus a fifth of the BM25 of the exact form, plus a fifth of that of the stem in the lead (the title
//! and the first twenty words). Stem and exact form are normalized by the same length, that of the whole
//! text.

use std::borrow::Borrow;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    BitSetDocSet, Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    BitSet, COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED,
    TantivyError, Term,
};

use crate::search::queries::term_weights::{StemCollections, TermDocFreqs, TermWeights, WeightedTerms};

/// Weight of the stem of an English noun in the other number, relative to that of the word. With .1 no test
/// collection ranks worse than without it, with .3 one does, with .6 two.
const OTHER_NUMBER_WEIGHT: Score = 0.1;

/// Query for a word in any inflection.
#[derive(Debug, Clone)]
pub(crate) struct StemmedTermQuery {
    /// Stems of the word in the languages of the index; a document matches if it contains any of them.
    pub stems: Vec<Term>,
    /// Term by which a document matches, too, and which adds nothing to its score.
    pub unweighted: Option<Term>,
    /// Exact form of the word, if it is boosted.
    pub exact: Option<Term>,
    /// Whether every document with the exact form contains it under one of the stems as often.
    pub exact_has_stem: bool,
    /// Stems in the lead, if they are boosted.
    pub lead: Vec<Term>,
    /// Field whose fieldnorms hold the lengths of the texts.
    pub norms_field: Field,
    /// Field whose fieldnorms hold the lengths of the leads.
    pub lead_norms_field: Field,
    /// Number of the first stems that are forms of one name, which weigh as the most frequent of them does.
    pub forms: usize,
    /// Number of stems after the first that are those of an English noun in the other number, which weigh
    /// less.
    pub other_numbers: usize,
    /// The articles that each stem can occur in; `None` if all can occur in all articles.
    pub collections: Option<StemCollections>,
}

impl StemmedTermQuery {
    /// Returns a query for any of `terms`, of which none is a stem.
    pub(crate) fn of_terms(terms: Vec<Term>, norms_field: Field) -> Self {
        StemmedTermQuery {
            stems: terms,
            unweighted: None,
            exact: None,
            exact_has_stem: true,
            lead: Vec::new(),
            norms_field,
            lead_norms_field: norms_field,
            forms: 0,
            other_numbers: 0,
            collections: None,
        }
    }

    /// Returns the weights of the terms, given the document frequency of each.
    pub(crate) fn weights(
        &self,
        searcher: &Searcher,
        statistics: &dyn Bm25StatisticsProvider,
        doc_freqs: &TermDocFreqs,
    ) -> tantivy::Result<TermWeights> {
        let terms = WeightedTerms {
            stems: &self.stems,
            exact: self.exact.as_ref(),
            lead: &self.lead,
            forms: self.forms.min(self.stems.len()),
        };
        let mut weights = match &self.collections {
            Some(collections) => collections.weights(searcher, &terms, doc_freqs)?,
            None => {
                let fields = (self.norms_field, self.lead_norms_field);
                TermWeights::in_all_articles(statistics, fields, &terms, doc_freqs)?
            }
        };
        for weights in [&mut weights.stems, &mut weights.lead] {
            for weight in weights.iter_mut().skip(1).take(self.other_numbers) {
                *weight = weight.boost_by(OTHER_NUMBER_WEIGHT);
            }
        }
        Ok(weights)
    }

    fn doc_freqs(&self, statistics: &dyn Bm25StatisticsProvider) -> tantivy::Result<TermDocFreqs> {
        let all = |terms: &[Term]| {
            terms.iter().map(|term| statistics.doc_freq(term)).collect::<tantivy::Result<Vec<_>>>()
        };
        Ok(TermDocFreqs {
            stems: all(&self.stems)?,
            exact: self.exact.as_ref().map(|term| statistics.doc_freq(term)).transpose()?,
            lead: all(&self.lead)?,
        })
    }
}

impl Query for StemmedTermQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = match scoring {
            EnableScoring::Enabled { statistics_provider, searcher } => {
                Some(self.weights(searcher, statistics_provider, &self.doc_freqs(statistics_provider)?)?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(StemmedTermWeight { query: self.clone(), weights }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.stems.iter().chain(&self.unweighted).for_each(|term| visitor(term, false));
    }
}

struct StemmedTermWeight {
    query: StemmedTermQuery,
    weights: Option<TermWeights>,
}

impl StemmedTermWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<StemmedTermScorer> {
        let cursor =
            |term: &Term, weight: Option<&Bm25Weight>| -> tantivy::Result<Option<PostingsCursor<_>>> {
                let inverted_index = reader.inverted_index(term.field())?;
                let postings = inverted_index.read_postings(term, IndexRecordOption::WithFreqs)?;
                Ok(postings.map(|postings| PostingsCursor {
                    postings,
                    weight: weight.map(|weight| weight.boost_by(boost)),
                }))
            };
        let mut scorer = StemmedTermScorer { stems: Vec::new(), exact: None, lead: Vec::new(), norms: None };
        for (index, term) in self.query.stems.iter().enumerate() {
            let weight = self.weights.as_ref().map(|weights| &weights.stems[index]);
            scorer.stems.extend(cursor(term, weight)?);
        }
        if let Some(term) = &self.query.unweighted {
            scorer.stems.extend(cursor(term, None)?);
        }
        let Some(weights) = self.weights.as_ref().filter(|_| !scorer.stems.is_empty()) else {
            return Ok(scorer);
        };
        let norms = (
            reader.get_fieldnorms_reader(self.query.norms_field)?,
            reader.get_fieldnorms_reader(self.query.lead_norms_field)?,
        );
        scorer.norms = Some(norms);
        if let Some((term, weight)) = self.query.exact.as_ref().zip(weights.exact.as_ref()) {
            scorer.exact = cursor(term, Some(weight))?;
        }
        for (term, weight) in self.query.lead.iter().zip(&weights.lead) {
            scorer.lead.extend(cursor(term, Some(weight))?);
        }
        Ok(scorer)
    }
}

impl Weight for StemmedTermWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.open(reader, boost)?;
        Ok(if scorer.stems.is_empty() { Box::new(EmptyScorer) } else { Box::new(scorer) })
    }

    /// Calls `callback` with the documents, reading the lists block by block.
    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        let mut lists = Vec::new();
        for term in self.query.stems.iter().chain(&self.query.unweighted) {
            let inverted_index = reader.inverted_index(term.field())?;
            lists.extend(inverted_index.read_block_postings(term, IndexRecordOption::Basic)?);
        }
        if let [list] = lists.as_mut_slice() {
            while !list.docs().is_empty() {
                callback(list.docs());
                list.advance();
            }
            return Ok(());
        }
        let mut union = BitSet::with_max_value(reader.max_doc());
        for mut list in lists {
            while !list.docs().is_empty() {
                for doc in list.docs() {
                    union.insert(*doc);
                }
                list.advance();
            }
        }
        let mut docs = BitSetDocSet::from(union);
        let mut buffer = [0; COLLECT_BLOCK_BUFFER_LEN];
        loop {
            let filled = docs.fill_buffer(&mut buffer);
            callback(&buffer[..filled]);
            if filled < COLLECT_BLOCK_BUFFER_LEN {
                return Ok(());
            }
        }
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(reader, 1.0)?;
        if scorer.stems.is_empty() || scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("stemmed term", scorer.score()))
    }
}

/// Cursor over the postings of a term that seeks forward document by document, with the weight of the term.
pub(crate) struct PostingsCursor<W> {
    pub postings: SegmentPostings,
    /// Weight of the term; `None` for a term that only filters.
    pub weight: Option<W>,
}

impl<W: Borrow<Bm25Weight>> PostingsCursor<W> {
    /// Returns the contribution of the term to the score of `doc`. Documents must be passed in ascending
    /// order.
    pub(crate) fn score(&mut self, doc: DocId, norm: u8) -> Score {
        if self.postings.doc() < doc {
            self.postings.seek(doc);
        }
        match &self.weight {
            Some(weight) if self.postings.doc() == doc => {
                weight.borrow().score(norm, self.postings.term_freq())
            }
            _ => 0.0,
        }
    }
}

struct StemmedTermScorer {
    stems: Vec<PostingsCursor<Bm25Weight>>,
    exact: Option<PostingsCursor<Bm25Weight>>,
    lead: Vec<PostingsCursor<Bm25Weight>>,
    /// Fieldnorms of texts and of leads.
    norms: Option<(FieldNormReader, FieldNormReader)>,
}

impl DocSet for StemmedTermScorer {
    fn advance(&mut self) -> DocId {
        match self.doc() {
            TERMINATED => TERMINATED,
            doc => self.seek(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for cursor in &mut self.stems {
            if cursor.postings.doc() < target {
                cursor.postings.seek(target);
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.stems.iter().map(|cursor| cursor.postings.doc()).min().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.stems.iter().map(|cursor| cursor.postings.size_hint()).fold(0, u32::saturating_add)
    }
}

impl Scorer for StemmedTermScorer {
    fn score(&mut self) -> Score {
        let Some((text_norms, lead_norms)) = &self.norms else { return 1.0 };
        let doc = self.doc();
        let norm = text_norms.fieldnorm_id(doc);
        let mut score: Score = self.stems.iter_mut().map(|cursor| cursor.score(doc, norm)).sum();
        if let Some(exact) = &mut self.exact {
            score += exact.score(doc, norm);
        }
        let norm = lead_norms.fieldnorm_id(doc);
        score + self.lead.iter_mut().map(|cursor| cursor.score(doc, norm)).sum::<Score>()
    }
}
