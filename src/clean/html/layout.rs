//! Sums over the elements of a page: size of text, of links and of paragraphs.

use crate::clean::html::block_stats::{BlockStats, block_stats};
use crate::extract::html::ElementTree;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::BlockContext;

/// Maximum number of words of a title.
pub(super) const MAX_TITLE_WORDS: u32 = 40;

/// Sums over everything inside one element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ElementSums {
    /// Size of the text.
    pub size: f32,
    /// Size of the text in links.
    pub linked: f32,
    /// Size of the text in paragraphs of prose.
    pub prose: f32,
    /// Number of blocks.
    pub blocks: f32,
    /// Size kept by the extractor.
    pub kept: f32,
}

/// A page with the sums of its elements.
#[derive(Debug)]
pub(super) struct Layout<'t> {
    /// The parsed page.
    pub tree: &'t ElementTree,
    /// Statistics of each block.
    pub stats: Vec<BlockStats>,
    /// Sums of each element.
    pub sums: Vec<ElementSums>,
    /// Score of the paragraphs in each element.
    pub scores: Vec<f32>,
    /// Share of each block that the extractor kept, or a guess where it has no answer.
    pub kept: Vec<f32>,
    /// Whether each block is a paragraph of prose.
    pub prose: Vec<bool>,
    /// The element with the best score.
    pub best: u32,
    /// Innermost elements that hold 60% and 85% of all prose.
    pub cores: [u32; 2],
}

impl<'t> Layout<'t> {
    /// Visits every block once, then every element once.
    pub(super) fn new(tree: &'t ElementTree, kept: Option<&[f32]>) -> Self {
        let stats: Vec<BlockStats> =
            tree.blocks.iter().map(|block| block_stats(block.text.as_str())).collect();
        let mut layout = Layout {
            tree,
            stats,
            sums: vec![ElementSums::default(); tree.nodes.len()],
            scores: vec![0.0; tree.nodes.len()],
            kept: Vec::new(),
            prose: Vec::new(),
            best: 0,
            cores: [0; 2],
        };
        for (index, block) in tree.contexts.iter().enumerate() {
            let stats = layout.stats[index];
            let linked_share = link_share(block.link_bytes, tree.blocks[index].text.len());
            let size = stats.size as f32;
            let prose = is_prose(&stats, linked_share) && !tree.nodes[block.container as usize].hidden;
            layout.prose.push(prose);
            let sums = &mut layout.sums[block.container as usize];
            sums.size += size;
            sums.linked += size * linked_share;
            sums.blocks += 1.0;
            if prose {
                sums.prose += size;
            }
            layout.add_score(index, linked_share);
        }
        layout.add_to_parents(|child, sums| {
            sums.size += child.size;
            sums.linked += child.linked;
            sums.prose += child.prose;
            sums.blocks += child.blocks;
        });
        layout.find_best_and_cores();
        layout.kept = match kept {
            Some(kept) => kept.to_vec(),
            None => layout.guess_kept(),
        };
        for (index, block_context) in tree.contexts.iter().enumerate() {
            layout.sums[block_context.container as usize].kept +=
                layout.kept[index] * layout.stats[index].size as f32;
        }
        layout.add_to_parents(|child, sums| sums.kept += child.kept);
        layout
    }

    /// Adds the sums of every element to its parent, innermost first.
    fn add_to_parents(&mut self, add: impl Fn(&ElementSums, &mut ElementSums)) {
        for node in (1..self.sums.len()).rev() {
            let child = self.sums[node];
            add(&child, &mut self.sums[self.tree.nodes[node].parent as usize]);
        }
    }

    /// Returns the share of a block that is linked.
    pub(super) fn link_share(&self, index: usize) -> f32 {
        link_share(self.tree.contexts[index].link_bytes, self.tree.blocks[index].text.len())
    }

    /// Guesses what an extractor would keep: all blocks in the best element that are not mostly links.
    fn guess_kept(&self) -> Vec<f32> {
        let is_in_best =
            |block_context: &BlockContext| self.distance(block_context.container, self.best).1 == 0.0;
        let contexts = self.tree.contexts.iter().enumerate();
        contexts
            .map(
                |(index, block_context)| {
                    if is_in_best(block_context) && self.link_share(index) < 0.5 { 1.0 } else { 0.0 }
                },
            )
            .collect()
    }

    /// Adds the score of a paragraph to the elements around it, as Readability does.
    fn add_score(&mut self, index: usize, linked_share: f32) {
        let stats = &self.stats[index];
        let block = &self.tree.contexts[index];
        if stats.size < 25 || self.tree.nodes[block.container as usize].hidden {
            return;
        }
        let points =
            (1.0 + stats.commas as f32 + (stats.size as f32 / 100.0).min(3.0)) * (1.0 - linked_share);
        // Add to the elements around the paragraph, nearest first.
        let mut node = block.container;
        if !matches!(self.tree.nodes[node as usize].tag, Tag::Div | Tag::Section | Tag::Article) {
            node = self.tree.nodes[node as usize].parent;
        }
        for divisor in [1.0, 2.0, 6.0, 9.0, 12.0] {
            self.scores[node as usize] += points / divisor;
            if node == 0 {
                break;
            }
            node = self.tree.nodes[node as usize].parent;
        }
    }

    /// Finds the element with the best score and those that hold most prose.
    fn find_best_and_cores(&mut self) {
        let total = self.sums.first().map_or(0.0, |sums| sums.prose);
        let mut best = (0.0, 0);
        let mut depth = [0u16; 2];
        for (node, sums) in self.sums.iter().enumerate() {
            let linked_share = if sums.size > 0.0 { sums.linked / sums.size } else { 0.0 };
            let score = self.scores[node] * (1.0 - linked_share);
            if score > best.0 {
                best = (score, node as u32);
            }
            for (core, share) in [0.6, 0.85].iter().enumerate() {
                let depth_of_node = self.tree.nodes[node].depth;
                if total > 0.0 && sums.prose >= share * total && depth_of_node > depth[core] {
                    depth[core] = depth_of_node;
                    self.cores[core] = node as u32;
                }
            }
        }
        self.best = best.1;
    }

    /// Returns the only visible heading of the first level, if it shares a word with the title in the page's
    /// metadata: that of a live blog says more than the title. `title_shares` has the share of each block
    /// that is in the title.
    pub(super) fn only_heading(&self, title_shares: &[f32]) -> Option<usize> {
        let is_first_level = |index: &usize| {
            let node = &self.tree.nodes[self.tree.contexts[*index].container as usize];
            node.tag.heading_level() == Some(1) && !node.hidden
        };
        let mut headings = (0..self.stats.len()).filter(is_first_level);
        let (first, second) = (headings.next()?, headings.next());
        let is_title = title_shares[first] > 0.0 && self.link_share(first) < 0.5;
        (second.is_none() && is_title && self.stats[first].words <= MAX_TITLE_WORDS).then_some(first)
    }

    /// Returns whether a block is in an element that is meant for articles.
    pub(super) fn is_declared_article(&self, index: usize) -> bool {
        let nodes = &self.tree.nodes;
        let mut element = self.tree.contexts[index].container as usize;
        while element > 0 {
            if matches!(nodes[element].tag, Tag::Article | Tag::Main) {
                return true;
            }
            element = nodes[element].parent as usize;
        }
        false
    }

    /// Returns the distances of `a` and `b` from their innermost common ancestor.
    pub(super) fn distance(&self, a: u32, b: u32) -> (f32, f32) {
        let nodes = &self.tree.nodes;
        let (mut x, mut y, mut up, mut down) = (a, b, 0.0, 0.0);
        while x != y {
            if nodes[x as usize].depth >= nodes[y as usize].depth {
                x = nodes[x as usize].parent;
                up += 1.0;
            } else {
                y = nodes[y as usize].parent;
                down += 1.0;
            }
        }
        (up, down)
    }
}

/// Returns the share of a text that is linked.
pub(super) fn link_share(link_bytes: u32, bytes: usize) -> f32 {
    if bytes == 0 { 0.0 } else { (link_bytes as f32 / bytes as f32).min(1.0) }
}

/// Returns whether a block is a paragraph of prose.
fn is_prose(stats: &BlockStats, linked_share: f32) -> bool {
    stats.words >= 12
        && linked_share < 0.4
        && (stats.ends_sentence || stats.sentence_ends > 1 || stats.commas > 1 || stats.words >= 30)
        && stats.capitalized * 2 <= stats.words + 4
}
