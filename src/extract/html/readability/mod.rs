//! What Readability would make of a page.
//!
//! The way of Mozilla's Readability (Apache-2.0) to find an article: elements whose names say that they are something
//! else are left out, paragraphs give points to what is around them, the element with most points is taken with the
//! siblings that go with it, and what looks like none of the article is taken out of it. Its answer is one witness
//! of several, so it is not asked for a document: the tree is a sketch of the page that holds
//! counts in place of text, and the answer is a share for every block.

mod dom;
pub mod names;
mod score;
mod tidy;
mod walk;

use crate::extract::html::readability::dom::{BODY, Dom, Id};
use crate::extract::html::readability::score::Scores;
use crate::extract::html::readability::tidy::How;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::Tree;
use memchr::memchr;

/// The most elements and texts that are looked at; a page that has more is judged without.
const MOST: usize = 60_000;

/// What the attributes of an element say.
#[derive(Debug, Default, Clone, Copy)]
pub struct Attributes {
    /// Of [`names`].
    pub marks: u16,
    /// What its names weigh, in steps of 25 points.
    pub weight: i8,
    /// Equal for elements of one class, 0 without.
    pub class: u32,
}

/// Draws the sketch while the page is read.
#[derive(Debug)]
pub struct Sketch<'a> {
    dom: Dom<'a>,
    /// The open elements that are drawn, with what they were opened as.
    open: Vec<(Tag, Id)>,
}

impl Default for Sketch<'_> {
    fn default() -> Self {
        let mut dom = Dom::default();
        let body = dom.add(Some(Tag::Body), 0, 0, 0);
        Sketch { dom, open: vec![(Tag::Body, body)] }
    }
}

impl<'a> Sketch<'a> {
    fn top(&self) -> (Tag, Id) {
        self.open.last().copied().unwrap_or((Tag::Body, BODY))
    }

    fn is_full(&self) -> bool {
        self.dom.nodes.len() > MOST
    }

    /// An element begins.
    pub fn start(&mut self, tag: Tag, attributes: Attributes) {
        let Some(drawn) = drawn(tag).filter(|_| !self.is_full()) else { return };
        if drawn == Tag::Tr && self.top().0 == Tag::Table {
            let body = self.add(Tag::Tbody, Attributes::default());
            self.open.push((Tag::Tbody, body));
        }
        let mut attributes = attributes;
        if tag == Tag::Noscript {
            attributes.marks |= names::HIDDEN;
        }
        let id = self.add(drawn, attributes);
        self.open.push((tag, id));
    }

    fn add(&mut self, tag: Tag, Attributes { marks, weight, class }: Attributes) -> Id {
        let id = self.dom.add(Some(tag), marks, weight, class);
        self.dom.append(self.top().1, id);
        id
    }

    /// An element ends.
    pub fn end(&mut self, tag: Tag) {
        if let Some(at) = self.open.iter().rposition(|(open, _)| *open == tag).filter(|at| *at > 0) {
            // A table's rows were given a body it may not have written out.
            let implied = tag == Tag::Table && self.open.len() == at + 2 && self.open[at + 1].0 == Tag::Tbody;
            self.open.remove(at);
            if implied {
                self.open.truncate(at);
            }
        }
    }

    /// An element without content.
    pub fn void(&mut self, tag: Tag) {
        if matches!(tag, Tag::Br | Tag::Img | Tag::Input) && !self.is_full() {
            self.add(tag, Attributes::default());
        }
    }

    /// A piece of text as it stands in the source; `piece` is its number, `None` where it is blank.
    pub fn text(&mut self, raw: &'a str, piece: Option<usize>) {
        if self.is_full() {
            return;
        }
        let text = read(raw, piece);
        self.dom.texts.push(text);
        let id = self.dom.add(None, 0, 0, self.dom.texts.len() as u32 - 1);
        self.dom.append(self.top().1, id);
    }

    /// By block, the share of its pieces that the article holds; `None` where there was too much to look at.
    pub fn kept(mut self, tree: &Tree, title: &str) -> Option<Vec<f32>> {
        if self.is_full() {
            return None;
        }
        walk::take_byline(&mut self.dom);
        walk::part_at_breaks(&mut self.dom);
        let held = self.article(tree.pieces.len(), title);
        let mut counts = vec![(0u32, 0u32); tree.blocks.len()];
        for (block, held) in tree.pieces.iter().zip(held) {
            if let Some((all, kept)) = counts.get_mut(*block as usize) {
                *all += 1;
                *kept += u32::from(held);
            }
        }
        Some(counts.into_iter().map(|(all, kept)| kept as f32 / all.max(1) as f32).collect())
    }

    /// By piece whether it is in the article: the first that is long enough, with less and less left out, or else the
    /// longest.
    fn article(&self, pieces: usize, title: &str) -> Vec<bool> {
        let mut longest = (0, vec![false; pieces]);
        for relaxed in 0..4 {
            let mut dom = self.dom.clone();
            let how = How { weigh: relaxed < 2, conditionally: relaxed < 3 };
            let elements = walk::collect(&mut dom, relaxed < 1, title);
            let (mut scores, candidates) = Scores::new(&dom, &elements, how.weigh);
            let best = scores.choose(&mut dom, &candidates);
            let article = scores.gather(&mut dom, best);
            tidy::tidy(&mut dom, article, how);
            let chars = dom.chars(article);
            if chars > longest.0 {
                let mut held = vec![false; pieces];
                for text in dom.descendants(article).filter_map(|id| dom.text(id)) {
                    if let Some(held) = held.get_mut(text.piece as usize) {
                        *held = true;
                    }
                }
                longest = (chars, held);
            }
            if chars >= tidy::LEAST {
                break;
            }
        }
        longest.1
    }
}

/// Counts what counts of `raw`.
fn read(raw: &str, piece: Option<usize>) -> dom::Text<'_> {
    let bytes = raw.as_bytes();
    let (mut chars, mut commas, mut has_stop, mut blank) = (0, 0, false, true);
    let (mut before, mut begins) = (0u8, false);
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let (space, length) = match byte {
            b' ' | b'\n' | b'\t' | b'\r' | 0x0c => (true, 1),
            b'&' => reference(&raw[at..]),
            0xc2 if bytes.get(at + 1) == Some(&0xa0) => (true, 2),
            0x80..0xc0 => {
                at += 1;
                continue;
            }
            _ => (false, 1),
        };
        if space {
            begins |= at == 0;
            chars += u32::from(before != b' ');
            has_stop |= before == b'.';
            before = b' ';
        } else {
            chars += 1;
            blank = false;
            // Other scripts' commas: U+060C and U+FF0C.
            commas += u32::from(byte == b',' || byte >= 0xd8 && is_wide_comma(&bytes[at..]));
            before = byte;
        }
        at += length;
    }
    let piece = piece.filter(|_| !blank).map_or(u32::MAX, |piece| piece as u32);
    dom::Text { raw, piece, chars, commas, spaces: (begins, before == b' '), has_stop }
}

fn is_wide_comma(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd8, 0x8c]) || bytes.starts_with(&[0xef, 0xbc, 0x8c])
}

/// Whether the character reference at the start of `text` is white space, and its length; 1 where it is none.
fn reference(text: &str) -> (bool, usize) {
    let end = memchr(b';', &text.as_bytes()[..text.len().min(12)]);
    match end {
        Some(end) => (matches!(&text[..end], "&nbsp" | "&#160" | "&#xa0" | "&#xA0"), end + 1),
        None => (false, 1),
    }
}

/// What an element is drawn as; `None` where only what is in it is.
fn drawn(tag: Tag) -> Option<Tag> {
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

    fn kept(page: &str) -> Vec<(String, f32)> {
        let page = read(page);
        let texts = page.tree.blocks.iter().map(|block| block.text.as_str().chars().take(9).collect());
        texts.zip(page.kept.unwrap()).collect()
    }

    #[test]
    fn the_element_with_the_paragraphs_is_kept() {
        let story = format!("<p>{PARAGRAPH}</p>").repeat(4);
        let kept = kept(&format!(
            "<div class=menu><a href=/>Home page</a></div><div class=story>{story}<ul class=share><li>Tell a friend</ul>\
             <div><a href=/a>Another one</a></div><div><a href=/b>One more</a></div></div><div class=footer>Copyright</div>"
        ));
        let shares: Vec<f32> = kept.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0], "{kept:?}");
    }

    #[test]
    fn line_breaks_make_paragraphs_and_siblings_join() {
        let kept = kept(&format!(
            "<div><div class=a>{PARAGRAPH}<br><br>{PARAGRAPH}<br> <br>{PARAGRAPH}</div><p>{PARAGRAPH}</p>\
             <p><a href=/x>Elsewhere</a></p></div>"
        ));
        let shares: Vec<f32> = kept.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [1.0, 1.0, 1.0, 1.0, 0.0], "{kept:?}");
    }

    #[test]
    fn pages_without_text_and_deep_ones_are_read() {
        assert!(kept("").is_empty());
        assert_eq!(kept("<p>x").len(), 1);
        assert_eq!(kept(&format!("{}x", "<div>".repeat(20_000))).len(), 1);
        assert!(!kept(&"<b><p>y<a href=#z>".repeat(3_000)).is_empty());
    }
}
