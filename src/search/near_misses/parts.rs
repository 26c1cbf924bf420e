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
    /// Whether few articles have it, and it is what the query is about.
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
            is_rare: found.count.total as u64 <= (num_articles / RARE).max(RARE_ARTICLES)
                && !snapshot.is_reporting_part(query),
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
    // What is found has the only part.
    let matcher = (weighed.len() > 1).then(|| PartMatcher::new(snapshot, &weighed, request, &budget));
    for article in documents {
        let matched: Vec<&WeighedPart<'_>> = match &matcher {
            Some(matcher) => {
                let matches = weighed.iter().zip(matcher.matches(&article));
                matches.filter(|(_, is_matched)| *is_matched).map(|(part, _)| part).collect()
            }
            None => weighed.iter().collect(),
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
    let words = parts.iter().filter(|part| !snapshot.is_function_word_part(part)).count();
    let near_miss = |(hit, matched)| NearMiss { hit, matched, words, run: 0, differences: Vec::new() };
    Ok(hits.into_iter().zip(counts).map(near_miss).collect())
}

/// Matcher of articles with each of some parts.
enum PartMatcher {
    /// Matcher of parts that are words, all of which are found in one pass: each is a clause.
    Words(Box<TextMatcher>),
    /// Matchers of the parts, one by one.
    Each(Vec<TextMatcher>),
}

impl PartMatcher {
    fn new(
        snapshot: &IndexSnapshot,
        parts: &[WeighedPart<'_>],
        request: &Request,
        budget: &Arc<WorkBudget>,
    ) -> Self {
        let matcher = |query: &Query| TextMatcher::new(snapshot, query, request, budget);
        if parts.iter().all(|part| matches!(part.query, Query::Term(_))) {
            let any = parts.iter().map(|part| (Occur::Should, part.query.clone())).collect();
            let words = matcher(&Query::Bool(any));
            let has_all = |highlighter: &Highlighter| highlighter.clauses() == parts.len();
            if has_all(&words.body) && has_all(&words.title) {
                return PartMatcher::Words(Box::new(words));
            }
        }
        PartMatcher::Each(parts.iter().map(|part| matcher(part.query)).collect())
    }

    /// Returns whether `article` has each of the parts.
    fn matches(&self, article: &FetchedArticle) -> Vec<bool> {
        match self {
            PartMatcher::Words(words) => words.clauses(article),
            PartMatcher::Each(parts) => parts.iter().map(|part| part.matches(article)).collect(),
        }
    }
}

/// Matcher of a query in the text and in the title of an article.
struct TextMatcher {
    body: Highlighter,
    title: Highlighter,
}

impl TextMatcher {
    fn new(snapshot: &IndexSnapshot, query: &Query, request: &Request, budget: &Arc<WorkBudget>) -> Self {
        TextMatcher {
            body: body_highlighter(snapshot, query, request.target).within(budget),
            title: title_highlighter(snapshot, query, SearchTarget::Article).within(budget),
        }
    }

    fn matches(&self, article: &FetchedArticle) -> bool {
        let text = (article.text.text.as_str(), article.text.language);
        !self.in_title(article).is_empty()
            || !self.body.find_until(text, &[], &article.quotations, None).is_empty()
    }

    /// Returns whether each clause matches. The clauses are words, which match without regard to blocks, so
    /// that reading ends with the block in which all have matched.
    fn clauses(&self, article: &FetchedArticle) -> Vec<bool> {
        let mut found = vec![false; self.body.clauses()];
        self.in_title(article).iter().for_each(|highlight| found[highlight.clause] = true);
        let has_all = |in_body: &[Highlight], _: usize| {
            (0..found.len()).all(|clause| found[clause] || in_body.iter().any(|other| other.clause == clause))
        };
        if has_all(&[], 0) {
            return found;
        }
        let text = (article.text.text.as_str(), article.text.language);
        let blocks: Vec<LineStart> = article.text.lines.blocks().collect();
        let in_body = self.body.find_until(text, &blocks, &article.quotations, Some(&has_all));
        in_body.iter().for_each(|highlight| found[highlight.clause] = true);
        found
    }

    fn in_title(&self, article: &FetchedArticle) -> Vec<Highlight> {
        let title = article.metadata.title.as_deref().unwrap_or_default();
        self.title.find(title, article.text.language, &[])
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
