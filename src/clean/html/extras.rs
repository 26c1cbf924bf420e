//! Adds the texts outside the running text of a page to its cut text, where they are not on the page already.

use std::collections::HashSet;

use crate::article::Metadata;
use crate::clean::completeness::StoredLetters;
use crate::clean::labels::{BlockLabel, Role, Verdict};
use crate::clean::reason::Reason;
use crate::clean::title_words;
use crate::extract::html::Page;
use crate::extract::{Block, BlockKind};

/// Returns the blocks of `page` with their `labels`, and among them, in the order of the source, the texts
/// that neither a block nor the `metadata` has.
pub(crate) fn with_extras(
    page: &mut Page,
    labels: Vec<BlockLabel>,
    metadata: &Metadata,
) -> (Vec<Block>, Vec<BlockLabel>) {
    let (blocks, extras) = (std::mem::take(&mut page.tree.blocks), std::mem::take(&mut page.tree.extras));
    let extras: Vec<Block> = extras
        .into_iter()
        .filter(|extra| {
            extra.kind != BlockKind::Heading || !title_words::are_stored(metadata, extra.text.as_str())
        })
        .collect();
    if extras.is_empty() {
        return (blocks, labels);
    }
    let letters = StoredLetters::new(blocks.iter().map(|block| block.text.as_str()));
    let mut seen = HashSet::new();
    let is_new = |extra: &Block| {
        !letters.contains_text(extra.text.as_str()) && seen.insert(extra.text.as_str().to_owned())
    };
    let extras: Vec<Block> = extras.into_iter().filter(is_new).collect();
    merge(blocks.into_iter().zip(labels), extras.into_iter().map(|extra| (label(extra.kind), extra)))
}

/// Returns the label of an extra text.
fn label(kind: BlockKind) -> BlockLabel {
    let reason = match kind {
        BlockKind::Heading => Reason::PageTitle,
        BlockKind::Caption => Reason::Picture,
        _ => Reason::Form,
    };
    BlockLabel { verdict: Verdict::Cut(reason), role: Role::Extra, confidence: 1.0, rule: None }
}

/// Puts each extra text before the first block that begins behind it. The order of the blocks, which is that
/// of the page as it is displayed, does not change.
fn merge(
    blocks: impl Iterator<Item = (Block, BlockLabel)>,
    extras: impl Iterator<Item = (BlockLabel, Block)>,
) -> (Vec<Block>, Vec<BlockLabel>) {
    let start = |block: &Block| block.text.origin_span().start;
    let mut extras = extras.peekable();
    let mut merged = (Vec::new(), Vec::new());
    let mut push = |block, label| {
        merged.0.push(block);
        merged.1.push(label);
    };
    for (block, label) in blocks {
        while let Some((label, extra)) = extras.next_if(|(_, extra)| start(extra) < start(&block)) {
            push(extra, label);
        }
        push(block, label);
    }
    for (label, extra) in extras {
        push(extra, label);
    }
    merged
}

#[cfg(test)]
mod tests {
    use crate::clean::html::clean;

    #[test]
    fn other_words_in_the_title_of_the_window_are_cut_text() {
        let page = |title: &str| {
            format!(
                "<title>{title}</title><meta property=og:title content='Ferry stays in port'>\
                 <meta property=og:site_name content='Coast News'><article><h1>Ferry stays in port</h1>\
                 <p>The ferry will stay in port until its engine has been examined, officials said on Monday.</p>\
                 <img alt='A ferry with smoke over its funnel'><img alt='its engine has been examined'>\
                 <p>Passengers are to be carried by bus, which takes three hours longer than the crossing.</p></article>"
            )
        };
        let cut = |title: &str| clean(&page(title)).article.cut.text.as_str().to_owned();
        assert_eq!(cut("Ferry stays in port | Coast News"), "A ferry with smoke over its funnel");
        let both = cut("Engine trouble at Northhaven | Coast News");
        assert_eq!(both, "Engine trouble at Northhaven | Coast News\nA ferry with smoke over its funnel");
        let article = clean(&page("Ferry stays in port")).article;
        assert!(
            article.body.blocks.iter().skip(1).all(|block| !block.after_gap),
            "{:?}",
            article.body.blocks
        );
    }
}
