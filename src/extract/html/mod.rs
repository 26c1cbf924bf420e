//! HTML pages: from markup to blocks, and what the page says about itself.
//!
//! One pass over the source gives the blocks with their way back to it, the elements they stand in, the metadata, and
//! a sketch of the page in which Readability's way of finding articles
//! (`grab`) says what it would keep of every block, as evidence. What is the
//! article and what is not is decided in [`crate::clean::html`].
//!
//! ```
//! let page = clippings::extract::html::read("<title>Tide</title><p>High <b>water</b> at&nbsp;nine.</p><p>Low at three.");
//! assert_eq!(page.tree.blocks[0].text.as_str(), "High water at nine.");
//! assert_eq!(page.tree.blocks[1].text.origin_span(), 60..73);
//! assert_eq!(page.about.metadata.title.as_deref(), Some("Tide"));
//! ```

mod block_text;
mod builder;
pub mod class_hints;
mod entities;
mod json_ld;
mod metadata;
pub mod readability;
pub mod tag;
mod tokenizer;
pub mod tree;

pub use metadata::PageMetadata;
pub use tree::Tree;

/// A page, taken apart and not yet judged.
#[derive(Debug)]
pub struct Page {
    /// Blocks and the elements they stand in.
    pub tree: Tree,
    /// By block: the share of it that Readability's way keeps. `None` where the page was too large to ask.
    pub kept: Option<Vec<f32>>,
    /// What the page says about itself.
    pub about: PageMetadata,
}

/// Takes `source` apart. Never fails: a text without any markup is a page of one block.
pub fn read(source: &str) -> Page {
    let mut reader = metadata::PageReader::default();
    let mut sketch = readability::Sketch::default();
    let tree = tree::build(source, &mut reader, &mut sketch);
    let about = reader.finish();
    let title = about.metadata.title.as_deref().or(about.page_title.as_deref()).unwrap_or("");
    let kept = sketch.kept(&tree, title);
    Page { tree, kept, about }
}
