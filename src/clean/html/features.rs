//! The numbers the forest judges a block by.
//!
//! The order is that of the shipped table: whoever adds, drops or moves one trains anew (`eval/train_html.py`).

use crate::clean::html::block_stats::PHRASE_FAMILIES;
use crate::clean::html::context::{PageContext, flag};
use crate::clean::html::layout::Layout;
use crate::clean::html::word_overlap::{three, words};
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// Stands for a number of blocks when there is nothing to count from.
const NOWHERE: f32 = 999.0;

/// Elements of which it matters how far above a block they stand.
pub const ANCESTORS: [&[Tag]; 19] = [
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

/// A row of numbers for every block of `page`; `scores` are what the line model says of each.
pub fn rows(layout: &Layout<'_>, page: &Page, scores: &[i32], title_share: &[f32]) -> Vec<Vec<f32>> {
    let around = PageContext::new(layout, page, scores, title_share);
    let mut size_before = 0.0;
    (0..layout.stats.len())
        .map(|index| {
            let mut row = Vec::with_capacity(240);
            row.push(layout.kept[index]);
            around.text(index, &mut row);
            around.place(index, &mut row);
            around.declared(index, &mut row);
            around.ancestors(index, &mut row);
            around.group(index, &mut row);
            around.containers(index, &mut row);
            around.position(index, size_before, &mut row);
            around.neighbours(index, &mut row);
            around.whole_page(&mut row);
            around.extractor(index, &mut row);
            around.read(index, &mut row);
            size_before += layout.stats[index].size as f32;
            row
        })
        .collect()
}

impl PageContext<'_> {
    /// The letters themselves.
    fn text(&self, index: usize, row: &mut Vec<f32>) {
        let stats = &self.layout.stats[index];
        let place = &self.layout.tree.places[index];
        let length = self.layout.tree.blocks[index].text.len() as f32;
        let (words, size, letters) = (stats.words as f32, stats.size as f32, stats.letters as f32);
        row.extend([
            size,
            words,
            ratio(letters, words),
            stats.commas as f32,
            stats.sentence_ends as f32,
            ratio(stats.sentence_ends as f32, words),
            ratio(stats.commas as f32, words),
            flag(stats.ends_stop),
            flag(stats.ends_colon),
            flag(stats.begins_small),
            flag(stats.begins_digit),
            ratio(stats.capitals as f32, letters),
            ratio(stats.digits as f32, size),
            ratio(stats.capitalized as f32, words),
            stats.quotes as f32,
            ratio(stats.signs as f32, size),
            self.linked(index),
            f32::from(place.links),
            ratio(place.strong_bytes as f32, length),
            f32::from(place.breaks),
            flag(self.layout.prose[index]),
        ]);
        row.extend((0..PHRASE_FAMILIES).map(|family| flag(stats.phrases >> family & 1 == 1)));
    }

    /// The elements next to the block.
    fn place(&self, index: usize, row: &mut Vec<f32>) {
        let tree = self.layout.tree;
        let node = &tree.nodes[self.container(index) as usize];
        row.extend([
            self.title_share[index],
            self.repeats.get(tree.blocks[index].text.as_str()).copied().unwrap_or(1) as f32,
            flag(node.hidden),
            tag_class(node.tag),
            tag_class(tree.nodes[node.parent as usize].tag),
            tag_class(tree.nodes[tree.places[index].inline as usize].tag),
            f32::from(node.depth),
            node.ordinal as f32,
            node.children as f32,
        ]);
    }

    /// How much of the block the page's description and JSON-LD hold; -1 where there is nothing to compare.
    fn declared(&self, index: usize, row: &mut Vec<f32>) {
        let described = self.description.len() > 4 && self.layout.stats[index].words > 4;
        let has_body = self.has_body();
        if !described && !has_body {
            row.extend([-1.0, -1.0]);
            return;
        }
        let words = words(self.layout.tree.blocks[index].text.as_str());
        let in_description = || words.iter().filter(|word| self.description.contains(word)).count() as f32;
        let in_body = || words.windows(3).filter(|words| self.body.contains(&three(words))).count() as f32;
        row.push(if described { ratio(in_description(), words.len() as f32) } else { -1.0 });
        row.push(if has_body && words.len() > 3 { ratio(in_body(), words.len() as f32 - 2.0) } else { -1.0 });
    }

    fn has_body(&self) -> bool {
        self.body.len() > 40
    }

    /// How far above the block telling elements and telling names stand.
    fn ancestors(&self, index: usize, row: &mut Vec<f32>) {
        let inline = self.layout.tree.places[index].inline;
        row.extend(self.distances[inline as usize].map(f32::from));
    }

    /// The other blocks of its kind.
    fn group(&self, index: usize, row: &mut Vec<f32>) {
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        let total = self.layout.sums[0];
        row.extend([
            group.count,
            ratio(group.size, total.size),
            ratio(group.linked, group.size),
            ratio(group.prose, total.prose),
            ratio(group.prose, group.size),
            index as f32 - group.first,
        ]);
    }

    /// What the elements around it hold, and how far it is from where the prose is.
    fn containers(&self, index: usize, row: &mut Vec<f32>) {
        let (layout, total) = (self.layout, self.layout.sums[0]);
        let container = self.container(index);
        let mut at = container;
        for _ in 0..5 {
            let sums = layout.sums[at as usize];
            row.extend([
                ratio(sums.size, total.size),
                ratio(sums.linked, sums.size),
                ratio(sums.prose, total.prose),
                ratio(sums.prose, sums.size),
                sums.blocks,
                ratio(sums.size, sums.blocks),
            ]);
            at = layout.tree.nodes[at as usize].parent;
        }
        for core in [layout.best, layout.cores[0], layout.cores[1]] {
            let (up, down) = layout.distance(container, core);
            row.extend([up, down]);
        }
        let title = self.title_at.map(|title| layout.distance(container, self.container(title)));
        let (up, down) = title.unwrap_or((-1.0, -1.0));
        row.extend([up, down]);
    }

    /// Where on the page it stands.
    fn position(&self, index: usize, size_before: f32, row: &mut Vec<f32>) {
        let count = self.layout.stats.len();
        row.extend([
            index as f32,
            (count - index) as f32,
            ratio(index as f32, count as f32),
            ratio(size_before, self.layout.sums[0].size),
            self.title_at.map_or(-NOWHERE, |title| index as f32 - title as f32),
            self.prose_before[index],
            self.prose_after[index],
        ]);
    }

    /// The blocks before and after it, one by one and together.
    fn neighbours(&self, index: usize, row: &mut Vec<f32>) {
        let count = self.layout.stats.len();
        let parent = |index: usize| self.layout.tree.nodes[self.container(index) as usize].parent;
        for offset in [-3, -2, -1, 1, 2, 3] {
            let Some(other) = index.checked_add_signed(offset).filter(|other| *other < count) else {
                row.extend([-1.0; 6]);
                continue;
            };
            row.extend([
                self.layout.stats[other].words as f32,
                self.linked(other),
                flag(self.layout.stats[other].ends_stop),
                tag_class(self.tag(other)),
                flag(self.signature(other) == self.signature(index)) + flag(parent(other) == parent(index)),
                flag(self.layout.prose[other]),
            ]);
        }
        for reach in [2, 5, 10] {
            let (mut size, mut prose, mut linked) = (0.0, 0.0, 0.0);
            for other in index.saturating_sub(reach)..(index + reach + 1).min(count) {
                let own = self.layout.stats[other].size as f32;
                size += own;
                prose += own * flag(self.layout.prose[other]);
                linked += own * self.linked(other);
            }
            row.extend([ratio(prose, size), ratio(linked, size), size]);
        }
    }

    /// What the page is like.
    fn whole_page(&self, row: &mut Vec<f32>) {
        let total = self.layout.sums[0];
        row.extend([
            total.size,
            self.layout.stats.len() as f32,
            self.prose_count,
            ratio(total.prose, total.size),
            ratio(total.linked, total.size),
            flag(self.has_body()),
        ]);
    }

    /// What the line model made of it and of the blocks around it, each by its size.
    fn read(&self, index: usize, row: &mut Vec<f32>) {
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        row.push(self.read[index]);
        for reach in [2, 6] {
            let (mut size, mut read) = (0.0, 0.0);
            let around = index.saturating_sub(reach)..(index + reach + 1).min(self.read.len());
            for other in around.filter(|other| *other != index) {
                let own = self.layout.stats[other].size as f32;
                size += own;
                read += own * self.read[other];
            }
            row.push(ratio(read, size));
        }
        row.push(ratio(group.read, group.size));
        // Whether both readers agree, here and in its kind.
        row.push(self.read[index].clamp(-4.0, 4.0) * (2.0 * self.layout.kept[index] - 1.0));
        row.push(ratio(group.read, group.size) * (2.0 * ratio(group.kept, group.size) - 1.0));
    }

    /// What the extractor made of the blocks around it.
    fn extractor(&self, index: usize, row: &mut Vec<f32>) {
        let kept = &self.layout.kept;
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        let total = self.layout.sums[0];
        row.extend([
            index.checked_sub(1).map_or(-1.0, |before| kept[before]),
            kept.get(index + 1).copied().unwrap_or(-1.0),
            ratio(group.kept, group.size),
            ratio(total.kept, total.size),
            self.first_kept.map_or(-NOWHERE, |first| index as f32 - first as f32),
            self.last_kept.map_or(NOWHERE, |last| index as f32 - last as f32),
        ]);
        let mut at = self.container(index);
        for _ in 0..4 {
            let sums = self.layout.sums[at as usize];
            row.push(ratio(sums.kept, sums.size));
            at = self.layout.tree.nodes[at as usize].parent;
        }
    }
}

fn ratio(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Elements by what they do to a text, as a number.
fn tag_class(tag: Tag) -> f32 {
    match tag {
        Tag::P => 1.0,
        Tag::Div | Tag::OtherBlock => 2.0,
        Tag::Section | Tag::Article | Tag::Main => 3.0,
        Tag::H1 => 4.0,
        Tag::H2 => 5.0,
        Tag::H3 => 6.0,
        Tag::H4 | Tag::H5 | Tag::H6 => 7.0,
        Tag::Li => 8.0,
        Tag::Td | Tag::Th => 9.0,
        Tag::Figcaption | Tag::Figure | Tag::Caption => 10.0,
        Tag::Pre => 11.0,
        Tag::Blockquote => 12.0,
        Tag::Dt | Tag::Dd => 13.0,
        Tag::Button | Tag::Option | Tag::Select | Tag::Form => 14.0,
        Tag::Header | Tag::Footer | Tag::Nav | Tag::Aside => 15.0,
        _ => 16.0,
    }
}
