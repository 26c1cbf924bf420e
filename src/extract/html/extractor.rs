//! The opinion of an extractor crate on every block.

use super::rewrite::{self, Rewriter};
use super::tree::Tree;
use dom_smoothie::{Config, Readability};

/// By block, the share of its pieces that the extractor's article holds; `None` when it found no article.
pub fn kept(tree: &Tree, rewriter: Rewriter, title: &str) -> Option<Vec<f32>> {
    let html = rewriter.finish(title)?;
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::new(html, None, Some(config)).ok()?.parse().ok()?;
    let mut held = vec![false; tree.pieces.len()];
    for piece in article.text_content.chars().filter_map(rewrite::piece) {
        if let Some(held) = held.get_mut(piece) {
            *held = true;
        }
    }
    let mut counts = vec![(0u32, 0u32); tree.blocks.len()];
    for (block, held) in tree.pieces.iter().zip(held) {
        if let Some((all, kept)) = counts.get_mut(*block as usize) {
            *all += 1;
            *kept += u32::from(held);
        }
    }
    Some(counts.into_iter().map(|(all, kept)| kept as f32 / all.max(1) as f32).collect())
}
