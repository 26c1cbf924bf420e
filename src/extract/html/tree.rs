//! Tokens to blocks: which element every piece of text stands in, and where blocks begin and end.
//!
//! Elements are kept in a flat list, each with its parent; a parent always comes before its children. The rules for end
//! tags that are left out are the few that occur in practice (`p`, `li`, `dt`, `td`, `option`, `a`); everything that
//! could grow without bound is bounded: depth, number of elements, number of blocks.

use super::element::{TAGS, Tag};
use super::entity;
use super::hints::{Hints, hints};
use super::page::PageReader;
use super::rewrite::Rewriter;
use super::tokenizer::{StartTag, Token, Tokenizer};
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ops::Range;

/// Elements deeper than this belong to the one at this depth.
pub const MAX_DEPTH: usize = 200;
/// Elements beyond this number are not remembered; their text is.
const MAX_NODES: usize = 200_000;
/// A block ends at the next sentence or space when it is this long and elements are no longer remembered.
const LONG_BLOCK: usize = 1 << 14;

/// An element.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// Index of the element it stands in; the root is its own parent.
    pub parent: u32,
    /// How many elements it stands in.
    pub depth: u16,
    /// What its own class, id and role say.
    pub hints: Hints,
    /// Whether it or an element around it is not displayed.
    pub hidden: bool,
    /// Equal for elements of the same name and class with parents of which the same holds.
    pub signature: u64,
    /// Whether it leads somewhere; an anchor without an address does not.
    pub is_link: bool,
    /// How many elements its parent had before it.
    pub ordinal: u32,
    /// How many elements it has directly in it.
    pub children: u32,
}

/// Where a block stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The innermost block-level element around it.
    pub container: u32,
    /// The innermost element around its first letter.
    pub inline: u32,
    /// How many bytes of the text are in links.
    pub link_bytes: u32,
    /// How many bytes of the text are bold, a time or a label.
    pub strong_bytes: u32,
    /// How many line breaks are in it.
    pub breaks: u16,
    /// How many links.
    pub links: u16,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub struct Tree {
    /// Elements, parents first.
    pub nodes: Vec<Node>,
    /// Blocks in the order of the source.
    pub blocks: Vec<Block>,
    /// By block: where it stands.
    pub places: Vec<Place>,
    /// By piece of text (what stands between two tags): the block it went to.
    pub pieces: Vec<u32>,
}

/// Takes `source` apart; everything the page says about itself goes to `page`.
pub fn build(source: &str, page: &mut PageReader, rewriter: &mut Rewriter) -> Tree {
    let mut builder = Builder::new(source, page, rewriter);
    for token in Tokenizer::new(source) {
        match token {
            Token::Text(range) => builder.text(range),
            Token::Start(tag) => builder.start(&tag),
            Token::End(name) => builder.end(Tag::named(name)),
            Token::Raw { element, content } => builder.raw(Tag::named(element), content),
        }
    }
    builder.finish()
}

/// The block being written.
struct Open {
    text: MappedText,
    place: Place,
}

struct Builder<'a, 'p> {
    source: &'a str,
    page: &'p mut PageReader,
    rewriter: &'p mut Rewriter,
    tree: Tree,
    /// Indices of the open elements.
    stack: Vec<u32>,
    /// By tag: how many are open.
    open: [u32; TAGS],
    /// Start tags above [`MAX_DEPTH`] that are still open.
    overflow: usize,
    /// Open elements whose text is not shown.
    unshown: u32,
    /// Open links.
    links: u32,
    current: Option<Open>,
    /// White space waiting for a word to follow.
    space: Option<Range<usize>>,
    /// Line breaks waiting for a word to follow, and where they stand.
    breaks: usize,
    ld_json: bool,
    hasher: BuildHasherDefault<DefaultHasher>,
}

impl<'a, 'p> Builder<'a, 'p> {
    fn new(source: &'a str, page: &'p mut PageReader, rewriter: &'p mut Rewriter) -> Self {
        let root = Node {
            tag: Tag::Html,
            parent: 0,
            depth: 0,
            hints: 0,
            hidden: false,
            is_link: false,
            signature: 0,
            ordinal: 0,
            children: 0,
        };
        let tree = Tree { nodes: vec![root], ..Tree::default() };
        Builder {
            source,
            page,
            rewriter,
            tree,
            stack: vec![0],
            open: [0; TAGS],
            overflow: 0,
            unshown: 0,
            links: 0,
            current: None,
            space: None,
            breaks: 0,
            ld_json: false,
            hasher: BuildHasherDefault::default(),
        }
    }

    fn top(&self) -> u32 {
        self.stack.last().copied().unwrap_or(0)
    }

    fn start(&mut self, start: &StartTag<'a>) {
        let tag = Tag::named(start.name);
        match tag {
            Tag::Html | Tag::Body => {
                self.close(Tag::Head);
                self.page.start(tag, start);
                // The root is there already; a body's class is often the kind of page, not of its text.
                return;
            }
            Tag::Meta | Tag::Link | Tag::Time => self.page.start(tag, start),
            Tag::Script => self.ld_json = is_ld_json(start),
            Tag::Br => self.line_break(),
            Tag::Img | Tag::Input => self.rewriter.void(tag),
            _ => {}
        }
        if self.open[Tag::Head as usize] > 0 && !belongs_in_head(tag) {
            self.close(Tag::Head);
        }
        if tag.is_block() {
            self.flush();
        }
        if tag.is_void() || tag == Tag::Script || tag == Tag::Style {
            return;
        }
        self.close_implied(tag);
        self.push(tag, start);
    }

    /// Closes what a start tag of `tag` ends without saying so.
    fn close_implied(&mut self, tag: Tag) {
        match tag {
            Tag::Li => self.close_within(&[Tag::Li], &[Tag::Ul, Tag::Ol]),
            Tag::Dt | Tag::Dd => self.close_within(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Td | Tag::Th => self.close_within(&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Tr => self.close_within(&[Tag::Tr], &[Tag::Table]),
            Tag::Tbody => self.close_within(&[Tag::Tbody], &[Tag::Table]),
            Tag::Option => self.close_within(&[Tag::Option], &[Tag::Select]),
            Tag::A => self.end_inline(Tag::A),
            _ => {}
        }
        if tag.is_block() && self.open[Tag::P as usize] > 0 {
            self.close_within(&[Tag::P], &[Tag::Td, Tag::Th, Tag::Table, Tag::Button, Tag::Caption]);
        }
    }

    /// Closes the innermost open element that is one of `tags`, unless one of `fences` stands further in.
    fn close_within(&mut self, tags: &[Tag], fences: &[Tag]) {
        if tags.iter().all(|tag| self.open[*tag as usize] == 0) {
            return;
        }
        for (at, node) in self.stack.iter().enumerate().skip(1).rev() {
            let tag = self.tree.nodes[*node as usize].tag;
            if tags.contains(&tag) {
                self.pop_to(at);
                return;
            }
            if fences.contains(&tag) {
                return;
            }
        }
    }

    fn close(&mut self, tag: Tag) {
        if self.open[tag as usize] > 0 {
            self.close_within(&[tag], &[]);
        }
    }

    fn push(&mut self, tag: Tag, start: &StartTag<'a>) {
        if self.stack.len() >= MAX_DEPTH || self.tree.nodes.len() >= MAX_NODES {
            self.overflow += 1;
            return;
        }
        let parent = self.top();
        let mut node =
            Node { tag, parent, depth: self.stack.len() as u16, ..self.tree.nodes[parent as usize].clone() };
        node.ordinal = node.children;
        node.children = 0;
        node.hints = 0;
        node.is_link = false;
        self.tree.nodes[parent as usize].children += 1;
        let mut class = "";
        for (name, value) in start.attributes() {
            match name.to_ascii_lowercase().as_str() {
                "class" => {
                    node.hints |= hints(value);
                    class = value;
                }
                "id" | "role" | "itemprop" | "data-testid" | "data-component" | "data-module"
                | "aria-label" => {
                    node.hints |= hints(value);
                }
                "href" => node.is_link = tag == Tag::A,
                "hidden" => node.hidden = true,
                "aria-hidden" => node.hidden |= value == "true",
                "style" => node.hidden |= hides(value),
                _ => {}
            }
        }
        node.signature = self.hasher.hash_one((node.signature, tag as u8, class));
        self.rewriter.start(tag, start);
        self.open[tag as usize] += 1;
        self.unshown += u32::from(tag.hides_text());
        self.stack.push(self.tree.nodes.len() as u32);
        self.links += u32::from(node.is_link);
        if node.is_link
            && let Some(block) = &mut self.current
        {
            block.place.links = block.place.links.saturating_add(1);
        }
        self.tree.nodes.push(node);
    }

    fn end(&mut self, tag: Tag) {
        if tag.is_block() {
            self.flush();
        }
        if tag == Tag::Br {
            self.line_break();
            return;
        }
        if tag.is_void() || matches!(tag, Tag::Html | Tag::Body | Tag::Script | Tag::Style) {
            return;
        }
        if self.overflow > 0 {
            self.overflow -= 1;
            return;
        }
        if self.open[tag as usize] == 0 {
            return;
        }
        if !tag.is_block() || tag == Tag::Form {
            self.end_inline(tag);
            return;
        }
        // No end tag inside a cell closes what is around its table, and no item's what is around its list.
        let fences: &[Tag] = match tag {
            Tag::Table | Tag::Tr | Tag::Tbody => &[],
            Tag::Td | Tag::Th => &[Tag::Table],
            Tag::Li => &[Tag::Ul, Tag::Ol, Tag::Td, Tag::Th],
            _ => &[Tag::Td, Tag::Th],
        };
        self.close_within(&[tag], fences);
    }

    /// Ends an element that runs on in the line. Where blocks have begun inside it they go on without it.
    fn end_inline(&mut self, tag: Tag) {
        if self.open[tag as usize] == 0 {
            return;
        }
        let mut across = false;
        for at in (1..self.stack.len()).rev() {
            let open = self.tree.nodes[self.stack[at] as usize].tag;
            if open == tag {
                if across {
                    let node = self.stack.remove(at);
                    self.left(node);
                } else {
                    self.pop_to(at);
                }
                return;
            }
            if matches!(open, Tag::Td | Tag::Th) {
                return;
            }
            across |= open.is_block();
        }
    }

    fn pop_to(&mut self, length: usize) {
        while self.stack.len() > length.max(1) {
            let Some(node) = self.stack.pop() else { return };
            if self.tree.nodes[node as usize].tag.is_block() {
                self.flush();
            }
            self.left(node);
        }
    }

    /// Notes that `node` is no longer open.
    fn left(&mut self, node: u32) {
        let Node { tag, is_link, .. } = self.tree.nodes[node as usize];
        self.open[tag as usize] -= 1;
        self.unshown -= u32::from(tag.hides_text());
        self.links -= u32::from(is_link);
        self.rewriter.end(tag);
    }

    fn raw(&mut self, element: Tag, content: Range<usize>) {
        let text = &self.source[content];
        match element {
            Tag::Script if self.ld_json => self.page.json_ld(text),
            Tag::Title if self.open[Tag::Svg as usize] == 0 => self.page.title(text),
            _ => {}
        }
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        self.rewriter.void(Tag::Br);
    }

    fn text(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if self.open[Tag::Head as usize] > 0 && !blank {
            self.close(Tag::Head);
        }
        if self.unshown > 0 {
            return;
        }
        if blank && self.current.is_none() {
            self.rewriter.text(" ", None);
            return;
        }
        if !blank && self.breaks > 1 {
            self.flush();
        }
        if !blank {
            self.rewriter.text(text, Some(self.tree.pieces.len()));
            self.tree.pieces.push(self.tree.blocks.len() as u32);
        } else {
            self.rewriter.text(" ", None);
        }
        let before = self.current.as_ref().map_or(0, |block| block.text.len());
        if self.open[Tag::Pre as usize] > 0 {
            self.preformatted(text, range.start);
        } else {
            self.words(text, range.start);
        }
        self.count(before);
        let full = self.current.as_ref().is_some_and(|block| block.text.len() > LONG_BLOCK);
        if full && self.tree.nodes.len() >= MAX_NODES {
            self.flush();
        }
    }

    /// Adds the bytes written since the block was `before` long to its sums.
    fn count(&mut self, before: usize) {
        let (links, bold) = (
            self.links > 0,
            self.open[Tag::Strong as usize] + self.open[Tag::Label as usize] + self.open[Tag::Time as usize]
                > 0,
        );
        let Some(block) = &mut self.current else { return };
        let written = (block.text.len() - before) as u32;
        if links {
            block.place.link_bytes += written;
            block.place.links = block.place.links.max(1);
        }
        if bold {
            block.place.strong_bytes += written;
        }
    }

    /// Appends `text`, which stands at `offset`, with white space collapsed and character references decoded.
    fn words(&mut self, text: &str, offset: usize) {
        let bytes = text.as_bytes();
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() {
            let byte = bytes[at];
            let space = white_space(&bytes[at..]);
            if space > 0 {
                let plain = byte == b' '
                    && at > kept
                    && bytes.get(at + 1).is_some_and(|b| white_space(&bytes[at + 1..]) == 0 && *b != b'&');
                if plain {
                    at += 1;
                    continue;
                }
                self.put(&text[kept..at], offset + kept);
                let end = at + space;
                self.space = Some(self.space.take().map_or(offset + at, |s| s.start)..offset + end);
                (at, kept) = (end, end);
            } else if byte == b'&'
                && let Some((decoded, length)) = entity::decode(&text[at..])
            {
                self.put(&text[kept..at], offset + kept);
                let end = at + length;
                if decoded.trim().is_empty() {
                    self.space = Some(self.space.take().map_or(offset + at, |s| s.start)..offset + end);
                } else {
                    self.put_as(&decoded, offset + at..offset + end);
                }
                (at, kept) = (end, end);
            } else if byte == 0 {
                self.put(&text[kept..at], offset + kept);
                (at, kept) = (at + 1, at + 1);
            } else {
                at += 1;
            }
        }
        self.put(&text[kept..], offset + kept);
    }

    /// Appends `text` as it is, but for character references.
    fn preformatted(&mut self, text: &str, offset: usize) {
        let mut at = 0;
        while at < text.len() {
            let end = text[at..].find(['&', '\n', '\0']).map_or(text.len(), |found| at + found);
            if text[at..end].trim().is_empty() && self.current.is_none() {
                // Leading blank lines.
            } else {
                self.put(&text[at..end], offset + at);
            }
            let Some(special) = text.as_bytes().get(end) else { return };
            let (replacement, length) = match special {
                b'\n' => ("\n".into(), 1),
                b'&' => entity::decode(&text[end..]).unwrap_or(("&".into(), 1)),
                _ => ("".into(), 1),
            };
            if self.current.is_some() || !replacement.trim().is_empty() {
                self.put_as(&replacement, offset + end..offset + end + length);
            }
            at = end + length;
        }
    }

    fn put(&mut self, slice: &str, offset: usize) {
        if !slice.is_empty() {
            self.open_block(offset);
            if let Some(block) = &mut self.current {
                block.text.push(slice, offset);
            }
        }
    }

    fn put_as(&mut self, replacement: &str, origin: Range<usize>) {
        if !replacement.is_empty() {
            self.open_block(origin.start);
            if let Some(block) = &mut self.current {
                block.text.push_as(replacement, origin);
            }
        }
    }

    /// Makes sure there is a block to write to, and writes the space or line break that was waiting.
    fn open_block(&mut self, offset: usize) {
        let space = self.space.take();
        let breaks = std::mem::take(&mut self.breaks);
        match &mut self.current {
            Some(block) => {
                let end = block.text.origin_span().end;
                if breaks > 0 {
                    block.text.push_as("\n", end.min(offset)..offset);
                    block.place.breaks = block.place.breaks.saturating_add(1);
                } else if let Some(space) = space {
                    block.text.push_as(" ", space.start.max(end).min(space.end)..space.end);
                }
            }
            None => {
                let inline = self.top();
                let mut container = inline;
                while container > 0 && !self.tree.nodes[container as usize].tag.is_block() {
                    container = self.tree.nodes[container as usize].parent;
                }
                let place = Place { container, inline, link_bytes: 0, strong_bytes: 0, breaks: 0, links: 0 };
                self.current = Some(Open { text: MappedText::new(), place });
            }
        }
    }

    fn flush(&mut self) {
        (self.space, self.breaks) = (None, 0);
        let Some(mut block) = self.current.take() else { return };
        block.text.trim_end();
        if block.text.as_str().chars().any(|c| !c.is_whitespace() && !is_invisible(c)) {
            let kind = self.kind(block.place.container);
            self.tree.blocks.push(Block { kind, text: block.text });
            self.tree.places.push(block.place);
        }
    }

    /// What the nearest elements around a block say it is.
    fn kind(&self, container: u32) -> BlockKind {
        let mut at = container as usize;
        for _ in 0..3 {
            let node = &self.tree.nodes[at];
            match node.tag {
                Tag::Pre => return BlockKind::Preformatted,
                Tag::Li | Tag::Dd | Tag::Dt => return BlockKind::ListItem,
                Tag::Blockquote => return BlockKind::Quote,
                Tag::Figcaption | Tag::Caption => return BlockKind::Caption,
                Tag::Td | Tag::Th => return BlockKind::Table,
                tag if tag.heading_level().is_some() => return BlockKind::Heading,
                _ => at = node.parent as usize,
            }
        }
        BlockKind::Paragraph
    }

    fn finish(mut self) -> Tree {
        self.pop_to(1);
        self.flush();
        self.tree
    }
}

fn belongs_in_head(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Head
            | Tag::Meta
            | Tag::Link
            | Tag::Title
            | Tag::Script
            | Tag::Style
            | Tag::Noscript
            | Tag::Template
            | Tag::OtherVoid
            | Tag::Other
            | Tag::Video
    )
}

fn is_ld_json(start: &StartTag<'_>) -> bool {
    start.attributes().any(|(name, value)| {
        name.eq_ignore_ascii_case("type")
            && value.trim().to_ascii_lowercase().starts_with("application/ld+json")
    })
}

/// Whether a style attribute takes the element out of view.
fn hides(style: &str) -> bool {
    let style: String = style.chars().take(500).filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Length of the run of white space at the start of `bytes`.
fn white_space(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match &bytes[at..] {
            [byte, ..] if byte.is_ascii_whitespace() => at += 1,
            [0xc2, 0xa0, ..] => at += 2,
            _ => return at,
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
