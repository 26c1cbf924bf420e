//! Features of groups of blocks: paragraphs (lines without a blank line between), clusters of running text,
//! whatever follows a marker, and the heading that the first line of the page repeats.

use crate::clean::text::features::counts::{EMPTY_ROW_COST, densest, running_sums, since, until, window};
use crate::clean::text::features::feature_matrix::{FeatureWriter, log_bucket, share};
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::lexicon::word_hash::is_function_word;
use crate::clean::text::line_stats::{EdgeChar, LineStats};
use crate::clean::text::page::TextPage;
use crate::clean::text::title;

/// Number of blocks without running text that separate two clusters.
const CLUSTER_GAP: usize = 4;

/// Writes the columns.
pub(crate) fn columns(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    writer.write(page.stats.iter().map(|stats| log_bucket(stats.glued)));
    paragraphs(writer, page, prose);
    let clusters = clusters(writer, prose);
    markers(writer, page);
    headings(writer, page);
    titles(writer, page, prose);
    cluster_contents(writer, page, prose, &clusters);
}

/// Writes size, mean length and share of running text of each paragraph.
fn paragraphs(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let rows = page.len();
    let (mut blocks, mut words, mut text) = (vec![0; rows], vec![0; rows], vec![0; rows]);
    let mut start = 0;
    while start < rows {
        let end = (start + 1..rows).find(|index| page.blanks[*index] > 0).unwrap_or(rows);
        let total_words: u32 = page.stats[start..end].iter().map(|stats| stats.words).sum();
        let prose_words: u32 = prose[start..end].iter().sum();
        blocks[start..end].fill(log_bucket((end - start) as u32));
        words[start..end].fill(log_bucket(total_words / (end - start) as u32));
        text[start..end].fill(share(prose_words, total_words));
        start = end;
    }
    writer.write(blocks.into_iter());
    writer.write(words.into_iter());
    writer.write(text.into_iter());
}

/// A range of blocks with running text and little else between.
#[derive(Clone, Copy)]
struct Cluster {
    /// First block.
    first: usize,
    /// Last block.
    last: usize,
    /// Words of running text.
    words: u32,
}

/// Finds clusters of running text and writes the share of the page's text in each, its rank by size, and
/// whether the greatest is before or after it.
fn clusters(writer: &mut FeatureWriter, prose: &[u32]) -> Vec<Cluster> {
    let rows = prose.len();
    let mut clusters: Vec<Cluster> = Vec::new();
    for index in (0..rows).filter(|index| prose[*index] > 0) {
        match clusters.last_mut() {
            Some(Cluster { last, words, .. }) if index - *last <= CLUSTER_GAP => {
                *last = index;
                *words += prose[index];
            }
            _ => clusters.push(Cluster { first: index, last: index, words: prose[index] }),
        }
    }
    let total_words: u32 = clusters.iter().map(|cluster| cluster.words).sum();
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|cluster| (std::cmp::Reverse(clusters[*cluster].words), *cluster));
    let (mut shares, mut ranks) = (vec![0; rows], vec![255; rows]);
    for (rank, cluster) in order.iter().enumerate() {
        let Cluster { first, last, words } = clusters[*cluster];
        shares[first..=last].fill(share(words, total_words));
        ranks[first..=last].fill(rank.min(254) as u8);
    }
    let greatest = order.first().map(|cluster| clusters[*cluster]);
    writer.write(shares.into_iter());
    writer.write(ranks.into_iter());
    writer.write((0..rows).map(|index| match greatest {
        Some(cluster) if index < cluster.first => 1,
        Some(cluster) if index > cluster.last => 2,
        _ => 0,
    }));
    clusters
}

/// Writes how many words of the page's first line recur in a cluster, the share of its blocks without running
/// text, and their mean length. Feeds and comments differ from an article in these.
fn cluster_contents(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32], clusters: &[Cluster]) {
    let rows = page.len();
    let top: Vec<u64> = if rows == 0 { Vec::new() } else { page.words(0).to_vec() };
    let top: Vec<u64> = top.into_iter().filter(|word| !is_function_word(*word)).collect();
    let top = WordCoverage::new(&top);
    let (mut top_shares, mut other_shares, mut means) = (vec![0; rows], vec![0; rows], vec![0; rows]);
    for &Cluster { first, last, words } in clusters {
        let blocks = prose[first..=last].iter().filter(|words| **words > 0).count() as u32;
        let block_count = (last - first + 1) as u32;
        let start = page.stats[first].words_start as usize;
        let end = (page.stats[last].words_start + page.stats[last].words_len) as usize;
        top_shares[first..=last].fill(1 + top.share_in(&page.words[start..end]));
        other_shares[first..=last].fill(1 + share(block_count - blocks, block_count));
        means[first..=last].fill(log_bucket(words / blocks.max(1)));
    }
    writer.write(top_shares.into_iter());
    writer.write(other_shares.into_iter());
    writer.write(means.into_iter());
}

/// Writes distances to comments, end markers passed, and counts of telling words nearby.
fn markers(writer: &mut FeatureWriter, page: &TextPage) {
    let comments = page.stats.iter().map(|stats| stats.words <= 12 && stats.count(WordGroup::Comment) > 0);
    writer.write(since(comments).into_iter());
    let mut ended = 0u32;
    writer.write(page.trained_phrases().map(|phrase| {
        ended += u32::from(phrase.is_some_and(|phrase| phrase.ends_article));
        log_bucket(ended)
    }));
    // Running text mentions months and comments too: count only short lines.
    let in_short_lines = |count: fn(&LineStats) -> u32| -> Vec<u32> {
        page.stats.iter().map(|stats| if stats.words <= 14 { count(stats).min(4) } else { 0 }).collect()
    };
    let near: [fn(&LineStats) -> u32; 5] = [
        |stats| stats.count(WordGroup::Time),
        |stats| stats.count(WordGroup::Share),
        |stats| stats.count(WordGroup::More),
        |stats| stats.count(WordGroup::Comment),
        |stats| stats.numbers,
    ];
    for count in near {
        let sums = running_sums(&in_short_lines(count));
        writer.write((0..page.len()).map(|index| log_bucket(window(&sums, index, 6))));
    }
}

/// Writes distances to lines with a date or an author and to the title of the densest text, and the words
/// shared with it.
fn titles(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let is_dated = |stats: &LineStats| {
        let has_date = stats.count(WordGroup::Time) > 0 && stats.numbers >= 2 && stats.words <= 20;
        has_date
            || stats.count(WordGroup::Author) > 0
                && stats.words <= 12
                && stats.last != EdgeChar::Stop
                && stats.title_words * 2 >= stats.words
    };
    writer.write(since(page.stats.iter().map(is_dated)).into_iter());
    writer.write(until(page.stats.iter().map(is_dated)).into_iter());
    let title = densest(prose, EMPTY_ROW_COST).and_then(|(first, last)| title::find(page, first, last));
    writer.write((0..page.len()).map(|index| distance(index, title)));
    let words = WordCoverage::new(title.map_or(&[], |title| page.words(title)));
    writer.write((0..page.len()).map(|index| words.share_in(first(page.words(index), 80))));
}

/// Returns the first of `words`.
fn first(words: &[u64], count: usize) -> &[u64] {
    &words[..words.len().min(count)]
}

/// Words to look for in every block of a page.
struct WordCoverage<'w> {
    words: &'w [u64],
    /// For each value of the lowest distinctive byte of a hash, the words that have it, one bit each.
    slots: [u32; 256],
}

impl<'w> WordCoverage<'w> {
    /// Looks for the first of `words`.
    fn new(words: &'w [u64]) -> Self {
        let words = first(words, 24);
        let mut slots = [0; 256];
        for (bit, word) in words.iter().enumerate() {
            slots[(word >> 8) as usize % 256] |= 1 << bit;
        }
        WordCoverage { words, slots }
    }

    /// Returns the share of them that is among `words`.
    fn share_in(&self, words: &[u64]) -> u8 {
        let mut matched = 0u32;
        for word in words {
            let mut candidates = self.slots[(word >> 8) as usize % 256] & !matched;
            while candidates != 0 {
                let bit = candidates.trailing_zeros();
                matched |= u32::from(self.words[bit as usize] == *word) << bit;
                candidates &= candidates - 1;
            }
        }
        share(matched.count_ones(), self.words.len() as u32)
    }
}

/// Encodes the distance of a block from another: up to 127 before it, from 128 on after it.
fn distance(index: usize, origin: Option<usize>) -> u8 {
    match origin {
        None => 0,
        Some(origin) if index < origin => log_bucket((origin - index) as u32).min(127),
        Some(origin) => 128 + log_bucket((index - origin) as u32).min(127),
    }
}

/// Writes the distance to the heading that the first line of the page repeats, and the words shared with it.
fn headings(writer: &mut FeatureWriter, page: &TextPage) {
    let heading = title::top_heading(page);
    writer.write((0..page.len()).map(|index| distance(index, heading)));
    let top = WordCoverage::new(if page.len() == 0 { &[] } else { page.words(0) });
    writer.write((0..page.len()).map(|index| top.share_in(first(page.words(index), 80))));
}
