//! Blocks that belong together: lines without a blank line between, stretches of running text, what follows a marker,
//! and the headline that the top of the page already gave away.

use crate::clean::text::features::counts::{densest, since, sums, until, window};
use crate::clean::text::features::feature_matrix::{FeatureWriter, log_bucket, share};
use crate::clean::text::lexicon::WordGroup;
use crate::clean::text::line_stats::{EdgeChar, LineStats, is_function_word};
use crate::clean::text::page::TextPage;
use crate::clean::text::title;

/// So many blocks that are no running text part two stretches of it.
const GAP: usize = 4;

/// Writes the columns.
pub fn columns(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    writer.write(page.shapes.iter().map(|shape| log_bucket(shape.glued)));
    stanzas(writer, page, prose);
    let found = clusters(writer, prose);
    markers(writer, page);
    headings(writer, page);
    titles(writer, page, prose);
    inside_clusters(writer, page, prose, &found);
}

/// Runs of lines with no blank line between: how many, how long, how much of it running text.
fn stanzas(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let rows = page.len();
    let (mut blocks, mut words, mut text) = (vec![0; rows], vec![0; rows], vec![0; rows]);
    let mut from = 0;
    while from < rows {
        let to = (from + 1..rows).find(|index| page.blanks[*index] > 0).unwrap_or(rows);
        let all: u32 = page.shapes[from..to].iter().map(|shape| shape.words).sum();
        let long: u32 = prose[from..to].iter().sum();
        blocks[from..to].fill(log_bucket((to - from) as u32));
        words[from..to].fill(log_bucket(all / (to - from) as u32));
        text[from..to].fill(share(long, all));
        from = to;
    }
    writer.write(blocks.into_iter());
    writer.write(words.into_iter());
    writer.write(text.into_iter());
}

/// Stretches of running text with little between: how much of the page's text is in the stretch, how many are greater,
/// and whether the greatest comes before or after.
fn clusters(writer: &mut FeatureWriter, prose: &[u32]) -> Vec<(usize, usize, u32)> {
    let rows = prose.len();
    let mut found: Vec<(usize, usize, u32)> = Vec::new(); // first, last, words
    for index in (0..rows).filter(|index| prose[*index] > 0) {
        match found.last_mut() {
            Some((_, last, words)) if index - *last <= GAP => {
                *last = index;
                *words += prose[index];
            }
            _ => found.push((index, index, prose[index])),
        }
    }
    let all: u32 = found.iter().map(|cluster| cluster.2).sum();
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|cluster| (std::cmp::Reverse(found[*cluster].2), *cluster));
    let (mut shares, mut ranks) = (vec![0; rows], vec![255; rows]);
    for (rank, cluster) in order.iter().enumerate() {
        let (first, last, words) = found[*cluster];
        shares[first..=last].fill(share(words, all));
        ranks[first..=last].fill(rank.min(254) as u8);
    }
    let greatest = order.first().map(|cluster| found[*cluster]);
    writer.write(shares.into_iter());
    writer.write(ranks.into_iter());
    writer.write((0..rows).map(|index| match greatest {
        Some((first, _, _)) if index < first => 1,
        Some((_, last, _)) if index > last => 2,
        _ => 0,
    }));
    found
}

/// What the stretches are like: whether the words of the page's top line come back in them, how much stands between
/// their running text, how long its blocks are. A feed and comments differ from an article in this.
fn inside_clusters(
    writer: &mut FeatureWriter,
    page: &TextPage,
    prose: &[u32],
    found: &[(usize, usize, u32)],
) {
    let rows = page.len();
    let top: Vec<u64> = if rows == 0 { Vec::new() } else { page.words(0).to_vec() };
    let top: Vec<u64> = top.into_iter().filter(|word| !is_function_word(*word)).collect();
    let top = WordCoverage::new(&top);
    let (mut heads, mut broken, mut means) = (vec![0; rows], vec![0; rows], vec![0; rows]);
    for &(first, last, words) in found {
        let blocks = prose[first..=last].iter().filter(|words| **words > 0).count() as u32;
        let all = (last - first + 1) as u32;
        let from = page.shapes[first].words_start as usize;
        let to = (page.shapes[last].words_start + page.shapes[last].words_len) as usize;
        heads[first..=last].fill(1 + top.found_in(&page.words[from..to]));
        broken[first..=last].fill(1 + share(all - blocks, all));
        means[first..=last].fill(log_bucket(words / blocks.max(1)));
    }
    writer.write(heads.into_iter());
    writer.write(broken.into_iter());
    writer.write(means.into_iter());
}

/// Comments, ends, and what stands thick around a block.
fn markers(writer: &mut FeatureWriter, page: &TextPage) {
    let comments = page.shapes.iter().map(|shape| shape.words <= 12 && shape.count(WordGroup::Comment) > 0);
    writer.write(since(comments).into_iter());
    let mut ended = 0u32;
    writer.write((0..page.len()).map(|index| {
        ended += u32::from(page.phrases[index].is_some_and(|phrase| phrase.ends_article));
        log_bucket(ended)
    }));
    // Running text mentions months and comments too: only lines of a few words count.
    let few = |of: fn(&LineStats) -> u32| -> Vec<u32> {
        page.shapes.iter().map(|shape| if shape.words <= 14 { of(shape).min(4) } else { 0 }).collect()
    };
    let near: [fn(&LineStats) -> u32; 5] = [
        |shape| shape.count(WordGroup::Time),
        |shape| shape.count(WordGroup::Share),
        |shape| shape.count(WordGroup::More),
        |shape| shape.count(WordGroup::Comment),
        |shape| shape.numbers,
    ];
    for of in near {
        let sums = sums(&few(of));
        writer.write((0..page.len()).map(|index| log_bucket(window(&sums, index, 6))));
    }
}

/// Lines with a date or an author, and the place of the title that the densest text has.
fn titles(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let dated = |shape: &LineStats| {
        let date = shape.count(WordGroup::Time) > 0 && shape.numbers >= 2 && shape.words <= 20;
        date || shape.count(WordGroup::Author) > 0
            && shape.words <= 12
            && shape.last != EdgeChar::Stop
            && shape.title_words * 2 >= shape.words
    };
    writer.write(since(page.shapes.iter().map(dated)).into_iter());
    writer.write(until(page.shapes.iter().map(dated)).into_iter());
    let title = densest(prose, 10).and_then(|(first, last)| title::find(page, first, last));
    writer.write((0..page.len()).map(|index| place(index, title)));
    let words = WordCoverage::new(title.map_or(&[], |title| page.words(title)));
    writer.write((0..page.len()).map(|index| words.found_in(first(page.words(index), 80))));
}

/// The first of `words`.
fn first(words: &[u64], count: usize) -> &[u64] {
    &words[..words.len().min(count)]
}

/// Words that are looked for in every block of a page.
struct WordCoverage<'w> {
    words: &'w [u64],
    /// By the lowest bits of a hash that tell words apart: which of the words it may be, a bit each.
    slots: [u32; 256],
}

impl<'w> WordCoverage<'w> {
    /// Looks for the first of `words`.
    fn new(words: &'w [u64]) -> Self {
        let words = first(words, 24);
        let mut slots = [0; 256];
        for (at, word) in words.iter().enumerate() {
            slots[(word >> 8) as usize % 256] |= 1 << at;
        }
        WordCoverage { words, slots }
    }

    /// The share of them that is among `words`.
    fn found_in(&self, words: &[u64]) -> u8 {
        let mut found = 0u32;
        for word in words {
            let mut candidates = self.slots[(word >> 8) as usize % 256] & !found;
            while candidates != 0 {
                let at = candidates.trailing_zeros();
                found |= u32::from(self.words[at as usize] == *word) << at;
                candidates &= candidates - 1;
            }
        }
        share(found.count_ones(), self.words.len() as u32)
    }
}

/// How far a block stands from another: up to 127 before it, from 128 on after.
fn place(index: usize, from: Option<usize>) -> u8 {
    match from {
        None => 0,
        Some(from) if index < from => log_bucket((from - index) as u32).min(127),
        Some(from) => 128 + log_bucket((index - from) as u32).min(127),
    }
}

/// Full dumps begin with the title of the window, which begins with the headline: where that comes again.
fn headings(writer: &mut FeatureWriter, page: &TextPage) {
    let heading = top_heading(page);
    writer.write((0..page.len()).map(|index| place(index, heading)));
    let top = WordCoverage::new(if page.len() == 0 { &[] } else { page.words(0) });
    writer.write((0..page.len()).map(|index| top.found_in(first(page.words(index), 80))));
}

/// The last block that says what the first begins with, or the other way round.
pub fn top_heading(page: &TextPage) -> Option<usize> {
    if page.len() < 2 {
        return None;
    }
    let top = page.words(0);
    let says = |index: &usize| {
        let words = page.words(*index);
        words.len() >= 3
            && words.len() <= top.len() + 3
            && (top.starts_with(words) || top.len() >= 3 && words.starts_with(top))
    };
    // Breadcrumbs and the list of related stories may say it again: of several the one with most text right below.
    let weight = |index: usize| -> u32 {
        page.shapes[index + 1..].iter().take(12).map(|shape| shape.words.min(60)).sum()
    };
    (1..page.len()).filter(says).max_by_key(|index| (weight(*index), std::cmp::Reverse(*index)))
}
