//! Where a query matches in one text, told by the positions of its words.
//!
//! The engine asks this of postings, the snippet of the text itself: one definition of what a phrase, an ellipsis and a
//! nearness mean, for finding and for showing.

use super::ast::{Fuzzy, MAX_GAP, Near, Occur, Phrase, Query, Slot, Within};
use super::glob::Glob;

/// Something that a single word can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// This very word, folded.
    Exact(String),
    /// Any inflection of this folded word.
    Inflected(String),
    /// A word of this pattern.
    Glob(String, Glob),
    /// A word close to this one.
    Fuzzy(Fuzzy),
}

/// The places a query can match at: clauses over leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// What single words can be.
    pub leaves: Vec<Leaf>,
    clauses: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Leaf(usize),
    /// Parts of leaves next to each other, up to [`MAX_GAP`] words between one part and the next.
    Phrase(Vec<Vec<usize>>),
    /// Leaves up to so far from their places.
    Sloppy(Vec<usize>, u32),
    Near {
        left: Box<Node>,
        right: Box<Node>,
        within: Within,
        ordered: bool,
    },
    Any(Vec<Node>),
}

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
pub struct Breaks<'b> {
    /// First words of sentences, in order.
    pub sentences: &'b [u32],
    /// First words of paragraphs, in order.
    pub paragraphs: &'b [u32],
}

impl Places {
    /// The clauses of `query` that match at places, what it excludes and fields left out.
    pub fn of(query: &Query) -> Self {
        let mut places = Places::default();
        places.add_clauses(query);
        places
    }

    /// `query` as one clause; `None` when it matches articles as a whole.
    pub fn of_one(query: &Query) -> Option<Self> {
        let mut places = Places::default();
        let node = places.node(query)?;
        places.clauses.push(node);
        Some(places)
    }

    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.clauses.len()
    }

    /// Whether some clause asks where sentences or paragraphs begin.
    pub fn needs_breaks(&self) -> bool {
        fn needs(node: &Node) -> bool {
            match node {
                Node::Near { left, right, within, .. } => {
                    !matches!(within, Within::Words(_)) || needs(left) || needs(right)
                }
                Node::Any(nodes) => nodes.iter().any(needs),
                Node::Leaf(_) | Node::Phrase(_) | Node::Sloppy(..) => false,
            }
        }
        self.clauses.iter().any(needs)
    }

    /// How many words a match can be long at most; `None` where there is no such number.
    pub fn longest(&self) -> Option<u32> {
        fn longest(node: &Node) -> Option<u32> {
            Some(match node {
                Node::Leaf(_) => 1,
                Node::Phrase(parts) => {
                    let words: usize = parts.iter().map(Vec::len).sum();
                    u32::try_from(words + parts.len().saturating_sub(1) * MAX_GAP as usize).ok()?
                }
                Node::Sloppy(leaves, slop) => slop.checked_add(u32::try_from(leaves.len()).ok()?)?,
                Node::Near { left, right, within: Within::Words(words), .. } => {
                    words.checked_add(longest(left)?)?.checked_add(longest(right)?)?
                }
                Node::Near { .. } => return None,
                Node::Any(nodes) => {
                    nodes.iter().map(longest).try_fold(0, |most, own| Some(own?.max(most)))?
                }
            })
        }
        self.clauses.iter().map(longest).try_fold(0, |most, own| Some(own?.max(most)))
    }

    /// The boolean shape of clause `clause`: what must be in a text for it to match at all. `leaf` makes the shape of a
    /// leaf; `all` and `any` combine.
    pub fn shape<T>(&self, clause: usize, shaper: &impl Shaper<T>) -> Option<T> {
        fn shape<T>(node: &Node, shaper: &impl Shaper<T>) -> T {
            match node {
                Node::Leaf(leaf) => shaper.leaf(*leaf),
                Node::Phrase(parts) => {
                    shaper.all(parts.iter().flatten().map(|leaf| shaper.leaf(*leaf)).collect())
                }
                Node::Sloppy(leaves, _) => shaper.all(leaves.iter().map(|leaf| shaper.leaf(*leaf)).collect()),
                Node::Near { left, right, .. } => shaper.all(vec![shape(left, shaper), shape(right, shaper)]),
                Node::Any(nodes) => shaper.any(nodes.iter().map(|node| shape(node, shaper)).collect()),
            }
        }
        self.clauses.get(clause).map(|node| shape(node, shaper))
    }

    /// The places at which clause `clause` matches, in order. `positions` has those of every leaf, in order.
    pub fn find(&self, clause: usize, positions: &[Vec<u32>], breaks: Breaks<'_>) -> Vec<Match> {
        self.clauses.get(clause).map_or(Vec::new(), |node| Finder { positions, breaks }.find(node))
    }

    /// Whether clause `clause` is seen at a glance to match nowhere: it asks for two words near each other, and they are
    /// not. Most articles that have two words have them apart.
    pub fn is_apart(&self, clause: usize, positions: &[Vec<u32>]) -> bool {
        let Some(Node::Near { left, right, within: Within::Words(words), .. }) = self.clauses.get(clause)
        else {
            return false;
        };
        let (Node::Leaf(left), Node::Leaf(right)) = (&**left, &**right) else { return false };
        let (mut one, mut other) = (positions[*left].iter(), positions[*right].iter());
        let (mut a, mut b) = (one.next(), other.next());
        while let (Some(first), Some(second)) = (a, b) {
            if first.abs_diff(*second) <= *words {
                return false;
            }
            if first < second { a = one.next() } else { b = other.next() }
        }
        true
    }

    fn add_clauses(&mut self, query: &Query) {
        match query {
            Query::Bool(parts) => {
                for (_, query) in parts.iter().filter(|(occur, _)| *occur != Occur::MustNot) {
                    self.add_clauses(query);
                }
            }
            query => {
                let node = self.node(query);
                self.clauses.extend(node);
            }
        }
    }

    fn node(&mut self, query: &Query) -> Option<Node> {
        Some(match query {
            Query::Term(term) => match &term.base {
                Some(base) => Node::Leaf(self.leaf(Leaf::Inflected(base.clone()))),
                None => {
                    let exact = |piece: &String| self.leaf(Leaf::Exact(piece.clone()));
                    Node::Phrase(vec![term.pieces.iter().map(exact).collect()])
                }
            },
            Query::Pattern(pattern) => Node::Leaf(self.slot(&Slot::Glob(pattern.glob.clone()))),
            Query::Fuzzy(fuzzy) => Node::Leaf(self.leaf(Leaf::Fuzzy(fuzzy.clone()))),
            Query::Phrase(phrase) => self.phrase(phrase),
            Query::Near(near) => {
                let Near { left, right, within, ordered } = &**near;
                let (left, right) = (Box::new(self.node(left)?), Box::new(self.node(right)?));
                Node::Near { left, right, within: *within, ordered: *ordered }
            }
            Query::Bool(parts) if query.has_places() => {
                Node::Any(parts.iter().map(|(_, query)| self.node(query)).collect::<Option<_>>()?)
            }
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) | Query::Bool(_) => return None,
        })
    }

    fn phrase(&mut self, phrase: &Phrase) -> Node {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for part in &phrase.parts {
            parts.push(part.iter().map(|slot| self.slot(slot)).collect());
        }
        match (phrase.slop, parts.as_slice()) {
            (0, [part]) if part.len() == 1 => Node::Leaf(part[0]),
            (slop, [_]) if slop > 0 => Node::Sloppy(parts.remove(0), slop),
            _ => Node::Phrase(parts),
        }
    }

    fn slot(&mut self, slot: &Slot) -> usize {
        match slot {
            Slot::Word(word) => self.leaf(Leaf::Exact(word.clone())),
            Slot::Glob(pattern) => match Glob::new(pattern) {
                Some(glob) => self.leaf(Leaf::Glob(pattern.clone(), glob)),
                None => self.leaf(Leaf::Exact(pattern.clone())), // too long to be a pattern, and the parser knows
            },
        }
    }

    fn leaf(&mut self, leaf: Leaf) -> usize {
        match self.leaves.iter().position(|known| *known == leaf) {
            Some(at) => at,
            None => {
                self.leaves.push(leaf);
                self.leaves.len() - 1
            }
        }
    }
}

/// Makes something out of the boolean shape of a clause.
pub trait Shaper<T> {
    /// A leaf, by its number.
    fn leaf(&self, leaf: usize) -> T;
    /// All of these.
    fn all(&self, shapes: Vec<T>) -> T;
    /// Any of these.
    fn any(&self, shapes: Vec<T>) -> T;
}

struct Finder<'p> {
    positions: &'p [Vec<u32>],
    breaks: Breaks<'p>,
}

impl Finder<'_> {
    fn find(&self, node: &Node) -> Vec<Match> {
        match node {
            Node::Leaf(leaf) => self.positions[*leaf].iter().map(|at| Match::whole(*at, at + 1)).collect(),
            Node::Phrase(parts) => self.phrase(parts),
            Node::Sloppy(leaves, slop) => self.sloppy(leaves, *slop),
            Node::Near { left, right, within, ordered } => {
                self.near(&self.find(left), &self.find(right), *within, *ordered)
            }
            Node::Any(nodes) => {
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
    fn sloppy(&self, leaves: &[usize], slop: u32) -> Vec<Match> {
        let shift = |(place, leaf): (usize, &usize)| {
            let at = move |at: &u32| (i64::from(*at) - place as i64, place, *at);
            self.positions[*leaf].iter().map(at).collect::<Vec<_>>()
        };
        let mut all: Vec<_> = leaves.iter().enumerate().flat_map(shift).collect();
        all.sort_unstable();
        let mut found: Vec<Match> = Vec::new();
        let mut begin = 0;
        for end in 0..all.len() {
            while all[end].0 - all[begin].0 > i64::from(slop) {
                begin += 1;
            }
            // The latest word for each place, none of them used twice.
            let mut taken: Vec<Option<u32>> = vec![None; leaves.len()];
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
    use super::*;
    use crate::analysis::words;
    use crate::query::parse;

    /// The matches of `query` in a text of words, as the pieces of each.
    fn found(query: &str, text: &str) -> Vec<String> {
        let places = Places::of(&parse(query).query);
        let all: Vec<_> = words(text).collect();
        let is = |leaf: &Leaf, word: &str| match leaf {
            Leaf::Exact(own) | Leaf::Inflected(own) => own == word,
            Leaf::Glob(_, glob) => glob.matches(word),
            Leaf::Fuzzy(fuzzy) => fuzzy.word == word,
        };
        let of = |leaf| all.iter().filter(|word| is(leaf, &word.text)).map(|word| word.position).collect();
        let positions: Vec<Vec<u32>> = places.leaves.iter().map(of).collect();
        let starts: Vec<u32> = all.iter().filter(|word| word.text == "s").map(|word| word.position).collect();
        let breaks = Breaks { sentences: &starts, paragraphs: &[] };
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
