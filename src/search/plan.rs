//! From our query to tantivy's.
//!
//! A word is looked for by its stem ([`StemmedTermQuery`]); a function word by its exact form: it must match and adds nothing to
//! the score, unless there is nothing else.

use std::ops::Bound;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as EngineOccur, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field as EngineField, IndexRecordOption};
use tantivy::{Searcher, Term as EngineTerm};

use crate::analysis::{Languages, is_stop_word};
use crate::index::SearchTarget;
use crate::index::schema::Fields;
use crate::index::schema::day_number;
use crate::query::{BooleanFold, Field, Occur, Phrase, Query, Slot, SpanPattern, Term, TermMatcher};
use crate::search::expand::{Expansion, InflectionCache, MAX_EXPANSION, expand};
use crate::search::fast_path::prepared::{BagOfWords, BagTerm};
use crate::search::queries::forward_only::ForwardOnlyQuery;
use crate::search::queries::multi_term::MultiTermQuery;
use crate::search::queries::spans::SpanQuery;
use crate::search::queries::stemmed_term::StemmedTermQuery;

/// Up to so many words that one word stands for are looked up each for itself.
const FEW_TERMS: usize = 24;

/// Of more words than this, which a pattern stands for, none says more than another.
const RANKED_WORDS: usize = 64;

/// How a query is searched for.
pub(crate) enum QueryPlan {
    BagOfWords(BagOfWords),
    Tantivy(Box<dyn EngineQuery>),
}

type TantivyQuery = tantivy::Result<Box<dyn EngineQuery>>;

/// Lowers queries for one index.
pub(crate) struct Planner<'s> {
    pub searcher: &'s Searcher,
    pub fields: &'s Fields,
    /// The languages of the articles.
    pub languages: &'s Languages,
    /// What words were found to be inflections of others.
    pub inflections: &'s InflectionCache,
    /// Whether function words rank, because there is nothing else.
    pub only_stop_words: bool,
    /// What was done otherwise than asked.
    pub notes: Vec<String>,
}

impl Planner<'_> {
    /// The engine's query for `query` on `part` of the articles.
    pub fn lower(&mut self, query: &Query, part: SearchTarget) -> TantivyQuery {
        Ok(match query {
            Query::Nothing => Box::new(EmptyQuery),
            Query::All => all(),
            Query::Term(term) => self.term(term, part),
            Query::Phrase(phrase) => self.phrase(query, phrase, part)?,
            Query::Pattern(_) | Query::Fuzzy(_) => self.words_like(query, part)?,
            Query::Near(_) => self.places(query, part)?,
            Query::Field(field, query) => {
                let part = match field {
                    Field::Title => SearchTarget::Title,
                    Field::Cut => SearchTarget::Cut,
                    Field::Site => SearchTarget::Site,
                    Field::Author => SearchTarget::Author,
                    Field::Path => SearchTarget::Path,
                    Field::Lang => SearchTarget::Lang,
                };
                self.lower(query, part)?
            }
            Query::Dates(dates) => days(dates.from, dates.to, self.fields),
            Query::Bool(parts) => {
                let mut clauses = Vec::with_capacity(parts.len() + 1);
                for (occur, query) in parts {
                    let lowered = self.lower(query, part)?;
                    clauses.push(match occur {
                        Occur::MustNot => {
                            (EngineOccur::MustNot, Box::new(ForwardOnlyQuery(lowered)) as Box<_>)
                        }
                        occur => (occur_of(*occur), lowered),
                    });
                }
                if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    clauses.push((EngineOccur::Must, all())); // every article but those
                }
                Box::new(BooleanQuery::new(clauses))
            }
        })
    }

    fn term(&self, term: &Term, part: SearchTarget) -> Box<dyn EngineQuery> {
        match self.word(term, part) {
            Some(BagTerm::Scored(word)) => Box::new(word),
            Some(BagTerm::Filter(word)) => {
                let found = TermQuery::new(word, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(found), 0.0))
            }
            None => phrase_query(self.fields.of(part).0, &term.pieces),
        }
    }

    /// A term that is one word; `None` for one that is several, or in a field that has no stems.
    fn word(&self, term: &Term, part: SearchTarget) -> Option<BagTerm> {
        let (exact, stem) = self.fields.of(part);
        let (stem, base, word) = (stem?, term.base.as_ref()?, term.pieces.first()?);
        let exact_term = EngineTerm::from_field_text(exact, word);
        if is_stop_word(word) {
            return Some(match self.only_stop_words {
                true => {
                    let (stems, lead) = (vec![exact_term], Vec::new());
                    BagTerm::Scored(StemmedTermQuery { stems, exact: None, lead, lengths: exact })
                }
                false => BagTerm::Filter(exact_term),
            });
        }
        let stems = self.languages.stems(base);
        let of = |field| stems.iter().map(|stem| EngineTerm::from_field_text(field, stem)).collect();
        let in_article = part == SearchTarget::Article;
        // An article with this very form has one of the stems, or the scores of both could not be held against each other:
        // one with PMs need not be found by PM's.
        let exact_term = Some(exact_term).filter(|_| base == word || self.languages.has_stem(word, &stems));
        Some(BagTerm::Scored(StemmedTermQuery {
            stems: of(stem),
            exact: exact_term.filter(|_| in_article),
            lead: if in_article { of(self.fields.lead) } else { Vec::new() },
            lengths: exact,
        }))
    }

    /// How to search articles for `query`. What is nothing but words, all or any of which must match, or a pattern that
    /// stands for a few, has a way of its own.
    pub fn plan(&mut self, query: &Query) -> tantivy::Result<QueryPlan> {
        let lengths = self.fields.exact;
        if let Query::Pattern(_) | Query::Fuzzy(_) = query {
            return Ok(match self.like(query, lengths)? {
                TermMatches::Few(stems) if !stems.is_empty() => {
                    let word = StemmedTermQuery { stems, exact: None, lead: Vec::new(), lengths };
                    QueryPlan::BagOfWords(BagOfWords { words: vec![BagTerm::Scored(word)], all: false })
                }
                TermMatches::Few(_) | TermMatches::Nothing => QueryPlan::Tantivy(Box::new(EmptyQuery)),
                TermMatches::Many(crowd) => QueryPlan::Tantivy(Box::new(crowd)),
            });
        }
        Ok(match self.flat(query) {
            Some(bag) => QueryPlan::BagOfWords(bag),
            None => QueryPlan::Tantivy(self.lower(query, SearchTarget::Article)?),
        })
    }

    /// `query` as nothing but words; `None` where it is more.
    fn flat(&self, query: &Query) -> Option<BagOfWords> {
        let word = |query: &Query| match query {
            Query::Term(term) => self.word(term, SearchTarget::Article),
            _ => None,
        };
        let Query::Bool(parts) = query else {
            return Some(BagOfWords { words: vec![word(query)?], all: true });
        };
        let every = |wanted| parts.iter().all(|(occur, _)| *occur == wanted);
        if parts.is_empty() || !every(Occur::Must) && !every(Occur::Should) {
            return None;
        }
        let words = parts.iter().map(|(_, query)| word(query)).collect::<Option<_>>()?;
        Some(BagOfWords { words, all: every(Occur::Must) })
    }

    fn phrase(&mut self, query: &Query, phrase: &Phrase, part: SearchTarget) -> TantivyQuery {
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
            Some(words) => Ok(phrase_query(self.fields.of(part).0, &words)),
            None => self.places(query, part),
        }
    }

    /// Any of the words that a pattern or an approximate word stands for.
    fn words_like(&mut self, query: &Query, part: SearchTarget) -> TantivyQuery {
        let (field, _) = self.fields.of(part);
        Ok(match self.like(query, field)? {
            TermMatches::Nothing => Box::new(EmptyQuery),
            TermMatches::Few(terms) => {
                let each = terms.into_iter().map(|term| {
                    let query: Box<dyn EngineQuery> =
                        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                    (EngineOccur::Should, query)
                });
                Box::new(BooleanQuery::new(each.collect()))
            }
            TermMatches::Many(crowd) => Box::new(crowd),
        })
    }

    /// What a pattern or an approximate word stands for in `field`.
    fn like(&mut self, query: &Query, field: EngineField) -> tantivy::Result<TermMatches> {
        let Some(places) = SpanPattern::single_clause(query) else { return Ok(TermMatches::Nothing) };
        let [leaf] = places.matchers.as_slice() else { return Ok(TermMatches::Nothing) };
        let expansion = self.expand(leaf, field)?;
        if expansion.words.len() <= RANKED_WORDS {
            let terms = expansion.words.iter().map(|word| EngineTerm::from_field_text(field, word));
            return Ok(TermMatches::Few(terms.collect()));
        }
        let segments = self.searcher.segment_readers().iter();
        let mut entries: Vec<_> = segments.map(|segment| (segment.segment_id(), Vec::new())).collect();
        for (segment, entry) in expansion.entries.iter().flatten() {
            if let Some((_, own)) = entries.iter_mut().find(|(known, _)| known == segment) {
                own.push(entry.clone());
            }
        }
        Ok(TermMatches::Many(MultiTermQuery { field, entries: Arc::new(entries) }))
    }

    /// A clause for which positions must be read.
    fn places(&mut self, query: &Query, part: SearchTarget) -> TantivyQuery {
        let (exact, _) = self.fields.of(part);
        let Some(places) = SpanPattern::single_clause(query) else { return Ok(Box::new(EmptyQuery)) };
        let terms = self.expand_all(&places, exact)?;
        let stems = self.fields.of(part).1;
        let stems = places.matchers.iter().map(|leaf| match (leaf, stems) {
            (TermMatcher::Inflected(base), Some(field)) if !is_stop_word(base) => {
                let stems = self.languages.stems(base).into_iter();
                stems.map(|stem| EngineTerm::from_field_text(field, &stem)).collect()
            }
            _ => Vec::new(),
        });
        let candidates = Candidates { terms: &terms, stems: stems.collect() };
        let candidates = places.fold(0, &candidates);
        let breaks = places.needs_boundaries().then(|| self.fields.boundaries_of(part)).flatten();
        Ok(Box::new(SpanQuery {
            places: Arc::new(places),
            terms: Arc::new(terms),
            candidates: Arc::from(candidates.unwrap_or_else(|| Box::new(EmptyQuery))),
            field: exact,
            breaks,
        }))
    }

    fn expand_all(
        &mut self,
        places: &SpanPattern,
        field: EngineField,
    ) -> tantivy::Result<Vec<Vec<EngineTerm>>> {
        let mut all = Vec::with_capacity(places.matchers.len());
        for leaf in &places.matchers {
            let expansion = self.expand(leaf, field)?;
            all.push(expansion.words.iter().map(|word| EngineTerm::from_field_text(field, word)).collect());
        }
        Ok(all)
    }

    /// The words that a leaf stands for, with a note when there are too many.
    fn expand(&mut self, leaf: &TermMatcher, field: EngineField) -> tantivy::Result<Arc<Expansion>> {
        let expansion = expand(self.searcher, self.languages, self.inflections, field, leaf)?;
        if let Some(count) = expansion.capped {
            let name = match leaf {
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

/// What a pattern or an approximate word stands for.
enum TermMatches {
    Nothing,
    /// A few words rank by how rare they are.
    Few(Vec<EngineTerm>),
    /// A crowd only matches.
    Many(MultiTermQuery),
}

/// A filter: articles published from `from` to `to`, both included.
pub(crate) fn days(from: Option<Date>, to: Option<Date>, fields: &Fields) -> Box<dyn EngineQuery> {
    // An open side still asks for a date at all.
    let term = |day| Bound::Included(EngineTerm::from_field_i64(fields.published, day));
    let from = term(from.map_or(i64::MIN / 2, day_number));
    let to = term(to.map_or(i64::MAX / 2, day_number));
    Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(from, to)), 0.0))
}

/// Makes the query of the articles that have the words of a clause at all.
struct Candidates<'t> {
    /// The terms that a leaf stands for.
    terms: &'t [Vec<EngineTerm>],
    /// Its stems, where it is a word in any inflection: one list instead of many.
    stems: Vec<Vec<EngineTerm>>,
}

impl BooleanFold<Box<dyn EngineQuery>> for Candidates<'_> {
    fn term(&self, index: usize) -> Box<dyn EngineQuery> {
        let terms = Some(&self.stems[index]).filter(|stems| !stems.is_empty()).unwrap_or(&self.terms[index]);
        match terms.as_slice() {
            [] => Box::new(EmptyQuery),
            [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
            // A set of terms becomes an automaton, which costs more to make than a few lists to read.
            terms if terms.len() <= FEW_TERMS => {
                let one = |term: &EngineTerm| -> Box<dyn EngineQuery> {
                    Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic))
                };
                Box::new(BooleanQuery::union(terms.iter().map(one).collect()))
            }
            terms => Box::new(TermSetQuery::new(terms.iter().cloned())),
        }
    }

    fn all(&self, shapes: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
        Box::new(BooleanQuery::new(shapes.into_iter().map(|shape| (EngineOccur::Must, shape)).collect()))
    }

    fn any(&self, shapes: Vec<Box<dyn EngineQuery>>) -> Box<dyn EngineQuery> {
        Box::new(BooleanQuery::new(shapes.into_iter().map(|shape| (EngineOccur::Should, shape)).collect()))
    }
}

/// A filter: articles under any of `folders`, without a say in the score.
pub(crate) fn under(folders: &[String], fields: &Fields) -> Box<dyn EngineQuery> {
    let term = |folder: &String| {
        let term = EngineTerm::from_field_text(fields.ancestors, folder);
        let query: Box<dyn EngineQuery> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        (EngineOccur::Should, query)
    };
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(folders.iter().map(term).collect())), 0.0))
}

/// Whether every word that `query` looks for is a function word.
pub(crate) fn only_stop_words(query: &Query) -> bool {
    match query {
        Query::Term(term) => term.pieces.iter().all(|word| is_stop_word(word)),
        Query::Bool(parts) => parts
            .iter()
            .filter(|(occur, _)| *occur != Occur::MustNot)
            .all(|(_, query)| only_stop_words(query)),
        _ => false,
    }
}

fn occur_of(occur: Occur) -> EngineOccur {
    match occur {
        Occur::Must => EngineOccur::Must,
        Occur::Should => EngineOccur::Should,
        Occur::MustNot => EngineOccur::MustNot,
    }
}

fn all() -> Box<dyn EngineQuery> {
    Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))
}

fn word_query(field: EngineField, word: &str) -> Box<dyn EngineQuery> {
    Box::new(TermQuery::new(EngineTerm::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn phrase_query(field: EngineField, words: &[String]) -> Box<dyn EngineQuery> {
    match words {
        [] => Box::new(EmptyQuery),
        [word] => word_query(field, word),
        words => {
            let terms = words.iter().map(|word| EngineTerm::from_field_text(field, word)).collect();
            Box::new(PhraseQuery::new(terms))
        }
    }
}
