//! Tokens to blocks: which element every piece of text stands in, and where blocks begin and end.
//!
//! Elements are kept in a flat list, each with its parent; a parent always comes before its children. Everything
//! that could grow without bound is bounded: depth, number of elements, number of blocks.

use crate::extract::Block;
use crate::extract::html::builder::Builder;
use crate::extract::html::class_hints::Hints;
use crate::extract::html::metadata::PageReader;
use crate::extract::html::readability::Sketch;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::{HtmlToken, Tokenizer};

/// Elements deeper than this belong to the one at this depth.
pub const MAX_DEPTH: usize = 200;
/// Elements beyond this number are not remembered; their text is.
pub const MAX_NODES: usize = 200_000;

/// An element.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// Index of the element it stands in; the root is its own parent.
    pub parent: u32,
    /// How many elements it stands in.
    pub depth: u16,
    /// What its own class, id and role say.
    pub hints: Hints,
    /// Whether it or an element around it is not displayed.
    pub hidden: bool,
    /// Equal for elements of the same name and class with parents of which the same holds.
    pub signature: u64,
    /// Whether it leads somewhere; an anchor without an address does not.
    pub is_link: bool,
    /// How many elements its parent had before it.
    pub ordinal: u32,
    /// How many elements it has directly in it.
    pub children: u32,
}

/// Where a block stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The innermost block-level element around it.
    pub container: u32,
    /// The innermost element around its first letter.
    pub inline: u32,
    /// How many bytes of the text are in links.
    pub link_bytes: u32,
    /// How many bytes of the text are bold, a time or a label.
    pub strong_bytes: u32,
    /// How many line breaks are in it.
    pub breaks: u16,
    /// How many links.
    pub links: u16,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub struct Tree {
    /// Elements, parents first.
    pub nodes: Vec<Node>,
    /// Blocks in the order of the source.
    pub blocks: Vec<Block>,
    /// By block: where it stands.
    pub places: Vec<Place>,
    /// By piece of text (what stands between two tags): the block it went to.
    pub pieces: Vec<u32>,
}

/// Takes `source` apart; everything the page says about itself goes to `page`.
pub fn build<'a>(source: &'a str, page: &mut PageReader, sketch: &mut Sketch<'a>) -> Tree {
    let mut builder = Builder::new(source, page, sketch);
    for token in Tokenizer::new(source) {
        match token {
            HtmlToken::Text(range) => builder.text(range),
            HtmlToken::Start(tag) => builder.start(&tag),
            HtmlToken::End(name) => builder.end(Tag::named(name)),
            HtmlToken::Raw { element, content } => builder.raw(Tag::named(element), content),
        }
    }
    builder.finish()
}
