//! Finds the articles that match enough of the parts of a query.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::{Occur, Query};
use crate::search::hit_builder::{HitBuilder, body_highlighter, title_highlighter};
use crate::search::near_misses::part_count::PartCount;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::request::{Request, SearchParams};
use crate::search::response::{FetchedArticle, NearMiss};
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Highlight, Highlighter};
use crate::text::LineStart;

/// Number of articles whose parts are counted.
const CANDIDATES: usize = 20;
/// A part is rare enough to be what was meant if at most one in this many articles has it.
const RARE: u64 = 10;
/// A part of an index of few articles is rare enough if at most so many have it.
const RARE_ARTICLES: u64 = 20;

/// Minimum share of the weight of all parts that those of a near miss have.
const MIN_SHARE: f64 = 0.4;

/// Part of a query.
struct WeighedPart<'q> {
    query: &'q Query,
    /// Rarity, the logarithm of the share of the articles with it.
    weight: f64,
    is_rare: bool,
}

/// Returns the articles that match parts with a good share of the weight of those that any article matches,
/// and a rare one among them, best first.
pub(super) fn closest(
    snapshot: &IndexSnapshot,
    request: &Request,
    query: &Query,
    (parts, partial_matches): (&[Query], &[PartCount]),
    limit: usize,
    steps: u64,
) -> Result<Vec<NearMiss>, Error> {
    let num_articles = snapshot.num_articles().max(1);
    let weighed = parts.iter().zip(partial_matches);
    let weighed =
        weighed.filter(|(part, found)| found.count.total > 0 && !snapshot.is_function_word_part(part));
    let weighed: Vec<WeighedPart<'_>> = weighed
        .map(|(query, found)| WeighedPart {
            query,
            weight: (1.0 + num_articles as f64 / found.count.total as f64).ln(),
            is_rare: found.count.total as u64 <= (num_articles / RARE).max(RARE_ARTICLES),
        })
        .collect();
    if !weighed.iter().any(|part| part.is_rare) {
        return Ok(Vec::new());
    }
    let all: f64 = weighed.iter().map(|part| part.weight).sum();
    let disjunction = any_of(weighed.iter().map(|part| part.query), query);
    let budget = Arc::new(WorkBudget::new(steps));
    let fetch_quotations = disjunction.has_quote_clause();
    let params = SearchParams { limit: CANDIDATES, offset: 0, fetch_quotations, ..request.params() };
    let documents = snapshot.search_within(&disjunction, &params, &budget)?.documents;
    let mut candidates: Vec<(f64, usize, FetchedArticle)> = Vec::new();
    let matchers: Vec<_> =
        weighed.iter().map(|part| Matcher::new(snapshot, part.query, request, &budget)).collect();
    for article in documents {
        let matched: Vec<&WeighedPart<'_>> = match matchers.as_slice() {
            [_] => weighed.iter().collect(),
            matchers => {
                let matches = weighed.iter().zip(matchers).filter(|(_, matcher)| matcher.matches(&article));
                matches.map(|(part, _)| part).collect()
            }
        };
        let weight: f64 = matched.iter().map(|part| part.weight).sum();
        if weight >= all * MIN_SHARE && matched.iter().any(|part| part.is_rare) {
            candidates.push((weight, matched.len(), article));
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    candidates.sort_by_key(|(_, matched, _)| Reverse(*matched));
    candidates.truncate(limit);
    let counts: Vec<usize> = candidates.iter().map(|(_, matched, _)| *matched).collect();
    let articles = candidates.into_iter().map(|(_, _, article)| article).collect();
    let hits = HitBuilder::new(snapshot, &disjunction, request).hits(articles, &mut Vec::new());
    let near_miss =
        |(hit, matched)| NearMiss { hit, matched, words: parts.len(), run: 0, differences: Vec::new() };
    Ok(hits.into_iter().zip(counts).map(near_miss).collect())
}

/// Matcher of articles with a part.
struct Matcher {
    body: Highlighter,
    title: Highlighter,
    /// Whether the part is a word, which is found without regard to the blocks of a text.
    is_word: bool,
}

impl Matcher {
    fn new(snapshot: &IndexSnapshot, part: &Query, request: &Request, budget: &Arc<WorkBudget>) -> Self {
        Matcher {
            body: body_highlighter(snapshot, part, request.target).within(budget),
            title: title_highlighter(snapshot, part, SearchTarget::Article).within(budget),
            is_word: matches!(part, Query::Term(_)),
        }
    }

    fn matches(&self, article: &FetchedArticle) -> bool {
        let (text, language) = (article.text.text.as_str(), article.text.language);
        let title = article.metadata.title.as_deref().unwrap_or_default();
        if !self.title.find(title, language, &[]).is_empty() {
            return true;
        }
        // A word is looked for block by block, and the first one is enough.
        let blocks: Vec<LineStart> =
            if self.is_word { article.text.lines.blocks().collect() } else { Vec::new() };
        let is_found = |found: &[Highlight], _: usize| !found.is_empty();
        let found = self.body.find_until((text, language), &blocks, &article.quotations, Some(&is_found));
        !found.is_empty()
    }
}

/// Returns a query for any of `parts` that keeps the exclusions of `query`.
fn any_of<'q>(parts: impl Iterator<Item = &'q Query>, query: &Query) -> Query {
    let mut clauses: Vec<_> = parts.map(|part| (Occur::Should, part.clone())).collect();
    if let Query::Bool(original) = query {
        clauses.extend(original.iter().filter(|(occur, _)| *occur == Occur::MustNot).cloned());
    }
    Query::Bool(clauses).relaxed()
}
