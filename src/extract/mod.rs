//! From the text of a source to the blocks it is made of.
//!
//! A [`Block`] is a paragraph-level piece: a heading, a paragraph, a list item, a line of a menu. Blocks come in the
//! order of the source, do not overlap, and each knows the bytes it came from. Nothing is judged here: that is
//! [`crate::clean`]'s work.

pub mod bylines;
pub mod dates;
pub mod html;
pub mod markdown;
pub mod plain;

use crate::text::MappedText;

/// What a block is in its source, as far as the format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BlockKind {
    /// A line or paragraph of plain text, of which nothing more is known.
    #[default]
    Paragraph,
    /// A heading marked as one.
    Heading,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A caption marked as one.
    Caption,
    /// A cell or row of a table.
    Table,
    /// Preformatted text.
    Preformatted,
}

/// A paragraph-level piece of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What the format says it is.
    pub kind: BlockKind,
    /// Its text, which knows where it stands in the source. Never blank.
    pub text: MappedText,
}
