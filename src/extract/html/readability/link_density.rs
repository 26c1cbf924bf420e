//! Counts of characters, in all and in links.

use crate::extract::html::readability::dom::{Dom, NodeId};
use crate::extract::html::readability::names::LOCAL;
use crate::extract::html::tag::Tag;

/// Counts the characters in `id`.
pub(super) fn char_count(dom: &Dom, id: NodeId) -> f32 {
    dom.chars(id) as f32
}

/// Counts the characters in links in `id`, weighted by [`link_weight`].
pub(super) fn linked_chars(dom: &Dom, id: NodeId) -> f32 {
    let links = dom.descendants(id).filter(|id| dom.is(*id, Tag::A));
    links.map(|link| char_count(dom, link) * link_weight(dom.node(link).marks)).sum()
}

/// Returns the weight of a link in the link density: links within the page weigh less.
pub(super) fn link_weight(marks: u16) -> f32 {
    if marks & LOCAL != 0 { 0.3 } else { 1.0 }
}
