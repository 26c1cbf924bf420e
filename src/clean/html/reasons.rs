//! Reasons for cutting a block, from its position in the page.

use crate::clean::html::block_stats::{COMMENT_KEYWORDS, COPYRIGHT_KEYWORDS, NEWSLETTER_KEYWORDS};
use crate::clean::html::layout::{Layout, link_share};
use crate::clean::reason::Reason;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Families of class names (see [`crate::extract::html::class_hints`]) that imply a reason, the most telling
/// first.
const BY_CLASS_NAME: [(usize, Reason); 12] = [
    (0, Reason::Comments),
    (8, Reason::NewsletterForm),
    (1, Reason::OtherStory),
    (7, Reason::Advertisement),
    (2, Reason::Share),
    (25, Reason::Form),
    (3, Reason::Navigation),
    (4, Reason::SiteNotice),
    (13, Reason::SiteNotice),
    (9, Reason::Byline),
    (10, Reason::DateLine),
    (11, Reason::Navigation),
];

/// Ancestors whose class names and tags are considered.
const MAX_ANCESTORS: usize = 12;

/// Returns the reason for cutting block `index`; `None` if its position does not tell.
pub(super) fn cut_reason(
    page: &Page,
    layout: &Layout<'_>,
    index: usize,
    title: Option<usize>,
) -> Option<Reason> {
    let tree = &page.tree;
    let text = tree.blocks[index].text.as_str();
    if title.is_some_and(|title| title != index && tree.blocks[title].text.as_str() == text) {
        return Some(Reason::RepeatedTitle);
    }
    let keywords = layout.stats[index].keywords;
    let is_short = layout.stats[index].words <= 40;
    let has_keyword = |family: usize| is_short && keywords >> family & 1 == 1;
    if has_keyword(COPYRIGHT_KEYWORDS) {
        return Some(Reason::SiteNotice);
    }
    if has_keyword(NEWSLETTER_KEYWORDS) {
        return Some(Reason::NewsletterForm);
    }
    let mut node = tree.contexts[index].inline;
    for _ in 0..MAX_ANCESTORS {
        let element = &tree.nodes[node as usize];
        if let Some((_, reason)) = BY_CLASS_NAME.iter().find(|(family, _)| element.hints >> family & 1 == 1) {
            return Some(*reason);
        }
        match element.tag {
            Tag::Nav => return Some(Reason::Navigation),
            Tag::Form | Tag::Button | Tag::Label | Tag::Option => return Some(Reason::Form),
            Tag::Footer => return Some(Reason::SiteNotice),
            _ => node = element.parent,
        }
    }
    if has_keyword(COMMENT_KEYWORDS) {
        return Some(Reason::Comments);
    }
    let link_share_of_block = link_share(tree.contexts[index].link_bytes, tree.blocks[index].text.len());
    (link_share_of_block > 0.5).then_some(if layout.stats[index].words < 5 {
        Reason::Navigation
    } else {
        Reason::OtherStory
    })
}
