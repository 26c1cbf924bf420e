//! What the model sees of a block before anything is decided: the line itself, its surroundings, the page.

pub(crate) mod clusters;
pub(crate) mod counts;
pub(crate) mod feature_matrix;
pub(crate) mod repetition;
pub(crate) mod word_weights;

use crate::clean::reason::Reason;
use crate::clean::text::features::counts::{WordCounts, densest, depth, runs, since, sums, until, window};
use crate::clean::text::features::feature_matrix::{FeatureMatrix, FeatureWriter, log_bucket, share};
use crate::clean::text::lexicon::{WORD_GROUPS, WordGroup};
use crate::clean::text::line_rules;
use crate::clean::text::line_stats::{EdgeChar, LineStats, is_function_word};
use crate::clean::text::page::TextPage;

/// Names of the columns, in order: the training script reads them here. The model refers to columns by number, so a
/// change needs new training.
#[rustfmt::skip]
#[cfg_attr(not(test), allow(dead_code))]
pub const NAMES: [&str; COUNT] = [
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
    "sentence_ends-per-words",
    "glued",
    "stanza-blocks",
    "stanza-words",
    "stanza-prose",
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
    "cluster-top", "cluster-broken", "cluster-mean", "period", "period-lag", "open-6", "open-16", "until-end-marker",
    "wording", "wording-before-6", "wording-after-6", "wording-before-16", "wording-after-16",
];

/// How many columns there are.
pub const COUNT: usize = 96 + word_weights::COUNT;

/// Whether a line reads as running text, going by its own looks alone.
pub fn looks_like_prose(shape: &LineStats) -> bool {
    let ends = matches!(shape.last, EdgeChar::Stop | EdgeChar::Colon | EdgeChar::Quote);
    (shape.words >= 10 && ends || shape.words >= 25) && shape.lower_run >= 3
        || shape.first == EdgeChar::Letter && shape.words >= 10 && shape.sentence_ends + shape.commas > 0
}

/// The columns of `page`; what its blocks lean to is among them where it is known.
pub fn columns(page: &TextPage, log_odds: Option<&[i8]>) -> FeatureMatrix {
    let mut writer = FeatureWriter { columns: FeatureMatrix::new(COUNT, page.len()), at: 0 };
    lines(&mut writer, page);
    let prose: Vec<u32> = (0..page.len())
        .map(|index| {
            let shape = &page.shapes[index];
            if looks_like_prose(shape) && page.repeats[index] < 3 { shape.words.min(200) } else { 0 }
        })
        .collect();
    surroundings(&mut writer, page, &prose);
    vocabulary(&mut writer, page, &prose);
    whole(&mut writer, page, &prose);
    clusters::columns(&mut writer, page, &prose);
    repetition::columns(&mut writer, page);
    word_weights::columns(&mut writer, page, log_odds);
    debug_assert_eq!(writer.at, COUNT);
    writer.columns
}

/// What a line is by itself.
fn lines(writer: &mut FeatureWriter, page: &TextPage) {
    for (index, shape) in page.shapes.iter().enumerate() {
        writer.columns.write_row(0, index, &looks(shape));
        let rest = [
            log_bucket(u32::from(page.repeats[index])),
            page.blanks[index],
            page.phrases[index].map_or(0, |phrase| phrase_code(phrase.reason)),
            u8::from(line_rules::is_copyright(page, index)),
        ];
        writer.columns.write_row(LOOKS, index, &rest);
        let groups: [u8; WORD_GROUPS] = shape.groups.map(|count| log_bucket(u32::from(count)));
        writer.columns.write_row(LOOKS + rest.len(), index, &groups[1..]);
    }
    writer.at += LOOKS + 4 + WORD_GROUPS - 1;
}

/// How many columns come from the shape of a line alone.
const LOOKS: usize = 20;

/// Those columns.
fn looks(shape: &LineStats) -> [u8; LOOKS] {
    [
        log_bucket(shape.words),
        log_bucket(shape.chars),
        (shape.letters * 8 / shape.words.max(1)).min(255) as u8,
        log_bucket(shape.sentence_ends),
        log_bucket(shape.commas),
        share(shape.title_words, shape.words),
        share(shape.all_caps, shape.words),
        share(shape.numbers, shape.words),
        share(shape.digits, shape.chars),
        log_bucket(shape.lower_run),
        share(shape.long_words, shape.words),
        shape.first as u8,
        shape.last as u8,
        share(shape.count(WordGroup::Function), shape.words),
        log_bucket(shape.separators),
        log_bucket(shape.colons),
        log_bucket(shape.quotes),
        log_bucket(shape.brackets),
        log_bucket(shape.slashes),
        log_bucket(shape.address_signs),
    ]
}

/// A phrase by what it is cut for; those that end an article have the high numbers.
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

/// Where a line stands, and among what.
fn surroundings(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let rows = page.len();
    writer.write(prose.iter().map(|words| log_bucket(*words)));
    writer.write((0..rows).map(|index| share(index as u32, rows as u32)));
    let words: Vec<u32> = page.shapes.iter().map(|shape| shape.words).collect();
    let (mass, prose_mass) = (sums(&words), sums(prose));
    let (all, all_prose) = (mass[rows], prose_mass[rows]);
    writer.write((0..rows).map(|index| share(mass[index], all)));
    writer.write((0..rows).map(|index| share(prose_mass[index], all_prose)));
    writer.write((0..rows).map(|index| share(all_prose - prose_mass[index + 1], all_prose)));
    writer.write(since(prose.iter().map(|words| *words > 0)).into_iter());
    writer.write(until(prose.iter().map(|words| *words > 0)).into_iter());
    for reach in [2, 6, 16] {
        writer.write((0..rows).map(|index| log_bucket(window(&prose_mass, index, reach) / 4)));
    }
    for reach in [2, 6, 16] {
        writer.write(
            (0..rows).map(|index| share(window(&prose_mass, index, reach), window(&mass, index, reach))),
        );
    }
    let core = densest(prose, 10);
    for column in depth(rows, core) {
        writer.write(column.into_iter());
    }
    let marker = page.phrases.iter().map(|phrase| phrase.is_some_and(|phrase| phrase.ends_article));
    writer.write(since(marker).into_iter());
}

/// How the words of a line stand to those of the page.
fn vocabulary(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let tally = WordCounts::of(page, 0..page.len(), |index| prose[index] > 0);
    for (index, words) in prose.iter().enumerate() {
        // A line of running text must not vouch for itself.
        let own = u16::from(*words > 0);
        let (mut content, mut found, mut sum) = (0u32, 0u32, 0u32);
        for word in page.words(index).iter().take(64).filter(|word| !is_function_word(**word)) {
            let [everywhere, in_prose] = tally.counts(*word);
            content += 1;
            found += u32::from(in_prose > own);
            sum += u32::from(everywhere.min(16)) - 1;
        }
        let row =
            if content == 0 { [0, 0] } else { [1 + share(found, content), log_bucket(sum * 8 / content)] };
        writer.columns.write_row(writer.at, index, &row);
    }
    writer.at += 2;
}

/// What the page is as a whole, and runs of lines of one kind.
fn whole(writer: &mut FeatureWriter, page: &TextPage, prose: &[u32]) {
    let short: Vec<bool> = page.shapes.iter().map(|shape| shape.words <= 4).collect();
    writer.write(runs(&short).into_iter());
    let rows = page.len() as u32;
    let words: u32 = page.shapes.iter().map(|shape| shape.words).sum();
    let prose_words: u32 = prose.iter().sum();
    let prose_blocks = prose.iter().filter(|words| **words > 0).count() as u32;
    writer.fill(log_bucket(rows));
    writer.fill(log_bucket(words));
    writer.fill(share(prose_words, words));
    writer.fill(share(prose_blocks, rows));
    writer.fill(share(short.iter().filter(|short| **short).count() as u32, rows));
    writer.fill(share(page.blanks.iter().filter(|blanks| **blanks > 0).count() as u32, rows));
    writer.fill(log_bucket(prose_words / prose_blocks.max(1)));
    let alike: Vec<bool> = (0..page.len())
        .map(|index| {
            let next = page.shapes.get(index + 1);
            next.is_some_and(|next| {
                let shape = &page.shapes[index];
                shape.last == next.last
                    && shape.first == next.first
                    && shape.words.abs_diff(next.words) * 4 <= shape.words
            })
        })
        .collect();
    writer.write(runs(&alike).into_iter());
    writer.write(page.shapes.iter().map(|shape| share(shape.sentence_ends * 8, shape.words)));
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    /// The value of a named column for every line of `text`.
    fn column(text: &str, name: &str) -> Vec<u8> {
        let blocks = plain::blocks(text);
        let column = NAMES.iter().position(|known| *known == name).unwrap();
        columns(&TextPage::new(&blocks, Gaps::Lines(text)), None).shifted(column, 0).to_vec()
    }

    #[test]
    fn columns_are_where_their_names_are() {
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
