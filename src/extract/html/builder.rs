//! The tree builder: tracks the open elements while a page is parsed.
//!
//! Handles the omitted end tags that occur in practice (`p`, `li`, `dt`, `td`, `option`, `a`).

mod extras;
mod inline;
mod inline_state;

use crate::extract::BlockKind;
use crate::extract::html::attribute::{
    Attribute, hides_element, hides_for_good, is_frame_source, is_ld_json, is_slot,
};
use crate::extract::html::builder::inline_state::InlineState;
use crate::extract::html::class_hints::{DIALOG, Hints, hints, role_hints, text_hints};
use crate::extract::html::metadata::PageReader;
use crate::extract::html::readability::{DomAttributes, LightDom, names};
use crate::extract::html::reveal::{self, HiddenElement};
use crate::extract::html::tag::{TAG_COUNT, Tag};
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer, StartTag};
use crate::extract::html::tree::{BlockContext, ElementTree, MAX_DEPTH, MAX_NODES, Node};
use crate::text::MappedText;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;
use std::ops::Range;

/// Parses `source`. Passes the metadata of the page to `page` and a copy of its structure to `dom`.
pub(super) fn build<'a>(source: &'a str, page: &mut PageReader, dom: &mut LightDom<'a>) -> ElementTree {
    let mut builder = Builder::new(source, page, dom);
    let mut tokens = HtmlTokenizer::new(source);
    while let Some(token) = tokens.next() {
        match token {
            HtmlToken::Text(range) => builder.text(range),
            HtmlToken::Start(tag) => builder.start(&tag, tokens.tail()),
            HtmlToken::End(name) => builder.end(Tag::named(name)),
            HtmlToken::Raw { element, content } => builder.raw(Tag::named(element), content),
        }
    }
    builder.finish()
}

/// Maximum length of a block that labels the next one, in bytes.
const MAX_LABEL_BYTES: usize = 40;

/// The current block.
pub(super) struct OpenBlock {
    /// Text so far.
    pub text: MappedText,
    /// Position in the tree, and counts.
    pub context: BlockContext,
}

/// State of the tree builder.
pub(super) struct Builder<'a, 'p> {
    pub(super) source: &'a str,
    pub(super) page: &'p mut PageReader,
    /// Copy of the page for Readability.
    pub(super) dom: &'p mut LightDom<'a>,
    pub(super) tree: ElementTree,
    /// Indices of the open elements, with the tags they were opened as.
    pub(super) stack: Vec<(u32, Tag)>,
    /// Number of open elements of each tag.
    pub(super) open: [u32; TAG_COUNT],
    /// Number of open start tags beyond [`MAX_DEPTH`].
    pub(super) overflow: usize,
    /// Number of open elements whose text is not displayed.
    pub(super) not_displayed: u32,
    /// Number of open links.
    pub(super) links: u32,
    pub(super) current: Option<OpenBlock>,
    /// Pending white space, written before the next word.
    pub(super) space: Option<Range<usize>>,
    /// Number of pending line breaks, written before the next word.
    pub(super) line_breaks: usize,
    /// State of inline markup.
    pub(super) inline: InlineState,
    pub(super) ld_json: bool,
    /// The hidden elements so far.
    pub(super) hidden: Vec<HiddenElement>,
    /// Cache of class names and ids: pages use the same few over and over.
    pub(super) name_cache: FxHashMap<&'a str, (Hints, u16)>,
}

impl<'a, 'p> Builder<'a, 'p> {
    pub(super) fn new(source: &'a str, page: &'p mut PageReader, dom: &'p mut LightDom<'a>) -> Self {
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
        let tree = ElementTree { nodes: vec![root], ..ElementTree::default() };
        Builder {
            source,
            page,
            dom,
            tree,
            stack: vec![(0, Tag::Html)],
            open: [0; TAG_COUNT],
            overflow: 0,
            not_displayed: 0,
            links: 0,
            current: None,
            space: None,
            line_breaks: 0,
            inline: InlineState::default(),
            ld_json: false,
            hidden: Vec::new(),
            name_cache: FxHashMap::default(),
        }
    }

    pub(super) fn top(&self) -> u32 {
        self.stack.last().map_or(0, |(node, _)| *node)
    }

    /// Opens an element; `tail` is the source after its start tag.
    pub(super) fn start(&mut self, start: &StartTag<'a>, tail: &str) {
        let tag = Tag::named(start.name);
        match tag {
            Tag::Html | Tag::Body => {
                self.close(Tag::Head);
                self.page.start(tag, start, self.source);
                // The root exists already. The class of the body often names the kind of page, not of its
                // text.
                return;
            }
            Tag::Meta | Tag::Link => {
                self.page.start(tag, start, self.source);
                self.page.dates.start(tag, start, self.top(), "");
            }
            Tag::Script => self.ld_json = is_ld_json(start),
            Tag::Br => self.line_break(),
            Tag::Img | Tag::Input | Tag::OtherVoid => self.void_element(tag, start),
            Tag::Frame => {
                self.tree.has_embedded |= start.attributes().any(|attribute| is_frame_source(&attribute));
            }
            Tag::Other if self.open[Tag::Template as usize] > 0 => self.tree.has_embedded |= is_slot(start),
            _ => {}
        }
        if self.open[Tag::Head as usize] > 0 && !tag.belongs_in_head() {
            self.close(Tag::Head);
        }
        let read_as = self.read_as(tag, start, tail);
        if read_as.is_block() {
            self.flush();
        }
        if tag.is_void() || tag == Tag::Script || tag == Tag::Style {
            return;
        }
        // A paragraph stays open around a `span` that is displayed as a block.
        self.close_implied(if tag.is_block() { read_as } else { tag });
        self.push(tag, read_as, start);
    }

    /// Closes the elements that a start tag of `tag` ends implicitly.
    fn close_implied(&mut self, tag: Tag) {
        match tag {
            Tag::Li => self.close_within(&[Tag::Li], &[Tag::Ul, Tag::Ol]),
            Tag::Dt | Tag::Dd => self.close_within(&[Tag::Dt, Tag::Dd], &[Tag::Dl]),
            Tag::Td | Tag::Th => self.close_within(&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Tr => self.close_within(&[Tag::Tr], &[Tag::Table]),
            Tag::Tbody => self.close_within(&[Tag::Tbody], &[Tag::Table]),
            Tag::Option => self.close_within(&[Tag::Option], &[Tag::Select]),
            Tag::A => self.end_inline(Tag::A),
            Tag::Rt | Tag::Rp | Tag::Rb => self.close_within(&[Tag::Rt, Tag::Rp, Tag::Rb], &[Tag::Ruby]),
            _ => {}
        }
        if tag.is_block() && self.open[Tag::P as usize] > 0 {
            self.close_within(&[Tag::P], &[Tag::Td, Tag::Th, Tag::Table, Tag::Button, Tag::Caption]);
        }
    }

    /// Closes the innermost open element in `tags`, unless an element in `boundaries` is open inside it.
    fn close_within(&mut self, tags: &[Tag], boundaries: &[Tag]) {
        if tags.iter().all(|tag| self.open[*tag as usize] == 0) {
            return;
        }
        for (index, (_, tag)) in self.stack.iter().enumerate().skip(1).rev() {
            if tags.contains(tag) {
                self.pop_to(index);
                return;
            }
            if boundaries.contains(tag) {
                return;
            }
        }
    }

    pub(super) fn close(&mut self, tag: Tag) {
        if self.open[tag as usize] > 0 {
            self.close_within(&[tag], &[]);
        }
    }

    /// Pushes the element `source_tag`, which is read as `tag`.
    fn push(&mut self, source_tag: Tag, tag: Tag, start: &StartTag<'a>) {
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
        let inherited = std::mem::take(&mut node.hidden);
        self.tree.nodes[parent as usize].children += 1;
        let mut class = "";
        let mut attributes = DomAttributes::default();
        let mut dated = tag == Tag::Time;
        for (name, value) in start.attributes() {
            match Attribute::named(name) {
                Attribute::Class => {
                    self.add_name(value, &mut node.hints, &mut attributes);
                    class = value;
                }
                Attribute::Id => self.add_name(value, &mut node.hints, &mut attributes),
                Attribute::Descriptive => {
                    node.hints |= self.lookup(value).0 | text_hints(value);
                    dated |= value.contains("date");
                    if value.contains("author") && name.eq_ignore_ascii_case("itemprop") {
                        attributes.marks |= names::BYLINE;
                    }
                }
                Attribute::Role => {
                    node.hints |= self.lookup(value).0 | role_hints(value);
                    attributes.marks |= if names::is_unlikely_role(value) { names::ROLE } else { 0 };
                }
                Attribute::Modal => node.hints |= if value == "true" { DIALOG } else { 0 },
                Attribute::Rel if value == "author" => attributes.marks |= names::BYLINE,
                Attribute::Href => {
                    node.is_link = tag == Tag::A;
                    self.inline.is_local_link = value.contains('#');
                    attributes.marks |=
                        if value.starts_with('#') && value.len() > 1 { names::LOCAL } else { 0 };
                }
                Attribute::Hidden => node.hidden |= hides_for_good(start, value),
                Attribute::Property => (dated, node.hints) = (true, node.hints | text_hints(value)),
                Attribute::AriaHidden => node.hidden |= value == "true",
                Attribute::Style => node.hidden |= hides_element(value),
                Attribute::Rel | Attribute::Other => {}
            }
        }
        if !class.is_empty() {
            let hash = FxBuildHasher.hash_one(class);
            attributes.class = (hash >> 32) as u32 | 1;
            node.signature = FxBuildHasher.hash_one((node.signature, tag as u8, hash));
        } else {
            node.signature = FxBuildHasher.hash_one((node.signature, tag as u8));
        }
        let is_own = node.hidden;
        node.hidden |= inherited;
        attributes.marks |= if node.hidden { names::HIDDEN } else { 0 };
        let dom_node = self.dom.start(tag, attributes);
        if node.hidden {
            self.hidden.push(HiddenElement { node: self.tree.nodes.len() as u32, dom_node, is_own });
        }
        self.open[source_tag as usize] += 1;
        self.not_displayed += u32::from(tag.hides_text());
        self.start_inline(tag);
        self.stack.push((self.tree.nodes.len() as u32, source_tag));
        self.links += u32::from(node.is_link);
        if node.is_link
            && let Some(block) = &mut self.current
        {
            block.context.links = block.context.links.saturating_add(1);
        }
        if dated || attributes.marks & names::DATED != 0 {
            let last = self.tree.blocks.last().filter(|last| last.text.len() <= MAX_LABEL_BYTES);
            let current = self.current.as_ref().map(|block| &block.text);
            let before = current.or(last.map(|last| &last.text)).map_or("", |text| text.as_str());
            self.page.dates.start(tag, start, self.tree.nodes.len() as u32, before);
        }
        self.tree.nodes.push(node);
    }

    /// Returns the hints and marks of a name, from the cache.
    fn lookup(&mut self, name: &'a str) -> (Hints, u16) {
        *self.name_cache.entry(name).or_insert_with(|| (hints(name), names::marks(name)))
    }

    /// Adds the hints and marks of the class or id `name`.
    fn add_name(&mut self, name: &'a str, hints: &mut Hints, attributes: &mut DomAttributes) {
        let (name_hints, marks) = self.lookup(name);
        *hints |= name_hints;
        attributes.marks |= marks;
        attributes.weight += names::class_weight(marks);
    }

    pub(super) fn end(&mut self, tag: Tag) {
        if tag.is_block() && !(tag == Tag::Button && self.is_in_heading()) {
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
        // An end tag inside a cell closes nothing outside the table, and that of an item nothing outside its
        // list.
        let boundaries: &[Tag] = match tag {
            Tag::Table | Tag::Tr | Tag::Tbody => &[],
            Tag::Td | Tag::Th => &[Tag::Table],
            Tag::Li => &[Tag::Ul, Tag::Ol, Tag::Td, Tag::Th],
            _ => &[Tag::Td, Tag::Th],
        };
        self.close_within(&[tag], boundaries);
    }

    /// Ends an inline element. Blocks that began inside it continue without it.
    fn end_inline(&mut self, tag: Tag) {
        if self.open[tag as usize] == 0 {
            return;
        }
        let mut crosses_block = false;
        for index in (1..self.stack.len()).rev() {
            let open = self.stack[index].1;
            if open == tag {
                if crosses_block {
                    let (node, tag) = self.stack.remove(index);
                    self.on_closed(node, tag);
                } else {
                    self.pop_to(index);
                }
                return;
            }
            if matches!(open, Tag::Td | Tag::Th) {
                return;
            }
            crosses_block |= open.is_block();
        }
    }

    fn pop_to(&mut self, length: usize) {
        while self.stack.len() > length.max(1) {
            let Some((node, tag)) = self.stack.pop() else { return };
            if self.tree.nodes[node as usize].tag.is_block() {
                self.flush();
            }
            self.on_closed(node, tag);
        }
    }

    /// Updates the counts after `node` was closed, which was opened as `source_tag`.
    fn on_closed(&mut self, node: u32, source_tag: Tag) {
        let Node { tag, is_link, .. } = self.tree.nodes[node as usize];
        self.open[source_tag as usize] -= 1;
        self.not_displayed -= u32::from(tag.hides_text());
        self.end_inline_markup(tag);
        self.links -= u32::from(is_link);
        self.dom.end(tag);
        self.page.dates.end(node);
    }

    pub(super) fn raw(&mut self, element: Tag, content: Range<usize>) {
        let text = &self.source[content.clone()];
        match element {
            Tag::Script if self.ld_json => self.page.json_ld(text, content.start),
            Tag::Title if self.open[Tag::Svg as usize] == 0 => self.window_title(content),
            Tag::Textarea => self.extra(BlockKind::Paragraph, content),
            // An `xmp` element.
            Tag::Pre => self.text(content),
            _ => {}
        }
    }

    pub(super) fn line_break(&mut self) {
        self.line_breaks += 1;
        self.dom.void(Tag::Br);
    }

    pub(super) fn finish(mut self) -> ElementTree {
        self.pop_to(1);
        self.flush();
        reveal::reveal(&mut self.tree, self.dom, &self.hidden);
        self.tree
    }
}
