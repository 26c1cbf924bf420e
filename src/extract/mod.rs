//! Extraction: splits a source into blocks and reads its metadata.
//!
//! A [`Block`] is a paragraph-level piece: a heading, a paragraph, a list item, a line of a menu. Blocks are
//! in the order of the source, do not overlap, and map back to the bytes they came from. Which of them belong
//! to the article is decided in [`crate::clean`].

pub(crate) mod author_names;
pub(crate) mod bylines;
pub(crate) mod dates;
pub(crate) mod draft;
pub(crate) mod html;
pub(crate) mod markdown;
mod notes;
pub(crate) mod plain;

use crate::text::MappedText;

/// The kind of a block, as far as the format tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BlockKind {
    /// A line or paragraph of plain text, or of unknown kind.
    #[default]
    Paragraph,
    /// A heading marked as one.
    Heading,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quote,
    /// A caption marked as one.
    Caption,
    /// A cell or row of a table.
    Table,
    /// Preformatted text.
    Preformatted,
    /// A comment or note of the reader within a text. It may stand within the block before it.
    Remark,
}

/// A paragraph-level piece of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Kind of the block.
    pub kind: BlockKind,
    /// Text, mapped to the source. Never blank.
    pub text: MappedText,
}
