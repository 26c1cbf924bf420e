//! What the training scripts in `tools/` read: the very columns the model sees.

use super::features;
use super::page::{Gaps, Page};
use crate::extract::plain;
use crate::text::LineIndex;

/// The features of one page as the scripts want them.
pub struct Rows {
    /// The lines of the source, counted from 1, that each block covers: first and last.
    pub lines: Vec<(u32, u32)>,
    /// The columns, one after the other, a byte a block.
    pub columns: Vec<Vec<u8>>,
    /// The words of each block.
    pub words: Vec<u32>,
}

/// The features of a text.
pub fn rows(source: &str) -> Rows {
    let blocks = plain::blocks(source);
    let index = LineIndex::new(source);
    let page = Page::new(&blocks, Gaps::Lines(source));
    let span = |block: &crate::extract::Block| {
        let span = block.text.origin_span();
        (index.line(span.start), index.line(span.end.saturating_sub(1)))
    };
    let columns = features::columns(&page);
    Rows {
        lines: blocks.iter().map(span).collect(),
        columns: (0..features::COUNT).map(|column| columns.shifted(column, 0).to_vec()).collect(),
        words: page.shapes.iter().map(|shape| shape.words).collect(),
    }
}
