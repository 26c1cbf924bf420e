//! What of a query matches at places of a text: clauses over words, and what a single word can be.
//!
//! The engine asks this of postings, the snippet of the text itself: one definition of what a phrase, an ellipsis and a
//! nearness mean, for finding and for showing. Where they match says [`crate::query::spans::finder`].

use crate::query::ast::{Fuzzy, MAX_GAP, Near, Occur, Phrase, Query, Slot, Within};
use crate::query::glob::Glob;
use crate::query::spans::finder::{Match, SpanBoundaries, SpanFinder};
use crate::query::spans::proximity::count_pairs;

/// Something that a single word can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermMatcher {
    /// This very word, folded.
    Exact(String),
    /// Any inflection of this folded word.
    Inflected(String),
    /// A word of this pattern.
    Glob(String, Glob),
    /// A word close to this one.
    Fuzzy(Fuzzy),
}

/// The places a query can match at: clauses over matchers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanPattern {
    /// What single words can be.
    pub matchers: Vec<TermMatcher>,
    clauses: Vec<SpanNode>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SpanNode {
    TermMatcher(usize),
    /// Parts of matchers next to each other, up to [`MAX_GAP`] words between one part and the next.
    Phrase(Vec<Vec<usize>>),
    /// Leaves up to so far from their places.
    Sloppy(Vec<usize>, u32),
    Near {
        left: Box<SpanNode>,
        right: Box<SpanNode>,
        within: Within,
        ordered: bool,
    },
    Any(Vec<SpanNode>),
}

impl SpanPattern {
    /// The clauses of `query` that match at places, what it excludes and fields left out.
    pub fn of(query: &Query) -> Self {
        let mut places = SpanPattern::default();
        places.add_clauses(query);
        places
    }

    /// `query` as one clause; `None` when it matches articles as a whole.
    pub fn single_clause(query: &Query) -> Option<Self> {
        let mut places = SpanPattern::default();
        let node = places.node(query)?;
        places.clauses.push(node);
        Some(places)
    }

    /// How many clauses there are.
    pub fn clauses(&self) -> usize {
        self.clauses.len()
    }

    /// Whether some clause asks where sentences or paragraphs begin.
    pub fn needs_boundaries(&self) -> bool {
        fn needs(node: &SpanNode) -> bool {
            match node {
                SpanNode::Near { left, right, within, .. } => {
                    !matches!(within, Within::Words(_)) || needs(left) || needs(right)
                }
                SpanNode::Any(nodes) => nodes.iter().any(needs),
                SpanNode::TermMatcher(_) | SpanNode::Phrase(_) | SpanNode::Sloppy(..) => false,
            }
        }
        self.clauses.iter().any(needs)
    }

    /// How many words a match can be long at most; `None` where there is no such number.
    pub fn longest(&self) -> Option<u32> {
        fn longest(node: &SpanNode) -> Option<u32> {
            Some(match node {
                SpanNode::TermMatcher(_) => 1,
                SpanNode::Phrase(parts) => {
                    let words: usize = parts.iter().map(Vec::len).sum();
                    u32::try_from(words + parts.len().saturating_sub(1) * MAX_GAP as usize).ok()?
                }
                SpanNode::Sloppy(matchers, slop) => slop.checked_add(u32::try_from(matchers.len()).ok()?)?,
                SpanNode::Near { left, right, within: Within::Words(words), .. } => {
                    words.checked_add(longest(left)?)?.checked_add(longest(right)?)?
                }
                SpanNode::Near { .. } => return None,
                SpanNode::Any(nodes) => {
                    nodes.iter().map(longest).try_fold(0, |most, own| Some(own?.max(most)))?
                }
            })
        }
        self.clauses.iter().map(longest).try_fold(0, |most, own| Some(own?.max(most)))
    }

    /// The boolean shape of clause `clause`: what must be in a text for it to match at all. `leaf` makes the shape of a
    /// leaf; `all` and `any` combine.
    pub fn shape<T>(&self, clause: usize, shaper: &impl BooleanFold<T>) -> Option<T> {
        fn shape<T>(node: &SpanNode, shaper: &impl BooleanFold<T>) -> T {
            match node {
                SpanNode::TermMatcher(leaf) => shaper.leaf(*leaf),
                SpanNode::Phrase(parts) => {
                    shaper.all(parts.iter().flatten().map(|leaf| shaper.leaf(*leaf)).collect())
                }
                SpanNode::Sloppy(matchers, _) => {
                    shaper.all(matchers.iter().map(|leaf| shaper.leaf(*leaf)).collect())
                }
                SpanNode::Near { left, right, .. } => {
                    shaper.all(vec![shape(left, shaper), shape(right, shaper)])
                }
                SpanNode::Any(nodes) => shaper.any(nodes.iter().map(|node| shape(node, shaper)).collect()),
            }
        }
        self.clauses.get(clause).map(|node| shape(node, shaper))
    }

    /// The places at which clause `clause` matches, in order. `positions` has those of every leaf, in order.
    pub fn find(&self, clause: usize, positions: &[Vec<u32>], breaks: SpanBoundaries<'_>) -> Vec<Match> {
        self.clauses.get(clause).map_or(Vec::new(), |node| SpanFinder { positions, breaks }.find(node))
    }

    /// How many places [`SpanPattern::find`] finds.
    pub fn count(&self, clause: usize, positions: &[Vec<u32>], breaks: SpanBoundaries<'_>) -> usize {
        self.near_words(clause, positions).unwrap_or_else(|| self.find(clause, positions, breaks).len())
    }

    /// The same for two words near each other, most of what is asked of nearness: counted as they stand, since in most
    /// articles that have both they are apart.
    fn near_words(&self, clause: usize, positions: &[Vec<u32>]) -> Option<usize> {
        let SpanNode::Near { left, right, within: Within::Words(words), ordered } =
            self.clauses.get(clause)?
        else {
            return None;
        };
        let (SpanNode::TermMatcher(left), SpanNode::TermMatcher(right)) = (&**left, &**right) else {
            return None;
        };
        count_pairs(&positions[*left], &positions[*right], *words, *ordered)
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

    fn node(&mut self, query: &Query) -> Option<SpanNode> {
        Some(match query {
            Query::Term(term) => match &term.base {
                Some(base) => SpanNode::TermMatcher(self.leaf(TermMatcher::Inflected(base.clone()))),
                None => {
                    let exact = |piece: &String| self.leaf(TermMatcher::Exact(piece.clone()));
                    SpanNode::Phrase(vec![term.pieces.iter().map(exact).collect()])
                }
            },
            Query::Pattern(pattern) => SpanNode::TermMatcher(self.slot(&Slot::Glob(pattern.glob.clone()))),
            Query::Fuzzy(fuzzy) => SpanNode::TermMatcher(self.leaf(TermMatcher::Fuzzy(fuzzy.clone()))),
            Query::Phrase(phrase) => self.phrase(phrase),
            Query::Near(near) => {
                let Near { left, right, within, ordered } = &**near;
                let (left, right) = (Box::new(self.node(left)?), Box::new(self.node(right)?));
                SpanNode::Near { left, right, within: *within, ordered: *ordered }
            }
            Query::Bool(parts) if query.is_positional() => {
                SpanNode::Any(parts.iter().map(|(_, query)| self.node(query)).collect::<Option<_>>()?)
            }
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) | Query::Bool(_) => return None,
        })
    }

    fn phrase(&mut self, phrase: &Phrase) -> SpanNode {
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for part in &phrase.parts {
            parts.push(part.iter().map(|slot| self.slot(slot)).collect());
        }
        match (phrase.slop, parts.as_slice()) {
            (0, [part]) if part.len() == 1 => SpanNode::TermMatcher(part[0]),
            (slop, [_]) if slop > 0 => SpanNode::Sloppy(parts.remove(0), slop),
            _ => SpanNode::Phrase(parts),
        }
    }

    fn slot(&mut self, slot: &Slot) -> usize {
        match slot {
            Slot::Word(word) => self.leaf(TermMatcher::Exact(word.clone())),
            Slot::Glob(pattern) => match Glob::new(pattern) {
                Some(glob) => self.leaf(TermMatcher::Glob(pattern.clone(), glob)),
                None => self.leaf(TermMatcher::Exact(pattern.clone())), // too long to be a pattern, and the parser knows
            },
        }
    }

    fn leaf(&mut self, leaf: TermMatcher) -> usize {
        match self.matchers.iter().position(|known| *known == leaf) {
            Some(at) => at,
            None => {
                self.matchers.push(leaf);
                self.matchers.len() - 1
            }
        }
    }
}

/// Makes something out of the boolean shape of a clause.
pub trait BooleanFold<T> {
    /// A leaf, by its number.
    fn leaf(&self, leaf: usize) -> T;
    /// All of these.
    fn all(&self, shapes: Vec<T>) -> T;
    /// Any of these.
    fn any(&self, shapes: Vec<T>) -> T;
}
