//! Help for who finds little: other spellings, what the parts of the query find alone, articles that match some of it.

use std::collections::HashMap;

use crate::analysis::is_stop_word;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::{Occur, Query, Term};
use crate::search::searcher::{HitBuilder, OtherSpelling, PartialMatch, Request, Response, Searcher};
use crate::search::snapshot::SearchParams;

/// Fewer hits than this are few.
const FEW: usize = 5;
/// Words and parts that are looked at one by one, at most.
const MOST_ALONE: usize = 12;

impl Searcher {
    /// Adds what may help to `response`. It costs a look through the vocabulary: it is given to who found little, or
    /// asks for it.
    pub(crate) fn add_suggestions(&self, request: &Request, response: &mut Response) -> Result<(), Error> {
        let few = response.total < FEW && request.offset == 0 && !request.expand_spellings;
        if request.list_spellings || few && request.part == SearchTarget::Article && request.suggestions {
            response.also_spelled = self.also_spelled(&words_of(&response.query, response.total))?;
        }
        if response.total == 0 && request.suggestions {
            self.relax(request, response)?;
        }
        Ok(())
    }

    /// What the parts find alone, and the articles that match some of them.
    fn relax(&self, request: &Request, response: &mut Response) -> Result<(), Error> {
        let mut parts = response.query.subqueries();
        let count = Request { limit: 0, offset: 0, ..request.clone() };
        for part in parts.iter().take(MOST_ALONE) {
            let total = self.ranked(part, &count)?.total;
            response.partial_matches.push(PartialMatch { query: part.to_string(), total });
        }
        // Where the parts find nothing either, their own parts may.
        while !parts.is_empty() {
            let some = with_any(&parts, &response.query);
            let ranked = self.ranked(&some, request)?;
            if ranked.total > 0 {
                response.relaxed = true;
                response.hits =
                    HitBuilder::new(&some, request, self.reader.languages()).hits(ranked.documents);
                break;
            }
            parts = parts.iter().flat_map(Query::subqueries).collect();
        }
        Ok(())
    }

    fn also_spelled(&self, words: &[Term]) -> Result<Vec<OtherSpelling>, Error> {
        let mut all = Vec::new();
        for term in words.iter().take(MOST_ALONE) {
            let Some(word) = term.pieces.first().filter(|word| !is_stop_word(word)) else { continue };
            let mut spellings = self.reader.spelling_variants(word)?;
            let alone = self.reader.search(&Query::Term(term.clone()), &SearchParams::default())?.total;
            if spellings.is_empty() && alone == 0 {
                spellings = self.reader.nearest_terms(word)?;
            }
            all.extend(spellings.into_iter().map(|other| OtherSpelling {
                word: term.typed.clone(),
                spelled: other.word,
                articles: other.articles,
            }));
        }
        Ok(all)
    }

    /// `query` with a choice for each word that has other spellings in the index.
    pub(crate) fn with_variants(&self, query: Query) -> Result<Query, Error> {
        let mut known: HashMap<String, Vec<String>> = HashMap::new();
        for term in query.plain_words() {
            let Some(word) = term.pieces.first().filter(|word| !is_stop_word(word)) else { continue };
            let spellings =
                self.reader.spelling_variants(word)?.into_iter().map(|other| other.word).collect();
            known.insert(term.typed.clone(), spellings);
        }
        Ok(query.with_spellings(&|term: &Term| known.get(&term.typed).cloned().unwrap_or_default()))
    }
}

/// The words whose spelling may be at fault: those outside quotes, and where nothing was found those inside too.
fn words_of(query: &Query, total: usize) -> Vec<Term> {
    let own = query.plain_words().into_iter().cloned();
    let inside = if total == 0 { query.atomic_subqueries() } else { Vec::new() };
    let mut words: Vec<Term> = Vec::new();
    for term in own.chain(inside.iter().flat_map(Query::plain_words).cloned()) {
        if !words.contains(&term) {
            words.push(term);
        }
    }
    words
}

/// Any of `parts`, and nothing of what `query` excludes.
fn with_any(parts: &[Query], query: &Query) -> Query {
    let mut all: Vec<_> = parts.iter().map(|part| (Occur::Should, part.clone())).collect();
    if let Query::Bool(own) = query {
        all.extend(own.iter().filter(|(occur, _)| *occur == Occur::MustNot).cloned());
    }
    Query::Bool(all).as_disjunction()
}
