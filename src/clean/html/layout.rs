//! ElementSums over the elements of a page: how much text, how much of it linked, where the paragraphs lie.
use crate::clean::html::block_stats::{BlockStats, stats};
use crate::extract::html::Tree;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::Place;

/// ElementSums over everything inside one element.
#[derive(Debug, Clone, Copy, Default)]
pub struct ElementSums {
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

/// A page with its sums.
#[derive(Debug)]
pub struct Layout<'t> {
    /// The page.
    pub tree: &'t Tree,
    /// By block.
    pub stats: Vec<BlockStats>,
    /// By element.
    pub sums: Vec<ElementSums>,
    /// By element: how much its paragraphs speak for it being the article.
    pub scores: Vec<f32>,
    /// By block: the share of it the extractor kept, or a guess where it had no answer.
    pub kept: Vec<f32>,
    /// By block: whether it is a paragraph of prose.
    pub prose: Vec<bool>,
    /// The element whose paragraphs score best.
    pub best: u32,
    /// Innermost elements that hold 60 % and 85 % of all prose.
    pub cores: [u32; 2],
}

impl<'t> Layout<'t> {
    /// Reads every block once, then every element once.
    pub fn new(tree: &'t Tree, kept: Option<&[f32]>) -> Self {
        let stats: Vec<BlockStats> = tree.blocks.iter().map(|block| stats(block.text.as_str())).collect();
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
        for (index, block) in tree.places.iter().enumerate() {
            let s = layout.stats[index];
            let link = link_share(block.link_bytes, tree.blocks[index].text.len());
            let size = s.size as f32;
            let prose = is_prose(&s, link) && !tree.nodes[block.container as usize].hidden;
            layout.prose.push(prose);
            let sums = &mut layout.sums[block.container as usize];
            sums.size += size;
            sums.linked += size * link;
            sums.blocks += 1.0;
            if prose {
                sums.prose += size;
            }
            layout.score(index, link);
        }
        layout.add_up(|own, sums| {
            sums.size += own.size;
            sums.linked += own.linked;
            sums.prose += own.prose;
            sums.blocks += own.blocks;
        });
        layout.choose();
        layout.kept = match kept {
            Some(kept) => kept.to_vec(),
            None => layout.guess(),
        };
        for (index, place) in tree.places.iter().enumerate() {
            layout.sums[place.container as usize].kept +=
                layout.kept[index] * layout.stats[index].size as f32;
        }
        layout.add_up(|own, sums| sums.kept += own.kept);
        layout
    }

    /// Adds what every element holds to its parent, the innermost first.
    fn add_up(&mut self, add: impl Fn(&ElementSums, &mut ElementSums)) {
        for node in (1..self.sums.len()).rev() {
            let own = self.sums[node];
            add(&own, &mut self.sums[self.tree.nodes[node].parent as usize]);
        }
    }

    /// Share of a block that is linked.
    pub fn linked(&self, index: usize) -> f32 {
        link_share(self.tree.places[index].link_bytes, self.tree.blocks[index].text.len())
    }

    /// What an extractor would keep: the prose in the best element, and what stands between.
    fn guess(&self) -> Vec<f32> {
        let within = |place: &Place| self.distance(place.container, self.best).1 == 0.0;
        let linked =
            |index: usize| link_share(self.tree.places[index].link_bytes, self.tree.blocks[index].text.len());
        let places = self.tree.places.iter().enumerate();
        places.map(|(index, place)| if within(place) && linked(index) < 0.5 { 1.0 } else { 0.0 }).collect()
    }

    fn score(&mut self, index: usize, link: f32) {
        let s = &self.stats[index];
        let block = &self.tree.places[index];
        if s.size < 25 || self.tree.nodes[block.container as usize].hidden {
            return;
        }
        let points = (1.0 + s.commas as f32 + (s.size as f32 / 100.0).min(3.0)) * (1.0 - link);
        // Up to the elements around the paragraph, the nearest first.
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

    fn choose(&mut self) {
        let total = self.sums.first().map_or(0.0, |s| s.prose);
        let mut best = (0.0, 0);
        let mut depth = [0u16; 2];
        for (node, sums) in self.sums.iter().enumerate() {
            let link = if sums.size > 0.0 { sums.linked / sums.size } else { 0.0 };
            let score = self.scores[node] * (1.0 - link);
            if score > best.0 {
                best = (score, node as u32);
            }
            for (core, share) in [0.6, 0.85].iter().enumerate() {
                let deep = self.tree.nodes[node].depth;
                if total > 0.0 && sums.prose >= share * total && deep > depth[core] {
                    depth[core] = deep;
                    self.cores[core] = node as u32;
                }
            }
        }
        self.best = best.1;
    }

    /// Whether a block stands in an element that is meant for articles.
    pub fn is_declared_article(&self, index: usize) -> bool {
        let nodes = &self.tree.nodes;
        let mut at = self.tree.places[index].container as usize;
        while at > 0 {
            if matches!(nodes[at].tag, Tag::Article | Tag::Main) {
                return true;
            }
            at = nodes[at].parent as usize;
        }
        false
    }

    /// How far `a` and `b` lie below the innermost element around both.
    pub fn distance(&self, a: u32, b: u32) -> (f32, f32) {
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

/// Share of the text that is linked.
pub fn link_share(link: u32, len: usize) -> f32 {
    if len == 0 { 0.0 } else { (link as f32 / len as f32).min(1.0) }
}

fn is_prose(s: &BlockStats, link: f32) -> bool {
    s.words >= 12
        && link < 0.4
        && (s.ends_stop || s.sentence_ends > 1 || s.commas > 1 || s.words >= 30)
        && s.capitalized * 2 <= s.words + 4
}
