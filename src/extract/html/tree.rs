//! The element tree: the elements of a page and the blocks in them.
//!
//! Elements are in a flat list, each with the index of its parent; a parent always precedes its children.
//! Depth, number of elements and number of blocks are bounded.

use crate::extract::Block;
use crate::extract::html::class_hints::Hints;
use crate::extract::html::tag::Tag;

/// Maximum depth; deeper elements are merged into the one at this depth.
pub(crate) const MAX_DEPTH: usize = 200;
/// Maximum number of elements; further ones are dropped, but not their text.
pub(crate) const MAX_NODES: usize = 200_000;

/// An element.
#[derive(Debug, Clone)]
pub struct Node {
    /// Tag of the element.
    pub tag: Tag,
    /// Index of the parent element; the root is its own parent.
    pub parent: u32,
    /// Number of ancestors.
    pub depth: u16,
    /// Hints from its class, id and role.
    pub hints: Hints,
    /// Whether the element or an ancestor is hidden.
    pub hidden: bool,
    /// Hash of the tag and class of the element and its ancestors.
    pub signature: u64,
    /// Whether the element is a link with an address.
    pub is_link: bool,
    /// Index among the children of its parent.
    pub ordinal: u32,
    /// Number of child elements.
    pub children: u32,
}

/// Position of a block in the tree, and counts over its text.
#[derive(Debug, Clone)]
pub struct BlockContext {
    /// Index of the innermost block-level element around the block.
    pub container: u32,
    /// Index of the innermost element around the first character.
    pub inline: u32,
    /// Number of bytes in links.
    pub link_bytes: u32,
    /// Number of bytes that are bold, in a `time` or in a `label`.
    pub strong_bytes: u32,
    /// Number of line breaks.
    pub line_breaks: u16,
    /// Number of links.
    pub links: u16,
}

/// The elements and blocks of a page.
#[derive(Debug, Default)]
pub struct ElementTree {
    /// Elements, parents first.
    pub nodes: Vec<Node>,
    /// Blocks in the order of the source.
    pub blocks: Vec<Block>,
    /// For each block, its position and counts.
    pub contexts: Vec<BlockContext>,
    /// Texts outside the running text, in the order of the source: titles as headings, texts of pictures as
    /// captions, texts of forms as paragraphs.
    pub extras: Vec<Block>,
    /// For each text node, the index of its block.
    pub text_nodes: Vec<u32>,
    /// Elements that are hidden until they are unfolded, in order.
    pub unfolded: Vec<u32>,
    /// Whether the page has slots of shadow roots, or frames with their source in an attribute.
    pub has_embedded: bool,
}
