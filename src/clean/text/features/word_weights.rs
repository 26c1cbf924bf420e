//! What the words of a block lean to: the article or what stands around it.
//!
//! "Said", "according" and "police" are words of articles, "newsletter", "browser" and "headlines" of the rest. What each
//! is worth was learned from labelled pages by a logistic regression over single words (`eval/README.md`). A table of
//! words can be read and disagreed with, so it is kept as text. What a block log_odds to, and what its neighbours do, are
//! columns for the trees: by themselves words decide nothing.

use crate::clean::text::features::feature_matrix::FeatureWriter;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::line_stats::{LineStats, hash_word};
use crate::clean::text::page::TextPage;

/// The table the training script wrote.
static TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/word_weights.tsv"));

/// A block is read so far; the rest of a long one says the same.
const READ: usize = 40;
/// A line of so many words is a label, whose words mean something else.
const SHORT: usize = 8;
/// So many blocks to one side are taken together.
const REACHES: [usize; 2] = [6, 16];

/// How many columns there are.
pub const COUNT: usize = 1 + 2 * REACHES.len();

/// What a word is worth, in sixteenths of a logit before the length of the block is taken into account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct WordWeight {
    /// Wherever it stands.
    any: i8,
    /// In a short block, besides.
    short: i8,
    /// As the first word of a block, besides.
    first: i8,
    /// As the last, besides.
    last: i8,
}

/// The words that say something, and what.
pub struct WordWeights(HashTable<WordWeight>);

impl WordWeights {
    /// The table built into the program.
    pub fn built_in() -> WordWeights {
        WordWeights::read(TABLE).unwrap_or_else(|| WordWeights(HashTable::new(1)))
    }

    /// Reads a table: a word a line, then what it is worth anywhere, in short blocks, first and last, with tabs between.
    /// `None` when it is none.
    pub fn read(table: &str) -> Option<WordWeights> {
        let mut words = HashTable::new(table.lines().count().max(1));
        for line in table.lines() {
            let mut fields = line.split('\t');
            let word = fields.next()?;
            let mut worth = || fields.next()?.parse().ok();
            *words.entry(hash_word(word)) =
                WordWeight { any: worth()?, short: worth()?, first: worth()?, last: worth()? };
        }
        Some(WordWeights(words))
    }

    /// What each block of a page log_odds to; `None` where the words of the page are not known for the most part. Those that
    /// are not are of another language, mostly, and what few are known there say nothing: *die*, *in* and *was* are no
    /// English.
    pub fn log_odds(&self, page: &TextPage) -> Option<Vec<i8>> {
        // The bit of grammatical words is no part of the hash.
        let worths: Vec<WordWeight> = page.words.iter().map(|word| self.0.get(*word & !2)).collect();
        let known = worths.iter().filter(|worth| **worth != WordWeight::default()).count();
        let own = |shape: &LineStats| &worths[shape.words_start as usize..][..shape.words_len as usize];
        (known * 2 >= worths.len()).then(|| page.shapes.iter().map(|shape| lean(own(shape))).collect())
    }
}

/// What a block with such words log_odds to, in 24ths of a logit; more than 0 speaks for an article.
fn lean(words: &[WordWeight]) -> i8 {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return 0 };
    let read = &words[..words.len().min(READ)];
    let short = words.len() <= SHORT;
    let mut sum = i32::from(first.first) + i32::from(last.last);
    for worth in read {
        sum += i32::from(worth.any) + if short { i32::from(worth.short) } else { 0 };
    }
    let asked = (read.len() * (1 + usize::from(short)) + 2) as u32;
    // Sixteenths to 24ths, by the root of how many words were asked.
    (sum * 384 / (asked << 16).isqrt() as i32).clamp(-127, 127) as i8
}

/// Writes the columns of blocks that lean so; zeros where that is not known.
pub fn columns(writer: &mut FeatureWriter, page: &TextPage, log_odds: Option<&[i8]>) {
    let Some(log_odds) = log_odds else {
        writer.at += COUNT;
        return;
    };
    writer.write(log_odds.iter().map(|lean| byte((*lean).into())));
    // Sums from the top, so that those of any stretch are a difference: of the weights, and of what they weigh.
    let mut sums = Vec::with_capacity(page.len() + 1);
    sums.push((0i64, 0i64));
    for (lean, shape) in log_odds.iter().zip(&page.shapes) {
        let weight = i64::from(((shape.words.min(1 << 20) + 1) * 64).isqrt());
        let (all, leaning) = sums[sums.len() - 1];
        sums.push((all + weight, leaning + weight * i64::from(*lean)));
    }
    let mean = |from: usize, to: usize| match sums[to].0 - sums[from].0 {
        0 => 0,
        weight => (sums[to].1 - sums[from].1) / weight,
    };
    for reach in REACHES {
        writer.write((0..page.len()).map(|index| byte(mean(index.saturating_sub(reach), index))));
        writer.write((0..page.len()).map(|index| byte(mean(index + 1, (index + 1 + reach).min(page.len())))));
    }
}

/// FeatureMatrix are bytes: even is in the middle, and 0 is for what is not known.
fn byte(lean: i64) -> u8 {
    (lean + 128).clamp(1, 255) as u8
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
        let mut writer = FeatureWriter { columns: FeatureMatrix::new(COUNT, page.len()), at: 0 };
        let log_odds = WordWeights::read(table).unwrap().log_odds(&page);
        columns(&mut writer, &page, log_odds.as_deref());
        (0..COUNT).map(|column| writer.columns.shifted(column, 0).to_vec()).collect()
    }

    #[test]
    fn a_block_leans_to_what_its_words_do() {
        let table = "said\t32\t0\t0\t0\nnewsletter\t-16\t-64\t0\t0\nthe\t0\t0\t8\t0\nmayor\t0\t0\t0\t1\n";
        let text = "The mayor said so\n\nOur newsletter\n\nAnything";
        let [own, before, after, ..] = &columns_of(table, text)[..] else { panic!() };
        // (32 + 8) / 16 / sqrt(10) logits, and (-16 - 64) / 16 / sqrt(6).
        assert_eq!(own, &[128 + 18, 128 - 48, 128]);
        assert_eq!((before[0], after[2]), (128, 128));
        assert!(before[1] > 128 && before[2] < before[1] && after[0] < 128);
    }

    #[test]
    fn on_a_page_of_unknown_words_there_is_nothing_to_lean_on() {
        let columns =
            columns_of("newsletter\t-16\t-64\t0\t0\n", "Unser Newsletter\n\nDer Bürgermeister sprach");
        assert!(columns.iter().flatten().all(|lean| *lean == 0));
    }

    #[test]
    fn the_table_that_is_built_in_can_be_read() {
        let wording = WordWeights::read(TABLE).unwrap();
        assert!(lean(&[wording.0.get(hash_word("newsletter"))]) < 0);
    }

    #[test]
    fn what_is_no_table_is_none() {
        assert!(WordWeights::read("word\t1\t2\t3").is_none());
        assert!(WordWeights::read("word\t1\t2\t3\tmuch").is_none());
        assert!(WordWeights::read("word\t1\t2\t3\t200").is_none());
    }
}
