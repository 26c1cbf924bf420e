//! A word as it ranks: every inflection of it, and a little more for its very form and for standing in the lead.
//!
//! The recipe that did best in trials over four test collections: BM25 (k1 1.2, b 0.75) of the stem in title and body,
//! plus a fifth of that of the exact form, plus a fifth of that of the stem in the lead (the title and the first twenty
//! words). Stem and exact form share one length, that of the whole text.

use std::borrow::Borrow;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// What the lead and the exact form weigh beside the stem.
const LEAD_WEIGHT: Score = 0.2;
const EXACT_WEIGHT: Score = 0.2;

/// Articles that have a word in any inflection.
#[derive(Debug, Clone)]
pub(crate) struct StemmedTermQuery {
    /// What it is found by: its stems in the languages of the index.
    pub stems: Vec<Term>,
    /// Its very form, where that counts.
    pub exact: Option<Term>,
    /// Its stems in the lead, where those count.
    pub lead: Vec<Term>,
    /// The field that knows how long the texts are.
    pub lengths: Field,
}

/// What the terms of a word weigh.
pub(crate) struct TermWeights {
    pub stems: Vec<Bm25Weight>,
    pub exact: Option<Bm25Weight>,
    pub lead: Vec<Bm25Weight>,
}

impl StemmedTermQuery {
    /// What its terms weigh, each of which so many articles have as `articles` says.
    pub fn weights(
        &self,
        statistics: &dyn Bm25StatisticsProvider,
        mut articles: impl FnMut(&Term) -> tantivy::Result<u64>,
    ) -> tantivy::Result<TermWeights> {
        let all = statistics.total_num_docs()?;
        let mut weight = |term: &Term, lengths: Field, boost: Score| {
            let average = statistics.total_num_tokens(lengths)? as Score / all as Score;
            let weight = Bm25Weight::for_one_term_without_explain(articles(term)?, all, average);
            Ok::<_, TantivyError>(weight.boost_by(boost))
        };
        let stems = self.stems.iter().map(|term| weight(term, self.lengths, 1.0));
        let stems = stems.collect::<tantivy::Result<_>>()?;
        let exact = self.exact.as_ref().map(|term| weight(term, self.lengths, EXACT_WEIGHT)).transpose()?;
        let lead = self.lead.iter().map(|term| weight(term, term.field(), LEAD_WEIGHT));
        Ok(TermWeights { stems, exact, lead: lead.collect::<tantivy::Result<_>>()? })
    }
}

impl Query for StemmedTermQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let weights = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                Some(self.weights(statistics_provider, |term| statistics_provider.doc_freq(term))?)
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(StemmedTermWeight { query: self.clone(), weights }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.stems.iter().for_each(|term| visitor(term, false));
    }
}

struct StemmedTermWeight {
    query: StemmedTermQuery,
    weights: Option<TermWeights>,
}

impl StemmedTermWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<StemmedTermScorer> {
        let list = |term: &Term, weight: Option<&Bm25Weight>| -> tantivy::Result<Option<PostingsCursor<_>>> {
            let inverted = reader.inverted_index(term.field())?;
            let postings = inverted.read_postings(term, IndexRecordOption::WithFreqs)?;
            Ok(postings.map(|postings| PostingsCursor {
                postings,
                weight: weight.map(|weight| weight.boost_by(boost)),
            }))
        };
        let mut scorer = StemmedTermScorer { stems: Vec::new(), exact: None, lead: Vec::new(), norms: None };
        for (at, term) in self.query.stems.iter().enumerate() {
            let weight = self.weights.as_ref().map(|weights| &weights.stems[at]);
            scorer.stems.extend(list(term, weight)?);
        }
        let Some(weights) = self.weights.as_ref().filter(|_| !scorer.stems.is_empty()) else {
            return Ok(scorer);
        };
        let lead = self.query.lead.first().map(Term::field).unwrap_or(self.query.lengths);
        let norms = (reader.get_fieldnorms_reader(self.query.lengths)?, reader.get_fieldnorms_reader(lead)?);
        scorer.norms = Some(norms);
        if let Some((term, weight)) = self.query.exact.as_ref().zip(weights.exact.as_ref()) {
            scorer.exact = list(term, Some(weight))?;
        }
        for (term, weight) in self.query.lead.iter().zip(&weights.lead) {
            scorer.lead.extend(list(term, Some(weight))?);
        }
        Ok(scorer)
    }
}

impl Weight for StemmedTermWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let scorer = self.open(reader, boost)?;
        Ok(if scorer.stems.is_empty() { Box::new(EmptyScorer) } else { Box::new(scorer) })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.open(reader, 1.0)?;
        if scorer.stems.is_empty() || scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("word", scorer.score()))
    }
}

/// The list of a term that is looked into here and there, in order, with what the term weighs.
pub(crate) struct PostingsCursor<W> {
    pub postings: SegmentPostings,
    /// `None` for a term that only matches.
    pub weight: Option<W>,
}

impl<W: Borrow<Bm25Weight>> PostingsCursor<W> {
    /// What the term adds to the score of `doc`. Asked of articles in order.
    pub fn score(&mut self, doc: DocId, norm: u8) -> Score {
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
    /// Lengths of texts and of leads.
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
        for list in &mut self.stems {
            if list.postings.doc() < target {
                list.postings.seek(target);
            }
        }
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.stems.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.stems.iter().map(|list| list.postings.size_hint()).fold(0, u32::saturating_add)
    }
}

impl Scorer for StemmedTermScorer {
    fn score(&mut self) -> Score {
        let Some((texts, leads)) = &self.norms else { return 1.0 };
        let doc = self.doc();
        let norm = texts.fieldnorm_id(doc);
        let mut score: Score = self.stems.iter_mut().map(|list| list.score(doc, norm)).sum();
        if let Some(exact) = &mut self.exact {
            score += exact.score(doc, norm);
        }
        let norm = leads.fieldnorm_id(doc);
        score + self.lead.iter_mut().map(|list| list.score(doc, norm)).sum::<Score>()
    }
}
