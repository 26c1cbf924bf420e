//! The open elements while a page is read: what a tag opens, and what it closes without saying so.
//!
//! The rules for end tags that are left out are the few that occur in practice (`p`, `li`, `dt`, `td`, `option`, `a`).

use crate::extract::html::class_hints::{Hints, hints};
use crate::extract::html::metadata::PageReader;
use crate::extract::html::readability::{Attributes, Sketch, names};
use crate::extract::html::tag::{TAGS, Tag};
use crate::extract::html::tokenizer::StartTag;
use crate::extract::html::tree::{MAX_DEPTH, MAX_NODES, Node, Place, Tree};
use crate::text::MappedText;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;
use std::ops::Range;

/// The block being written.
pub struct Open {
    /// Its text so far.
    pub text: MappedText,
    /// Where it stands.
    pub place: Place,
}

/// The state of reading a page.
pub struct Builder<'a, 'p> {
    pub(super) source: &'a str,
    pub(super) page: &'p mut PageReader,
    /// The page as Readability would see it.
    pub(super) sketch: &'p mut Sketch<'a>,
    pub(super) tree: Tree,
    /// Indices of the open elements.
    pub(super) stack: Vec<u32>,
    /// By tag: how many are open.
    pub(super) open: [u32; TAGS],
    /// Start tags above [`MAX_DEPTH`] that are still open.
    pub(super) overflow: usize,
    /// Open elements whose text is not shown.
    pub(super) unshown: u32,
    /// Open links.
    pub(super) links: u32,
    pub(super) current: Option<Open>,
    /// White space waiting for a word to follow.
    pub(super) space: Option<Range<usize>>,
    /// Line breaks waiting for a word to follow, and where they stand.
    pub(super) breaks: usize,
    pub(super) ld_json: bool,
    /// What is known of names already met: pages use the same few over and over.
    pub(super) known: FxHashMap<&'a str, (Hints, u16)>,
}

impl<'a, 'p> Builder<'a, 'p> {
    pub(super) fn new(source: &'a str, page: &'p mut PageReader, sketch: &'p mut Sketch<'a>) -> Self {
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
            sketch,
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
            known: FxHashMap::default(),
        }
    }

    pub(super) fn top(&self) -> u32 {
        self.stack.last().copied().unwrap_or(0)
    }

    pub(super) fn start(&mut self, start: &StartTag<'a>) {
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
            Tag::Img | Tag::Input => self.sketch.void(tag),
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

    pub(super) fn close(&mut self, tag: Tag) {
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
        let mut attributes = Attributes::default();
        for (name, value) in start.attributes() {
            match Attribute::named(name) {
                Attribute::Class => {
                    self.name(value, &mut node.hints, &mut attributes);
                    class = value;
                }
                Attribute::Id => self.name(value, &mut node.hints, &mut attributes),
                Attribute::Telling => {
                    node.hints |= self.known(value).0;
                    if value.contains("author") && name.eq_ignore_ascii_case("itemprop") {
                        attributes.marks |= names::BYLINE;
                    }
                }
                Attribute::Role => {
                    node.hints |= self.known(value).0;
                    attributes.marks |= if names::is_unlikely_role(value) { names::ROLE } else { 0 };
                }
                Attribute::Rel if value == "author" => attributes.marks |= names::BYLINE,
                Attribute::Address => {
                    node.is_link = tag == Tag::A;
                    attributes.marks |=
                        if value.starts_with('#') && value.len() > 1 { names::LOCAL } else { 0 };
                }
                Attribute::Hidden => node.hidden = true,
                Attribute::AriaHidden => node.hidden |= value == "true",
                Attribute::Style => node.hidden |= hides(value),
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
        attributes.marks |= if node.hidden { names::HIDDEN } else { 0 };
        self.sketch.start(tag, attributes);
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

    /// What a name says, looked at once.
    fn known(&mut self, name: &'a str) -> (Hints, u16) {
        *self.known.entry(name).or_insert_with(|| (hints(name), names::marks(name)))
    }

    /// Adds what the class or id `name` says.
    fn name(&mut self, name: &'a str, hints: &mut Hints, attributes: &mut Attributes) {
        let (known, marks) = self.known(name);
        *hints |= known;
        attributes.marks |= marks;
        attributes.weight += names::weight(marks);
    }

    pub(super) fn end(&mut self, tag: Tag) {
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
        self.sketch.end(tag);
    }

    pub(super) fn raw(&mut self, element: Tag, content: Range<usize>) {
        let text = &self.source[content];
        match element {
            Tag::Script if self.ld_json => self.page.json_ld(text),
            Tag::Title if self.open[Tag::Svg as usize] == 0 => self.page.title(text),
            _ => {}
        }
    }

    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
        self.sketch.void(Tag::Br);
    }

    pub(super) fn finish(mut self) -> Tree {
        self.pop_to(1);
        self.flush();
        self.tree
    }
}

/// An attribute that tells something.
enum Attribute {
    Class,
    Id,
    Role,
    Rel,
    Address,
    Hidden,
    AriaHidden,
    Style,
    /// One whose value is made of words for what the element is.
    Telling,
    Other,
}

impl Attribute {
    fn named(name: &str) -> Self {
        const NAMES: [(&str, Attribute); 13] = [
            ("class", Attribute::Class),
            ("href", Attribute::Address),
            ("id", Attribute::Id),
            ("style", Attribute::Style),
            ("role", Attribute::Role),
            ("rel", Attribute::Rel),
            ("hidden", Attribute::Hidden),
            ("aria-hidden", Attribute::AriaHidden),
            ("itemprop", Attribute::Telling),
            ("data-testid", Attribute::Telling),
            ("data-component", Attribute::Telling),
            ("data-module", Attribute::Telling),
            ("aria-label", Attribute::Telling),
        ];
        NAMES
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or(Attribute::Other, |(_, attribute)| attribute)
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
