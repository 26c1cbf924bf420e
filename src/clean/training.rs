//! What the training scripts in `tools/` read: the very columns the model sees.

use super::html::model::Forest;
use super::html::{self, Cleaned, Models, clean_by};
use super::model::Model;
use super::page::{Gaps, Page};
use super::{Article, Context, features, judge};
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

/// Cleans a text by the table `model` in place of the one that is built in; `None` when it cannot be read.
pub fn clean_text_with(source: &str, model: &[u8]) -> Option<Article> {
    let blocks = plain::blocks(source);
    let judged = judge::judge_by(&blocks, Gaps::Lines(source), &Context::default(), &Model::read(model)?);
    Some(Article::new(source, &LineIndex::new(source), &blocks, &judged.judgments, judged.metadata))
}

/// Cleans an HTML page by other tables than those built in: that of the line model, then that of the forest.
pub fn clean_html_with(source: &str, text: &[u8], html: &str) -> Option<Cleaned> {
    let (text, html) = (Model::read(text)?, Forest::parse(html));
    Some(clean_by(source, &Context::default(), Models { text: &text, html: &html }))
}

/// What the training script needs of an HTML page: for every block its size and its features. `text` is the table of the
/// line model; `None` when that cannot be read, and the built-in one where there is none.
pub fn html_rows(page: &crate::extract::html::Page, text: Option<&[u8]>) -> Option<Vec<(f32, Vec<f32>)>> {
    match text {
        Some(table) => Some(html::training_rows(page, &Model::read(table)?)),
        None => Some(html::training_rows(page, Model::get())),
    }
}
