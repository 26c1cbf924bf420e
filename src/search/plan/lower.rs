//! Lowers the tree of a query to tantivy's queries, or to a bag of words.

use tantivy::Term as TantivyTerm;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur as TantivyOccur, Query as TantivyQuery,
};

use crate::analysis::{exact_terms, is_marked_term, is_stop_word};
use crate::index::SearchTarget;
use crate::query::{
    DateField, Dates, Field, Occur, Phrase, Query, QueryPart, QuoteClause, Term, with_quotes_joined,
};
use crate::search::fast_path::bag_of_words::{BagOfWords, BagTerm};
use crate::search::filters::{
    added_range, date_range, note_without_added_day, num_without_added_day, undated, with_impossible_day,
};
use crate::search::plan::expansion::TermMatches;
use crate::search::plan::planner::{Planner, QueryPlan};
use crate::search::plan::word::phrase_query;
use crate::search::queries::forward_only::ForwardOnlyQuery;
use crate::search::queries::stemmed_term::StemmedTermQuery;

impl Planner<'_> {
    /// Plans a search of articles for a bag of words, which takes the fast path, and so does a pattern that
    /// expands to few terms. Returns `None` if `query` is more.
    pub(crate) fn plan_words(&mut self, query: &Query) -> tantivy::Result<Option<QueryPlan>> {
        let norms_field = self.fields.exact;
        if let Query::Pattern(_) | Query::Fuzzy(_) = query {
            return Ok(Some(match self.term_matches(query, norms_field)? {
                TermMatches::Few(stems) if !stems.is_empty() => {
                    let term = StemmedTermQuery::of_terms(stems, norms_field);
                    QueryPlan::BagOfWords(BagOfWords {
                        terms: vec![BagTerm::Scored(term)],
                        require_all: false,
                    })
                }
                TermMatches::Few(_) | TermMatches::None => QueryPlan::Tantivy(Box::new(EmptyQuery)),
                TermMatches::Many(multi_term) => QueryPlan::Tantivy(Box::new(multi_term)),
            }));
        }
        Ok(self.bag_of_words(query).map(QueryPlan::BagOfWords))
    }

    /// Lowers a range of days, with a note on the articles whose day of addition is not known.
    fn lower_dates(&mut self, dates: &Dates) -> Box<dyn TantivyQuery> {
        match dates.field {
            DateField::Published if dates.from.is_none() && dates.to.is_none() => undated(self.fields),
            DateField::Published => date_range(dates.from, dates.to, self.fields),
            DateField::Impossible => with_impossible_day(self.fields),
            DateField::Added => {
                let unknown = match self.remote {
                    Some(remote) => remote.without_added_day().unwrap_or_default(),
                    None => num_without_added_day(self.searcher),
                };
                note_without_added_day(unknown).into_iter().for_each(|note| self.add_note(note));
                added_range(dates.from, dates.to, self.fields)
            }
        }
    }

    /// Lowers `query` on `target` to a query of tantivy.
    pub(crate) fn lower(
        &mut self,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        let lowered: Box<dyn TantivyQuery> = match query {
            Query::Nothing => Box::new(EmptyQuery),
            Query::All => match_all(),
            Query::Term(Term { surface, .. }) | Query::Phrase(Phrase { surface, .. })
                if target == SearchTarget::Lang =>
            {
                self.lower_languages(surface)
            }
            Query::Term(term) if target == SearchTarget::Path => self.lower_path(&term.surface, &term.tokens),
            Query::Term(term) if target == SearchTarget::Site => {
                let words = self.lower_term(term, target);
                self.lower_site(&term.surface, words)?
            }
            Query::Phrase(phrase) if target == SearchTarget::Site => {
                let words = self.lower_phrase(query, phrase, target)?;
                self.lower_site(&phrase.surface, words)?
            }
            Query::Pattern(pattern) if target == SearchTarget::Site => {
                let words = self.lower_expansion(query, target)?;
                self.lower_site_pattern(pattern, words)?
            }
            Query::Term(term) if self.fields.of(target).1.is_some() && term.is_inflected_compound() => {
                self.lower_compound(query, term, target)?
            }
            Query::Term(term) => self.lower_term(term, target),
            Query::Phrase(phrase) => self.lower_phrase(query, phrase, target)?,
            Query::Pattern(_) | Query::Fuzzy(_) => self.lower_expansion(query, target)?,
            Query::Near(_) => self.lower_spans(query, target)?,
            Query::Field(field, value) => match QuoteClause::of_field(*field, value) {
                Some(clause) => self.lower_quote(clause)?,
                None => return self.lower(value, target_of(*field)),
            },
            Query::Dates(dates) => self.lower_dates(dates),
            Query::Bool(parts) => {
                let mut clauses = Vec::with_capacity(parts.len() + 1);
                for (occur, part) in with_quotes_joined(parts) {
                    self.excluded ^= occur == Occur::MustNot;
                    let lowered = match part {
                        QueryPart::Quote(clause) => {
                            let lowered = self.lower_quote(clause)?;
                            self.narrowed(lowered)
                        }
                        QueryPart::Other(query) => self.lower(query, target)?,
                    };
                    self.excluded ^= occur == Occur::MustNot;
                    clauses.push(match occur {
                        Occur::MustNot => {
                            (TantivyOccur::MustNot, Box::new(ForwardOnlyQuery(lowered)) as Box<_>)
                        }
                        occur => (tantivy_occur(occur), lowered),
                    });
                }
                if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    // Exclusions need something to exclude from.
                    clauses.push((TantivyOccur::Must, self.narrowed(match_all())));
                }
                return Ok(Box::new(BooleanQuery::new(clauses)));
            }
        };
        Ok(self.narrowed(lowered))
    }

    /// Restricts a part of the query to the articles that are searched: part by part, so that none reads its
    /// lists to their end.
    fn narrowed(&self, part: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
        match &self.among {
            Some(docs) => both(part, Box::new(docs.clone())),
            None => part,
        }
    }

    fn lower_phrase(
        &mut self,
        query: &Query,
        phrase: &Phrase,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        match phrase.adjacent_words().as_deref() {
            // A word with marks stands for several terms.
            Some([word]) if is_marked_term(word.as_bytes()) => {
                let field = self.fields.of(target).0;
                let terms =
                    exact_terms(word).iter().map(|term| TantivyTerm::from_field_text(field, term)).collect();
                Ok(Box::new(StemmedTermQuery::of_terms(terms, field)))
            }
            Some(words) if words.iter().any(|word| is_marked_term(word.as_bytes())) => {
                self.lower_spans(query, target)
            }
            Some(words) if target == SearchTarget::Path => Ok(self.lower_path(&phrase.surface, words)),
            Some(words) => Ok(phrase_query(self.fields.of(target).0, words)),
            None => self.lower_spans(query, target),
        }
    }
}

/// Returns the part of an article that a field of a query searches.
pub(crate) fn target_of(field: Field) -> SearchTarget {
    match field {
        Field::Title => SearchTarget::Title,
        Field::Cut => SearchTarget::Cut,
        Field::Site => SearchTarget::Site,
        Field::Author => SearchTarget::Author,
        Field::Path => SearchTarget::Path,
        Field::Lang => SearchTarget::Lang,
        // The words of direct speech are in the text.
        Field::Said | Field::Speaker => SearchTarget::Article,
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

/// Returns a query for what both queries match.
pub(crate) fn both(first: Box<dyn TantivyQuery>, second: Box<dyn TantivyQuery>) -> Box<dyn TantivyQuery> {
    Box::new(BooleanQuery::new(vec![(TantivyOccur::Must, first), (TantivyOccur::Must, second)]))
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
