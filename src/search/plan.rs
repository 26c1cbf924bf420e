//! Plans a query: translates it into tantivy's queries, or into a bag of words for the fast path.
//!
//! A word is searched by its stem ([`StemmedTermQuery`]). A stop word is searched by its exact form and must
//! match without adding to the score, unless the query contains nothing else.

use std::sync::Arc;

use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as TantivyOccur, PhraseQuery,
    Query as TantivyQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as TantivyField, IndexRecordOption};
use tantivy::{Searcher, Term as TantivyTerm};

use crate::analysis::{Languages, is_stop_word};
use crate::index::SearchTarget;
use crate::index::schema::Fields;
use crate::query::{BooleanFold, Field, Occur, Phrase, Query, Slot, SpanPattern, Term, TermMatcher};
use crate::search::expand::{Expansion, InflectionCache, MAX_EXPANSION, expand};
use crate::search::fast_path::bag_of_words::{BagOfWords, BagTerm};
use crate::search::filters::date_range;
use crate::search::queries::forward_only::ForwardOnlyQuery;
use crate::search::queries::multi_term::MultiTermQuery;
use crate::search::queries::spans::SpanQuery;
use crate::search::queries::stemmed_term::StemmedTermQuery;

/// Maximum number of terms of a union of term queries; a [`TermSetQuery`] matches more.
const MAX_UNION_TERMS: usize = 24;

/// Maximum number of terms of an expansion that are scored; the terms of a larger one all score the same.
const MAX_SCORED_TERMS: usize = 64;

/// Plan of a search.
pub(crate) enum QueryPlan {
    BagOfWords(BagOfWords),
    Tantivy(Box<dyn TantivyQuery>),
}

/// Plans queries for one index.
pub(crate) struct Planner<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    /// Languages of the articles.
    pub languages: &'s Languages,
    /// Inflections of words that were looked up before.
    pub inflection_cache: &'s InflectionCache,
    /// Whether stop words are scored, because the query contains nothing else.
    pub only_stop_words: bool,
    /// Notes on what is searched differently than requested.
    pub notes: Vec<String>,
}

impl Planner<'_> {
    /// Plans a search of articles for `query`. A bag of words takes the fast path, and so does a pattern that
    /// expands to few terms.
    pub(crate) fn plan(&mut self, query: &Query) -> tantivy::Result<QueryPlan> {
        let norms_field = self.fields.exact;
        if let Query::Pattern(_) | Query::Fuzzy(_) = query {
            return Ok(match self.term_matches(query, norms_field)? {
                TermMatches::Few(stems) if !stems.is_empty() => {
                    let term = StemmedTermQuery { stems, exact: None, lead: Vec::new(), norms_field };
                    QueryPlan::BagOfWords(BagOfWords {
                        terms: vec![BagTerm::Scored(term)],
                        require_all: false,
                    })
                }
                TermMatches::Few(_) | TermMatches::None => QueryPlan::Tantivy(Box::new(EmptyQuery)),
                TermMatches::Many(multi_term) => QueryPlan::Tantivy(Box::new(multi_term)),
            });
        }
        Ok(match self.bag_of_words(query) {
            Some(bag) => QueryPlan::BagOfWords(bag),
            None => QueryPlan::Tantivy(self.lower(query, SearchTarget::Article)?),
        })
    }

    /// Lowers `query` on `target` to a query of tantivy.
    pub(crate) fn lower(
        &mut self,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        Ok(match query {
            Query::Nothing => Box::new(EmptyQuery),
            Query::All => match_all(),
            Query::Term(term) => self.lower_term(term, target),
            Query::Phrase(phrase) => self.lower_phrase(query, phrase, target)?,
            Query::Pattern(_) | Query::Fuzzy(_) => self.lower_expansion(query, target)?,
            Query::Near(_) => self.lower_spans(query, target)?,
            Query::Field(field, query) => {
                let target = match field {
                    Field::Title => SearchTarget::Title,
                    Field::Cut => SearchTarget::Cut,
                    Field::Site => SearchTarget::Site,
                    Field::Author => SearchTarget::Author,
                    Field::Path => SearchTarget::Path,
                    Field::Lang => SearchTarget::Lang,
                };
                self.lower(query, target)?
            }
            Query::Dates(dates) => date_range(dates.from, dates.to, self.fields),
            Query::Bool(parts) => {
                let mut clauses = Vec::with_capacity(parts.len() + 1);
                for (occur, query) in parts {
                    let lowered = self.lower(query, target)?;
                    clauses.push(match occur {
                        Occur::MustNot => {
                            (TantivyOccur::MustNot, Box::new(ForwardOnlyQuery(lowered)) as Box<_>)
                        }
                        occur => (tantivy_occur(*occur), lowered),
                    });
                }
                if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    // Exclusions need something to exclude from.
                    clauses.push((TantivyOccur::Must, match_all()));
                }
                Box::new(BooleanQuery::new(clauses))
            }
        })
    }

    /// Returns `query` as a bag of words; `None` if it is more.
    fn bag_of_words(&self, query: &Query) -> Option<BagOfWords> {
        let bag_term = |query: &Query| match query {
            Query::Term(term) => self.bag_term(term, SearchTarget::Article),
            _ => None,
        };
        let Query::Bool(parts) = query else {
            return Some(BagOfWords { terms: vec![bag_term(query)?], require_all: true });
        };
        let all_are = |expected| parts.iter().all(|(occur, _)| *occur == expected);
        if parts.is_empty() || !all_are(Occur::Must) && !all_are(Occur::Should) {
            return None;
        }
        let terms = parts.iter().map(|(_, query)| bag_term(query)).collect::<Option<_>>()?;
        Some(BagOfWords { terms, require_all: all_are(Occur::Must) })
    }

    /// Returns a term that is a single word; `None` for one that is several words, or in a field without
    /// stems.
    fn bag_term(&self, term: &Term, target: SearchTarget) -> Option<BagTerm> {
        let (exact_field, stem_field) = self.fields.of(target);
        let (stem_field, base, word) = (stem_field?, term.base.as_ref()?, term.tokens.first()?);
        let exact = TantivyTerm::from_field_text(exact_field, word);
        if is_stop_word(word) {
            return Some(match self.only_stop_words {
                true => {
                    let (stems, lead) = (vec![exact], Vec::new());
                    BagTerm::Scored(StemmedTermQuery { stems, exact: None, lead, norms_field: exact_field })
                }
                false => BagTerm::Filter(exact),
            });
        }
        let stems = self.languages.stems(base);
        let stem_terms = |field| stems.iter().map(|stem| TantivyTerm::from_field_text(field, stem)).collect();
        let in_article = target == SearchTarget::Article;
        // The bound on the exact form holds only if every document with it also contains one of the stems;
        // the stems of "PM's" need not match "PMs".
        let exact = Some(exact).filter(|_| base == word || self.languages.has_stem(word, &stems));
        Some(BagTerm::Scored(StemmedTermQuery {
            stems: stem_terms(stem_field),
            exact: exact.filter(|_| in_article),
            lead: if in_article { stem_terms(self.fields.lead) } else { Vec::new() },
            norms_field: exact_field,
        }))
    }

    fn lower_term(&self, term: &Term, target: SearchTarget) -> Box<dyn TantivyQuery> {
        match self.bag_term(term, target) {
            Some(BagTerm::Scored(query)) => Box::new(query),
            Some(BagTerm::Filter(term)) => {
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
            }
            None => phrase_query(self.fields.of(target).0, &term.tokens),
        }
    }

    fn lower_phrase(
        &mut self,
        query: &Query,
        phrase: &Phrase,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let words: Option<Vec<String>> = match (phrase.parts.as_slice(), phrase.slop) {
            ([slots], 0) => {
                let word = |slot: &Slot| match slot {
                    Slot::Word(word) => Some(word.clone()),
                    Slot::Glob(_) => None,
                };
                slots.iter().map(word).collect()
            }
            _ => None,
        };
        match words {
            Some(words) => Ok(phrase_query(self.fields.of(target).0, &words)),
            None => self.lower_spans(query, target),
        }
    }

    /// Lowers a pattern or a fuzzy word to any of the terms that it expands to.
    fn lower_expansion(
        &mut self,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (field, _) = self.fields.of(target);
        Ok(match self.term_matches(query, field)? {
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
    fn term_matches(&mut self, query: &Query, field: TantivyField) -> tantivy::Result<TermMatches> {
        let Some(pattern) = SpanPattern::single_clause(query) else { return Ok(TermMatches::None) };
        let [matcher] = pattern.matchers.as_slice() else { return Ok(TermMatches::None) };
        let expansion = self.expand(matcher, field)?;
        if expansion.words.len() <= MAX_SCORED_TERMS {
            let terms = expansion.words.iter().map(|word| TantivyTerm::from_field_text(field, word));
            return Ok(TermMatches::Few(terms.collect()));
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

    /// Lowers a clause that needs positions.
    fn lower_spans(&mut self, query: &Query, target: SearchTarget) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let (exact_field, stem_field) = self.fields.of(target);
        let Some(pattern) = SpanPattern::single_clause(query) else { return Ok(Box::new(EmptyQuery)) };
        let terms = self.expand_all(&pattern, exact_field)?;
        let stems = pattern.matchers.iter().map(|matcher| match (matcher, stem_field) {
            (TermMatcher::Inflected(base), Some(field)) if !is_stop_word(base) => {
                let stems = self.languages.stems(base).into_iter();
                stems.map(|stem| TantivyTerm::from_field_text(field, &stem)).collect()
            }
            _ => Vec::new(),
        });
        let candidates = CandidateFold { terms: &terms, stems: stems.collect() };
        let candidates = pattern.fold(0, &candidates);
        let boundaries_field =
            pattern.needs_boundaries().then(|| self.fields.boundaries_of(target)).flatten();
        Ok(Box::new(SpanQuery {
            pattern: Arc::new(pattern),
            terms: Arc::new(terms),
            candidates: Arc::from(candidates.unwrap_or_else(|| Box::new(EmptyQuery))),
            field: exact_field,
            boundaries_field,
        }))
    }

    fn expand_all(
        &mut self,
        pattern: &SpanPattern,
        field: TantivyField,
    ) -> tantivy::Result<Vec<Vec<TantivyTerm>>> {
        let mut terms_by_matcher = Vec::with_capacity(pattern.matchers.len());
        for matcher in &pattern.matchers {
            let expansion = self.expand(matcher, field)?;
            let terms = expansion.words.iter().map(|word| TantivyTerm::from_field_text(field, word));
            terms_by_matcher.push(terms.collect());
        }
        Ok(terms_by_matcher)
    }

    /// Expands a matcher to the words of `field`, and adds a note if there are too many.
    fn expand(&mut self, matcher: &TermMatcher, field: TantivyField) -> tantivy::Result<Arc<Expansion>> {
        let expansion = expand(self.searcher, self.languages, self.inflection_cache, field, matcher)?;
        if let Some(count) = expansion.uncapped_count {
            let name = match matcher {
                TermMatcher::Glob(pattern, _) => pattern.clone(),
                TermMatcher::Fuzzy(fuzzy) => format!("{}~{}", fuzzy.word, fuzzy.distance),
                TermMatcher::Exact(word) | TermMatcher::Inflected(word) => word.clone(),
            };
            self.notes.push(format!(
                "{name} matches {count} words in the index; only the {MAX_EXPANSION} most frequent were searched for"
            ));
        }
        Ok(expansion)
    }
}

/// Terms that a pattern or a fuzzy word matches.
enum TermMatches {
    None,
    /// Few terms, which are scored by their document frequency.
    Few(Vec<TantivyTerm>),
    /// Many terms, which all score the same.
    Many(MultiTermQuery),
}

/// Builds the query for candidates of a [`SpanQuery`]: the documents that contain the terms of a clause.
struct CandidateFold<'t> {
    /// Terms that each matcher expands to.
    terms: &'t [Vec<TantivyTerm>],
    /// Stems of each matcher that matches inflections: fewer postings to read than those of its terms.
    stems: Vec<Vec<TantivyTerm>>,
}

impl BooleanFold<Box<dyn TantivyQuery>> for CandidateFold<'_> {
    fn term(&self, index: usize) -> Box<dyn TantivyQuery> {
        let terms = Some(&self.stems[index]).filter(|stems| !stems.is_empty()).unwrap_or(&self.terms[index]);
        match terms.as_slice() {
            [] => Box::new(EmptyQuery),
            [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
            // A term set query builds an automaton, which costs more than reading a few postings.
            terms if terms.len() <= MAX_UNION_TERMS => {
                let term_query = |term: &TantivyTerm| -> Box<dyn TantivyQuery> {
                    Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
                };
                Box::new(BooleanQuery::union(terms.iter().map(term_query).collect()))
            }
            terms => Box::new(TermSetQuery::new(terms.iter().cloned())),
        }
    }

    fn all(&self, queries: Vec<Box<dyn TantivyQuery>>) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(queries.into_iter().map(|query| (TantivyOccur::Must, query)).collect()))
    }

    fn any(&self, queries: Vec<Box<dyn TantivyQuery>>) -> Box<dyn TantivyQuery> {
        Box::new(BooleanQuery::new(queries.into_iter().map(|query| (TantivyOccur::Should, query)).collect()))
    }
}

/// Returns whether every word that `query` searches for is a stop word.
pub(crate) fn only_stop_words(query: &Query) -> bool {
    match query {
        Query::Term(term) => term.tokens.iter().all(|word| is_stop_word(word)),
        Query::Bool(parts) => parts
            .iter()
            .filter(|(occur, _)| *occur != Occur::MustNot)
            .all(|(_, query)| only_stop_words(query)),
        _ => false,
    }
}

fn tantivy_occur(occur: Occur) -> TantivyOccur {
    match occur {
        Occur::Must => TantivyOccur::Must,
        Occur::Should => TantivyOccur::Should,
        Occur::MustNot => TantivyOccur::MustNot,
    }
}

/// Returns a query for all documents that does not add to the score.
fn match_all() -> Box<dyn TantivyQuery> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn term_query(field: TantivyField, word: &str) -> Box<dyn TantivyQuery> {
    Box::new(TermQuery::new(TantivyTerm::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

/// Returns a query for consecutive words.
fn phrase_query(field: TantivyField, words: &[String]) -> Box<dyn TantivyQuery> {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => term_query(field, word),
        words => {
            let terms = words.iter().map(|word| TantivyTerm::from_field_text(field, word)).collect();
            Box::new(PhraseQuery::new(terms))
        }
    }
}
