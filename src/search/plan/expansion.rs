//! Expands patterns, approximate and inflected words to the terms of the index.

use std::sync::Arc;

use tantivy::Term as TantivyTerm;
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur as TantivyOccur, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};

use crate::index::SearchTarget;
use crate::query::{Query, SpanPattern, TermMatcher};
use crate::search::expand::by_language::limit_by_language;
use crate::search::expand::vocabulary::Vocabulary;
use crate::search::expand::{Expansion, MAX_EXPANSION, dictionary_steps, expand};
use crate::search::plan::planner::Planner;
use crate::search::queries::multi_term::MultiTermQuery;
use crate::search::queries::spans::MatcherTerms;
use crate::search::queries::work_budget::LIST_STEPS;

/// Maximum number of terms of an expansion that are scored; the terms of a larger one all score the same.
const MAX_SCORED_TERMS: usize = 64;
/// Number of patterns of a query that search the term dictionary; further ones search the words at once.
const MAX_DICTIONARY_SEARCHES: usize = 3;
/// Factor by which searching the words at once is faster.
const DICTIONARY_FACTOR: u64 = 8;
/// Number of documents of posting lists that take as long to read as a step.
const DOCS_PER_STEP: u64 = 16;
/// The same if they are counted by language.
const DOCS_PER_STEP_BY_LANGUAGE: u64 = 4;

/// Terms that a pattern or a fuzzy word matches.
pub(crate) enum TermMatches {
    None,
    /// Few terms, which are scored by their document frequency.
    Few(Vec<TantivyTerm>),
    /// Many terms, which all score the same.
    Many(MultiTermQuery),
}

impl Planner<'_> {
    /// Lowers a pattern or a fuzzy word to any of the terms that it expands to.
    pub(crate) fn lower_expansion(
        &mut self,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (field, _) = self.fields.of(target);
        let matches = self.term_matches(query, field)?;
        if self.excluded && self.budget.is_exceeded() {
            return Ok(Box::new(AllQuery)); // what was left out may match any article
        }
        Ok(match matches {
            TermMatches::None => Box::new(EmptyQuery),
            TermMatches::Few(terms) => {
                let clauses = terms.into_iter().map(|term| {
                    let query: Box<dyn TantivyQuery> =
                        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                    (TantivyOccur::Should, query)
                });
                Box::new(BooleanQuery::new(clauses.collect()))
            }
            TermMatches::Many(multi_term) => Box::new(multi_term),
        })
    }

    /// Expands a pattern or a fuzzy word to the terms of `field`.
    pub(crate) fn term_matches(
        &mut self,
        query: &Query,
        field: TantivyField,
    ) -> tantivy::Result<TermMatches> {
        let Some(pattern) = SpanPattern::single_clause(query) else { return Ok(TermMatches::None) };
        let [matcher] = pattern.matchers.as_slice() else { return Ok(TermMatches::None) };
        let expansion = self.expand(matcher, field)?;
        // The documents of the terms are read in blocks.
        let steps = doc_freqs(&expansion) / DOCS_PER_STEP;
        if expansion.words.len() <= MAX_SCORED_TERMS {
            if !self.budget.take(steps + expansion.words.len() as u64 * LIST_STEPS) {
                return Ok(TermMatches::None);
            }
            let terms = expansion.words.iter().map(|word| TantivyTerm::from_field_text(field, word));
            return Ok(TermMatches::Few(terms.collect()));
        }
        if !self.budget.take(steps) {
            return Ok(TermMatches::None);
        }
        let segments = self.searcher.segment_readers().iter();
        let mut term_infos: Vec<_> = segments.map(|segment| (segment.segment_id(), Vec::new())).collect();
        for (segment, term_info) in expansion.term_infos.iter().flatten() {
            if let Some((_, in_segment)) = term_infos.iter_mut().find(|(id, _)| id == segment) {
                in_segment.push(term_info.clone());
            }
        }
        Ok(TermMatches::Many(MultiTermQuery { field, term_infos: Arc::new(term_infos) }))
    }

    /// Expands all matchers of `pattern` to the terms of `target`.
    pub(crate) fn expand_all(
        &mut self,
        pattern: &SpanPattern,
        target: SearchTarget,
    ) -> tantivy::Result<Vec<MatcherTerms>> {
        let (field, _) = self.fields.of(target);
        let mut matchers = Vec::with_capacity(pattern.matchers.len());
        for matcher in &pattern.matchers {
            if let Some(terms) = self.speech_terms(matcher)? {
                matchers.push(MatcherTerms { terms, languages: Vec::new() });
                continue;
            }
            let expansion = self.expand_limited(matcher, field)?;
            let terms = expansion.words.iter().map(|word| TantivyTerm::from_field_text(field, word));
            let in_all = expansion.languages.iter().all(|languages| languages.includes(self.languages.set()));
            let languages = if in_all { Vec::new() } else { expansion.languages.clone() };
            matchers.push(MatcherTerms { terms: terms.collect(), languages });
        }
        Ok(matchers)
    }

    fn expand(&mut self, matcher: &TermMatcher, field: TantivyField) -> tantivy::Result<Arc<Expansion>> {
        if let TermMatcher::Glob(_, glob) = matcher
            && glob.literal_prefix().is_none()
            && !self.budget.is_spent()
        {
            self.patterns += 1;
            let letters = glob.longest_literal();
            if self.patterns > MAX_DICTIONARY_SEARCHES && !letters.is_empty() {
                if !self.budget.take(dictionary_steps(self.searcher) / DICTIONARY_FACTOR) {
                    return Ok(Arc::default());
                }
                if !self.vocabularies.contains_key(&field) {
                    let vocabulary = Vocabulary::read(self.searcher, field)?;
                    self.vocabularies.insert(field, vocabulary);
                }
                if let Some(vocabulary) = self.vocabularies.get(&field) {
                    return Ok(Arc::new(vocabulary.expand(self.searcher, glob, &letters, self.budget)));
                }
            }
        }
        expand(
            self.searcher,
            self.languages,
            self.inflection_cache,
            (self.fields, field),
            matcher,
            self.budget,
        )
    }

    /// Expands a matcher to words of `field` whose positions are read. If there are too many words, keeps the
    /// most frequent of each language and adds a note.
    pub(super) fn expand_limited(
        &mut self,
        matcher: &TermMatcher,
        field: TantivyField,
    ) -> tantivy::Result<Arc<Expansion>> {
        let expansion = self.expand(matcher, field)?;
        // The documents of all words are candidates.
        if !self.budget.take(doc_freqs(&expansion) / DOCS_PER_STEP) {
            return Ok(Arc::default());
        }
        let name = match matcher {
            TermMatcher::Glob(pattern, _) => pattern.clone(),
            TermMatcher::Fuzzy(fuzzy) => format!("{}~{}", fuzzy.word, fuzzy.distance),
            TermMatcher::Exact(_)
            | TermMatcher::Bigram(_)
            | TermMatcher::Inflected(..)
            | TermMatcher::Name(..)
            | TermMatcher::Noun(_)
            | TermMatcher::Speaker(_)
            | TermMatcher::Speech => return Ok(expansion),
        };
        let count = expansion.words.len();
        if count <= MAX_EXPANSION {
            return Ok(self.with_lists(expansion));
        }
        self.notes.push(format!(
            "{name} matches {count} words in the index; beside other words, only the {MAX_EXPANSION} most \
             frequent of each language were searched for"
        ));
        if !self.budget.take(doc_freqs(&expansion) / DOCS_PER_STEP_BY_LANGUAGE) {
            return Ok(Arc::default());
        }
        let limited = limit_by_language(self.searcher, self.doc_languages, field, &expansion)?;
        Ok(self.with_lists(Arc::new(limited)))
    }

    /// Returns `expansion`, or none of it if the budget does not suffice for opening its lists.
    fn with_lists(&self, expansion: Arc<Expansion>) -> Arc<Expansion> {
        let are_left = self.budget.take(expansion.words.len() as u64 * LIST_STEPS);
        if are_left { expansion } else { Arc::default() }
    }
}

/// Returns the sum of the document frequencies of the words of an expansion.
fn doc_freqs(expansion: &Expansion) -> u64 {
    expansion.term_infos.iter().flatten().map(|(_, term_info)| u64::from(term_info.doc_freq)).sum()
}
