//! Finds the matches of a clause in one text from the positions of its words.

use crate::query::ast::{MAX_GAP, Within};
use crate::query::spans::budget::SpanBudget;
use crate::query::spans::node::SpanNode;
use crate::query::spans::sloppy::SloppyWindow;
use crate::query::spans::span_set::{Match, Span, SpanOrigin, SpanSet, keep_shortest, sort_spans};

/// Maximum number of matches of an operand of a chain of proximity operators that are all paired. Of more,
/// only the shortest are: a match is right, but one may be missed.
const MAX_PAIRS: usize = 128;

/// Number of spans that are paired in a step.
const SPANS_PER_STEP: u64 = 4;

/// Boundaries of sentences and paragraphs, as word positions.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpanBoundaries<'b> {
    /// Positions of the first words of sentences, ascending.
    pub sentences: &'b [u32],
    /// Positions of the first words of paragraphs, ascending.
    pub paragraphs: &'b [u32],
    /// Positions of direct speech.
    pub speech: SpeechPositions<'b>,
}

/// Positions of direct speech in a text.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpeechPositions<'b> {
    /// First words of utterances, ascending.
    pub begins: &'b [u32],
    /// First words of quotations in which an utterance goes on, ascending.
    pub goes_on: &'b [u32],
    /// Positions behind quotations, ascending.
    pub ends: &'b [u32],
}

/// Finds clauses in one text.
pub(crate) struct SpanFinder<'p> {
    /// The positions of each term matcher, ascending.
    pub positions: &'p [Vec<u32>],
    pub boundaries: SpanBoundaries<'p>,
    pub budget: &'p mut SpanBudget,
    /// Whether the ranges of the matches are wanted.
    pub keep_ranges: bool,
}

impl SpanFinder<'_> {
    /// Returns the matches of a clause, in order.
    pub(crate) fn find(&mut self, node: &SpanNode) -> Vec<Match> {
        let mut matches = match node {
            SpanNode::Any(nodes) => nodes.iter().flat_map(|node| self.find(node)).collect(),
            SpanNode::Near { left, right, within, ordered } => {
                self.near(left, right, *within, *ordered).matches()
            }
            SpanNode::Term(term) => self.term(*term, self.budget.all_spans()).matches(),
            node => self.spans(node).matches(),
        };
        matches.sort();
        matches.dedup();
        matches
    }

    /// Returns the spans of a node, each range of positions once, in order.
    pub(crate) fn spans(&mut self, node: &SpanNode) -> SpanSet {
        match node {
            SpanNode::Term(term) => self.term(*term, self.budget.spans()),
            SpanNode::Phrase(parts) => self.phrase(parts),
            SpanNode::SloppyPhrase(terms, slop) => {
                let mut window = SloppyWindow::new(terms, *slop, self.positions);
                window.find(self.keep_ranges, self.budget)
            }
            SpanNode::Near { left, right, within, ordered } => {
                let mut near = self.near(left, right, *within, *ordered);
                near.spans.dedup_by_key(|span| (span.start, span.end));
                // Each operand of a chain would double their number.
                if near.spans.len() > MAX_PAIRS {
                    let before = near.spans.len();
                    keep_shortest(&mut near.spans);
                    self.budget.return_spans(before - near.spans.len());
                    self.budget.prune();
                }
                near
            }
            SpanNode::Any(nodes) => {
                let sets: Vec<SpanSet> = nodes.iter().map(|node| self.spans(node)).collect();
                let mut spans = Vec::with_capacity(sets.iter().map(|set| set.spans.len()).sum());
                for set in &sets {
                    let base = spans.len();
                    spans.extend((base..).zip(&set.spans).map(|(first, span)| span.of_child(first)));
                }
                self.budget.step(spans.len() as u64 / 2);
                sort_spans(&mut spans);
                spans.dedup_by_key(|span| (span.start, span.end));
                SpanSet { spans, origin: SpanOrigin::Children(sets) }
            }
            SpanNode::Speech(_) => SpanSet::default(), // no operand
        }
    }

    /// Returns the first `limit` occurrences of a term.
    fn term(&mut self, term: usize, limit: usize) -> SpanSet {
        let positions = &self.positions[term];
        let starts = positions.iter().take(limit).copied();
        let spans: Vec<Span> = starts.map(|start| Span::new(start, start + 1)).collect();
        self.budget.take_spans(spans.len());
        self.budget.step(spans.len() as u64 / 2);
        if spans.len() < positions.len() {
            self.budget.truncate();
        }
        SpanSet { spans, origin: SpanOrigin::Whole }
    }

    /// Returns the positions at which the adjacent words of `part` begin.
    fn starts(&mut self, part: &[usize]) -> Vec<u32> {
        let Some((first, tail)) = part.split_first() else { return Vec::new() };
        let mut steps = 0;
        let follows = |start: &u32| {
            tail.iter().zip(1..).all(|(term, step)| {
                steps += 1;
                self.positions[*term].binary_search(&(start + step)).is_ok()
            })
        };
        let limit = self.budget.spans();
        let mut starts: Vec<u32> =
            self.positions[*first].iter().copied().filter(follows).take(limit + 1).collect();
        self.budget.step((steps + self.positions[*first].len() as u64) / 4);
        if starts.len() > limit {
            starts.truncate(limit);
            self.budget.truncate();
        }
        self.budget.take_spans(starts.len());
        starts
    }

    fn phrase(&mut self, parts: &[Vec<usize>]) -> SpanSet {
        let length = |part: &[usize]| part.len() as u32;
        if let [part] = parts {
            let starts = self.starts(part).into_iter();
            let spans = starts.map(|start| Span::new(start, start + length(part))).collect();
            return SpanSet { spans, origin: SpanOrigin::Whole };
        }
        // For each occurrence of a part, the last occurrence of the previous part from which it can be
        // reached, and the start of that chain.
        let mut chains: Vec<Vec<Occurrence>> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let starts = self.starts(part);
            let chain: Vec<Occurrence> = match chains.last() {
                None => {
                    starts.into_iter().map(|start| Occurrence { start, previous: 0, first: start }).collect()
                }
                Some(previous) => {
                    let size = length(&parts[index - 1]);
                    let reach = |start: u32| {
                        let last =
                            previous.partition_point(|before| before.start + size <= start).checked_sub(1)?;
                        let before = previous[last];
                        (start - (before.start + size) <= MAX_GAP).then_some(Occurrence {
                            start,
                            previous: last as u32,
                            first: before.first,
                        })
                    };
                    starts.into_iter().filter_map(reach).collect()
                }
            };
            if chain.is_empty() {
                return SpanSet::default();
            }
            if !self.keep_ranges {
                chains.clear();
            }
            chains.push(chain);
        }
        let (Some(last), Some(last_part)) = (chains.last(), parts.last()) else { return SpanSet::default() };
        let mut spans: Vec<Span> =
            last.iter().map(|end| Span::new(end.first, end.start + length(last_part))).collect();
        let mut ranges = Vec::new();
        if self.keep_ranges {
            for (index, span) in spans.iter_mut().enumerate() {
                span.first = ranges.len() as u32;
                if !self.budget.take_spans(parts.len()) {
                    self.budget.truncate();
                    break;
                }
                trace_back(&chains, parts, index, &mut ranges);
            }
            spans.truncate(ranges.len() / parts.len());
        }
        sort_spans(&mut spans);
        SpanSet { spans, origin: SpanOrigin::Ranges { ranges, count: parts.len(), elided: true } }
    }

    /// Pairs every match of one operand with the nearest matches of the other before and after it, if they
    /// are near. The spans are in order, and several may cover the same positions.
    fn near(&mut self, left: &SpanNode, right: &SpanNode, within: Within, ordered: bool) -> SpanSet {
        let (left, right) = (self.spans(left), self.spans(right));
        let mut pairs = Vec::new();
        if !left.spans.is_empty() && !right.spans.is_empty() {
            let right_base = left.spans.len() as u32;
            self.pair((&left.spans, 0), (&right.spans, right_base), within, &mut pairs);
            if !ordered {
                self.pair((&right.spans, right_base), (&left.spans, 0), within, &mut pairs);
            }
            sort_spans(&mut pairs);
        }
        SpanSet { spans: pairs, origin: SpanOrigin::Children(vec![left, right]) }
    }

    /// Adds each pair of a match in `firsts` and a later one in `seconds` that is near enough, if one is the
    /// other's nearest. Both come with the index of their first match among those of both.
    fn pair(
        &mut self,
        (firsts, firsts_base): (&[Span], u32),
        (seconds, seconds_base): (&[Span], u32),
        within: Within,
        pairs: &mut Vec<Span>,
    ) {
        let before = pairs.len();
        let limit = before.saturating_add(self.budget.spans());
        let mut add = |first: usize, second: usize| {
            let (a, b) = (&firsts[first], &seconds[second]);
            if self.boundaries.are_near(a, b, within) && pairs.len() <= limit {
                let (first, second) = (first as u32 + firsts_base, second as u32 + seconds_base);
                pairs.push(Span { start: a.start, end: b.end, first, second });
            }
        };
        // Ends need not be in order where matches differ in length.
        if firsts.is_sorted_by_key(|first| first.end) {
            let (mut next, mut previous) = (0, 0);
            for (index, first) in firsts.iter().enumerate() {
                while seconds.get(next).is_some_and(|second| second.start < first.end) {
                    next += 1;
                }
                if next < seconds.len() {
                    add(index, next);
                }
            }
            for (index, second) in seconds.iter().enumerate() {
                while firsts.get(previous).is_some_and(|first| first.end <= second.start) {
                    previous += 1;
                }
                if previous > 0 {
                    add(previous - 1, index);
                }
            }
        } else {
            for (index, first) in firsts.iter().enumerate() {
                let next = seconds.partition_point(|second| second.start < first.end);
                if next < seconds.len() {
                    add(index, next);
                }
            }
            let mut by_end: Vec<(u32, usize)> =
                firsts.iter().zip(0..).map(|(first, index)| (first.end, index)).collect();
            by_end.sort_unstable();
            for (index, second) in seconds.iter().enumerate() {
                let previous = by_end.partition_point(|(end, _)| *end <= second.start);
                if let Some((_, first)) = previous.checked_sub(1).and_then(|last| by_end.get(last)) {
                    add(*first, index);
                }
            }
        }
        // Sentences and paragraphs are looked up.
        let factor = if matches!(within, Within::Words(_)) { 1 } else { 2 };
        let looked_at = firsts.len() + seconds.len() + (pairs.len() - before);
        self.budget.step(factor * looked_at as u64 / SPANS_PER_STEP);
        if pairs.len() > limit {
            pairs.truncate(limit);
            self.budget.truncate();
        }
        self.budget.take_spans(pairs.len() - before);
    }
}

impl SpanBoundaries<'_> {
    fn are_near(&self, first: &Span, second: &Span, within: Within) -> bool {
        let same = |starts: &[u32]| {
            let number = |position: u32| starts.partition_point(|start| *start <= position);
            number(first.start) == number(second.end.saturating_sub(1))
        };
        match within {
            Within::Words(max) => second.start + 1 - first.end <= max,
            Within::Sentence => same(self.sentences),
            Within::Paragraph => same(self.paragraphs),
        }
    }
}

/// An occurrence of a part of a phrase.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    start: u32,
    /// Index of the occurrence of the previous part.
    previous: u32,
    /// Start of the occurrence of the first part.
    first: u32,
}

/// Follows the chains back from occurrence `end` of the last part, and adds the range of each part.
fn trace_back(chains: &[Vec<Occurrence>], parts: &[Vec<usize>], end: usize, ranges: &mut Vec<(u32, u32)>) {
    let begin = ranges.len();
    let mut occurrence = end;
    for (chain, part) in chains.iter().zip(parts).rev() {
        let Some(Occurrence { start, previous, .. }) = chain.get(occurrence) else { break };
        ranges.push((*start, start + part.len() as u32));
        occurrence = *previous as usize;
    }
    ranges[begin..].reverse();
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenize;
    use crate::query::parser::parse;
    use crate::query::spans::finder::*;
    use crate::query::spans::pattern::SpanPattern;
    use crate::query::spans::term_matcher::TermMatcher;

    /// Returns the matches of `query` in `text`, as the words of each range.
    fn matches(query: &str, text: &str) -> Vec<String> {
        let pattern = SpanPattern::from_query(&parse(query).query);
        let tokens: Vec<_> = tokenize(text).collect();
        let is = |matcher: &TermMatcher, word: &str| match matcher {
            TermMatcher::Exact(expected)
            | TermMatcher::Bigram(expected)
            | TermMatcher::Inflected(expected, _)
            | TermMatcher::Name(expected, _)
            | TermMatcher::Noun(expected) => expected == word,
            TermMatcher::Glob(_, glob) => glob.matches(word),
            TermMatcher::Fuzzy(fuzzy) => fuzzy.word == word,
            TermMatcher::Speaker(_) | TermMatcher::Speech => false,
        };
        let positions_of = |matcher| {
            tokens.iter().filter(|word| is(matcher, &word.text)).map(|word| word.position).collect()
        };
        let positions: Vec<Vec<u32>> = pattern.matchers.iter().map(positions_of).collect();
        let starts: Vec<u32> =
            tokens.iter().filter(|word| word.text == "s").map(|word| word.position).collect();
        let boundaries = SpanBoundaries { sentences: &starts, ..SpanBoundaries::default() };
        let show = |(start, end): &(u32, u32)| {
            tokens[*start as usize..*end as usize]
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let clauses = 0..pattern.clauses();
        let matches = clauses
            .flat_map(|clause| pattern.find(clause, &positions, boundaries, &mut SpanBudget::new(1 << 20)));
        matches
            .map(|span| match span.ranges() {
                [] => show(&(span.start, span.end)),
                ranges => ranges.iter().map(show).collect::<Vec<_>>().join("|"),
            })
            .collect()
    }

    #[test]
    fn phrases_and_ellipses() {
        assert_eq!(matches("\"a b\"", "a b a a b"), ["a b", "a b"]);
        assert_eq!(matches("\"a b … c\"", "a b x c"), ["a b|c"]);
        assert_eq!(matches("\"a … b … c\"", "a x b c"), ["a|b|c"]);
        assert_eq!(matches("\"c … a\"", "a x c"), [""; 0]);
        let far = |words: usize| format!("a {}b", "x ".repeat(words));
        assert_eq!((matches("\"a … b\"", &far(60)).len(), matches("\"a … b\"", &far(61)).len()), (1, 0));
        // The first b is too far from c, a later one is not.
        let later = format!("a b {}b {}c", "x ".repeat(30), "x ".repeat(40));
        assert_eq!(matches("\"a … b … c\"", &later), ["a|b|c"]);
        assert_eq!(matches("\"k* to\"", "kim to kursk to x to"), ["kim to", "kursk to"]);
    }

    #[test]
    fn slop_is_that_of_lucene() {
        assert_eq!(matches("\"a b\"~1", "a x b"), ["a|b"]);
        assert_eq!(matches("\"a b\"~1", "a x x b"), [""; 0]);
        assert_eq!(matches("\"a b\"~1", "b a"), [""; 0]);
        assert_eq!(matches("\"a b\"~2", "b a"), ["b|a"]);
        assert_eq!(matches("\"a a\"~3", "a x"), [""; 0]);
        assert_eq!(matches("\"a b c\"~2", "a x b x c"), ["a|b|c"]);
    }

    #[test]
    fn proximity_counts_positions() {
        assert_eq!(matches("a w/2 b", "a x b"), ["a|b"]);
        assert_eq!(matches("a w/2 b", "b x a"), ["b|a"]);
        assert_eq!(matches("a w/2 b", "a x x b"), [""; 0]);
        assert_eq!(matches("a pre/2 b", "b x a"), [""; 0]);
        assert_eq!(matches("a w/1 a", "a a"), ["a|a"]);
        assert_eq!(matches("a w/5 a", "a"), [""; 0]);
        assert_eq!(matches("\"a b\" w/2 (c OR d)", "d x a b x c"), ["d|a b", "a b|c"]);
        assert_eq!(matches("a w/2 b w/2 c", "a x b x c"), ["a|b|c"]);
    }

    #[test]
    fn proximity_within_a_sentence() {
        assert_eq!(matches("a /s b", "s a x x b s b"), ["a|b"]);
        assert_eq!(matches("a /s b", "s a s b"), [""; 0]);
    }
}
