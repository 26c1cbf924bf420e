//! Where a clause matches in one text, told by the positions of its words.

use crate::query::ast::{MAX_GAP, Within};
use crate::query::spans::pattern::SpanNode;

/// One place at which a clause matches, in positions of words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The first word.
    pub start: u32,
    /// The word after the last.
    pub end: u32,
    /// The pieces that match, when they are not the whole from start to end.
    pieces: Option<Vec<(u32, u32)>>,
    /// Whether the pieces are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Match {
    fn whole(start: u32, end: u32) -> Self {
        Match { start, end, pieces: None, elided: false }
    }

    /// The pieces that match, each from its first word to the word after its last.
    pub fn pieces(&self) -> &[(u32, u32)] {
        self.pieces.as_deref().unwrap_or(&[])
    }

    fn push_pieces(&self, pieces: &mut Vec<(u32, u32)>) {
        match &self.pieces {
            Some(own) => pieces.extend(own),
            None => pieces.push((self.start, self.end)),
        }
    }
}

/// Where sentences and paragraphs begin, in positions.
#[derive(Debug, Clone, Copy, Default)]
pub struct SpanBoundaries<'b> {
    /// First words of sentences, in order.
    pub sentences: &'b [u32],
    /// First words of paragraphs, in order.
    pub paragraphs: &'b [u32],
}

/// Looks for clauses in one text.
pub(crate) struct SpanFinder<'p> {
    /// The positions of every leaf, in order.
    pub positions: &'p [Vec<u32>],
    pub breaks: SpanBoundaries<'p>,
}

impl SpanFinder<'_> {
    /// The places at which a clause matches, in order.
    pub fn find(&self, node: &SpanNode) -> Vec<Match> {
        match node {
            SpanNode::TermMatcher(leaf) => {
                self.positions[*leaf].iter().map(|at| Match::whole(*at, at + 1)).collect()
            }
            SpanNode::Phrase(parts) => self.phrase(parts),
            SpanNode::Sloppy(matchers, slop) => self.sloppy(matchers, *slop),
            SpanNode::Near { left, right, within, ordered } => {
                self.near(&self.find(left), &self.find(right), *within, *ordered)
            }
            SpanNode::Any(nodes) => {
                let mut all: Vec<Match> = nodes.iter().flat_map(|node| self.find(node)).collect();
                all.sort();
                all.dedup();
                all
            }
        }
    }

    /// Where `part` stands word by word: the positions of its first words.
    fn starts(&self, part: &[usize]) -> Vec<u32> {
        let Some((first, rest)) = part.split_first() else { return Vec::new() };
        let follows = |start: &u32| {
            rest.iter()
                .zip(1..)
                .all(|(leaf, step)| self.positions[*leaf].binary_search(&(start + step)).is_ok())
        };
        self.positions[*first].iter().copied().filter(follows).collect()
    }

    fn phrase(&self, parts: &[Vec<usize>]) -> Vec<Match> {
        let length = |part: &[usize]| part.len() as u32;
        if let [part] = parts {
            return self.starts(part).into_iter().map(|at| Match::whole(at, at + length(part))).collect();
        }
        // For each place of a part, the last place of the part before from which it can be reached.
        let mut chains: Vec<Vec<(u32, Option<usize>)>> = Vec::new();
        for part in parts {
            let starts = self.starts(part);
            let chain = match chains.last() {
                None => starts.into_iter().map(|at| (at, None)).collect(),
                Some(before) => {
                    let size = length(&parts[chains.len() - 1]);
                    let reach = |at: u32| {
                        let last = before.partition_point(|(start, _)| start + size <= at).checked_sub(1)?;
                        (at - (before[last].0 + size) <= MAX_GAP).then_some((at, Some(last)))
                    };
                    starts.into_iter().filter_map(reach).collect()
                }
            };
            chains.push(chain);
        }
        let last = chains.last().map_or(0, Vec::len);
        (0..last).map(|end| trace(&chains, parts, end)).collect()
    }

    /// Lucene's sloppy phrase: each word at its position less its place in the phrase, the largest difference between
    /// these at most `slop`.
    fn sloppy(&self, matchers: &[usize], slop: u32) -> Vec<Match> {
        let shift = |(place, leaf): (usize, &usize)| {
            let at = move |at: &u32| (i64::from(*at) - place as i64, place, *at);
            self.positions[*leaf].iter().map(at).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = matchers.iter().enumerate().flat_map(shift).collect();
        all.sort_unstable();
        let mut found: Vec<Match> = Vec::new();
        let mut begin = 0;
        for end in 0..all.len() {
            while all[end].0 - all[begin].0 > i64::from(slop) {
                begin += 1;
            }
            // The latest word for each place, none of them used twice.
            let mut taken: Vec<Option<u32>> = vec![None; matchers.len()];
            for (_, place, at) in all[begin..=end].iter().rev() {
                if taken[*place].is_none() && !taken.contains(&Some(*at)) {
                    taken[*place] = Some(*at);
                }
            }
            let Some(mut words) = taken.into_iter().collect::<Option<Vec<u32>>>() else { continue };
            words.sort_unstable();
            let pieces: Vec<_> = words.iter().map(|at| (*at, at + 1)).collect();
            let (start, end) = (words[0], words[words.len() - 1] + 1);
            found.push(Match { start, end, pieces: Some(pieces), elided: false });
        }
        found.sort();
        found.dedup();
        found
    }

    /// Every match of one side that has one of the other side near, with the nearest before and after.
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

    /// Pairs of a first and a second that comes after it near enough, as far as one is the other's nearest.
    fn pair(&self, firsts: &[Match], seconds: &[Match], within: Within, pairs: &mut Vec<Match>) {
        let mut add = |first: &Match, second: &Match| {
            if self.is_near(first, second, within) {
                let mut pieces = Vec::new();
                first.push_pieces(&mut pieces);
                second.push_pieces(&mut pieces);
                pairs.push(Match {
                    start: first.start,
                    end: second.end,
                    pieces: Some(pieces),
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
            if let Some(first) = before.checked_sub(1).and_then(|at| by_end.get(at)) {
                add(first, second);
            }
        }
    }

    fn is_near(&self, first: &Match, second: &Match, within: Within) -> bool {
        let same = |starts: &[u32]| {
            let number = |at: u32| starts.partition_point(|start| *start <= at);
            number(first.start) == number(second.end.saturating_sub(1))
        };
        match within {
            Within::Words(most) => second.start + 1 - first.end <= most,
            Within::Sentence => same(self.breaks.sentences),
            Within::Paragraph => same(self.breaks.paragraphs),
        }
    }
}

/// The match that ends with place `end` of the last chain.
fn trace(chains: &[Vec<(u32, Option<usize>)>], parts: &[Vec<usize>], end: usize) -> Match {
    let mut pieces = Vec::new();
    let mut at = Some(end);
    for (chain, part) in chains.iter().zip(parts).rev() {
        let Some(&(start, before)) = at.and_then(|at| chain.get(at)) else { break };
        pieces.push((start, start + part.len() as u32));
        at = before;
    }
    pieces.reverse();
    let start = pieces.first().map_or(0, |piece| piece.0);
    let end = pieces.last().map_or(0, |piece| piece.1);
    Match { start, end, pieces: Some(pieces), elided: true }
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenize;
    use crate::query::parser::parse;
    use crate::query::spans::finder::*;
    use crate::query::spans::pattern::{SpanPattern, TermMatcher};

    /// The matches of `query` in a text of words, as the pieces of each.
    fn found(query: &str, text: &str) -> Vec<String> {
        let places = SpanPattern::of(&parse(query).query);
        let all: Vec<_> = tokenize(text).collect();
        let is = |leaf: &TermMatcher, word: &str| match leaf {
            TermMatcher::Exact(own) | TermMatcher::Inflected(own) => own == word,
            TermMatcher::Glob(_, glob) => glob.matches(word),
            TermMatcher::Fuzzy(fuzzy) => fuzzy.word == word,
        };
        let of = |leaf| all.iter().filter(|word| is(leaf, &word.text)).map(|word| word.position).collect();
        let positions: Vec<Vec<u32>> = places.matchers.iter().map(of).collect();
        let starts: Vec<u32> = all.iter().filter(|word| word.text == "s").map(|word| word.position).collect();
        let breaks = SpanBoundaries { sentences: &starts, paragraphs: &[] };
        let show = |(start, end): &(u32, u32)| {
            all[*start as usize..*end as usize]
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let clauses = 0..places.clauses();
        let matches = clauses.flat_map(|clause| places.find(clause, &positions, breaks));
        matches
            .map(|found| match found.pieces() {
                [] => show(&(found.start, found.end)),
                pieces => pieces.iter().map(show).collect::<Vec<_>>().join("|"),
            })
            .collect()
    }

    #[test]
    fn phrases_and_ellipses() {
        assert_eq!(found("\"a b\"", "a b a a b"), ["a b", "a b"]);
        assert_eq!(found("\"a b … c\"", "a b x c"), ["a b|c"]);
        assert_eq!(found("\"a … b … c\"", "a x b c"), ["a|b|c"]);
        assert_eq!(found("\"c … a\"", "a x c"), [""; 0]);
        let far = |words: usize| format!("a {}b", "x ".repeat(words));
        assert_eq!((found("\"a … b\"", &far(60)).len(), found("\"a … b\"", &far(61)).len()), (1, 0));
        // The first b is too far from c, a later one is not.
        let later = format!("a b {}b {}c", "x ".repeat(30), "x ".repeat(40));
        assert_eq!(found("\"a … b … c\"", &later), ["a|b|c"]);
        assert_eq!(found("\"k* to\"", "kim to kursk to x to"), ["kim to", "kursk to"]);
    }

    #[test]
    fn slop_is_lucenes() {
        assert_eq!(found("\"a b\"~1", "a x b"), ["a|b"]);
        assert_eq!(found("\"a b\"~1", "a x x b"), [""; 0]);
        assert_eq!(found("\"a b\"~1", "b a"), [""; 0]);
        assert_eq!(found("\"a b\"~2", "b a"), ["b|a"]);
        assert_eq!(found("\"a a\"~3", "a x"), [""; 0]);
        assert_eq!(found("\"a b c\"~2", "a x b x c"), ["a|b|c"]);
    }

    #[test]
    fn nearness_counts_positions() {
        assert_eq!(found("a w/2 b", "a x b"), ["a|b"]);
        assert_eq!(found("a w/2 b", "b x a"), ["b|a"]);
        assert_eq!(found("a w/2 b", "a x x b"), [""; 0]);
        assert_eq!(found("a pre/2 b", "b x a"), [""; 0]);
        assert_eq!(found("a w/1 a", "a a"), ["a|a"]);
        assert_eq!(found("a w/5 a", "a"), [""; 0]);
        assert_eq!(found("\"a b\" w/2 (c OR d)", "d x a b x c"), ["d|a b", "a b|c"]);
        assert_eq!(found("a w/2 b w/2 c", "a x b x c"), ["a|b|c"]);
    }

    #[test]
    fn sentences_hold_what_is_near() {
        assert_eq!(found("a /s b", "s a x x b s b"), ["a|b"]);
        assert_eq!(found("a /s b", "s a s b"), [""; 0]);
    }
}
