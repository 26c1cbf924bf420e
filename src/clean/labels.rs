//! The verdict on a block, and how sure it is.

use crate::clean::reason::Reason;

/// What is to become of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It belongs to the article.
    Keep,
    /// It does not, for this reason.
    Cut(Reason),
}

/// What a kept block is in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Text of the article, subheadings included.
    #[default]
    Body,
    /// The title.
    Title,
    /// The caption of a picture.
    Caption,
}

/// The verdict on one block and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockLabel {
    /// Keep or cut.
    pub verdict: Verdict,
    /// What the block is in the article; of no meaning where it is cut.
    pub role: Role,
    /// From 0.5 (a coin toss) to 1 (certain).
    pub confidence: f32,
    /// The line of the reader's rules file that decided, when one did.
    pub rule: Option<u32>,
}
