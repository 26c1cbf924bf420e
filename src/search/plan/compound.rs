//! Lowers compounds, the parts of which may be inflected.

use tantivy::Term as TantivyTerm;
use tantivy::query::{EmptyQuery, PhraseQuery, Query as TantivyQuery};

use crate::index::SearchTarget;
use crate::query::{Query, SpanPattern, Term};
use crate::search::plan::planner::Planner;

/// Forms in which the index has the tokens of a compound.
enum CompoundForms {
    /// A token has none.
    None,
    /// Each token has one, in all languages.
    One(Vec<TantivyTerm>),
    /// Some have several.
    Several,
}

impl Planner<'_> {
    /// Lowers a compound with inflected parts, which is `query`. If the index has one form only of each, as
    /// mostly in English, these are a phrase, which is faster.
    pub(crate) fn lower_compound(
        &mut self,
        query: &Query,
        term: &Term,
        target: SearchTarget,
    ) -> tantivy::Result<Box<dyn TantivyQuery>> {
        match self.compound_forms(query, term, target)? {
            CompoundForms::None => Ok(Box::new(EmptyQuery)),
            CompoundForms::One(terms) => Ok(Box::new(PhraseQuery::new(terms))),
            CompoundForms::Several => self.lower_spans(query, target),
        }
    }

    fn compound_forms(
        &mut self,
        query: &Query,
        term: &Term,
        target: SearchTarget,
    ) -> tantivy::Result<CompoundForms> {
        let phrases = term.compound_phrases();
        let ([phrase], Some(pattern)) = (phrases.as_slice(), SpanPattern::single_clause(query)) else {
            return Ok(CompoundForms::Several);
        };
        let expansions = self.expand_all(&pattern, target)?;
        if self.budget.is_exceeded() {
            return Ok(CompoundForms::Several);
        }
        let mut terms = Vec::with_capacity(phrase.len());
        for matcher in phrase {
            let index = pattern.matchers.iter().position(|known| known == matcher);
            let Some(expansion) = index.and_then(|index| expansions.get(index)) else {
                return Ok(CompoundForms::Several);
            };
            let mut found = None;
            for (position, term) in expansion.terms.iter().enumerate() {
                if self.searcher.doc_freq(term)? == 0 {
                    continue;
                }
                let languages = expansion.languages.get(position);
                let in_all = languages.is_none_or(|languages| languages.includes(self.languages.set()));
                if found.is_some() || !in_all {
                    return Ok(CompoundForms::Several);
                }
                found = Some(term.clone());
            }
            match found {
                None => return Ok(CompoundForms::None),
                Some(term) => terms.push(term),
            }
        }
        Ok(if terms.len() > 1 { CompoundForms::One(terms) } else { CompoundForms::Several })
    }
}
