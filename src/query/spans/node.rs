//! The nodes of a compiled clause.

use crate::query::ast::Within;

/// A node of a clause. Terms are indices of term matchers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum SpanNode {
    /// Index of a term matcher.
    Term(usize),
    /// Parts of adjacent terms, with up to [`MAX_GAP`](crate::query::ast::MAX_GAP) words between two parts.
    Phrase(Vec<Vec<usize>>),
    /// Terms out of place by at most this slop.
    SloppyPhrase(Vec<usize>, u32),
    Near {
        left: Box<SpanNode>,
        right: Box<SpanNode>,
        within: Within,
        ordered: bool,
    },
    Any(Vec<SpanNode>),
    /// Only in direct speech. No operand of another node.
    Speech(Box<SpeechNode>),
}

/// Condition on an utterance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum SpeechNode {
    /// Has these words.
    Words(SpanNode),
    /// Has a speaker with a name of this term matcher.
    Speaker(usize),
    /// Nothing. The term matcher stands for the beginnings of direct speech.
    Every(usize),
    /// All of `required`, at least one, and none of `excluded`.
    All {
        required: Vec<SpeechNode>,
        excluded: Vec<SpeechNode>,
    },
    Any(Vec<SpeechNode>),
}

impl SpeechNode {
    /// Returns whether any words are asked for.
    pub(super) fn has_words(&self) -> bool {
        match self {
            SpeechNode::Words(_) => true,
            SpeechNode::Speaker(_) | SpeechNode::Every(_) => false,
            SpeechNode::All { required, .. } => required.iter().any(SpeechNode::has_words),
            SpeechNode::Any(nodes) => nodes.iter().any(SpeechNode::has_words),
        }
    }

    /// Returns whether `is` holds for some of the words that are asked for or excluded.
    pub(super) fn any_words(&self, is: &impl Fn(&SpanNode) -> bool) -> bool {
        match self {
            SpeechNode::Words(words) => is(words),
            SpeechNode::Speaker(_) | SpeechNode::Every(_) => false,
            SpeechNode::All { required, excluded } => {
                required.iter().chain(excluded).any(|node| node.any_words(is))
            }
            SpeechNode::Any(nodes) => nodes.iter().any(|node| node.any_words(is)),
        }
    }
}
