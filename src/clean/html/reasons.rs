//! Why a block was cut, as far as its place in the page tells.

use crate::clean::html::layout::{Layout, link_share};
use crate::clean::reason::Reason;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Families of names (see [`crate::extract::html::class_hints`]) that give a reason, the most telling first.
const BY_NAME: [(usize, Reason); 12] = [
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

/// Why block `index`, which was cut, was cut; `None` where its place does not say.
pub fn reason(page: &Page, layout: &Layout<'_>, index: usize, title: Option<usize>) -> Option<Reason> {
    let tree = &page.tree;
    let text = tree.blocks[index].text.as_str();
    if title.is_some_and(|title| title != index && tree.blocks[title].text.as_str() == text) {
        return Some(Reason::RepeatedTitle);
    }
    let phrases = layout.stats[index].phrases;
    let short = layout.stats[index].words <= 40;
    let says = |family: u32| short && phrases >> family & 1 == 1;
    if says(5) {
        return Some(Reason::SiteNotice);
    }
    if says(0) {
        return Some(Reason::NewsletterForm);
    }
    let mut node = tree.places[index].inline;
    for _ in 0..12 {
        let element = &tree.nodes[node as usize];
        if let Some((_, reason)) = BY_NAME.iter().find(|(family, _)| element.hints >> family & 1 == 1) {
            return Some(*reason);
        }
        match element.tag {
            Tag::Nav => return Some(Reason::Navigation),
            Tag::Form | Tag::Button | Tag::Label | Tag::Option => return Some(Reason::Form),
            Tag::Footer => return Some(Reason::SiteNotice),
            _ => node = element.parent,
        }
    }
    if says(4) {
        return Some(Reason::Comments);
    }
    let linked = link_share(tree.places[index].link_bytes, tree.blocks[index].text.len());
    (linked > 0.5).then_some(if layout.stats[index].words < 5 {
        Reason::Navigation
    } else {
        Reason::OtherStory
    })
}
