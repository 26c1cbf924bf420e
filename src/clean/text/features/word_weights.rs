//! Word weights: the log-odds of article against boilerplate for the words of a block.
//!
//! "Said", "according" and "police" are words of articles, "newsletter", "browser" and "headlines" of
//! boilerplate. A logistic regression over single words learned the weights from labeled pages
//! (`eval/README.md`). The table is text, so that it can be read and questioned. The log-odds of a block and
//! of its neighbors are columns for the trees: by themselves words decide nothing.

use crate::clean::text::features::feature_matrix::FeatureWriter;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::word_hash::without_function_flag;
use crate::clean::text::line_scanner::hash_word;
use crate::clean::text::line_stats::LineStats;
use crate::clean::text::page::TextPage;

/// Table that the training script wrote.
static TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/word_weights.tsv"));

/// Number of words read of a block; the rest of a long one adds little.
const MAX_WORDS: usize = 40;
/// Maximum words of a label, whose words mean something else.
const SHORT_BLOCK_WORDS: usize = 8;
/// Numbers of blocks to one side whose mean is taken.
const REACHES: [usize; 2] = [6, 16];

/// Number of columns.
pub(crate) const COUNT: usize = 1 + 2 * REACHES.len();

/// The weights of a word in sixteenths of a logit, before the length of the block is taken into account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct WordWeight {
    /// Weight in any position.
    any: i8,
    /// Additional weight in a short block.
    short: i8,
    /// Additional weight as the first word of a block.
    first: i8,
    /// Additional weight as the last word.
    last: i8,
}

/// The words that have a weight.
pub(crate) struct WordWeights(HashTable<WordWeight>);

impl WordWeights {
    /// Returns the built-in table.
    pub(crate) fn built_in() -> WordWeights {
        WordWeights::parse(TABLE).unwrap_or_else(|| WordWeights(HashTable::new(1)))
    }

    /// Parses a table: one word per line and its weights anywhere, in short blocks, as first and as last
    /// word, separated by tabs. `None` if it is malformed.
    pub(crate) fn parse(table: &str) -> Option<WordWeights> {
        let mut words = HashTable::new(table.lines().count().max(1));
        for line in table.lines() {
            let mut fields = line.split('\t');
            let word = fields.next()?;
            let mut weight = || fields.next()?.parse().ok();
            *words.entry(hash_word(word)) =
                WordWeight { any: weight()?, short: weight()?, first: weight()?, last: weight()? };
        }
        Some(WordWeights(words))
    }

    /// Returns the log-odds of each block of a page; `None` where most words of the page are unknown. Such a
    /// page is mostly in another language, and the few known words say nothing: *die*, *in* and *was* are not
    /// English there.
    pub(crate) fn log_odds(&self, page: &TextPage) -> Option<Vec<i8>> {
        let weights: Vec<WordWeight> =
            page.words.iter().map(|word| self.0.get(without_function_flag(*word))).collect();
        let is_known = |weight: &WordWeight| usize::from(*weight != WordWeight::default());
        // A number of elements never wraps.
        let known = weights.iter().fold(0, |known: usize, weight| known.wrapping_add(is_known(weight)));
        let of_block = |stats: &LineStats| &weights[stats.words_start as usize..][..stats.words_len as usize];
        (known * 2 >= weights.len())
            .then(|| page.stats.iter().map(|stats| block_log_odds(of_block(stats))).collect())
    }
}

/// Returns the log-odds of a block with these words in 24ths of a logit; more than 0 means article.
fn block_log_odds(words: &[WordWeight]) -> i8 {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return 0 };
    let read = &words[..words.len().min(MAX_WORDS)];
    let short = words.len() <= SHORT_BLOCK_WORDS;
    let mut sum = i32::from(first.first) + i32::from(last.last);
    for weight in read {
        sum += i32::from(weight.any) + if short { i32::from(weight.short) } else { 0 };
    }
    let count = (read.len() * (1 + usize::from(short)) + 2) as u32;
    // From sixteenths to 24ths, divided by the square root of the number of weights.
    (sum * 384 / (count << 16).isqrt() as i32).clamp(-127, 127) as i8
}

/// Writes the columns of log-odds; zeros where they are unknown.
pub(crate) fn columns(writer: &mut FeatureWriter, page: &TextPage, log_odds: Option<&[i8]>) {
    let Some(log_odds) = log_odds else {
        writer.next_column += COUNT;
        return;
    };
    writer.write(log_odds.iter().map(|value| to_byte((*value).into())));
    // Running sums of weights and weighted log-odds, so that the mean of any range is a difference.
    let mut sums = Vec::with_capacity(page.len() + 1);
    sums.push((0i64, 0i64));
    for (value, stats) in log_odds.iter().zip(&page.stats) {
        let weight = i64::from(((stats.words.min(1 << 20) + 1) * 64).isqrt());
        let (weights, weighted) = sums[sums.len() - 1];
        sums.push((weights + weight, weighted + weight * i64::from(*value)));
    }
    let mean = |start: usize, end: usize| match sums[end].0 - sums[start].0 {
        0 => 0,
        weight => (sums[end].1 - sums[start].1) / weight,
    };
    for reach in REACHES {
        writer.write((0..page.len()).map(|index| to_byte(mean(index.saturating_sub(reach), index))));
        writer.write(
            (0..page.len()).map(|index| to_byte(mean(index + 1, (index + 1 + reach).min(page.len())))),
        );
    }
}

/// Encodes log-odds in a byte: 128 is even, and 0 means unknown.
fn to_byte(log_odds: i64) -> u8 {
    (log_odds + 128).clamp(1, 255) as u8
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::feature_matrix::FeatureMatrix;
    use crate::clean::text::features::word_weights::*;
    use crate::clean::text::page::Gaps;
    use crate::extract::plain;

    fn columns_of(table: &str, text: &str) -> Vec<Vec<u8>> {
        let blocks = plain::blocks(text);
        let page = TextPage::new(&blocks, Gaps::Lines(text));
        let mut writer = FeatureWriter { matrix: FeatureMatrix::new(COUNT, page.len()), next_column: 0 };
        let log_odds = WordWeights::parse(table).unwrap().log_odds(&page);
        columns(&mut writer, &page, log_odds.as_deref());
        (0..COUNT).map(|column| writer.matrix.shifted(column, 0).to_vec()).collect()
    }

    #[test]
    fn log_odds_of_a_block_follow_its_words() {
        let table = "said\t32\t0\t0\t0\nnewsletter\t-16\t-64\t0\t0\nthe\t0\t0\t8\t0\nmayor\t0\t0\t0\t1\n";
        let text = "The mayor said so\n\nOur newsletter\n\nAnything";
        let [block, before, after, ..] = &columns_of(table, text)[..] else { panic!() };
        // (32 + 8) / 16 / sqrt(10) logits, and (-16 - 64) / 16 / sqrt(6).
        assert_eq!(block, &[128 + 18, 128 - 48, 128]);
        assert_eq!((before[0], after[2]), (128, 128));
        assert!(before[1] > 128 && before[2] < before[1] && after[0] < 128);
    }

    #[test]
    fn a_page_of_unknown_words_has_no_log_odds() {
        let columns =
            columns_of("newsletter\t-16\t-64\t0\t0\n", "Unser Newsletter\n\nDer Bürgermeister sprach");
        assert!(columns.iter().flatten().all(|value| *value == 0));
    }

    #[test]
    fn the_built_in_table_parses() {
        let table = WordWeights::parse(TABLE).unwrap();
        assert!(block_log_odds(&[table.0.get(hash_word("newsletter"))]) < 0);
    }

    #[test]
    fn malformed_tables_are_rejected() {
        assert!(WordWeights::parse("word\t1\t2\t3").is_none());
        assert!(WordWeights::parse("word\t1\t2\t3\tmuch").is_none());
        assert!(WordWeights::parse("word\t1\t2\t3\t200").is_none());
    }
}
