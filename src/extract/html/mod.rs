//! HTML pages: from markup to blocks, and what the page says about itself.
//!
//! One pass over the source gives the blocks with their way back to it, the elements they stand in, the metadata, and
//! the page rewritten small for an extractor crate, whose opinion on every block is kept as evidence. What is the
//! article and what is not is decided in [`crate::clean::html`].
//!
//! ```
//! let page = clippings::extract::html::read("<title>Tide</title><p>High <b>water</b> at&nbsp;nine.</p><p>Low at three.");
//! assert_eq!(page.tree.blocks[0].text.as_str(), "High water at nine.");
//! assert_eq!(page.tree.blocks[1].text.origin_span(), 60..73);
//! assert_eq!(page.about.title.as_deref(), Some("Tide"));
//! ```

mod builder;
pub mod element;
mod entity;
mod extractor;
mod flow;
pub mod hints;
mod jsonld;
mod page;
mod rewrite;
mod tokenizer;
pub mod tree;

pub use page::PageMetadata;
pub use tree::Tree;

/// A page, taken apart and not yet judged.
#[derive(Debug)]
pub struct Page {
    /// Blocks and the elements they stand in.
    pub tree: Tree,
    /// By block: the share of it that the extractor kept. `None` where it had no answer.
    pub kept: Option<Vec<f32>>,
    /// What the page says about itself.
    pub about: PageMetadata,
}

/// Takes `source` apart. Never fails: a text without any markup is a page of one block.
pub fn read(source: &str) -> Page {
    let mut reader = page::PageReader::default();
    let mut rewriter = rewrite::Rewriter::default();
    let tree = tree::build(source, &mut reader, &mut rewriter);
    let about = reader.finish();
    let kept = extractor::kept(&tree, rewriter, about.page_title.as_deref().unwrap_or(""));
    Page { tree, kept, about }
}
