//! Lowers clauses over positions for another engine.
//!
//! The engine's intervals are minimal: one that contains another is none. So a rule over words, or over
//! phrases of one length, is met by an interval of the engine if it is met at all, and the articles that
//! match are those that it finds. So is a sentence with such words and another rule. Of other rules, such as
//! one within another, the engine is asked for what is surely wider: every match of the clause contains an
//! interval of what is asked for.

use rustc_hash::FxHashSet;

use crate::analysis::Languages;
use crate::index::SearchTarget;
use crate::index::schema::{PARAGRAPH, SENTENCE, SPEECH};
use crate::query::{MAX_GAP, SpanNode, SpanPattern, SpeechNode, TermMatcher, Within};
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery, RemoteSpans};

/// A clause as another engine is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LoweredSpans {
    pub spans: RemoteSpans,
    /// Whether an article has an interval exactly if it has a match; otherwise it may have one without a
    /// match.
    pub is_exact: bool,
}

/// Lowers the only clause of `pattern` on `target`, without terms that no article has. Returns `None` if the
/// engine cannot be asked for it.
pub(super) fn spans(
    pattern: &SpanPattern,
    target: SearchTarget,
    languages: &Languages,
    counts: &RemoteCounts,
) -> Option<LoweredSpans> {
    let matchers = pattern.matchers.iter().filter_map(|matcher| position_terms(matcher, target, languages));
    let terms = matchers.flat_map(|(terms, _)| terms);
    let terms: Vec<RemoteQuery> = terms.map(|(field, term)| RemoteQuery::Term(field, term)).collect();
    // Without counts all are asked for.
    let counts = counts.all(&terms).unwrap_or_default();
    let absent =
        terms.into_iter().zip(counts).filter(|(_, count)| *count == 0).map(|(term, _)| term).collect();
    let lowering = SpanLowering { pattern, target, languages, absent };
    let node = match pattern.node_of(0)? {
        SpanNode::Speech(node) => lowering.speech(node)?,
        node => lowering.node(node)?,
    };
    Some(LoweredSpans { is_exact: node.is_exact, spans: node.spans })
}

/// The terms that stand for the positions of `matcher`, and whether at no other position it matches; `None`
/// for a pattern or an approximate word, which may stand for more terms than the engine takes.
pub(super) fn position_terms(
    matcher: &TermMatcher,
    target: SearchTarget,
    languages: &Languages,
) -> Option<(Vec<(RemoteField, String)>, bool)> {
    if matches!(
        matcher,
        TermMatcher::Glob(..) | TermMatcher::Fuzzy(_) | TermMatcher::Speaker(_) | TermMatcher::Speech
    ) {
        return None;
    }
    let words = matcher.forms().into_iter().map(|form| (RemoteField::Words(target), form));
    let stems = matcher.stems(languages).into_iter().flat_map(|stem| {
        let fields = [RemoteField::Stems(target), RemoteField::StopStems(target)];
        fields.map(|field| (field, stem.term().to_owned()))
    });
    // As it is typed a word counts in some languages only.
    let is_exact = matcher.unjoined().as_typed.is_empty();
    Some((words.chain(stems).collect(), is_exact))
}

struct SpanLowering<'p> {
    pattern: &'p SpanPattern,
    target: SearchTarget,
    languages: &'p Languages,
    /// Terms that no article has.
    absent: FxHashSet<RemoteQuery>,
}

/// A node as another engine is asked for it.
#[derive(Debug, Clone)]
struct LoweredNode {
    spans: RemoteSpans,
    /// Lengths that matches have, in words; without a maximum if there is none.
    min: u32,
    max: Option<u32>,
    /// Whether there is an interval exactly if there is a match.
    is_exact: bool,
    /// Whether each interval is a match.
    has_matches_only: bool,
    /// Whether the intervals are all matches, which then have the same length.
    is_uniform: bool,
}

impl SpanLowering<'_> {
    fn node(&self, node: &SpanNode) -> Option<LoweredNode> {
        match node {
            SpanNode::Term(term) => self.term(*term),
            SpanNode::Phrase(parts) => self.phrase(parts),
            SpanNode::SloppyPhrase(terms, slop) => {
                let max = slop.checked_add(u32::try_from(terms.len()).ok()?)?;
                let terms = terms.iter().map(|term| self.term(*term)).collect::<Option<_>>()?;
                Some(window(terms, Some(max)))
            }
            SpanNode::Near { left, right, within, ordered } => {
                self.near([self.node(left)?, self.node(right)?], *within, *ordered)
            }
            SpanNode::Any(nodes) => {
                let nodes = nodes.iter().map(|node| self.node(node)).collect::<Option<Vec<_>>>()?;
                let max = nodes.iter().map(|node| node.max);
                let (min, max) = (
                    nodes.iter().map(|node| node.min).min()?,
                    max.reduce(|a, b| a.zip(b).map(|(a, b)| a.max(b)))?,
                );
                Some(LoweredNode {
                    is_exact: nodes.iter().all(|node| node.is_exact),
                    has_matches_only: nodes.iter().all(|node| node.has_matches_only),
                    is_uniform: nodes.iter().all(|node| node.is_uniform) && max == Some(min),
                    spans: RemoteSpans::AnyOf(nodes.into_iter().map(|node| node.spans).collect()),
                    min,
                    max,
                })
            }
            SpanNode::Speech(_) => None,
        }
    }

    /// Lowers a word in direct speech. Other words may go on past an attribution.
    fn speech(&self, node: &SpeechNode) -> Option<LoweredNode> {
        let SpeechNode::Words(words) = node else { return None };
        let words = self.node(words).filter(|words| words.is_uniform && words.max == Some(1))?;
        Some(LoweredNode { spans: RemoteSpans::Within(Box::new(words.spans), SPEECH), ..words })
    }

    fn term(&self, term: usize) -> Option<LoweredNode> {
        let matcher = self.pattern.matchers.get(term)?;
        let (mut terms, is_exact) = position_terms(matcher, self.target, self.languages)?;
        let is_absent = |(field, term): &(RemoteField, String)| {
            self.absent.contains(&RemoteQuery::Term(*field, term.clone()))
        };
        // A rule needs a term.
        if !terms.iter().all(is_absent) {
            terms.retain(|term| !is_absent(term));
        }
        let spans = RemoteSpans::Terms(terms);
        Some(LoweredNode {
            spans,
            min: 1,
            max: Some(1),
            is_exact,
            has_matches_only: is_exact,
            is_uniform: is_exact,
        })
    }

    fn phrase(&self, parts: &[Vec<usize>]) -> Option<LoweredNode> {
        let mut lowered = Vec::with_capacity(parts.len());
        for part in parts {
            let terms = part.iter().map(|term| self.term(*term)).collect::<Option<Vec<_>>>()?;
            let is_exact = terms.iter().all(|term| term.is_exact);
            let length = u32::try_from(terms.len()).ok()?;
            let mut spans: Vec<RemoteSpans> = terms.into_iter().map(|term| term.spans).collect();
            let spans = match spans.len() {
                1 => spans.remove(0),
                _ => RemoteSpans::Ordered { parts: spans, max_gaps: Some(0) },
            };
            lowered.push(LoweredNode {
                spans,
                min: length,
                max: Some(length),
                is_exact,
                has_matches_only: is_exact,
                is_uniform: is_exact,
            });
        }
        match lowered.as_slice() {
            [_] => lowered.pop(),
            [first, second] if first.is_uniform && second.is_uniform && first.spans != second.spans => {
                let parts = vec![first.spans.clone(), second.spans.clone()];
                let min = first.min + second.min;
                Some(LoweredNode {
                    spans: RemoteSpans::Ordered { parts, max_gaps: Some(MAX_GAP) },
                    min,
                    max: Some(min + MAX_GAP),
                    is_exact: true,
                    has_matches_only: true,
                    is_uniform: false,
                })
            }
            parts => {
                let words: u32 = parts.iter().map(|part| part.min).sum();
                let gaps = u32::try_from(parts.len().saturating_sub(1)).ok()?.checked_mul(MAX_GAP)?;
                Some(window(lowered, words.checked_add(gaps)))
            }
        }
    }

    fn near(&self, operands: [LoweredNode; 2], within: Within, ordered: bool) -> Option<LoweredNode> {
        let unit = match within {
            Within::Words(_) => None,
            // The other parts of an article have no boundaries: each is a sentence.
            _ if !matches!(self.target, SearchTarget::Article | SearchTarget::Cut) => None,
            Within::Sentence => Some(SENTENCE),
            Within::Paragraph => Some(PARAGRAPH),
        };
        let max_gaps = match within {
            Within::Words(words) => Some(words.checked_sub(1)?),
            Within::Sentence | Within::Paragraph => None,
        };
        let [left, right] = &operands;
        let (min, max) = (left.min + right.min, left.max.zip(right.max).zip(max_gaps));
        let max = max.and_then(|((left, right), gaps)| left.checked_add(right)?.checked_add(gaps));
        // A shorter interval makes a distance longer, but stays in the sentence.
        let (uniform, others) = [left, right].into_iter().partition::<Vec<_>, _>(|node| node.is_uniform);
        let is_exact = match within {
            Within::Words(_) => others.is_empty(),
            _ => !uniform.is_empty() && others.iter().all(|node| node.is_exact && node.has_matches_only),
        };
        // Of a phrase twice, the engine may take parts of one for the other.
        let is_twice = left.spans == right.spans;
        let node = match is_exact && (!is_twice || left.max == Some(1)) {
            true => {
                let pair = |first: &LoweredNode, second: &LoweredNode| {
                    let parts = vec![first.spans.clone(), second.spans.clone()];
                    RemoteSpans::Ordered { parts, max_gaps }
                };
                let spans = match ordered || is_twice {
                    true => pair(left, right),
                    false => RemoteSpans::AnyOf(vec![pair(left, right), pair(right, left)]),
                };
                let has_matches_only = others.is_empty();
                LoweredNode { spans, min, max, is_exact: true, has_matches_only, is_uniform: false }
            }
            false => LoweredNode { min, ..window(operands.into(), max) },
        };
        Some(match unit {
            Some(unit) => LoweredNode { spans: RemoteSpans::Within(Box::new(node.spans), unit), ..node },
            None => node,
        })
    }
}

/// Returns a node for what contains all of `nodes` in at most `max` positions, which is wider than any rule
/// over them: each match of a node contains one of its intervals.
fn window(nodes: Vec<LoweredNode>, max: Option<u32>) -> LoweredNode {
    let min = nodes.iter().map(|node| node.min).max().unwrap_or_default();
    let (mut parts, mut words): (Vec<RemoteSpans>, u32) = (Vec::new(), 0);
    for node in nodes {
        // One interval may stand for several matches.
        if !parts.contains(&node.spans) {
            words = words.saturating_add(node.spans.min_length());
            parts.push(node.spans);
        }
    }
    let max_gaps = max.map(|max| max.saturating_sub(words));
    let spans = if parts.len() == 1 { parts.remove(0) } else { RemoteSpans::Window { parts, max_gaps } };
    LoweredNode { spans, min, max, is_exact: false, has_matches_only: false, is_uniform: false }
}
