//! Prepares the page (`_grabArticle`): removes unlikely candidates, and collects the elements to score.

use crate::extract::html::entities;
use crate::extract::html::readability::dom::{BODY, Dom, NONE, NodeId};
use crate::extract::html::readability::link_density::{char_count, linked_chars};
use crate::extract::html::readability::names::{BYLINE, HIDDEN, MAYBE, MODAL, ROLE, UNLIKELY};
use crate::extract::html::tag::Tag;

/// Removes the first byline.
pub(super) fn remove_byline(dom: &mut Dom) {
    let mut current = dom.next_element(BODY, false);
    while current != NONE {
        if dom.node(current).marks & BYLINE != 0
            && (1..100).contains(&dom.chars(current))
            && dom.has_text(current)
        {
            dom.detach(current);
            return;
        }
        current = dom.next_element(current, false);
    }
}

/// Turns text separated by two or more line breaks into paragraphs (`_replaceBrs`).
pub(super) fn replace_brs(dom: &mut Dom) {
    let breaks: Vec<NodeId> = dom.descendants(BODY).filter(|id| dom.is(*id, Tag::Br)).collect();
    for line_break in breaks {
        if dom.node(line_break).parent == NONE {
            continue;
        }
        let mut doubled = false;
        while let Some(next) =
            next_significant(dom, dom.node(line_break).next).filter(|next| dom.is(*next, Tag::Br))
        {
            dom.detach(next);
            doubled = true;
        }
        if doubled {
            paragraph_at(dom, line_break);
        }
    }
}

/// Moves the content after a line break, up to the next double break or block, into a new paragraph.
fn paragraph_at(dom: &mut Dom, line_break: NodeId) {
    let paragraph = dom.add(Some(Tag::P), 0, 0, 0);
    dom.replace(line_break, paragraph);
    let mut next = dom.node(paragraph).next;
    while next != NONE {
        let ends = dom.is(next, Tag::Br)
            && next_significant(dom, dom.node(next).next).is_some_and(|after| dom.is(after, Tag::Br));
        if ends || !is_phrasing(dom, next) {
            break;
        }
        let after = dom.node(next).next;
        dom.append(paragraph, next);
        next = after;
    }
    trim(dom, paragraph);
    let parent = dom.node(paragraph).parent;
    if parent != NONE && dom.is(parent, Tag::P) {
        dom.rename(parent, Tag::Div);
    }
}

/// Returns `id` or the first sibling after it that is not white space.
fn next_significant(dom: &Dom, mut id: NodeId) -> Option<NodeId> {
    while id != NONE && dom.text(id).is_some_and(|text| text.is_blank()) {
        id = dom.node(id).next;
    }
    (id != NONE).then_some(id)
}

fn trim(dom: &mut Dom, id: NodeId) {
    while dom.node(id).last != NONE && is_white(dom, dom.node(id).last) {
        dom.detach(dom.node(id).last);
    }
}

fn is_white(dom: &Dom, id: NodeId) -> bool {
    dom.is(id, Tag::Br) || dom.text(id).is_some_and(|text| text.is_blank())
}

/// Returns whether a node is phrasing (inline) content (`_isPhrasingContent`).
fn is_phrasing(dom: &Dom, id: NodeId) -> bool {
    use Tag::*;
    match dom.tag(id) {
        None => true,
        Some(
            Br | Button | Code | Em | Img | Input | Label | Q | Select | Small | Span | Strong | Sup | Time,
        ) => true,
        Some(A) => dom.node(id).first != NONE && dom.children(id).all(|child| is_phrasing(dom, child)),
        _ => false,
    }
}

/// Removes elements that cannot belong to the article. Returns the elements to score.
pub(super) fn collect_elements_to_score(dom: &mut Dom, strip_unlikely: bool, title: &str) -> Vec<NodeId> {
    let mut to_score = Vec::new();
    let title = title.to_lowercase();
    let mut title_pending = !title.is_empty();
    let mut current = dom.next_element(BODY, false);
    while current != NONE {
        let tag = dom.tag(current).unwrap_or_default();
        let is_title = title_pending
            && matches!(tag, Tag::H1 | Tag::H2)
            && matches_title(&title, &dom.raw(current, 4 * title.len()));
        title_pending &= !is_title;
        if is_title || must_remove(dom, current, tag, strip_unlikely) {
            let next = dom.next_element(current, true);
            dom.detach(current);
            current = next;
            continue;
        }
        use Tag::*;
        if matches!(tag, Section | H2 | H3 | H4 | H5 | H6 | P | Td | Pre) {
            to_score.push(current);
        }
        if tag == Div {
            current = convert_div(dom, current, &mut to_score);
        }
        current = dom.next_element(current, false);
    }
    to_score
}

/// Returns whether an element with its descendants cannot belong to the article.
fn must_remove(dom: &Dom, id: NodeId, tag: Tag, strip_unlikely: bool) -> bool {
    let marks = dom.node(id).marks;
    if marks & (HIDDEN | MODAL) != 0 || tag == Tag::Dialog {
        return true;
    }
    let named = || {
        marks & UNLIKELY != 0
            && marks & MAYBE == 0
            && tag != Tag::A
            && !dom
                .ancestors(id)
                .take(3)
                .any(|ancestor| dom.is(ancestor, Tag::Table) || dom.is(ancestor, Tag::Code))
    };
    if strip_unlikely && (marks & ROLE != 0 || named()) {
        return true;
    }
    use Tag::*;
    matches!(tag, Div | Section | Header | H1 | H2 | H3 | H4 | H5 | H6) && is_empty(dom, id)
}

fn is_empty(dom: &Dom, id: NodeId) -> bool {
    if dom.has_text(id) {
        return false;
    }
    let children = dom.elements(id).count();
    children == 0 || children == dom.descendants(id).filter(|id| dom.is(*id, Tag::Br)).count()
}

/// Wraps inline content of a `div` in paragraphs, and turns the `div` itself into a paragraph if it is one.
/// Returns the element in its place.
fn convert_div(dom: &mut Dom, div: NodeId, to_score: &mut Vec<NodeId>) -> NodeId {
    let mut child = dom.node(div).first;
    while child != NONE {
        child = if is_phrasing(dom, child) && !is_white(dom, child) {
            wrap(dom, child)
        } else {
            dom.node(child).next
        };
    }
    if let Some(paragraph) = single_child(dom, div, Tag::P)
        && linked_chars(dom, div) < 0.25 * char_count(dom, div)
    {
        dom.replace(div, paragraph);
        to_score.push(paragraph);
        return paragraph;
    }
    let is_block = |id: NodeId| {
        use Tag::*;
        matches!(dom.tag(id), Some(Blockquote | Dl | Div | Img | Ol | P | Pre | Table | Ul))
    };
    if !dom.descendants(div).any(is_block) {
        dom.rename(div, Tag::P);
        to_score.push(div);
    }
    div
}

/// Wraps `child` and the inline content after it in a paragraph. Returns the node after it.
fn wrap(dom: &mut Dom, child: NodeId) -> NodeId {
    let mut next = dom.node(child).next;
    let paragraph = dom.add(Some(Tag::P), 0, 0, 0);
    dom.insert_before(child, paragraph);
    dom.append(paragraph, child);
    while next != NONE && is_phrasing(dom, next) {
        let after = dom.node(next).next;
        dom.append(paragraph, next);
        next = after;
    }
    trim(dom, paragraph);
    next
}

/// Returns the only child element of `id` if it has the given tag and no text beside it
/// (`_hasSingleTagInsideElement`).
fn single_child(dom: &Dom, id: NodeId, tag: Tag) -> Option<NodeId> {
    let mut elements = dom.elements(id);
    let child = elements.next().filter(|child| dom.is(*child, tag))?;
    let is_only = elements.next().is_none()
        && !dom.children(id).filter_map(|child| dom.text(child)).any(|text| !text.is_blank());
    is_only.then_some(child)
}

/// Returns whether a heading repeats the title, which is in lower case (`_headerDuplicatesTitle`).
fn matches_title(title: &str, raw: &str) -> bool {
    let heading = entities::decode_all(raw).to_lowercase();
    if heading.is_empty() {
        return false;
    }
    if title.contains(&heading) {
        return true;
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (title, heading) = (words(title), words(&heading));
    let total: usize = heading.iter().map(|word| word.chars().count()).sum();
    let new: usize =
        heading.iter().filter(|word| !title.contains(word)).map(|word| word.chars().count()).sum();
    total > 0 && (total - new) * 4 > total * 3
}
