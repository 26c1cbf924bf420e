//! Counts articles by their terms in an index that another engine holds.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{TantivyError, Term};

use crate::analysis::{Language, LanguageSet, is_marked_term};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::schema::Fields;
use crate::index::statistics::{LanguageSizes, TokenCounts};
use crate::index::term_vectors::{DocFreqSketch, log_freq, vector_term};
use crate::query::DateField;
use crate::search::facets::source_table::SourceTable;
use crate::search::remote::{RemoteField, RemoteIndex, RemoteQuery};

/// Maximum number of counts that are kept.
const MAX_CACHED: usize = 4096;

/// The counts of an index, which are asked for once.
pub(crate) struct RemoteCounts {
    pub index: Arc<dyn RemoteIndex>,
    pub fields: Fields,
    cache: Mutex<FxHashMap<RemoteQuery, u64>>,
    sources: OnceLock<Option<SourceTable>>,
}

impl RemoteCounts {
    /// Prepares to count the articles of `index`; `fields` are those of the index in memory.
    #[cfg(any(test, feature = "opensearch"))]
    pub(crate) fn new(index: Arc<dyn RemoteIndex>, fields: Fields) -> Self {
        RemoteCounts { index, fields, cache: Mutex::default(), sources: OnceLock::new() }
    }

    /// Counts the articles that match each of `queries`.
    ///
    /// # Errors
    /// If the engine does not answer; [`from_tantivy`](crate::index::error::from_tantivy) has its error back.
    pub(crate) fn all(&self, queries: &[RemoteQuery]) -> tantivy::Result<Vec<u64>> {
        let lock = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut missing: Vec<RemoteQuery> = Vec::new();
        {
            let cache = lock();
            for query in queries {
                if !cache.contains_key(query) && !missing.contains(query) {
                    missing.push(query.clone());
                }
            }
        }
        let found =
            if missing.is_empty() { Vec::new() } else { self.index.counts(&missing).map_err(wrapped)? };
        let mut cache = lock();
        if cache.len() + missing.len() > MAX_CACHED {
            cache.retain(|query, _| queries.contains(query));
        }
        cache.extend(missing.into_iter().zip(found));
        Ok(queries.iter().map(|query| cache.get(query).copied().unwrap_or_default()).collect())
    }

    /// Counts the articles that match `query`.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn of(&self, query: RemoteQuery) -> tantivy::Result<u64> {
        Ok(self.all(&[query])?.first().copied().unwrap_or_default())
    }

    /// Counts the articles with `term`, of certain languages if any are given.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn doc_freq(&self, term: &Term, languages: Option<LanguageSet>) -> tantivy::Result<u64> {
        let query = RemoteQuery::of_term(&self.fields, term);
        let of_languages = languages.map(|languages| {
            let known = Language::all().filter(|language| languages.has_ordinal(language.ordinal()));
            let lang = RemoteField::Words(SearchTarget::Lang);
            RemoteQuery::any_of(known.map(|known| RemoteQuery::Term(lang, known.code().to_owned())).collect())
        });
        self.of(RemoteQuery::all_of([query].into_iter().chain(of_languages).collect()))
    }

    /// Counts the articles with `term` in each of `languages`.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn by_language(&self, term: &Term, languages: &[Language]) -> tantivy::Result<Vec<u64>> {
        let lang = RemoteField::Words(SearchTarget::Lang);
        let query = |language: &Language| {
            let of_language = RemoteQuery::Term(lang, language.code().to_owned());
            RemoteQuery::all_of(vec![RemoteQuery::of_term(&self.fields, term), of_language])
        };
        self.all(&languages.iter().map(query).collect::<Vec<_>>())
    }

    /// Returns the names and hosts of the sites of all articles; `None` if the engine does not tell.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn sources(&self) -> tantivy::Result<Option<&SourceTable>> {
        if let Some(known) = self.sources.get() {
            return Ok(known.as_ref());
        }
        let counts = self.index.sources().map_err(wrapped)?;
        let table = counts.map(|counts| SourceTable::of_counts(&counts, self.index.meta().analyzer()));
        Ok(self.sources.get_or_init(|| table).as_ref())
    }

    /// Counts the articles whose day of addition is not known.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn without_added_day(&self) -> tantivy::Result<u64> {
        let (all, known) = (RemoteQuery::All, RemoteQuery::Days(DateField::Added, None, None));
        self.of(RemoteQuery::Bool { must: vec![all], should: Vec::new(), must_not: vec![known] })
    }

    /// Counts the articles with any of the terms of each set.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn with_any_of<const N: usize>(&self, sets: [&[Term]; N]) -> tantivy::Result<[u64; N]> {
        let query = |terms: &[Term]| {
            RemoteQuery::any_of(terms.iter().map(|term| RemoteQuery::of_term(&self.fields, term)).collect())
        };
        let counts = self.all(&sets.map(query))?;
        Ok(std::array::from_fn(|index| counts.get(index).copied().unwrap_or_default()))
    }

    /// Counts the articles with each of these hashes in their term vectors, as far as a sketch tells.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn vector_doc_freqs(&self, hashes: &[u32]) -> tantivy::Result<FxHashMap<u32, f32>> {
        let query = |hash: &u32| RemoteQuery::Term(RemoteField::Vector, vector_term(*hash));
        let counts = self.all(&hashes.iter().map(query).collect::<Vec<_>>())?;
        let doc_freqs = counts.into_iter().map(|count| DocFreqSketch::doc_freq_of(log_freq(count)));
        Ok(hashes.iter().copied().zip(doc_freqs).collect())
    }

    /// Returns the words of `field` within an edit distance of `word`, with their document frequencies.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn terms_within_distance(
        &self,
        field: Field,
        word: &str,
        distance: u8,
    ) -> tantivy::Result<HashMap<String, u64>> {
        let Some(field) = RemoteField::of(&self.fields, field) else { return Ok(HashMap::new()) };
        let terms = self.index.terms_within_distance(field, word, distance).map_err(wrapped)?;
        Ok(terms.into_iter().filter(|(term, _)| !is_marked_term(term.as_bytes())).collect())
    }

    /// Returns the words of `field` that begin with `prefix`, with their document frequencies.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn terms_with_prefix(
        &self,
        field: Field,
        prefix: &str,
    ) -> tantivy::Result<HashMap<String, u64>> {
        let Some(field) = RemoteField::of(&self.fields, field) else { return Ok(HashMap::new()) };
        Ok(self.index.terms_with_prefix(field, prefix).map_err(wrapped)?.into_iter().collect())
    }

    /// Counts the articles with both terms.
    ///
    /// # Errors
    /// As [`RemoteCounts::all`].
    pub(crate) fn with_both(&self, a: &Term, b: &Term) -> tantivy::Result<u64> {
        self.of(RemoteQuery::all_of([a, b].map(|term| RemoteQuery::of_term(&self.fields, term)).to_vec()))
    }
}

/// Wraps an error of the engine, so that it passes through what otherwise asks tantivy.
pub(super) fn wrapped(error: Error) -> TantivyError {
    TantivyError::IoError(Arc::new(io::Error::other(error)))
}

/// The statistics that BM25 scores depend on, of an index that another engine holds.
pub(crate) struct RemoteStats<'s> {
    pub counts: &'s RemoteCounts,
    pub token_counts: &'s TokenCounts,
    pub languages: &'s LanguageSizes,
}

impl Bm25StatisticsProvider for RemoteStats<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        if let Some((tokens, docs)) = self.languages.in_main_language(field) {
            return Ok(tokens * self.total_num_docs()? / docs);
        }
        Ok(self.token_counts.get(&field.field_id()).copied().unwrap_or_default().max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.counts.index.num_articles().max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        // Articles that were deleted count, and may have come in since the others were counted.
        Ok(self.counts.doc_freq(term, None)?.min(self.total_num_docs()?))
    }
}
