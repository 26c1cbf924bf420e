//! Asks for the counts that a query needs in one request, not in one for each word.

use crate::analysis::{Language, Unjoined, name_forms};
use crate::index::SearchTarget;
use crate::query::{Field, Query, Term};
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of words whose counts are asked for at once.
const MAX_WORDS: usize = 256;

impl IndexSnapshot {
    /// Asks another engine for the counts of the words of `query` on `target`, by which words are read.
    ///
    /// # Errors
    /// If the engine does not answer.
    pub(in crate::search) fn prefetch_counts(
        &self,
        remote: &RemoteCounts,
        query: &Query,
        target: SearchTarget,
    ) -> tantivy::Result<()> {
        let mut queries: Vec<RemoteQuery> = Vec::new();
        let mut words = 0;
        let mut visit = |term: &mut Term, field: Option<Field>| -> tantivy::Result<()> {
            words += 1;
            if words <= MAX_WORDS {
                let target = match field {
                    Some(Field::Title) => SearchTarget::Title,
                    Some(Field::Cut) => SearchTarget::Cut,
                    _ => target,
                };
                self.add_counts(term, target, &mut queries);
            }
            Ok(())
        };
        query.clone().visit_words(&mut visit)?;
        remote.all(&queries).map(drop)
    }

    fn add_counts(&self, term: &Term, target: SearchTarget, queries: &mut Vec<RemoteQuery>) {
        let words = RemoteField::Words(target);
        let mut add = |query: RemoteQuery| queries.push(query);
        let base = term.base.as_ref();
        for word in term.tokens.iter().chain(base) {
            add(RemoteQuery::Term(words, word.clone()));
        }
        let Some(base) = base else { return };
        if term.surface.chars().next().is_some_and(char::is_uppercase) {
            let english = Language::ENGLISH.code().to_owned();
            let english = RemoteQuery::Term(RemoteField::Words(SearchTarget::Lang), english);
            add(RemoteQuery::Term(RemoteField::Names, base.clone()));
            let in_article = RemoteQuery::Term(RemoteField::Words(SearchTarget::Article), base.clone());
            add(RemoteQuery::all_of(vec![in_article, english]));
            for form in name_forms(base) {
                add(RemoteQuery::Term(RemoteField::Words(SearchTarget::Title), form.clone()));
                add(RemoteQuery::Term(words, form));
            }
        }
        for stem in self.languages().joined_stems(base, Unjoined::default()) {
            add(RemoteQuery::Term(RemoteField::Stems(target), stem.term().to_owned()));
            add(RemoteQuery::Term(RemoteField::StopStems(target), stem.term().to_owned()));
            if target == SearchTarget::Article {
                add(RemoteQuery::Term(RemoteField::Lead, stem.term().to_owned()));
            }
        }
    }
}

impl RemoteQuery {
    /// Returns the number of clauses that the query has.
    pub(super) fn num_clauses(&self) -> usize {
        match self {
            RemoteQuery::AnyOf(queries) => queries.iter().map(RemoteQuery::num_clauses).sum(),
            RemoteQuery::Boosted(required, optional) => {
                required.num_clauses() + optional.iter().map(RemoteQuery::num_clauses).sum::<usize>()
            }
            RemoteQuery::Weighted(query, _) | RemoteQuery::Unscored(query) => query.num_clauses(),
            RemoteQuery::Bool { must, should, must_not } => {
                must.iter().chain(should).chain(must_not).map(RemoteQuery::num_clauses).sum()
            }
            RemoteQuery::Phrase(_, words) => words.len(),
            RemoteQuery::Spans(_, spans) => spans.num_terms(),
            _ => 1,
        }
    }

    /// Adds the queries for the single terms that this one is made of to `terms`.
    pub(super) fn terms(&self, terms: &mut Vec<RemoteQuery>) {
        match self {
            RemoteQuery::Term(..) => terms.push(self.clone()),
            RemoteQuery::Phrase(field, words) => {
                terms.extend(words.iter().map(|word| RemoteQuery::Term(*field, word.clone())));
            }
            RemoteQuery::AnyOf(queries) => queries.iter().for_each(|query| query.terms(terms)),
            RemoteQuery::Boosted(required, optional) => {
                required.terms(terms);
                optional.iter().for_each(|query| query.terms(terms));
            }
            RemoteQuery::Weighted(query, _) => query.terms(terms),
            RemoteQuery::Bool { must, should, .. } => {
                must.iter().chain(should).for_each(|query| query.terms(terms));
            }
            RemoteQuery::All
            | RemoteQuery::Nothing
            | RemoteQuery::AnyTerm(..)
            | RemoteQuery::Pattern(..)
            | RemoteQuery::Fuzzy(..)
            | RemoteQuery::Spans(..)
            | RemoteQuery::Days(..)
            | RemoteQuery::Contents(_)
            | RemoteQuery::InStories(_)
            | RemoteQuery::WithStories(_)
            | RemoteQuery::Unscored(_) => {}
        }
    }
}
