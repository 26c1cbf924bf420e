//! Features of a block for the line model: of the line itself, its neighbors, and the page.

pub(crate) mod clusters;
pub(crate) mod counts;
pub(crate) mod feature_matrix;
pub(crate) mod repetition;
pub(crate) mod word_weights;

use crate::clean::reason::Reason;
use crate::clean::text::features::counts::{
    EMPTY_ROW_COST, WordCounts, densest, depth, running_sums, runs, since, until, window,
};
use crate::clean::text::features::feature_matrix::{FeatureMatrix, FeatureWriter, log_bucket, share};
use crate::clean::text::lexicon::word_group::{WORD_GROUPS, WordGroup};
use crate::clean::text::lexicon::word_hash::is_function_word;
use crate::clean::text::line_rules;
use crate::clean::text::line_stats::LineStats;
use crate::clean::text::page::TextPage;

/// Names of the columns, in order; the training script parses this list. The model refers to columns by
/// number, so a change of their order needs new training.
#[rustfmt::skip]
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) const NAMES: [&str; COUNT] = [
    "words",
    "chars",
    "word-length",
    "sentence-ends",
    "commas",
    "title-words",
    "all-caps",
    "numbers",
    "digits",
    "lower-run",
    "long-words",
    "first",
    "last",
    "function",
    "separators",
    "colons",
    "quotes",
    "brackets",
    "slashes",
    "address-signs",
    "repeats",
    "blanks",
    "phrase",
    "copyright",
    "group-subscribe",
    "group-account",
    "group-share",
    "group-comment",
    "group-more",
    "group-legal",
    "group-appeal",
    "group-shop",
    "group-menu",
    "group-time",
    "group-author",
    "group-picture",
    "group-form",
    "group-you",
    "group-we",
    "prose",
    "position",
    "mass-before",
    "prose-before",
    "prose-after",
    "since-prose",
    "until-prose",
    "window-2",
    "window-6",
    "window-16",
    "density-2",
    "density-6",
    "density-16",
    "core-depth",
    "core-left",
    "core-away",
    "since-end-marker",
    "known-words",
    "frequency",
    "short-run",
    "page-blocks",
    "page-words",
    "page-prose",
    "page-prose-blocks",
    "page-short",
    "page-blank",
    "page-prose-words",
    "alike-run",
    "sentence-ends-per-word",
    "glued",
    "paragraph-blocks",
    "paragraph-words",
    "paragraph-prose",
    "cluster-share",
    "cluster-rank",
    "cluster-side",
    "since-comments",
    "ended",
    "time-near",
    "share-near",
    "more-near",
    "comment-near",
    "numbers-near",
    "heading-away",
    "heading-shared", "since-dated", "until-dated", "title-away", "title-shared",
    "cluster-top", "cluster-broken", "cluster-mean", "period", "period-lag", "headline-6", "headline-16", "until-end-marker",
    "log-odds", "log-odds-before-6", "log-odds-after-6", "log-odds-before-16", "log-odds-after-16",
];

/// Number of columns.
pub(crate) const COUNT: usize = 96 + word_weights::COUNT;

/// Computes the columns of `page`; the log-odds of its blocks are among them where they are known.
pub(crate) fn columns(page: &TextPage, log_odds: Option<&[i8]>) -> FeatureMatrix {
    let mut writer = FeatureWriter { matrix: FeatureMatrix::new(COUNT, page.len()), next_column: 0 };
    line_features(&mut writer, page);
    let prose: Vec<u32> = (0..page.len())
        .map(|index| {
            let stats = &page.stats[index];
            if stats.looks_like_prose() && page.repeats[index] < 3 { stats.words.min(200) } else { 0 }
        })
        .collect();
    neighbor_features(&mut writer, page, &prose);
    vocabulary_features(&mut writer, page, &prose);
    page_features(&mut writer, page, &prose);
    clusters::columns(&mut writer, page, &prose);
    repetition::columns(&mut writer, page);
    word_weights::columns(&mut writer, page, log_odds);
    debug_assert_eq!(writer.next_column, COUNT);
    writer.matrix
}

/// Writes the features of each line by itself.
fn line_features(writer: &mut FeatureWriter, page: &TextPage) {
    for (index, (stats, phrase)) in page.stats.iter().zip(page.trained_phrases()).enumerate() {
        writer.matrix.write_row(0, index, &stats_features(stats));
        let page_features = [
            log_bucket(u32::from(page.repeats[index])),
            page.blanks[index],
            phrase.map_or(0, |phrase| phrase_code(phrase.reason)),
            u8::from(line_rules::is_copyright(page, index)),
        ];
        writer.matrix.write_row(STATS_FEATURES, index, &page_features);
        let groups: [u8; WORD_GROUPS] = stats.groups.map(|count| log_bucket(u32::from(count)));
        writer.matrix.write_row(STATS_FEATURES + page_features.len(), index, &groups[1..]);
    }
    writer.next_column += STATS_FEATURES + 4 + WORD_GROUPS - 1;
}

/// Number of columns computed from [`LineStats`] alone.
const STATS_FEATURES: usize = 20;

/// Returns these columns for one line.
fn stats_features(stats: &LineStats) -> [u8; STATS_FEATURES] {
    [
        log_bucket(stats.words),
        log_bucket(stats.chars),
        (stats.letters * 8 / stats.words.max(1)).min(255) as u8,
        log_bucket(stats.sentence_ends),
        log_bucket(stats.commas),
        share(stats.title_words, stats.words),
        share(stats.all_caps, stats.words),
        share(stats.numbers, stats.words),
        share(stats.digits, stats.chars),
        log_bucket(stats.lower_run),
        share(stats.long_words, stats.words),
        stats.first as u8,
        stats.last as u8,
        share(stats.count(WordGroup::Function), stats.words),
        log_bucket(stats.separators),
        log_bucket(stats.colons),
        log_bucket(stats.quotes),
        log_bucket(stats.brackets),
        log_bucket(stats.slashes),
        log_bucket(stats.address_signs),
    ]
}

/// Encodes the reason of a stock phrase; those that end an article have the highest number.
fn phrase_code(reason: Reason) -> u8 {
    match reason {
        Reason::Navigation => 1,
        Reason::Form => 2,
        Reason::Share => 3,
        Reason::Advertisement => 4,
        Reason::NewsletterForm => 5,
        Reason::Appeal => 6,
        Reason::SiteNotice => 7,
        Reason::Comments => 8,
        _ => 9,
    }
}

/// Writes the position of each line and the text around it.
fn neighbor_features(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let rows = page.len();
    writer.write(prose.iter().map(|words| log_bucket(*words)));
    writer.write((0..rows).map(|index| share(index as u32, rows as u32)));
    let words: Vec<u32> = page.stats.iter().map(|stats| stats.words).collect();
    let (words_before, prose_before) = (running_sums(&words), running_sums(prose));
    let (all_words, all_prose) = (words_before[rows], prose_before[rows]);
    writer.write((0..rows).map(|index| share(words_before[index], all_words)));
    writer.write((0..rows).map(|index| share(prose_before[index], all_prose)));
    writer.write((0..rows).map(|index| share(all_prose - prose_before[index + 1], all_prose)));
    writer.write(since(prose.iter().map(|words| *words > 0)).into_iter());
    writer.write(until(prose.iter().map(|words| *words > 0)).into_iter());
    for reach in [2, 6, 16] {
        writer.write((0..rows).map(|index| log_bucket(window(&prose_before, index, reach) / 4)));
    }
    for reach in [2, 6, 16] {
        writer
            .write((0..rows).map(|index| {
                share(window(&prose_before, index, reach), window(&words_before, index, reach))
            }));
    }
    let core = densest(prose, EMPTY_ROW_COST);
    for column in depth(rows, core) {
        writer.write(column.into_iter());
    }
    let end_markers = page.trained_phrases().map(|phrase| phrase.is_some_and(|phrase| phrase.ends_article));
    writer.write(since(end_markers).into_iter());
}

/// Writes how frequent the words of a line are on the page.
fn vocabulary_features(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let counts = WordCounts::of(page, 0..page.len(), |index| prose[index] > 0);
    for (index, words) in prose.iter().enumerate() {
        // A line of running text does not count as evidence for its own words.
        let own_count = u16::from(*words > 0);
        let (mut content, mut shared, mut sum) = (0u32, 0u32, 0u32);
        for word in page.words(index).iter().take(64).filter(|word| !is_function_word(**word)) {
            let [everywhere, in_prose] = counts.counts(*word);
            content += 1;
            shared += u32::from(in_prose > own_count);
            sum += u32::from(everywhere.min(16)) - 1;
        }
        let row =
            if content == 0 { [0, 0] } else { [1 + share(shared, content), log_bucket(sum * 8 / content)] };
        writer.matrix.write_row(writer.next_column, index, &row);
    }
    writer.next_column += 2;
}

/// Writes features of the whole page, and runs of similar lines.
fn page_features(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let short: Vec<bool> = page.stats.iter().map(|stats| stats.words <= 4).collect();
    writer.write(runs(&short).into_iter());
    let rows = page.len() as u32;
    let words: u32 = page.stats.iter().map(|stats| stats.words).sum();
    let prose_words: u32 = prose.iter().sum();
    let prose_blocks = prose.iter().filter(|words| **words > 0).count() as u32;
    writer.fill(log_bucket(rows));
    writer.fill(log_bucket(words));
    writer.fill(share(prose_words, words));
    writer.fill(share(prose_blocks, rows));
    writer.fill(share(short.iter().filter(|short| **short).count() as u32, rows));
    writer.fill(share(page.blanks.iter().filter(|blanks| **blanks > 0).count() as u32, rows));
    writer.fill(log_bucket(prose_words / prose_blocks.max(1)));
    let resembles_next: Vec<bool> = (0..page.len())
        .map(|index| {
            let next = page.stats.get(index + 1);
            next.is_some_and(|next| {
                let stats = &page.stats[index];
                stats.last == next.last
                    && stats.first == next.first
                    && stats.words.abs_diff(next.words) * 4 <= stats.words
            })
        })
        .collect();
    writer.write(runs(&resembles_next).into_iter());
    writer.write(page.stats.iter().map(|stats| share(stats.sentence_ends * 8, stats.words)));
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    /// Returns the values of a named column for every line of `text`.
    fn column(text: &str, name: &str) -> Vec<u8> {
        let blocks = plain::blocks(text);
        let column = NAMES.iter().position(|known| *known == name).unwrap();
        columns(&TextPage::new(&blocks, Gaps::Lines(text)), None).shifted(column, 0).to_vec()
    }

    #[test]
    fn columns_match_their_names() {
        let text = "One two\nRelated articles\n\n\nA longer line of seven words, no\nOne two";
        assert_eq!(column(text, "words"), [2, 2, 7, 2]);
        assert_eq!(column(text, "commas"), [0, 0, 1, 0]);
        assert_eq!(column(text, "repeats"), [2, 1, 1, 2]);
        assert_eq!(column(text, "blanks"), [0, 0, 2, 0]);
        assert_eq!(column(text, "phrase"), [0, 9, 0, 0]);
        assert_eq!(column(text, "since-end-marker"), [0, 1, 2, 3]);
        assert_eq!(column(text, "page-blocks"), [4; 4]);
        assert_eq!(column(text, "ended"), [0, 1, 1, 1]);
    }

    #[test]
    fn an_empty_page_has_empty_columns() {
        assert!(column("", "words").is_empty());
    }
}
