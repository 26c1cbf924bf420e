//! HTML pages: splits a page into blocks and reads its metadata.
//!
//! One pass over the source builds the blocks, mapped back to it, the element tree around them, the metadata,
//! and a light copy of the page on which [`readability`] computes the share of each block that it would keep.
//! Which blocks belong to the article is decided in [`crate::clean::html`]; Readability's answer is one of
//! the features.
//!
//! ```
//! use clippings::internals::extract::html::read;
//! let page = read("<title>Tide</title><p>High <b>water</b> at&nbsp;nine.</p><p>Low at three.");
//! assert_eq!(page.tree.blocks[0].text.as_str(), "High water at nine.");
//! assert_eq!(page.tree.blocks[1].text.origin_span(), 60..73);
//! assert_eq!(page.metadata.metadata.title.as_deref(), Some("Tide"));
//! ```

mod attribute;
mod block_text;
mod builder;
pub(crate) mod class_hints;
mod compose;
mod declared;
pub(super) mod entities;
mod json_ld;
mod lookahead;
mod metadata;
mod published;
pub(crate) mod readability;
mod reveal;
pub(crate) mod tag;
mod tokenizer;
pub(crate) mod tree;
mod visible;

pub(crate) use metadata::PageMetadata;
pub(crate) use tree::ElementTree;
pub(crate) use visible::{as_displayed, displayed, is_struck, visible_text};

use crate::extract::Block;

/// A parsed page.
#[derive(Debug)]
pub struct Page {
    /// Blocks, and the tree of elements around them.
    pub tree: ElementTree,
    /// For each block, the share of it that Readability keeps, from 0 to 1. `None` if the page is too large
    /// for it.
    pub readability: Option<Vec<f32>>,
    /// Metadata that the page declares.
    pub metadata: PageMetadata,
    /// The text of the article that the page declares for programs.
    declared: declared::DeclaredText,
}

impl Page {
    /// Returns whether the page declares no text.
    pub(crate) fn declares_nothing(&self) -> bool {
        self.declared.is_empty()
    }

    /// Returns the number of bytes of the text that the page declares.
    pub(crate) fn declared_bytes(&self) -> usize {
        self.declared.bytes()
    }

    /// Returns the strings of the text that the page declares for programs, possibly with markup in them.
    pub(crate) fn declared_strings(&self) -> impl Iterator<Item = &str> {
        self.declared.strings()
    }

    /// Returns the blocks of the text that the page declares for programs, mapped to `source`.
    pub(crate) fn declared_blocks(&self, source: &str) -> Vec<Block> {
        let texts = self.declared.texts(source);
        texts.iter().flat_map(|(text, kind)| declared::fragment::split(text, *kind)).collect()
    }

    /// Returns the blocks of the text that the page hands to its scripts, mapped to `source`.
    pub(crate) fn hydration_blocks(&self, source: &str) -> Vec<Block> {
        let title = self.metadata.metadata.title.as_deref().unwrap_or("");
        let texts = declared::hydration::find(source, title).texts(source);
        texts.iter().flat_map(|(text, kind)| declared::fragment::split(text, *kind)).collect()
    }

    /// Returns the blocks of the description that the page declares in place of a text.
    pub(crate) fn declared_description(&self, source: &str) -> Vec<Block> {
        let texts = self.declared.description(source);
        texts.iter().flat_map(|(text, kind)| declared::fragment::split(text, *kind)).collect()
    }
}

/// Parses `source`. Never fails: a text without markup is a page of one block.
pub fn read(source: &str) -> Page {
    let page = read_as_written(source);
    if !page.tree.has_embedded {
        return page;
    }
    let Some(composed) = compose::compose(source) else { return page };
    let declared = page.declared;
    let mut page = read_as_written(composed.as_str());
    for block in page.tree.blocks.iter_mut().chain(&mut page.tree.extras) {
        block.text = block.text.through(&composed);
    }
    // Scripts are not part of frames, and stand where they stood.
    Page { declared, ..page }
}

/// Parses `source` without what its attributes hold, and in the order of its bytes.
fn read_as_written(source: &str) -> Page {
    let mut reader = metadata::PageReader::default();
    let mut dom = readability::LightDom::default();
    let tree = builder::build(source, &mut reader, &mut dom);
    let declared = reader.take_declared();
    let metadata = reader.finish(&tree);
    let title = metadata.metadata.title.as_deref().or(metadata.page_title.as_deref()).unwrap_or("");
    let readability = dom.kept_shares(&tree, title);
    Page { tree, readability, metadata, declared }
}
