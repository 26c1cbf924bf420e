//! Finds the matches of a clause in one text from the positions of its words.

use crate::query::ast::{MAX_GAP, Within};
use crate::query::spans::node::SpanNode;

/// A match of a clause, in word positions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Position of the first word.
    pub start: u32,
    /// Position after the last word.
    pub end: u32,
    /// The ranges that match, if not everything from start to end does.
    ranges: Option<Vec<(u32, u32)>>,
    /// Whether the ranges are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Match {
    fn contiguous(start: u32, end: u32) -> Self {
        Match { start, end, ranges: None, elided: false }
    }

    /// Returns the ranges that match, each from its first word to the position after its last. Empty if the
    /// match is contiguous.
    pub fn ranges(&self) -> &[(u32, u32)] {
        self.ranges.as_deref().unwrap_or(&[])
    }

    fn push_ranges(&self, out: &mut Vec<(u32, u32)>) {
        match &self.ranges {
            Some(ranges) => out.extend(ranges),
            None => out.push((self.start, self.end)),
        }
    }
}

/// Boundaries of sentences and paragraphs, as word positions.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpanBoundaries<'b> {
    /// Positions of the first words of sentences, ascending.
    pub sentences: &'b [u32],
    /// Positions of the first words of paragraphs, ascending.
    pub paragraphs: &'b [u32],
}

/// Finds clauses in one text.
pub(crate) struct SpanFinder<'p> {
    /// The positions of each term matcher, ascending.
    pub positions: &'p [Vec<u32>],
    pub boundaries: SpanBoundaries<'p>,
}

impl SpanFinder<'_> {
    /// Returns the matches of a clause, in order.
    pub(crate) fn find(&self, node: &SpanNode) -> Vec<Match> {
        match node {
            SpanNode::Term(term) => {
                self.positions[*term].iter().map(|start| Match::contiguous(*start, start + 1)).collect()
            }
            SpanNode::Phrase(parts) => self.phrase(parts),
            SpanNode::SloppyPhrase(terms, slop) => self.sloppy_phrase(terms, *slop),
            SpanNode::Near { left, right, within, ordered } => {
                self.near(&self.find(left), &self.find(right), *within, *ordered)
            }
            SpanNode::Any(nodes) => {
                let mut matches: Vec<Match> = nodes.iter().flat_map(|node| self.find(node)).collect();
                matches.sort();
                matches.dedup();
                matches
            }
        }
    }

    /// Returns the positions at which the adjacent words of `part` begin.
    fn starts(&self, part: &[usize]) -> Vec<u32> {
        let Some((first, tail)) = part.split_first() else { return Vec::new() };
        let follows = |start: &u32| {
            tail.iter()
                .zip(1..)
                .all(|(term, step)| self.positions[*term].binary_search(&(start + step)).is_ok())
        };
        self.positions[*first].iter().copied().filter(follows).collect()
    }

    fn phrase(&self, parts: &[Vec<usize>]) -> Vec<Match> {
        let length = |part: &[usize]| part.len() as u32;
        if let [part] = parts {
            return self
                .starts(part)
                .into_iter()
                .map(|start| Match::contiguous(start, start + length(part)))
                .collect();
        }
        // For each occurrence of a part, the last occurrence of the previous part from which it can be
        // reached.
        let mut chains: Vec<Vec<(u32, Option<usize>)>> = Vec::new();
        for part in parts {
            let starts = self.starts(part);
            let chain = match chains.last() {
                None => starts.into_iter().map(|start| (start, None)).collect(),
                Some(previous) => {
                    let size = length(&parts[chains.len() - 1]);
                    let reach = |start: u32| {
                        let last =
                            previous.partition_point(|(before, _)| before + size <= start).checked_sub(1)?;
                        (start - (previous[last].0 + size) <= MAX_GAP).then_some((start, Some(last)))
                    };
                    starts.into_iter().filter_map(reach).collect()
                }
            };
            chains.push(chain);
        }
        let last = chains.last().map_or(0, Vec::len);
        (0..last).map(|end| trace_back(&chains, parts, end)).collect()
    }

    /// Finds a sloppy phrase as Lucene defines it: subtract from the position of each word its place in the
    /// phrase; the results differ by at most `slop`.
    fn sloppy_phrase(&self, terms: &[usize], slop: u32) -> Vec<Match> {
        let shift = |(slot, term): (usize, &usize)| {
            let shift = move |position: &u32| (i64::from(*position) - slot as i64, slot, *position);
            self.positions[*term].iter().map(shift).collect::<Vec<_>>()
        };
        let mut shifted: Vec<_> = terms.iter().enumerate().flat_map(shift).collect();
        shifted.sort_unstable();
        let mut matches: Vec<Match> = Vec::new();
        let mut begin = 0;
        for end in 0..shifted.len() {
            while shifted[end].0 - shifted[begin].0 > i64::from(slop) {
                begin += 1;
            }
            // The latest word for each slot, none of them used twice.
            let mut taken: Vec<Option<u32>> = vec![None; terms.len()];
            for (_, slot, position) in shifted[begin..=end].iter().rev() {
                if taken[*slot].is_none() && !taken.contains(&Some(*position)) {
                    taken[*slot] = Some(*position);
                }
            }
            let Some(mut words) = taken.into_iter().collect::<Option<Vec<u32>>>() else { continue };
            words.sort_unstable();
            let ranges: Vec<_> = words.iter().map(|word| (*word, word + 1)).collect();
            let (start, end) = (words[0], words[words.len() - 1] + 1);
            matches.push(Match { start, end, ranges: Some(ranges), elided: false });
        }
        matches.sort();
        matches.dedup();
        matches
    }

    /// Pairs every match of one operand with the nearest matches of the other before and after it, if they
    /// are near.
    fn near(&self, left: &[Match], right: &[Match], within: Within, ordered: bool) -> Vec<Match> {
        let mut pairs = Vec::new();
        self.pair(left, right, within, &mut pairs);
        if !ordered {
            self.pair(right, left, within, &mut pairs);
        }
        pairs.sort();
        pairs.dedup();
        pairs
    }

    /// Adds each pair of a match in `firsts` and a later one in `seconds` that is near enough, if one is the
    /// other's nearest.
    fn pair(&self, firsts: &[Match], seconds: &[Match], within: Within, pairs: &mut Vec<Match>) {
        let mut add = |first: &Match, second: &Match| {
            if self.is_near(first, second, within) {
                let mut ranges = Vec::new();
                first.push_ranges(&mut ranges);
                second.push_ranges(&mut ranges);
                pairs.push(Match {
                    start: first.start,
                    end: second.end,
                    ranges: Some(ranges),
                    elided: false,
                });
            }
        };
        for first in firsts {
            let next = seconds.partition_point(|second| second.start < first.end);
            if let Some(second) = seconds.get(next) {
                add(first, second);
            }
        }
        // Ends need not be in order where matches differ in length.
        let mut by_end: Vec<&Match> = firsts.iter().collect();
        by_end.sort_by_key(|first| first.end);
        for second in seconds {
            let before = by_end.partition_point(|first| first.end <= second.start);
            if let Some(first) = before.checked_sub(1).and_then(|last| by_end.get(last)) {
                add(first, second);
            }
        }
    }

    fn is_near(&self, first: &Match, second: &Match, within: Within) -> bool {
        let same = |starts: &[u32]| {
            let number = |position: u32| starts.partition_point(|start| *start <= position);
            number(first.start) == number(second.end.saturating_sub(1))
        };
        match within {
            Within::Words(max) => second.start + 1 - first.end <= max,
            Within::Sentence => same(self.boundaries.sentences),
            Within::Paragraph => same(self.boundaries.paragraphs),
        }
    }
}

/// Follows the chains back from occurrence `end` of the last part.
fn trace_back(chains: &[Vec<(u32, Option<usize>)>], parts: &[Vec<usize>], end: usize) -> Match {
    let mut ranges = Vec::new();
    let mut occurrence = Some(end);
    for (chain, part) in chains.iter().zip(parts).rev() {
        let Some(&(start, previous)) = occurrence.and_then(|index| chain.get(index)) else { break };
        ranges.push((start, start + part.len() as u32));
        occurrence = previous;
    }
    ranges.reverse();
    let start = ranges.first().map_or(0, |piece| piece.0);
    let end = ranges.last().map_or(0, |piece| piece.1);
    Match { start, end, ranges: Some(ranges), elided: true }
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenize;
    use crate::query::parser::parse;
    use crate::query::spans::finder::*;
    use crate::query::spans::pattern::{SpanPattern, TermMatcher};

    /// Returns the matches of `query` in `text`, as the words of each range.
    fn matches(query: &str, text: &str) -> Vec<String> {
        let pattern = SpanPattern::from_query(&parse(query).query);
        let tokens: Vec<_> = tokenize(text).collect();
        let is = |matcher: &TermMatcher, word: &str| match matcher {
            TermMatcher::Exact(expected) | TermMatcher::Inflected(expected) | TermMatcher::Name(expected) => {
                expected == word
            }
            TermMatcher::Glob(_, glob) => glob.matches(word),
            TermMatcher::Fuzzy(fuzzy) => fuzzy.word == word,
        };
        let positions_of = |matcher| {
            tokens.iter().filter(|word| is(matcher, &word.text)).map(|word| word.position).collect()
        };
        let positions: Vec<Vec<u32>> = pattern.matchers.iter().map(positions_of).collect();
        let starts: Vec<u32> =
            tokens.iter().filter(|word| word.text == "s").map(|word| word.position).collect();
        let boundaries = SpanBoundaries { sentences: &starts, paragraphs: &[] };
        let show = |(start, end): &(u32, u32)| {
            tokens[*start as usize..*end as usize]
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let clauses = 0..pattern.clauses();
        let matches = clauses.flat_map(|clause| pattern.find(clause, &positions, boundaries));
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
