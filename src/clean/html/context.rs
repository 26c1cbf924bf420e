//! What has to be known of a page before a block of it can be described.

use crate::clean::html::features::ANCESTORS;
use crate::clean::html::layout::{Layout, link_share};
use crate::clean::html::word_overlap::{three, words};
use crate::clean::text::gbdt::UNIT;
use crate::extract::html::class_hints::FAMILIES;
use crate::extract::html::tag::{TAGS, Tag};
use crate::extract::html::{Page, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// More blocks than this to the next prose are as good as none.
const MANY: f32 = 99.0;

/// ElementSums over all blocks in elements of one signature: the paragraphs of an article, the entries of a menu.
#[derive(Debug, Default, Clone, Copy)]
pub struct SignatureGroup {
    pub count: f32,
    pub size: f32,
    pub linked: f32,
    pub prose: f32,
    pub kept: f32,
    pub read: f32,
    /// Index of its first block.
    pub first: f32,
}

/// What has to be known of the page before a block of it can be described.
pub struct PageContext<'l> {
    pub layout: &'l Layout<'l>,
    pub groups: FxHashMap<u64, SignatureGroup>,
    pub repeats: FxHashMap<&'l str, u32>,
    /// By block: what the line model says of it, in logits.
    pub read: Vec<f32>,
    /// By block: how many blocks back and ahead prose stands.
    pub prose_before: Vec<f32>,
    pub prose_after: Vec<f32>,
    pub first_kept: Option<usize>,
    pub last_kept: Option<usize>,
    /// By block: how much of it is the title.
    pub title_share: &'l [f32],
    pub title_at: Option<usize>,
    pub description: FxHashSet<u64>,
    /// Three words in a row of the article's text as JSON-LD has it.
    pub body: FxHashSet<u64>,
    pub prose_count: f32,
    /// By element: how far above it those of [`ANCESTORS`] stand, then names of each family.
    pub distances: Vec<[u8; ANCESTORS.len() + FAMILIES]>,
}

impl<'l> PageContext<'l> {
    pub fn new(layout: &'l Layout<'l>, page: &Page, scores: &[i32], title_share: &'l [f32]) -> Self {
        let about = &page.about;
        let count = layout.stats.len();
        let mut around = PageContext {
            layout,
            groups: FxHashMap::default(),
            repeats: FxHashMap::default(),
            read: scores.iter().map(|score| (*score as f32 / UNIT as f32).clamp(-6.0, 6.0)).collect(),
            prose_before: gaps(&layout.prose, 0..count),
            prose_after: gaps(&layout.prose, (0..count).rev()),
            first_kept: layout.kept.iter().position(|kept| *kept > 0.5),
            last_kept: layout.kept.iter().rposition(|kept| *kept > 0.5),
            title_at: None,
            title_share,
            description: words(about.description.as_deref().unwrap_or("")).into_iter().collect(),
            body: words(about.article_body.as_deref().unwrap_or("")).windows(3).map(three).collect(),
            prose_count: layout.prose.iter().filter(|prose| **prose).count() as f32,
            distances: distances(layout.tree),
        };
        around.group_blocks();
        around.find_title();
        around
    }

    fn group_blocks(&mut self) {
        for index in 0..self.layout.stats.len() {
            let size = self.layout.stats[index].size as f32;
            let linked = self.linked(index);
            let new = SignatureGroup { first: index as f32, ..SignatureGroup::default() };
            let group = self.groups.entry(self.signature(index)).or_insert(new);
            group.count += 1.0;
            group.size += size;
            group.linked += size * linked;
            group.prose += size * flag(self.layout.prose[index]);
            group.kept += size * self.layout.kept[index];
            group.read += size * self.read[index];
            *self.repeats.entry(self.layout.tree.blocks[index].text.as_str()).or_default() += 1;
        }
    }

    fn find_title(&mut self) {
        let mut best = 0.5;
        for (index, share) in self.title_share.iter().enumerate() {
            let score = share + 0.3 * flag(self.tag(index) == Tag::H1);
            if score > best {
                (best, self.title_at) = (score, Some(index));
            }
        }
    }

    pub fn container(&self, index: usize) -> u32 {
        self.layout.tree.places[index].container
    }

    pub fn tag(&self, index: usize) -> Tag {
        self.layout.tree.nodes[self.container(index) as usize].tag
    }

    pub fn signature(&self, index: usize) -> u64 {
        self.layout.tree.nodes[self.container(index) as usize].signature
    }

    /// Share of a block that is linked.
    pub fn linked(&self, index: usize) -> f32 {
        let tree = self.layout.tree;
        link_share(tree.places[index].link_bytes, tree.blocks[index].text.len())
    }
}

/// By block, how many blocks ago there was prose, going through them in `order`.
fn gaps(prose: &[bool], order: impl Iterator<Item = usize>) -> Vec<f32> {
    let mut gaps = vec![MANY; prose.len()];
    let mut last: Option<usize> = None;
    for index in order {
        if let Some(last) = last {
            gaps[index] = (last.abs_diff(index) as f32).min(MANY);
        }
        if prose[index] {
            last = Some(index);
        }
    }
    gaps
}

/// A distance that means there is none.
const FAR: u8 = 20;

/// By element: how far above it telling elements and telling names stand. Parents come before their children, so what is
/// known of a parent is one further away.
fn distances(tree: &Tree) -> Vec<[u8; ANCESTORS.len() + FAMILIES]> {
    let mut sets = [0u64; TAGS];
    for (set, tags) in ANCESTORS.iter().enumerate() {
        for tag in *tags {
            sets[*tag as usize] |= 1 << set;
        }
    }
    let mut known: Vec<[u8; ANCESTORS.len() + FAMILIES]> = Vec::with_capacity(tree.nodes.len());
    for (at, node) in tree.nodes.iter().enumerate() {
        let mut own = [FAR; ANCESTORS.len() + FAMILIES];
        if at > 0
            && let Some(parent) = known.get(node.parent as usize)
        {
            own = parent.map(|distance| if distance == FAR { FAR } else { (distance + 1).min(FAR - 1) });
        }
        let families = u64::from(node.hints) & ((1 << FAMILIES) - 1);
        let mut here = sets[node.tag as usize] | families << ANCESTORS.len();
        while here != 0 {
            own[here.trailing_zeros() as usize] = 0;
            here &= here - 1;
        }
        known.push(own);
    }
    known
}

/// One where a condition holds, else zero.
pub fn flag(condition: bool) -> f32 {
    if condition { 1.0 } else { 0.0 }
}
