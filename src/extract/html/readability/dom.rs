//! A mutable tree of elements and text nodes, linked in both directions.

use crate::extract::html::tag::Tag;

/// Index of a node.
pub(super) type NodeId = u32;
/// The absence of a node.
pub(super) const NONE: NodeId = u32::MAX;
/// The root, `<body>`.
pub(super) const BODY: NodeId = 0;

/// An element or a text node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DomNode {
    pub parent: NodeId,
    pub first: NodeId,
    pub last: NodeId,
    pub next: NodeId,
    pub previous: NodeId,
    /// Tag of an element; `None` for a text node.
    pub tag: Option<Tag>,
    /// Bits of its names and attributes, see [`crate::extract::html::readability::names`].
    pub marks: u16,
    /// Class weight, in steps of 25 points.
    pub weight: i8,
    /// Index of a text node in [`Dom::texts`], or hash of the class of an element.
    pub data: u32,
}

/// Counts of a text node.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextNode<'a> {
    /// Text in the source, not decoded.
    pub raw: &'a str,
    /// Index among the text nodes of the page; `u32::MAX` if it is blank.
    pub index: u32,
    /// Number of characters, with each run of white space as one.
    pub chars: u32,
    /// Number of commas of any script.
    pub commas: u32,
    /// Whether the text begins and ends with white space.
    pub spaces: (bool, bool),
    /// Whether a sentence ends in the text.
    pub has_stop: bool,
}

impl TextNode<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.index == u32::MAX
    }
}

/// The tree of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Dom<'a> {
    pub nodes: Vec<DomNode>,
    pub texts: Vec<TextNode<'a>>,
}

impl<'a> Dom<'a> {
    pub(super) fn add(&mut self, tag: Option<Tag>, marks: u16, weight: i8, data: u32) -> NodeId {
        let links = DomNode {
            parent: NONE,
            first: NONE,
            last: NONE,
            next: NONE,
            previous: NONE,
            ..DomNode::default()
        };
        let node = DomNode { tag, marks, weight, data, ..links };
        self.nodes.push(node);
        self.nodes.len() as NodeId - 1
    }

    #[inline]
    pub(super) fn node(&self, id: NodeId) -> &DomNode {
        &self.nodes[id as usize]
    }

    #[inline]
    fn node_mut(&mut self, id: NodeId) -> &mut DomNode {
        &mut self.nodes[id as usize]
    }

    pub(super) fn tag(&self, id: NodeId) -> Option<Tag> {
        self.node(id).tag
    }

    pub(super) fn is(&self, id: NodeId, tag: Tag) -> bool {
        self.node(id).tag == Some(tag)
    }

    /// Returns the text of a node; `None` for elements.
    pub(super) fn text(&self, id: NodeId) -> Option<&TextNode<'a>> {
        let node = self.node(id);
        if node.tag.is_some() { None } else { self.texts.get(node.data as usize) }
    }

    pub(super) fn rename(&mut self, id: NodeId, tag: Tag) {
        self.node_mut(id).tag = Some(tag);
    }

    /// Removes a node with its descendants from its parent.
    pub(super) fn detach(&mut self, id: NodeId) {
        let DomNode { parent, next, previous, .. } = *self.node(id);
        match previous {
            NONE if parent != NONE => self.node_mut(parent).first = next,
            NONE => {}
            _ => self.node_mut(previous).next = next,
        }
        match next {
            NONE if parent != NONE => self.node_mut(parent).last = previous,
            NONE => {}
            _ => self.node_mut(next).previous = previous,
        }
        let node = self.node_mut(id);
        (node.parent, node.next, node.previous) = (NONE, NONE, NONE);
    }

    /// Appends `id` to the children of `parent`.
    pub(super) fn append(&mut self, parent: NodeId, id: NodeId) {
        self.detach(id);
        let last = self.node(parent).last;
        let node = self.node_mut(id);
        (node.parent, node.previous) = (parent, last);
        match last {
            NONE => self.node_mut(parent).first = id,
            _ => self.node_mut(last).next = id,
        }
        self.node_mut(parent).last = id;
    }

    /// Inserts `id` before `next`.
    pub(super) fn insert_before(&mut self, next: NodeId, id: NodeId) {
        self.detach(id);
        let DomNode { parent, previous, .. } = *self.node(next);
        let node = self.node_mut(id);
        (node.parent, node.previous, node.next) = (parent, previous, next);
        match previous {
            NONE if parent != NONE => self.node_mut(parent).first = id,
            NONE => {}
            _ => self.node_mut(previous).next = id,
        }
        self.node_mut(next).previous = id;
    }

    /// Replaces `old` by `id`.
    pub(super) fn replace(&mut self, old: NodeId, id: NodeId) {
        self.insert_before(old, id);
        self.detach(old);
    }

    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(some(self.node(id).first), |child| some(self.node(*child).next))
    }

    /// Returns the child elements of `id`.
    pub(super) fn elements(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id).filter(|child| self.node(*child).tag.is_some())
    }

    /// Returns the ancestors of `id`, the nearest first.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(some(self.node(id).parent), |parent| some(self.node(*parent).parent))
    }

    /// Returns the descendants of `root`, in document order.
    pub(super) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut next = self.node(root).first;
        std::iter::from_fn(move || {
            let current = some(next)?;
            let node = self.node(current);
            next = if node.first != NONE { node.first } else { self.after(current, root) };
            Some(current)
        })
    }

    /// Returns the node after `id` and its descendants, within `root`.
    fn after(&self, id: NodeId, root: NodeId) -> NodeId {
        let mut current = id;
        while current != root && current != NONE {
            let node = self.node(current);
            if node.next != NONE {
                return node.next;
            }
            current = node.parent;
        }
        NONE
    }

    /// Returns the next element after `id` in document order. With `skip_descendants`, it is not inside `id`.
    pub(super) fn next_element(&self, id: NodeId, skip_descendants: bool) -> NodeId {
        let first = if skip_descendants { NONE } else { self.node(id).first };
        let mut next = if first != NONE { first } else { self.after(id, BODY) };
        while next != NONE && self.node(next).tag.is_none() {
            next = self.after(next, BODY);
        }
        next
    }

    /// Counts the characters in `id`, with each run of white space as one.
    pub(super) fn chars(&self, id: NodeId) -> u32 {
        let (mut chars, mut space) = (0, true);
        for text in self.descendants(id).filter_map(|id| self.text(id)) {
            chars += text.chars - u32::from(space && text.spaces.0);
            space = text.spaces.1;
        }
        chars
    }

    /// Returns whether `id` contains anything but white space.
    pub(super) fn has_text(&self, id: NodeId) -> bool {
        self.descendants(id).filter_map(|id| self.text(id)).any(|text| !text.is_blank())
    }

    /// Returns the source text in `id`, up to about `max` bytes.
    pub(super) fn raw(&self, id: NodeId, max: usize) -> String {
        let mut raw = String::new();
        for text in self.descendants(id).filter_map(|id| self.text(id)) {
            raw.push_str(text.raw);
            if raw.len() > max {
                break;
            }
        }
        raw
    }
}

fn some(id: NodeId) -> Option<NodeId> {
    (id != NONE).then_some(id)
}
