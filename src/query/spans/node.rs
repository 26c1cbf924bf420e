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
}
