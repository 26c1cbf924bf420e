//! The algorithm of Mozilla's Readability (Apache-2.0), on a light copy of the page.
//!
//! It removes unlikely candidates by their names, gives points for paragraphs to the elements around them,
//! takes the top candidate with the siblings that belong to it, and cleans the result conditionally. The
//! result is one feature among several, so the algorithm builds no document: the tree holds counts in place
//! of text, and the result is the share of each block that is kept.

mod dom;
mod grab_article;
mod link_density;
pub(crate) mod names;
mod prep_article;
mod score;

use crate::extract::html::readability::dom::{BODY, Dom, NodeId};
use crate::extract::html::readability::prep_article::CleanFlags;
use crate::extract::html::readability::score::Scores;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::ElementTree;
use memchr::memchr;

/// Maximum number of nodes; a larger page is cleaned without Readability.
const MAX_NODES: usize = 60_000;

/// Evidence from the attributes of an element.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct DomAttributes {
    /// Bits of [`names`].
    pub marks: u16,
    /// Class weight of its names, in steps of 25 points.
    pub weight: i8,
    /// Hash of the class; 0 for none.
    pub class: u32,
}

/// A light copy of the page, built while the page is parsed.
#[derive(Debug)]
pub(crate) struct LightDom<'a> {
    dom: Dom<'a>,
    /// The open elements, with the tags they were opened as.
    open: Vec<(Tag, NodeId)>,
}

impl Default for LightDom<'_> {
    fn default() -> Self {
        let mut dom = Dom::default();
        let body = dom.add(Some(Tag::Body), 0, 0, 0);
        LightDom { dom, open: vec![(Tag::Body, body)] }
    }
}

impl<'a> LightDom<'a> {
    fn top(&self) -> (Tag, NodeId) {
        self.open.last().copied().unwrap_or((Tag::Body, BODY))
    }

    fn is_full(&self) -> bool {
        self.dom.nodes.len() > MAX_NODES
    }

    /// Opens an element. Returns its node, if it has one.
    pub(crate) fn start(&mut self, tag: Tag, attributes: DomAttributes) -> Option<u32> {
        let mapped = mapped_tag(tag).filter(|_| !self.is_full())?;
        if mapped == Tag::Tr && self.top().0 == Tag::Table {
            let body = self.add(Tag::Tbody, DomAttributes::default());
            self.open.push((Tag::Tbody, body));
        }
        let mut attributes = attributes;
        if tag == Tag::Noscript {
            attributes.marks |= names::HIDDEN;
        }
        let id = self.add(mapped, attributes);
        self.open.push((tag, id));
        Some(id)
    }

    /// Reads a node as one that is displayed.
    pub(crate) fn reveal(&mut self, node: u32) {
        if let Some(node) = self.dom.nodes.get_mut(node as usize) {
            node.marks &= !names::HIDDEN;
        }
    }

    fn add(&mut self, tag: Tag, DomAttributes { marks, weight, class }: DomAttributes) -> NodeId {
        let id = self.dom.add(Some(tag), marks, weight, class);
        self.dom.append(self.top().1, id);
        id
    }

    /// Closes an element.
    pub(crate) fn end(&mut self, tag: Tag) {
        if let Some(index) = self.open.iter().rposition(|(open, _)| *open == tag).filter(|index| *index > 0) {
            // The table body may be implied.
            let implied =
                tag == Tag::Table && self.open.len() == index + 2 && self.open[index + 1].0 == Tag::Tbody;
            self.open.remove(index);
            if implied {
                self.open.truncate(index);
            }
        }
    }

    /// Adds a void element.
    pub(crate) fn void(&mut self, tag: Tag) {
        if matches!(tag, Tag::Br | Tag::Img | Tag::Input) && !self.is_full() {
            self.add(tag, DomAttributes::default());
        }
    }

    /// Adds a text node. `index` is its index in the page, `None` if it is blank.
    pub(crate) fn text(&mut self, raw: &'a str, index: Option<usize>) {
        if self.is_full() {
            return;
        }
        let text = measure(raw, index);
        self.dom.texts.push(text);
        let id = self.dom.add(None, 0, 0, self.dom.texts.len() as u32 - 1);
        self.dom.append(self.top().1, id);
    }

    /// Returns for each block the share of its text nodes that the article keeps, or `None` if the page is
    /// too large.
    pub(crate) fn kept_shares(mut self, tree: &ElementTree, title: &str) -> Option<Vec<f32>> {
        if self.is_full() {
            return None;
        }
        grab_article::remove_byline(&mut self.dom);
        grab_article::replace_brs(&mut self.dom);
        let kept_nodes = self.grab_article(tree.text_nodes.len(), title);
        let mut counts = vec![(0u32, 0u32); tree.blocks.len()];
        for (block, keep) in tree.text_nodes.iter().zip(kept_nodes) {
            if let Some((total, kept)) = counts.get_mut(*block as usize) {
                *total += 1;
                *kept += u32::from(keep);
            }
        }
        Some(counts.into_iter().map(|(total, kept)| kept as f32 / total.max(1) as f32).collect())
    }

    /// Returns for each text node whether the article keeps it. Retries with fewer and fewer filters until
    /// the article is long enough; otherwise takes the longest.
    fn grab_article(&self, text_nodes: usize, title: &str) -> Vec<bool> {
        let mut longest = (0, vec![false; text_nodes]);
        for attempt in 0..4 {
            let mut dom = self.dom.clone();
            let flags = CleanFlags { weigh_classes: attempt < 2, clean_conditionally: attempt < 3 };
            let elements = grab_article::collect_elements_to_score(&mut dom, attempt < 1, title);
            let (mut scores, candidates) = Scores::new(&dom, &elements, flags.weigh_classes);
            let top_candidate = scores.top_candidate(&mut dom, &candidates);
            let article = scores.append_siblings(&mut dom, top_candidate);
            prep_article::prep_article(&mut dom, article, flags);
            let chars = dom.chars(article);
            if chars > longest.0 {
                let mut kept = vec![false; text_nodes];
                for text in dom.descendants(article).filter_map(|id| dom.text(id)) {
                    if let Some(keep) = kept.get_mut(text.index as usize) {
                        *keep = true;
                    }
                }
                longest = (chars, kept);
            }
            if chars >= prep_article::CHAR_THRESHOLD {
                break;
            }
        }
        longest.1
    }
}

/// Counts the characters and commas of a text node.
fn measure(raw: &str, index: Option<usize>) -> dom::TextNode<'_> {
    let bytes = raw.as_bytes();
    let (mut chars, mut commas, mut has_stop, mut blank) = (0, 0, false, true);
    let (mut before, mut begins) = (0u8, false);
    let mut offset = 0;
    while offset < bytes.len() {
        let byte = bytes[offset];
        let (space, length) = match byte {
            b' ' | b'\n' | b'\t' | b'\r' | 0x0c => (true, 1),
            b'&' => white_space_reference(&raw[offset..]),
            0xc2 if bytes.get(offset + 1) == Some(&0xa0) => (true, 2),
            0x80..0xc0 => {
                offset += 1;
                continue;
            }
            _ => (false, 1),
        };
        if space {
            begins |= offset == 0;
            chars += u32::from(before != b' ');
            has_stop |= before == b'.';
            before = b' ';
        } else {
            chars += 1;
            blank = false;
            // Commas of other scripts: U+060C and U+FF0C.
            commas += u32::from(byte == b',' || byte >= 0xd8 && is_wide_comma(&bytes[offset..]));
            before = byte;
        }
        offset += length;
    }
    let index = index.filter(|_| !blank).map_or(u32::MAX, |index| index as u32);
    dom::TextNode { raw, index, chars, commas, spaces: (begins, before == b' '), has_stop }
}

fn is_wide_comma(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd8, 0x8c]) || bytes.starts_with(&[0xef, 0xbc, 0x8c])
}

/// Returns whether the character reference at the start of `text` is white space, and its length; 1 if it is
/// none.
fn white_space_reference(text: &str) -> (bool, usize) {
    let end = memchr(b';', &text.as_bytes()[..text.len().min(12)]);
    match end {
        Some(end) => (matches!(&text[..end], "&nbsp" | "&#160" | "&#xa0" | "&#xA0"), end + 1),
        None => (false, 1),
    }
}

/// Returns the tag of an element in the copy, or `None` if only its content is copied.
fn mapped_tag(tag: Tag) -> Option<Tag> {
    use Tag::*;
    match tag {
        Body | Br | Frame | Head | Hr | Html | Img | Input | Link | Meta | OtherVoid | Script | Style
        | Svg | Template | Textarea | Title | Video => None,
        OtherBlock => Some(Div),
        Other => Some(Span),
        _ => Some(tag),
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::read;

    const PARAGRAPH: &str = "The ferry will stay in port until its engine has been examined, the harbour authority \
        said on Monday, and passengers are to be carried by bus, which takes three hours longer than the crossing does.";

    fn kept_shares(page: &str) -> Vec<(String, f32)> {
        let page = read(page);
        let texts = page.tree.blocks.iter().map(|block| block.text.as_str().chars().take(9).collect());
        texts.zip(page.readability.unwrap()).collect()
    }

    #[test]
    fn the_element_with_the_paragraphs_is_kept() {
        let story = format!("<p>{PARAGRAPH}</p>").repeat(4);
        let kept = kept_shares(&format!(
            "<div class=menu><a href=/>Home page</a></div><div class=story>{story}<ul class=share><li>Tell a friend</ul>\
             <div><a href=/a>Another one</a></div><div><a href=/b>One more</a></div></div><div class=footer>Copyright</div>"
        ));
        let shares: Vec<f32> = kept.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0], "{kept:?}");
    }

    #[test]
    fn line_breaks_make_paragraphs_and_siblings_join() {
        let kept = kept_shares(&format!(
            "<div><div class=a>{PARAGRAPH}<br><br>{PARAGRAPH}<br> <br>{PARAGRAPH}</div><p>{PARAGRAPH}</p>\
             <p><a href=/x>Elsewhere</a></p></div>"
        ));
        let shares: Vec<f32> = kept.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [1.0, 1.0, 1.0, 1.0, 0.0], "{kept:?}");
    }

    #[test]
    fn pages_without_text_and_deep_ones_are_read() {
        assert!(kept_shares("").is_empty());
        assert_eq!(kept_shares("<p>x").len(), 1);
        assert_eq!(kept_shares(&format!("{}x", "<div>".repeat(20_000))).len(), 1);
        assert!(!kept_shares(&"<b><p>y<a href=#z>".repeat(3_000)).is_empty());
    }
}
