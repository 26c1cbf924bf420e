//! A small tree that can be taken apart and put together again: elements and pieces of text, linked both ways.

use crate::extract::html::tag::Tag;

/// The number of a node.
pub type Id = u32;
/// No node.
pub const NONE: Id = u32::MAX;
/// The root, which stands for `<body>`.
pub const BODY: Id = 0;

/// An element or a piece of text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Node {
    pub parent: Id,
    pub first: Id,
    pub last: Id,
    pub next: Id,
    pub before: Id,
    /// What an element is; `None` for text.
    pub tag: Option<Tag>,
    /// What its names say, see [`crate::extract::html::readability::names`].
    pub marks: u16,
    /// What they weigh, in steps of 25 points.
    pub weight: i8,
    /// Of a text its number, of an element that of its class.
    pub data: u32,
}

/// What counts of a piece of text.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// As it stands in the source.
    pub raw: &'a str,
    /// Its number among the pieces of the page; `u32::MAX` where it is blank.
    pub piece: u32,
    /// Characters, runs of white space being one.
    pub chars: u32,
    /// Commas of any script.
    pub commas: u32,
    /// Whether it begins and ends with white space.
    pub spaces: (bool, bool),
    /// Whether a sentence ends in it.
    pub has_stop: bool,
}

impl Text<'_> {
    pub fn is_blank(&self) -> bool {
        self.piece == u32::MAX
    }
}

/// The tree.
#[derive(Debug, Clone, Default)]
pub struct Dom<'a> {
    pub nodes: Vec<Node>,
    pub texts: Vec<Text<'a>>,
}

impl<'a> Dom<'a> {
    pub fn add(&mut self, tag: Option<Tag>, marks: u16, weight: i8, data: u32) -> Id {
        let links =
            Node { parent: NONE, first: NONE, last: NONE, next: NONE, before: NONE, ..Node::default() };
        let node = Node { tag, marks, weight, data, ..links };
        self.nodes.push(node);
        self.nodes.len() as Id - 1
    }

    #[inline]
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    #[inline]
    fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    pub fn tag(&self, id: Id) -> Option<Tag> {
        self.node(id).tag
    }

    pub fn is(&self, id: Id, tag: Tag) -> bool {
        self.node(id).tag == Some(tag)
    }

    /// The text of a node; `None` for elements.
    pub fn text(&self, id: Id) -> Option<&Text<'a>> {
        let node = self.node(id);
        if node.tag.is_some() { None } else { self.texts.get(node.data as usize) }
    }

    pub fn rename(&mut self, id: Id, tag: Tag) {
        self.node_mut(id).tag = Some(tag);
    }

    /// Takes a node, and all in it, out of its place.
    pub fn detach(&mut self, id: Id) {
        let Node { parent, next, before, .. } = *self.node(id);
        match before {
            NONE if parent != NONE => self.node_mut(parent).first = next,
            NONE => {}
            _ => self.node_mut(before).next = next,
        }
        match next {
            NONE if parent != NONE => self.node_mut(parent).last = before,
            NONE => {}
            _ => self.node_mut(next).before = before,
        }
        let node = self.node_mut(id);
        (node.parent, node.next, node.before) = (NONE, NONE, NONE);
    }

    /// Makes `id` the last in `parent`.
    pub fn append(&mut self, parent: Id, id: Id) {
        self.detach(id);
        let last = self.node(parent).last;
        let node = self.node_mut(id);
        (node.parent, node.before) = (parent, last);
        match last {
            NONE => self.node_mut(parent).first = id,
            _ => self.node_mut(last).next = id,
        }
        self.node_mut(parent).last = id;
    }

    /// Puts `id` right before `other`.
    pub fn insert_before(&mut self, other: Id, id: Id) {
        self.detach(id);
        let Node { parent, before, .. } = *self.node(other);
        let node = self.node_mut(id);
        (node.parent, node.before, node.next) = (parent, before, other);
        match before {
            NONE if parent != NONE => self.node_mut(parent).first = id,
            NONE => {}
            _ => self.node_mut(before).next = id,
        }
        self.node_mut(other).before = id;
    }

    /// Puts `id` where `other` was.
    pub fn replace(&mut self, other: Id, id: Id) {
        self.insert_before(other, id);
        self.detach(other);
    }

    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(some(self.node(id).first), |child| some(self.node(*child).next))
    }

    /// The elements directly in `id`.
    pub fn elements(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.children(id).filter(|child| self.node(*child).tag.is_some())
    }

    /// The elements around `id`, the nearest first.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(some(self.node(id).parent), |parent| some(self.node(*parent).parent))
    }

    /// All that is in `root`, in the order of the page.
    pub fn descendants(&self, root: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = self.node(root).first;
        std::iter::from_fn(move || {
            let found = some(at)?;
            let node = self.node(found);
            at = if node.first != NONE { node.first } else { self.after(found, root) };
            Some(found)
        })
    }

    /// What follows `id` and all in it, within `root`.
    fn after(&self, id: Id, root: Id) -> Id {
        let mut at = id;
        while at != root && at != NONE {
            let node = self.node(at);
            if node.next != NONE {
                return node.next;
            }
            at = node.parent;
        }
        NONE
    }

    /// The next element after `id` in the order of the page: one in it, unless `skip`.
    pub fn next_element(&self, id: Id, skip: bool) -> Id {
        let first = if skip { NONE } else { self.node(id).first };
        let mut at = if first != NONE { first } else { self.after(id, BODY) };
        while at != NONE && self.node(at).tag.is_none() {
            at = self.after(at, BODY);
        }
        at
    }

    /// Characters in `id`, runs of white space being one.
    pub fn chars(&self, id: Id) -> u32 {
        let (mut chars, mut space) = (0, true);
        for text in self.descendants(id).filter_map(|id| self.text(id)) {
            chars += text.chars - u32::from(space && text.spaces.0);
            space = text.spaces.1;
        }
        chars
    }

    /// Whether there is anything but white space in `id`.
    pub fn has_text(&self, id: Id) -> bool {
        self.descendants(id).filter_map(|id| self.text(id)).any(|text| !text.is_blank())
    }

    /// The text in `id` as it stands in the source, about as much as `most` bytes of it.
    pub fn raw(&self, id: Id, most: usize) -> String {
        let mut raw = String::new();
        for text in self.descendants(id).filter_map(|id| self.text(id)) {
            raw.push_str(text.raw);
            if raw.len() > most {
                break;
            }
        }
        raw
    }
}

fn some(id: Id) -> Option<Id> {
    (id != NONE).then_some(id)
}
