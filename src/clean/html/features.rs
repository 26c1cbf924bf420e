//! Features of a block for the forest.
//!
//! The forest refers to features by number, so a change of their order needs new training
//! (`eval/train_html.py`).

use crate::clean::html::block_stats::KEYWORD_FAMILIES;
use crate::clean::html::context::{PageContext, flag};
use crate::clean::html::layout::Layout;
use crate::clean::html::word_overlap::word_hashes;
use crate::extract::html::Page;
use crate::extract::html::tag::Tag;

/// A number of blocks when there is nothing to count from.
const MISSING_DISTANCE: f32 = 999.0;

/// Computes the features of every block of `page`; `scores` are those of the line model.
pub(super) fn feature_rows(
    layout: &Layout<'_>,
    page: &Page,
    scores: &[i32],
    title_shares: &[f32],
) -> Vec<Vec<f32>> {
    let context = PageContext::new(layout, page, scores, title_shares);
    let mut size_before = 0.0;
    (0..layout.stats.len())
        .map(|index| {
            let mut row = Vec::with_capacity(240);
            row.push(layout.kept[index]);
            context.text(index, &mut row);
            context.elements(index, &mut row);
            context.described(index, &mut row);
            context.ancestors(index, &mut row);
            context.group(index, &mut row);
            context.containers(index, &mut row);
            context.position(index, size_before, &mut row);
            context.neighbors(index, &mut row);
            context.whole_page(&mut row);
            context.extractor(index, &mut row);
            context.line_model(index, &mut row);
            context.declared(index, &mut row);
            context.element_scores(index, &mut row);
            size_before += layout.stats[index].size as f32;
            row
        })
        .collect()
}

impl PageContext<'_> {
    /// Adds features of the text.
    fn text(&self, index: usize, row: &mut Vec<f32>) {
        let stats = &self.layout.stats[index];
        let block_context = &self.layout.tree.contexts[index];
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
            flag(stats.ends_sentence),
            flag(stats.ends_colon),
            flag(stats.begins_lowercase),
            flag(stats.begins_digit),
            ratio(stats.capitals as f32, letters),
            ratio(stats.digits as f32, size),
            ratio(stats.capitalized as f32, words),
            stats.quotes as f32,
            ratio(stats.signs as f32, size),
            self.link_share(index),
            f32::from(block_context.links),
            ratio(block_context.strong_bytes as f32, length),
            f32::from(block_context.line_breaks),
            flag(self.layout.prose[index]),
        ]);
        row.extend((0..KEYWORD_FAMILIES).map(|family| flag(stats.keywords >> family & 1 == 1)));
    }

    /// Adds features of the elements around the block.
    fn elements(&self, index: usize, row: &mut Vec<f32>) {
        let tree = self.layout.tree;
        let node = &tree.nodes[self.container(index) as usize];
        row.extend([
            self.title_shares[index],
            self.repeats.get(tree.blocks[index].text.as_str()).copied().unwrap_or(1) as f32,
            flag(node.hidden),
            tag_class(node.tag),
            tag_class(tree.nodes[node.parent as usize].tag),
            tag_class(tree.nodes[tree.contexts[index].inline as usize].tag),
            f32::from(node.depth),
            node.ordinal as f32,
            node.children as f32,
        ]);
    }

    /// Adds the share of the block in the description and in the JSON-LD of the page; -1 where there is
    /// nothing to compare.
    fn described(&self, index: usize, row: &mut Vec<f32>) {
        let has_description = self.description.len() > 4 && self.layout.stats[index].words > 4;
        let words = || word_hashes(self.layout.tree.blocks[index].text.as_str());
        row.push(match has_description.then(words) {
            Some(words) => {
                let known = words.iter().filter(|word| self.description.contains(word)).count();
                ratio(known as f32, words.len() as f32)
            }
            None => -1.0,
        });
        row.push(self.evidence.shares[index]);
    }

    /// Adds what the declared text says of the block, of those beside it, and of those of its signature.
    fn declared(&self, index: usize, row: &mut Vec<f32>) {
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        row.extend(self.evidence.features(index));
        row.push(if self.evidence.has_body { ratio(group.declared, group.size) } else { -1.0 });
    }

    /// Adds the distances to telling ancestors and class names.
    fn ancestors(&self, index: usize, row: &mut Vec<f32>) {
        let inline = self.layout.tree.contexts[index].inline;
        row.extend(self.distances[inline as usize].map(f32::from));
    }

    /// Adds features of all blocks with the same signature.
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

    /// Adds features of the enclosing elements, and the distance to the elements with most prose.
    fn containers(&self, index: usize, row: &mut Vec<f32>) {
        let (layout, total) = (self.layout, self.layout.sums[0]);
        let container = self.container(index);
        let mut element = container;
        for _ in 0..5 {
            let sums = layout.sums[element as usize];
            row.extend([
                ratio(sums.size, total.size),
                ratio(sums.linked, sums.size),
                ratio(sums.prose, total.prose),
                ratio(sums.prose, sums.size),
                sums.blocks,
                ratio(sums.size, sums.blocks),
            ]);
            element = layout.tree.nodes[element as usize].parent;
        }
        for core in [layout.best, layout.cores[0], layout.cores[1]] {
            let (up, down) = layout.distance(container, core);
            row.extend([up, down]);
        }
        let title = self.title.map(|title| layout.distance(container, self.container(title)));
        let (up, down) = title.unwrap_or((-1.0, -1.0));
        row.extend([up, down]);
    }

    /// Adds the position on the page.
    fn position(&self, index: usize, size_before: f32, row: &mut Vec<f32>) {
        let count = self.layout.stats.len();
        row.extend([
            index as f32,
            (count - index) as f32,
            ratio(index as f32, count as f32),
            ratio(size_before, self.layout.sums[0].size),
            self.title.map_or(-MISSING_DISTANCE, |title| index as f32 - title as f32),
            self.prose_before[index],
            self.prose_after[index],
        ]);
    }

    /// Adds features of the blocks before and after, one by one and together.
    fn neighbors(&self, index: usize, row: &mut Vec<f32>) {
        let count = self.layout.stats.len();
        let parent = |index: usize| self.layout.tree.nodes[self.container(index) as usize].parent;
        for offset in [-3, -2, -1, 1, 2, 3] {
            let Some(neighbor) = index.checked_add_signed(offset).filter(|neighbor| *neighbor < count) else {
                row.extend([-1.0; 6]);
                continue;
            };
            row.extend([
                self.layout.stats[neighbor].words as f32,
                self.link_share(neighbor),
                flag(self.layout.stats[neighbor].ends_sentence),
                tag_class(self.tag(neighbor)),
                flag(self.signature(neighbor) == self.signature(index))
                    + flag(parent(neighbor) == parent(index)),
                flag(self.layout.prose[neighbor]),
            ]);
        }
        for reach in [2, 5, 10] {
            let (mut size, mut prose, mut linked) = (0.0, 0.0, 0.0);
            for neighbor in index.saturating_sub(reach)..(index + reach + 1).min(count) {
                let weight = self.layout.stats[neighbor].size as f32;
                size += weight;
                prose += weight * flag(self.layout.prose[neighbor]);
                linked += weight * self.link_share(neighbor);
            }
            row.extend([ratio(prose, size), ratio(linked, size), size]);
        }
    }

    /// Adds features of the whole page.
    fn whole_page(&self, row: &mut Vec<f32>) {
        let total = self.layout.sums[0];
        row.extend([
            total.size,
            self.layout.stats.len() as f32,
            self.prose_count,
            ratio(total.prose, total.size),
            ratio(total.linked, total.size),
            flag(self.evidence.has_body),
        ]);
    }

    /// Adds scores of the line model for the block and those around it, weighted by size.
    fn line_model(&self, index: usize, row: &mut Vec<f32>) {
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        row.push(self.line_scores[index]);
        for reach in [2, 6] {
            let (mut size, mut line_scores) = (0.0, 0.0);
            let neighbors = index.saturating_sub(reach)..(index + reach + 1).min(self.line_scores.len());
            for neighbor in neighbors.filter(|neighbor| *neighbor != index) {
                let weight = self.layout.stats[neighbor].size as f32;
                size += weight;
                line_scores += weight * self.line_scores[neighbor];
            }
            row.push(ratio(line_scores, size));
        }
        row.push(ratio(group.line_scores, group.size));
        // Agreement of line model and extractor, on the block and on those of its signature.
        row.push(self.line_scores[index].clamp(-4.0, 4.0) * (2.0 * self.layout.kept[index] - 1.0));
        row.push(ratio(group.line_scores, group.size) * (2.0 * ratio(group.kept, group.size) - 1.0));
    }

    /// Adds mean scores of the line model in the elements around the block.
    fn element_scores(&self, index: usize, row: &mut Vec<f32>) {
        let mut element = self.container(index);
        for _ in 0..4 {
            row.push(ratio(self.element_scores[element as usize], self.layout.sums[element as usize].size));
            element = self.layout.tree.nodes[element as usize].parent;
        }
    }

    /// Adds the extractor's verdicts on the blocks around it.
    fn extractor(&self, index: usize, row: &mut Vec<f32>) {
        let kept = &self.layout.kept;
        let group = self.groups.get(&self.signature(index)).copied().unwrap_or_default();
        let total = self.layout.sums[0];
        row.extend([
            index.checked_sub(1).map_or(-1.0, |before| kept[before]),
            kept.get(index + 1).copied().unwrap_or(-1.0),
            ratio(group.kept, group.size),
            ratio(total.kept, total.size),
            self.first_kept.map_or(-MISSING_DISTANCE, |first| index as f32 - first as f32),
            self.last_kept.map_or(MISSING_DISTANCE, |last| index as f32 - last as f32),
        ]);
        let mut element = self.container(index);
        for _ in 0..4 {
            let sums = self.layout.sums[element as usize];
            row.push(ratio(sums.kept, sums.size));
            element = self.layout.tree.nodes[element as usize].parent;
        }
    }
}

/// Returns `part` of `total`, or 0 if there is nothing.
fn ratio(part: f32, total: f32) -> f32 {
    if total > 0.0 { part / total } else { 0.0 }
}

/// Maps an element to a class of elements with the same use in a text.
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
