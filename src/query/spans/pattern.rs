//! The part of a query that matches at positions: clauses over term matchers.
//!
//! Search applies a pattern to postings and snippets apply it to the text itself, so that phrases, ellipses
//! and proximity mean the same when an article is found and when it is shown. The matching itself is in
//! [`crate::query::spans::finder`].

use rustc_hash::FxHashSet;

use crate::query::ast::{MAX_GAP, Near, Occur, Phrase, Query, Slot, Within};
use crate::query::glob::Glob;
use crate::query::operators::quote_clauses::{QueryPart, QuoteClause, with_quotes_joined};
use crate::query::spans::budget::SpanBudget;
use crate::query::spans::finder::{SpanBoundaries, SpanFinder};
use crate::query::spans::node::{SpanNode, SpeechNode};
use crate::query::spans::proximity::count_pairs;
use crate::query::spans::span_set::Match;
use crate::query::spans::speech;
use crate::query::spans::term_matcher::TermMatcher;

/// A query compiled to clauses over term matchers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanPattern {
    /// The distinct term matchers of all clauses.
    pub matchers: Vec<TermMatcher>,
    clauses: Vec<SpanNode>,
}

impl SpanPattern {
    /// Compiles the clauses of `query` that match at positions, without exclusions and fields.
    pub fn from_query(query: &Query) -> Self {
        let mut pattern = SpanPattern::default();
        pattern.add_clauses(query);
        pattern.clauses = distinct(std::mem::take(&mut pattern.clauses));
        pattern
    }

    /// Compiles `query` to one clause. Returns `None` if it matches articles as a whole.
    pub fn single_clause(query: &Query) -> Option<Self> {
        let mut pattern = SpanPattern::default();
        let node = pattern.node(query)?;
        pattern.clauses.push(node);
        Some(pattern)
    }

    /// Compiles a clause on direct speech.
    pub fn quote_clause(clause: QuoteClause<'_>) -> Self {
        let mut pattern = SpanPattern::default();
        let node = pattern.quote(clause);
        pattern.clauses.push(node);
        pattern
    }

    /// Returns whether clause `clause` matches in direct speech only.
    pub fn is_quote(&self, clause: usize) -> bool {
        matches!(self.clauses.get(clause), Some(SpanNode::Speech(_)))
    }

    /// Returns whether a clause depends on direct speech.
    pub fn needs_speech(&self) -> bool {
        (0..self.clauses()).any(|clause| self.is_quote(clause))
    }

    /// Returns clause `clause`.
    pub(crate) fn node_of(&self, clause: usize) -> Option<&SpanNode> {
        self.clauses.get(clause)
    }

    /// Returns the number of clauses.
    pub fn clauses(&self) -> usize {
        self.clauses.len()
    }

    /// Returns whether a clause depends on sentence or paragraph boundaries.
    pub fn needs_boundaries(&self) -> bool {
        fn needs(node: &SpanNode) -> bool {
            match node {
                SpanNode::Near { left, right, within, .. } => {
                    !matches!(within, Within::Words(_)) || needs(left) || needs(right)
                }
                SpanNode::Any(nodes) => nodes.iter().any(needs),
                SpanNode::Speech(node) => node.any_words(&needs),
                SpanNode::Term(_) | SpanNode::Phrase(_) | SpanNode::SloppyPhrase(..) => false,
            }
        }
        self.clauses.iter().any(needs)
    }

    /// Returns the maximum length of a match in words, or `None` if it has no bound.
    pub fn max_length(&self) -> Option<u32> {
        fn max_length(node: &SpanNode) -> Option<u32> {
            Some(match node {
                SpanNode::Term(_) => 1,
                SpanNode::Phrase(parts) => {
                    let words: usize = parts.iter().map(Vec::len).sum();
                    u32::try_from(words + parts.len().saturating_sub(1) * MAX_GAP as usize).ok()?
                }
                SpanNode::SloppyPhrase(matchers, slop) => {
                    slop.checked_add(u32::try_from(matchers.len()).ok()?)?
                }
                SpanNode::Near { left, right, within: Within::Words(words), .. } => {
                    words.checked_add(max_length(left)?)?.checked_add(max_length(right)?)?
                }
                SpanNode::Near { .. } | SpanNode::Speech(_) => return None,
                SpanNode::Any(nodes) => {
                    nodes.iter().map(max_length).try_fold(0, |max, length| Some(length?.max(max)))?
                }
            })
        }
        self.clauses.iter().map(max_length).try_fold(0, |max, length| Some(length?.max(max)))
    }

    /// Folds clause `clause` to the boolean condition that a text must meet for it to match at all, with
    /// the methods of `folder`.
    pub fn fold<T>(&self, clause: usize, folder: &impl BooleanFold<T>) -> Option<T> {
        fn all_terms<T>(mut terms: Vec<usize>, folder: &impl BooleanFold<T>) -> T {
            terms.sort_unstable();
            terms.dedup();
            folder.all(terms.into_iter().map(|term| folder.term(term)).collect())
        }
        fn fold<T>(node: &SpanNode, folder: &impl BooleanFold<T>) -> T {
            match node {
                SpanNode::Term(term) => folder.term(*term),
                SpanNode::Phrase(parts) => all_terms(parts.concat(), folder),
                SpanNode::SloppyPhrase(matchers, _) => all_terms(matchers.clone(), folder),
                SpanNode::Near { left, right, .. } => {
                    folder.all(vec![fold(left, folder), fold(right, folder)])
                }
                SpanNode::Any(nodes) => folder.any(nodes.iter().map(|node| fold(node, folder)).collect()),
                SpanNode::Speech(node) => fold_speech(node, folder),
            }
        }
        fn fold_speech<T>(node: &SpeechNode, folder: &impl BooleanFold<T>) -> T {
            match node {
                SpeechNode::Words(words) => fold(words, folder),
                SpeechNode::Speaker(term) | SpeechNode::Every(term) => folder.term(*term),
                SpeechNode::All { required, .. } => {
                    folder.all(required.iter().map(|node| fold_speech(node, folder)).collect())
                }
                SpeechNode::Any(nodes) => {
                    folder.any(nodes.iter().map(|node| fold_speech(node, folder)).collect())
                }
            }
        }
        self.clauses.get(clause).map(|node| fold(node, folder))
    }

    /// Returns the matches of clause `clause`, in order, as far as `budget` allows. `positions` holds the
    /// ascending positions of each matcher.
    pub fn find(
        &self,
        clause: usize,
        positions: &[Vec<u32>],
        boundaries: SpanBoundaries<'_>,
        budget: &mut SpanBudget,
    ) -> Vec<Match> {
        let Some(node) = self.clauses.get(clause) else { return Vec::new() };
        if let SpanNode::Speech(node) = node {
            return speech::find(node, positions, boundaries, budget, true);
        }
        SpanFinder { positions, boundaries, budget, keep_ranges: true }.find(node)
    }

    /// Counts the matches of clause `clause` that cover different positions, as far as `budget` allows.
    pub fn count(
        &self,
        clause: usize,
        positions: &[Vec<u32>],
        boundaries: SpanBoundaries<'_>,
        budget: &mut SpanBudget,
    ) -> usize {
        if let Some(count) = self.count_near_words(clause, positions) {
            return count;
        }
        let Some(node) = self.clauses.get(clause) else { return 0 };
        if let SpanNode::Speech(node) = node {
            return speech::find(node, positions, boundaries, budget, false).len();
        }
        SpanFinder { positions, boundaries, budget, keep_ranges: false }.spans(node).len()
    }

    /// Counts the matches of two words near each other, the most common proximity query, without building the
    /// matches: in most articles that have both words they are far apart.
    fn count_near_words(&self, clause: usize, positions: &[Vec<u32>]) -> Option<usize> {
        let SpanNode::Near { left, right, within: Within::Words(words), ordered } =
            self.clauses.get(clause)?
        else {
            return None;
        };
        let (SpanNode::Term(left), SpanNode::Term(right)) = (&**left, &**right) else {
            return None;
        };
        count_pairs(&positions[*left], &positions[*right], *words, *ordered)
    }

    fn add_clauses(&mut self, query: &Query) {
        match query {
            Query::Bool(parts) => {
                for (occur, part) in with_quotes_joined(parts) {
                    match part {
                        _ if occur == Occur::MustNot => {}
                        QueryPart::Quote(clause) => {
                            let node = self.quote(clause);
                            self.clauses.push(node);
                        }
                        QueryPart::Other(query) => self.add_clauses(query),
                    }
                }
            }
            query => {
                let node = self.node(query);
                self.clauses.extend(node);
            }
        }
    }

    pub(super) fn node(&mut self, query: &Query) -> Option<SpanNode> {
        Some(match query {
            Query::Term(term) => match &term.base {
                Some(base) => {
                    let mut nodes: Vec<SpanNode> = TermMatcher::of_word(term, base)
                        .into_iter()
                        .map(|matcher| SpanNode::Term(self.matcher(matcher)))
                        .collect();
                    if nodes.len() == 1 { nodes.remove(0) } else { SpanNode::Any(nodes) }
                }
                None => {
                    let phrases = term.compound_phrases().into_iter();
                    let node = |phrase: Vec<TermMatcher>| {
                        SpanNode::Phrase(vec![phrase.into_iter().map(|part| self.matcher(part)).collect()])
                    };
                    let mut nodes: Vec<SpanNode> = phrases.map(node).collect();
                    if nodes.len() == 1 { nodes.remove(0) } else { SpanNode::Any(nodes) }
                }
            },
            Query::Pattern(pattern) => SpanNode::Term(self.slot(&Slot::Glob(pattern.glob.clone()))),
            Query::Fuzzy(fuzzy) => SpanNode::Term(self.matcher(TermMatcher::Fuzzy(fuzzy.clone()))),
            Query::Phrase(phrase) => self.phrase(phrase),
            Query::Near(near) => {
                let Near { left, right, within, ordered } = &**near;
                let (left, right) = (Box::new(self.node(left)?), Box::new(self.node(right)?));
                SpanNode::Near { left, right, within: *within, ordered: *ordered }
            }
            Query::Bool(parts) if query.is_positional() => SpanNode::Any(distinct(
                parts.iter().map(|(_, query)| self.node(query)).collect::<Option<_>>()?,
            )),
            Query::Field(field, value) => self.quote(QuoteClause::of_field(*field, value)?),
            Query::Nothing | Query::All | Query::Dates(_) | Query::Bool(_) => return None,
        })
    }

    fn phrase(&mut self, phrase: &Phrase) -> SpanNode {
        let as_typed = self.phrase_of(&phrase.parts, phrase.slop);
        match phrase.parts_with_acronyms() {
            Some(parts) => SpanNode::Any(vec![as_typed, self.phrase_of(&parts, phrase.slop)]),
            None => as_typed,
        }
    }

    fn phrase_of(&mut self, parts: &[Vec<Slot>], slop: u32) -> SpanNode {
        let mut parts: Vec<Vec<usize>> =
            parts.iter().map(|part| part.iter().map(|slot| self.slot(slot)).collect()).collect();
        match (slop, parts.as_slice()) {
            (0, [part]) if part.len() == 1 => SpanNode::Term(part[0]),
            (slop, [_]) if slop > 0 => SpanNode::SloppyPhrase(parts.remove(0), slop),
            _ => SpanNode::Phrase(parts),
        }
    }

    fn slot(&mut self, slot: &Slot) -> usize {
        match slot {
            Slot::Word(word) => self.matcher(TermMatcher::Exact(word.clone())),
            Slot::Bigram(word) => self.matcher(TermMatcher::Bigram(word.clone())),
            Slot::Glob(pattern) => match Glob::new(pattern) {
                Some(glob) => self.matcher(TermMatcher::Glob(pattern.clone(), glob)),
                // Too long for a glob; the parser never builds one.
                None => self.matcher(TermMatcher::Exact(pattern.clone())),
            },
        }
    }

    pub(super) fn matcher(&mut self, matcher: TermMatcher) -> usize {
        match self.matchers.iter().position(|known| *known == matcher) {
            Some(index) => index,
            None => {
                self.matchers.push(matcher);
                self.matchers.len() - 1
            }
        }
    }
}

/// Returns each of `nodes` once: a query may repeat a part many times.
fn distinct(mut nodes: Vec<SpanNode>) -> Vec<SpanNode> {
    if nodes.len() > 1 {
        let mut seen = FxHashSet::default();
        let is_new: Vec<bool> = nodes.iter().map(|node| seen.insert(node)).collect();
        let mut is_new = is_new.into_iter();
        nodes.retain(|_| is_new.next().unwrap_or(true));
    }
    nodes
}

/// Folds the boolean structure of a clause.
pub trait BooleanFold<T> {
    /// Maps the term matcher with this index.
    fn term(&self, index: usize) -> T;
    /// Combines conditions of which all must hold.
    fn all(&self, conditions: Vec<T>) -> T;
    /// Combines conditions of which any must hold.
    fn any(&self, conditions: Vec<T>) -> T;
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;
    use crate::query::spans::pattern::*;

    #[test]
    fn repeated_parts_are_matched_once() {
        let pattern = |query: &str| SpanPattern::from_query(&parse(query).query);
        let nested = pattern("(tide AND (boat OR (tide AND (boat OR crew))))");
        assert_eq!((nested.clauses(), nested.matchers.len()), (3, 3));
        let repeated = format!("({}) w/9 crew", ["tide", "bo*"].repeat(300).join(" OR "));
        assert_eq!(pattern(&repeated), pattern("(tide OR bo*) w/9 crew"));
    }
}
