//! Statistics of a page that the features of its blocks need.

use crate::clean::html::evidence::DeclaredEvidence;
use crate::clean::html::layout::{Layout, link_share};
use crate::clean::html::word_overlap::word_hashes;
use crate::clean::text::gbdt::UNIT;
use crate::extract::html::class_hints::HINT_COUNT;
use crate::extract::html::tag::{TAG_COUNT, Tag};
use crate::extract::html::{ElementTree, Page};
use rustc_hash::{FxHashMap, FxHashSet};

/// Elements whose distance above a block matters.
pub(super) const ANCESTORS: [&[Tag]; 19] = [
    &[Tag::Nav],
    &[Tag::Aside],
    &[Tag::Footer],
    &[Tag::Header],
    &[Tag::Form],
    &[Tag::Article],
    &[Tag::Main],
    &[Tag::Section],
    &[Tag::Figure, Tag::Figcaption],
    &[Tag::Ul],
    &[Tag::Ol],
    &[Tag::Table],
    &[Tag::Blockquote],
    &[Tag::Button],
    &[Tag::Label, Tag::Option, Tag::Select],
    &[Tag::Noscript],
    &[Tag::A],
    &[Tag::Li],
    &[Tag::Dialog, Tag::Details],
];

/// Upper bound of the number of blocks to the next prose.
const MAX_PROSE_GAP: f32 = 99.0;

/// Sums over all blocks in elements of one signature: the paragraphs of an article, the entries of a menu.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct SignatureGroup {
    /// Number of blocks.
    pub count: f32,
    /// Size of their text.
    pub size: f32,
    /// Size of their links.
    pub linked: f32,
    /// Size of their prose.
    pub prose: f32,
    /// Size kept by the extractor.
    pub kept: f32,
    /// Scores of the line model, weighted by size.
    pub line_scores: f32,
    /// Size of their text that is in the declared text.
    pub declared: f32,
    /// Index of the first such block.
    pub first: f32,
}

/// Statistics of a page that the features of its blocks need.
pub(super) struct PageContext<'l> {
    /// The page and its sums.
    pub layout: &'l Layout<'l>,
    /// Blocks by the signature of their element.
    pub groups: FxHashMap<u64, SignatureGroup>,
    /// Number of blocks with each text.
    pub repeats: FxHashMap<&'l str, u32>,
    /// Score of the line model for each block, in logits.
    pub line_scores: Vec<f32>,
    /// Number of blocks back to the nearest prose, for each block.
    pub prose_before: Vec<f32>,
    /// Number of blocks ahead to the nearest prose, for each block.
    pub prose_after: Vec<f32>,
    /// First block that the extractor kept.
    pub first_kept: Option<usize>,
    /// Last block that the extractor kept.
    pub last_kept: Option<usize>,
    /// Share of each block that is in the title.
    pub title_shares: &'l [f32],
    /// The block that is most likely the title.
    pub title: Option<usize>,
    /// Hashes of the words of the page's description.
    pub description: FxHashSet<u64>,
    /// The text that the page declares.
    pub evidence: DeclaredEvidence,
    /// Scores of the line model in each element, weighted by size.
    pub element_scores: Vec<f32>,
    /// Number of blocks of prose.
    pub prose_count: f32,
    /// Distance from each element up to the nearest of [`ANCESTORS`], then to class names of each family.
    pub distances: Vec<[u8; ANCESTORS.len() + HINT_COUNT]>,
}

impl<'l> PageContext<'l> {
    /// Computes the statistics of a page; `scores` are those of the line model.
    pub(super) fn new(layout: &'l Layout<'l>, page: &Page, scores: &[i32], title_shares: &'l [f32]) -> Self {
        let metadata = &page.metadata;
        let count = layout.stats.len();
        let mut context = PageContext {
            layout,
            groups: FxHashMap::default(),
            repeats: FxHashMap::default(),
            line_scores: scores.iter().map(|score| (*score as f32 / UNIT as f32).clamp(-6.0, 6.0)).collect(),
            prose_before: prose_gaps(&layout.prose, 0..count),
            prose_after: prose_gaps(&layout.prose, (0..count).rev()),
            first_kept: layout.kept.iter().position(|kept| *kept > 0.5),
            last_kept: layout.kept.iter().rposition(|kept| *kept > 0.5),
            title: None,
            title_shares,
            description: word_hashes(metadata.description.as_deref().unwrap_or("")).into_iter().collect(),
            evidence: DeclaredEvidence::new(layout, page),
            element_scores: vec![0.0; layout.tree.nodes.len()],
            prose_count: layout.prose.iter().filter(|prose| **prose).count() as f32,
            distances: ancestor_distances(layout.tree),
        };
        context.group_blocks();
        context.sum_scores();
        context.find_title();
        context
    }

    /// Sums up the blocks of each signature.
    fn group_blocks(&mut self) {
        for index in 0..self.layout.stats.len() {
            let size = self.layout.stats[index].size as f32;
            let linked = self.link_share(index);
            let new = SignatureGroup { first: index as f32, ..SignatureGroup::default() };
            let group = self.groups.entry(self.signature(index)).or_insert(new);
            group.count += 1.0;
            group.size += size;
            group.linked += size * linked;
            group.prose += size * flag(self.layout.prose[index]);
            group.kept += size * self.layout.kept[index];
            group.line_scores += size * self.line_scores[index];
            group.declared += size * self.evidence.shares[index].max(0.0);
            *self.repeats.entry(self.layout.tree.blocks[index].text.as_str()).or_default() += 1;
        }
    }

    /// Sums up the scores of the line model in each element.
    fn sum_scores(&mut self) {
        let tree = self.layout.tree;
        for (index, score) in self.line_scores.iter().enumerate() {
            self.element_scores[tree.contexts[index].container as usize] +=
                score * self.layout.stats[index].size as f32;
        }
        for node in (1..tree.nodes.len()).rev() {
            self.element_scores[tree.nodes[node].parent as usize] += self.element_scores[node];
        }
    }

    /// Finds the block that shares most with the title.
    fn find_title(&mut self) {
        let mut best = 0.5;
        for (index, share) in self.title_shares.iter().enumerate() {
            let score = share + 0.3 * flag(self.tag(index) == Tag::H1);
            if score > best {
                (best, self.title) = (score, Some(index));
            }
        }
    }

    /// Returns the element that holds a block.
    pub(super) fn container(&self, index: usize) -> u32 {
        self.layout.tree.contexts[index].container
    }

    /// Returns the tag of the element that holds a block.
    pub(super) fn tag(&self, index: usize) -> Tag {
        self.layout.tree.nodes[self.container(index) as usize].tag
    }

    /// Returns the signature of the element that holds a block.
    pub(super) fn signature(&self, index: usize) -> u64 {
        self.layout.tree.nodes[self.container(index) as usize].signature
    }

    /// Returns the share of a block that is linked.
    pub(super) fn link_share(&self, index: usize) -> f32 {
        let tree = self.layout.tree;
        link_share(tree.contexts[index].link_bytes, tree.blocks[index].text.len())
    }
}

/// Returns for each block the number of blocks since the last prose, in the given order.
fn prose_gaps(prose: &[bool], order: impl Iterator<Item = usize>) -> Vec<f32> {
    let mut gaps = vec![MAX_PROSE_GAP; prose.len()];
    let mut last: Option<usize> = None;
    for index in order {
        if let Some(last) = last {
            gaps[index] = (last.abs_diff(index) as f32).min(MAX_PROSE_GAP);
        }
        if prose[index] {
            last = Some(index);
        }
    }
    gaps
}

/// The distance to an element that does not exist.
const NO_ANCESTOR: u8 = 20;

/// Returns for each element the distances to telling ancestors and class names. Parents precede their
/// children, so the distances of a child are those of its parent plus one.
fn ancestor_distances(tree: &ElementTree) -> Vec<[u8; ANCESTORS.len() + HINT_COUNT]> {
    let mut sets = [0u64; TAG_COUNT];
    for (set, tags) in ANCESTORS.iter().enumerate() {
        for tag in *tags {
            sets[*tag as usize] |= 1 << set;
        }
    }
    let mut known: Vec<[u8; ANCESTORS.len() + HINT_COUNT]> = Vec::with_capacity(tree.nodes.len());
    for (index, node) in tree.nodes.iter().enumerate() {
        let mut distances = [NO_ANCESTOR; ANCESTORS.len() + HINT_COUNT];
        if index > 0
            && let Some(parent) = known.get(node.parent as usize)
        {
            distances = parent.map(|distance| {
                if distance == NO_ANCESTOR { NO_ANCESTOR } else { (distance + 1).min(NO_ANCESTOR - 1) }
            });
        }
        let families = u64::from(node.hints) & ((1 << HINT_COUNT) - 1);
        let mut nearby = sets[node.tag as usize] | families << ANCESTORS.len();
        while nearby != 0 {
            distances[nearby.trailing_zeros() as usize] = 0;
            nearby &= nearby - 1;
        }
        known.push(distances);
    }
    known
}

/// Returns 1 if a condition holds, else 0.
pub(super) fn flag(condition: bool) -> f32 {
    if condition { 1.0 } else { 0.0 }
}
