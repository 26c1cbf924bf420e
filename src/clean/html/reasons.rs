//! Reasons for cutting a block, from its position in the page.

use crate::clean::html::block_stats::{COMMENT_KEYWORDS, COPYRIGHT_KEYWORDS, NEWSLETTER_KEYWORDS};
use crate::clean::html::layout::{Layout, link_share};
use crate::clean::reason::Reason;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Families of class names, as numbered by [`crate::extract::html::class_hints`].
mod family {
    pub(super) const COMMENTS: usize = 0;
    pub(super) const RELATED: usize = 1;
    pub(super) const SHARE: usize = 2;
    pub(super) const NAVIGATION: usize = 3;
    pub(super) const FOOTER: usize = 4;
    pub(super) const ADVERTISING: usize = 7;
    pub(super) const NEWSLETTER: usize = 8;
    pub(super) const AUTHOR: usize = 9;
    pub(super) const DATE: usize = 10;
    pub(super) const TAGS: usize = 11;
    pub(super) const COOKIES: usize = 13;
    pub(super) const FORM: usize = 25;
}

/// Families of class names that imply a reason, the most telling first.
const BY_CLASS_NAME: [(usize, Reason); 12] = [
    (family::COMMENTS, Reason::Comments),
    (family::NEWSLETTER, Reason::NewsletterForm),
    (family::RELATED, Reason::OtherStory),
    (family::ADVERTISING, Reason::Advertisement),
    (family::SHARE, Reason::Share),
    (family::FORM, Reason::Form),
    (family::NAVIGATION, Reason::Navigation),
    (family::FOOTER, Reason::SiteNotice),
    (family::COOKIES, Reason::SiteNotice),
    (family::AUTHOR, Reason::Byline),
    (family::DATE, Reason::DateLine),
    (family::TAGS, Reason::Navigation),
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
