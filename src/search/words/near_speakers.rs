//! Finds names of speakers near a name that none has.

use std::collections::HashMap;

use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

use crate::article::{StoredQuotation, speaker_words};
use crate::error::Error;
use crate::index::schema::SPEAKER_MARK;
use crate::search::queries::doc_order::matching_docs;
use crate::search::remote::{RemoteField, RemoteQuery};
use crate::search::request::Sort;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::{ScoredDoc, sort_docs};

/// Maximum number of words that are tried in place of one.
const MAX_WORDS: usize = 8;
/// Maximum number of articles whose speakers are read for such a word.
const MAX_ARTICLES: usize = 32;
/// Minimum length of a word that may be another misspelled.
const MIN_LENGTH: usize = 4;
/// Length from which two letters may differ.
const MIN_TWO: usize = 6;

impl IndexSnapshot {
    /// Returns names of speakers that have a word near one of `surface`, each with the number of articles of
    /// it that were read.
    pub(super) fn speakers_near(&self, surface: &str) -> Result<HashMap<String, u64>, Error> {
        let mut names: HashMap<String, u64> = HashMap::new();
        for typed in speaker_words(self.analyzer(), surface) {
            for word in self.speaker_words_near(&typed).map_err(|error| self.error(error))? {
                self.read_speakers(&word, &mut names)?;
            }
        }
        Ok(names)
    }

    /// Returns the most frequent words of names of speakers near `typed`, or that begin with it.
    fn speaker_words_near(&self, typed: &str) -> tantivy::Result<Vec<String>> {
        let distance = match typed.chars().count() {
            ..MIN_LENGTH => 0,
            MIN_LENGTH..MIN_TWO => 1,
            _ => 2,
        };
        let marked = format!("{SPEAKER_MARK}{typed}");
        let field = self.fields.boundaries;
        let mut words = match distance {
            0 => HashMap::new(),
            distance => self.terms_within_distance(field, &marked, distance)?,
        };
        words.extend(self.terms_with_prefix(field, &marked)?);
        let mut words: Vec<(u64, String)> = words
            .into_iter()
            .filter_map(|(term, count)| Some((count, term.strip_prefix(SPEAKER_MARK)?.to_owned())))
            .collect();
        words.sort_by(|a, b| (b.1 == typed, b.0, &a.1).cmp(&(a.1 == typed, a.0, &b.1)));
        words.truncate(MAX_WORDS);
        Ok(words.into_iter().map(|(_, word)| word).collect())
    }

    /// Adds the names of speakers with this word in the newest articles that have it.
    fn read_speakers(&self, word: &str, names: &mut HashMap<String, u64>) -> Result<(), Error> {
        for quotations in self.newest_quotations(&format!("{SPEAKER_MARK}{word}"))? {
            let mut in_article: Vec<String> =
                quotations.into_iter().filter_map(|quotation| quotation.speaker).collect();
            in_article.sort_unstable();
            in_article.dedup();
            for name in in_article {
                if speaker_words(self.analyzer(), &name).iter().any(|other| other == word) {
                    *names.entry(name).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    /// Returns the quotations of the newest articles with a speaker of this mark, article by article.
    fn newest_quotations(&self, mark: &str) -> Result<Vec<Vec<StoredQuotation>>, Error> {
        if let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) {
            let query = RemoteQuery::Term(RemoteField::Speech, mark.to_owned());
            let (_, documents) = remote.index.best(&query, Sort::Newest, MAX_ARTICLES)?;
            return Ok(documents.into_iter().map(|document| document.quotations).collect());
        }
        let term = tantivy::Term::from_field_text(self.fields.boundaries, mark);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let docs = matching_docs(&self.searcher, &query).map_err(|error| self.error(error))?;
        let mut docs: Vec<ScoredDoc> = self.scored(&docs).collect();
        sort_docs(&mut docs, &self.fast_fields, |_, _| std::cmp::Ordering::Equal);
        docs.iter().take(MAX_ARTICLES).map(|doc| self.quotations(doc)).collect()
    }
}
