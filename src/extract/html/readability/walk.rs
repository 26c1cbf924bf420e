//! First pass: takes out what is no article by its name or state, and finds the elements that count as paragraphs.

use crate::extract::html::entities;
use crate::extract::html::readability::dom::{BODY, Dom, Id, NONE};
use crate::extract::html::readability::names::{BYLINE, HIDDEN, MAYBE, MODAL, ROLE, UNLIKELY};
use crate::extract::html::readability::tidy::{count, links};
use crate::extract::html::tag::Tag;

/// Takes out the first line that says who wrote it.
pub fn take_byline(dom: &mut Dom) {
    let mut at = dom.next_element(BODY, false);
    while at != NONE {
        if dom.node(at).marks & BYLINE != 0 && (1..100).contains(&dom.chars(at)) && dom.has_text(at) {
            dom.detach(at);
            return;
        }
        at = dom.next_element(at, false);
    }
}

/// Makes paragraphs of what two line breaks and more set apart.
pub fn part_at_breaks(dom: &mut Dom) {
    let breaks: Vec<Id> = dom.descendants(BODY).filter(|id| dom.is(*id, Tag::Br)).collect();
    for at in breaks {
        if dom.node(at).parent == NONE {
            continue;
        }
        let mut doubled = false;
        while let Some(next) = significant(dom, dom.node(at).next).filter(|next| dom.is(*next, Tag::Br)) {
            dom.detach(next);
            doubled = true;
        }
        if doubled {
            paragraph_at(dom, at);
        }
    }
}

/// Puts what follows the line break `at`, up to the next two or the next block, into a paragraph of its own.
fn paragraph_at(dom: &mut Dom, at: Id) {
    let paragraph = dom.add(Some(Tag::P), 0, 0, 0);
    dom.replace(at, paragraph);
    let mut next = dom.node(paragraph).next;
    while next != NONE {
        let ends = dom.is(next, Tag::Br)
            && significant(dom, dom.node(next).next).is_some_and(|after| dom.is(after, Tag::Br));
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

/// `id` or the first after it that is not white space.
fn significant(dom: &Dom, mut id: Id) -> Option<Id> {
    while id != NONE && dom.text(id).is_some_and(|text| text.is_blank()) {
        id = dom.node(id).next;
    }
    (id != NONE).then_some(id)
}

fn trim(dom: &mut Dom, id: Id) {
    while dom.node(id).last != NONE && is_white(dom, dom.node(id).last) {
        dom.detach(dom.node(id).last);
    }
}

fn is_white(dom: &Dom, id: Id) -> bool {
    dom.is(id, Tag::Br) || dom.text(id).is_some_and(|text| text.is_blank())
}

/// Whether a node runs on in the line.
fn is_phrasing(dom: &Dom, id: Id) -> bool {
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

/// Takes out what cannot be of the article and names the elements to score.
pub fn collect(dom: &mut Dom, strip: bool, title: &str) -> Vec<Id> {
    let mut found = Vec::new();
    let title = title.to_lowercase();
    let mut title_left = !title.is_empty();
    let mut at = dom.next_element(BODY, false);
    while at != NONE {
        let tag = dom.tag(at).unwrap_or_default();
        let is_title =
            title_left && matches!(tag, Tag::H1 | Tag::H2) && says(&title, &dom.raw(at, 4 * title.len()));
        title_left &= !is_title;
        if is_title || is_out(dom, at, tag, strip) {
            let next = dom.next_element(at, true);
            dom.detach(at);
            at = next;
            continue;
        }
        use Tag::*;
        if matches!(tag, Section | H2 | H3 | H4 | H5 | H6 | P | Td | Pre) {
            found.push(at);
        }
        if tag == Div {
            at = division(dom, at, &mut found);
        }
        at = dom.next_element(at, false);
    }
    found
}

/// Whether an element, and all in it, cannot be of the article.
fn is_out(dom: &Dom, id: Id, tag: Tag, strip: bool) -> bool {
    let marks = dom.node(id).marks;
    if marks & (HIDDEN | MODAL) != 0 || tag == Tag::Dialog {
        return true;
    }
    let named = || {
        marks & UNLIKELY != 0
            && marks & MAYBE == 0
            && tag != Tag::A
            && !dom.ancestors(id).take(3).any(|above| dom.is(above, Tag::Table) || dom.is(above, Tag::Code))
    };
    if strip && (marks & ROLE != 0 || named()) {
        return true;
    }
    use Tag::*;
    matches!(tag, Div | Section | Header | H1 | H2 | H3 | H4 | H5 | H6) && is_empty(dom, id)
}

fn is_empty(dom: &Dom, id: Id) -> bool {
    if dom.has_text(id) {
        return false;
    }
    let children = dom.elements(id).count();
    children == 0 || children == dom.descendants(id).filter(|id| dom.is(*id, Tag::Br)).count()
}

/// Makes paragraphs in a `div` of what runs on in the line, and a paragraph of the `div` itself where it is one. Returns
/// what stands in its place.
fn division(dom: &mut Dom, at: Id, found: &mut Vec<Id>) -> Id {
    let mut child = dom.node(at).first;
    while child != NONE {
        child = if is_phrasing(dom, child) && !is_white(dom, child) {
            wrap(dom, child)
        } else {
            dom.node(child).next
        };
    }
    if let Some(paragraph) = single(dom, at, Tag::P)
        && links(dom, at) < 0.25 * count(dom, at)
    {
        dom.replace(at, paragraph);
        found.push(paragraph);
        return paragraph;
    }
    let is_block = |id: Id| {
        use Tag::*;
        matches!(dom.tag(id), Some(Blockquote | Dl | Div | Img | Ol | P | Pre | Table | Ul))
    };
    if !dom.descendants(at).any(is_block) {
        dom.rename(at, Tag::P);
        found.push(at);
    }
    at
}

/// Puts `child` and what follows it in the line into a paragraph; returns what comes after.
fn wrap(dom: &mut Dom, child: Id) -> Id {
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

/// The one element in `id`, where it is a `tag` and there is no text beside it.
pub fn single(dom: &Dom, id: Id, tag: Tag) -> Option<Id> {
    let mut elements = dom.elements(id);
    let one = elements.next().filter(|one| dom.is(*one, tag))?;
    let alone = elements.next().is_none()
        && !dom.children(id).filter_map(|child| dom.text(child)).any(|text| !text.is_blank());
    alone.then_some(one)
}

/// Whether a heading says what the title (in small letters) says.
fn says(title: &str, raw: &str) -> bool {
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
    let all: usize = heading.iter().map(|word| word.chars().count()).sum();
    let new: usize =
        heading.iter().filter(|word| !title.contains(word)).map(|word| word.chars().count()).sum();
    all > 0 && (all - new) * 4 > all * 3
}
