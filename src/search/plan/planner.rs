//! The planner of queries, and what it makes of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::Query as TantivyQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::analysis::{AnalyzerVersion, Languages};
use crate::article::Folder;
use crate::index::doc_languages::DocLanguages;
use crate::index::schema::Fields;
use crate::index::statistics::LanguageSizes;
use crate::search::expand::InflectionCache;
use crate::search::expand::vocabulary::Vocabulary;
use crate::search::facets::source_table::LazySources;
use crate::search::fast_path::bag_of_words::BagOfWords;
use crate::search::queries::doc_list::DocListQuery;
use crate::search::queries::spans::SpanQuery;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::remote::RemoteCounts;

/// Plan of a search.
pub(crate) enum QueryPlan {
    BagOfWords(BagOfWords),
    Tantivy(Box<dyn TantivyQuery>),
}

/// Plans queries for one index.
pub(crate) struct Planner<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    /// Folders of the index.
    pub folders: &'s [Folder],
    pub analyzer: AnalyzerVersion,
    /// Languages of the articles, for words that count in some only.
    pub doc_languages: &'s Arc<DocLanguages>,
    /// Number of articles in each language, by code.
    pub language_counts: &'s BTreeMap<String, u64>,
    pub language_sizes: &'s LanguageSizes,
    /// Languages of the articles.
    pub languages: &'s Languages,
    /// Inflections of words that were looked up before.
    pub inflection_cache: &'s InflectionCache,
    /// Whether stop words are scored, because the query contains nothing else.
    pub only_stop_words: bool,
    /// Number of patterns expanded that are no prefixes.
    pub patterns: usize,
    /// Words of fields that many patterns were expanded in.
    pub vocabularies: FxHashMap<Field, Vocabulary>,
    /// Work that the request may still do.
    pub budget: &'s Arc<WorkBudget>,
    /// Whether the articles that match what is lowered are excluded.
    pub excluded: bool,
    /// Clauses over positions, whose matches are found before the query runs.
    pub clauses: Vec<SpanQuery>,
    /// The articles that are searched, if not all are.
    pub among: Option<DocListQuery>,
    /// Names and hosts of sites.
    pub sources: &'s LazySources,
    /// Counts of the articles, if another engine holds them.
    pub remote: Option<&'s Arc<RemoteCounts>>,
    /// Notes on what is searched differently than requested.
    pub notes: Vec<String>,
}

impl Planner<'_> {
    /// Returns whether an article may have `term`.
    pub(super) fn has_term(&self, term: &Term) -> bool {
        let doc_freq = match self.remote {
            Some(remote) => remote.doc_freq(term, None),
            None => self.searcher.doc_freq(term),
        };
        doc_freq.map_or(true, |doc_freq| doc_freq > 0)
    }

    /// Adds a note, unless it is there: a query may have the same part several times.
    pub(crate) fn add_note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
