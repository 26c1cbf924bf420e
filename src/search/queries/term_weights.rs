//! BM25 weights of the terms of a word.
//!
//! In an index of several languages a stem occurs in the articles of one of them, so its rarity and the
//! length of texts are taken from these: articles in other languages do not change how those in one are
//! ranked. A stem that is rare among few articles would lift them above all others, though. Its IDF is
//! therefore no higher than in any language with more articles.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::schema::Field;
use tantivy::{Score, Searcher, TantivyError, Term};

use crate::analysis::LanguageSet;
use crate::index::doc_languages::DocLanguages;
use crate::index::statistics::CollectionSize;
use crate::search::remote::RemoteCounts;

/// Boost of the stem in the lead, relative to the stem.
const LEAD_WEIGHT: Score = 0.2;
/// Boost of the exact form, relative to the stem.
const EXACT_WEIGHT: Score = 0.2;

/// BM25 weights of the terms of a word.
pub(crate) struct TermWeights {
    pub stems: Vec<Bm25Weight>,
    pub exact: Option<Bm25Weight>,
    pub lead: Vec<Bm25Weight>,
}

/// The articles that the stems of a word can occur in.
#[derive(Clone)]
pub(crate) struct StemCollections {
    /// Languages and size of the articles of each stem.
    pub stems: Vec<(LanguageSet, CollectionSize)>,
    pub doc_languages: Arc<DocLanguages>,
    /// Counts of the articles, if another engine holds them.
    pub remote: Option<Arc<RemoteCounts>>,
}

impl fmt::Debug for StemCollections {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StemCollections").field("stems", &self.stems).finish_non_exhaustive()
    }
}

/// The terms of a word that are weighted.
pub(crate) struct WeightedTerms<'t> {
    pub stems: &'t [Term],
    pub exact: Option<&'t Term>,
    /// Stems in the lead, in the order of `stems`.
    pub lead: &'t [Term],
    /// Number of the first stems that are forms of one name, which weigh as the most frequent of them does.
    pub forms: usize,
}

/// Document frequencies of the terms of a word.
pub(crate) struct TermDocFreqs {
    pub stems: Vec<u64>,
    pub exact: Option<u64>,
    pub lead: Vec<u64>,
}

impl TermWeights {
    /// Computes the weights of terms that can occur in all articles. `text` and `lead` are the fields whose
    /// lengths count.
    pub(crate) fn in_all_articles(
        statistics: &dyn Bm25StatisticsProvider,
        (text, lead): (Field, Field),
        terms: &WeightedTerms<'_>,
        doc_freqs: &TermDocFreqs,
    ) -> tantivy::Result<Self> {
        let num_docs = statistics.total_num_docs()?;
        let weight = |doc_freq: u64, norms_field: Field, boost: Score| {
            let average_length = statistics.total_num_tokens(norms_field)? as Score / num_docs as Score;
            let weight = Bm25Weight::for_one_term_without_explain(doc_freq, num_docs, average_length);
            Ok::<_, TantivyError>(weight.boost_by(boost))
        };
        let stems = terms.equal_forms(&doc_freqs.stems).map(|doc_freq| weight(doc_freq, text, 1.0));
        let stems = stems.collect::<tantivy::Result<_>>()?;
        let exact = doc_freqs.exact.map(|doc_freq| weight(doc_freq, text, EXACT_WEIGHT)).transpose()?;
        let of_lead = doc_freqs.lead.iter().map(|doc_freq| weight(*doc_freq, lead, LEAD_WEIGHT));
        Ok(TermWeights { stems, exact, lead: of_lead.collect::<tantivy::Result<_>>()? })
    }
}

impl WeightedTerms<'_> {
    /// Returns the document frequencies of the stems, where forms of a name have that of the most frequent.
    fn equal_forms<'d>(&self, doc_freqs: &'d [u64]) -> impl Iterator<Item = u64> + use<'d> {
        let forms = self.forms;
        let max = doc_freqs.iter().take(forms).copied().max().unwrap_or_default();
        doc_freqs.iter().enumerate().map(move |(index, doc_freq)| if index < forms { max } else { *doc_freq })
    }
}

impl StemCollections {
    /// Computes the weights of terms that can occur in some articles each.
    pub(crate) fn weights(
        &self,
        searcher: &Searcher,
        terms: &WeightedTerms<'_>,
        doc_freqs: &TermDocFreqs,
    ) -> tantivy::Result<TermWeights> {
        let stem_freqs = self.own_doc_freqs(searcher, terms.stems, &doc_freqs.stems, terms.forms)?;
        let lead_freqs = self.own_doc_freqs(searcher, terms.lead, &doc_freqs.lead, terms.forms)?;
        let stem_freqs: Vec<u64> = terms.equal_forms(&stem_freqs).collect();
        // The exact form is weighted as in the largest collection that has the word.
        let collections = self.stems.iter().zip(&stem_freqs);
        let present = || collections.clone().filter(|(_, doc_freq)| **doc_freq > 0).map(|(stem, _)| stem);
        let main = present().reduce(|a, b| if b.1.num_docs > a.1.num_docs { b } else { a });
        let exact = match (terms.exact, doc_freqs.exact, main) {
            (Some(term), Some(doc_freq), Some((languages, size))) => {
                let is_shared = terms.forms > 0 || present().any(|(other, _)| other != languages);
                let doc_freq = match is_shared {
                    true => self.doc_freq(searcher, term, *languages)?,
                    false => doc_freq,
                };
                Some(Rarity::new(doc_freq, size.num_docs).weight(text_length(size), EXACT_WEIGHT))
            }
            // No document has the word.
            (Some(_), Some(_), None) => Some(Rarity::new(0, 1).weight(1.0, EXACT_WEIGHT)),
            _ => None,
        };
        Ok(TermWeights {
            stems: self.capped(&stem_freqs, 1.0, text_length),
            exact,
            lead: self.capped(&lead_freqs, LEAD_WEIGHT, lead_length),
        })
    }

    /// Counts the articles in one of `languages` that contain `term`.
    fn doc_freq(&self, searcher: &Searcher, term: &Term, languages: LanguageSet) -> tantivy::Result<u64> {
        match &self.remote {
            Some(remote) => remote.doc_freq(term, Some(languages)),
            None => self.doc_languages.doc_freq(searcher, term, languages),
        }
    }

    /// Returns document frequencies in the articles of each term. Forms of a name, the first `forms` terms,
    /// occur in other articles, too.
    fn own_doc_freqs(
        &self,
        searcher: &Searcher,
        terms: &[Term],
        doc_freqs: &[u64],
        forms: usize,
    ) -> tantivy::Result<Vec<u64>> {
        let mut in_language = doc_freqs.to_vec();
        for ((doc_freq, term), (languages, _)) in
            in_language.iter_mut().zip(terms).zip(&self.stems).take(forms)
        {
            *doc_freq = self.doc_freq(searcher, term, *languages)?;
        }
        Ok(in_language)
    }

    /// Returns the weight of a term of each collection; none is rarer than in a larger collection.
    fn capped(
        &self,
        doc_freqs: &[u64],
        boost: Score,
        average_length: impl Fn(&CollectionSize) -> Score,
    ) -> Vec<Bm25Weight> {
        let sized: Vec<(&CollectionSize, u64)> =
            self.stems.iter().map(|(_, size)| size).zip(doc_freqs.iter().copied()).collect();
        let weight = |(size, doc_freq): &(&CollectionSize, u64)| {
            let is_larger =
                |(other, doc_freq): &&(&CollectionSize, u64)| *doc_freq > 0 && other.num_docs > size.num_docs;
            let larger = sized.iter().filter(is_larger).map(|(other, doc_freq)| (*other, *doc_freq));
            let rarities = larger.chain([(*size, *doc_freq)]);
            let rarities = rarities.map(|(size, doc_freq)| Rarity::new(doc_freq, size.num_docs));
            let lowest = rarities.min_by(|a, b| a.idf().total_cmp(&b.idf()));
            lowest.unwrap_or(Rarity::new(*doc_freq, size.num_docs)).weight(average_length(size), boost)
        };
        sized.iter().map(weight).collect()
    }
}

fn text_length(size: &CollectionSize) -> Score {
    size.num_tokens as Score / size.num_docs.max(1) as Score
}

fn lead_length(size: &CollectionSize) -> Score {
    size.num_lead_tokens as Score / size.num_docs.max(1) as Score
}

/// Document frequency of a term in a number of articles.
#[derive(Debug, Clone, Copy)]
struct Rarity {
    doc_freq: u64,
    num_docs: u64,
}

impl Rarity {
    /// Counts deleted articles among those with the term, but not among all.
    fn new(doc_freq: u64, num_docs: u64) -> Self {
        Rarity { doc_freq: doc_freq.min(num_docs), num_docs }
    }

    fn idf(self) -> Score {
        let others = (self.num_docs - self.doc_freq) as Score;
        (1.0 + (others + 0.5) / (self.doc_freq as Score + 0.5)).ln()
    }

    fn weight(self, average_length: Score, boost: Score) -> Bm25Weight {
        let average_length = average_length.max(1.0);
        Bm25Weight::for_one_term_without_explain(self.doc_freq, self.num_docs, average_length).boost_by(boost)
    }
}

#[cfg(test)]
mod tests {
    use crate::search::queries::term_weights::*;

    #[test]
    fn a_stem_is_no_rarer_than_in_a_larger_collection() {
        let collection = |num_docs| {
            let size =
                CollectionSize { num_docs, num_tokens: num_docs * 400, num_lead_tokens: num_docs * 20 };
            (LanguageSet::ALL, size)
        };
        let stems = [9_000, 250, 40].map(collection).to_vec();
        let collections = StemCollections { stems, doc_languages: Arc::default(), remote: None };
        let max_scores = |doc_freqs: [u64; 3]| {
            let weights = collections.capped(&doc_freqs, 1.0, text_length);
            weights.iter().map(Bm25Weight::max_score).collect::<Vec<_>>()
        };
        let alone = |doc_freq, num_docs| Rarity::new(doc_freq, num_docs).weight(400.0, 1.0).max_score();
        let of_english = alone(3_000, 9_000);
        assert_eq!(max_scores([3_000, 1, 30]), [of_english, of_english, alone(30, 40)]);
        assert_eq!(max_scores([0, 10, 1]), [alone(0, 9_000), alone(10, 250), alone(10, 250)]);
        assert_eq!(max_scores([3_000, 0, 0])[0], of_english);
    }
}
