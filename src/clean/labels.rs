//! The label of a block: verdict, role and confidence.

use crate::clean::reason::Reason;

/// The decision to keep or cut a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The block belongs to the article.
    Keep,
    /// The block is boilerplate, for this reason.
    Cut(Reason),
}

/// The role of a kept block in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Role {
    /// Running text, subheadings included.
    #[default]
    Body,
    /// The title.
    Title,
    /// The caption of a picture.
    Caption,
    /// A text outside the running text, always cut.
    Extra,
}

/// The verdict on one block and the confidence in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BlockLabel {
    /// Keep or cut.
    pub verdict: Verdict,
    /// Role in the article; where the block is cut, only [`Role::Extra`] means something.
    pub role: Role,
    /// Confidence from 0.5 (a coin toss) to 1 (certain).
    pub confidence: f32,
    /// Line of the rules file that decided, if a user rule did.
    pub rule: Option<u32>,
}
