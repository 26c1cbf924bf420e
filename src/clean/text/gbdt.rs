//! The line model: boosted trees over columns of bytes, in whole numbers.
//!
//! All trees are oblivious: every node of one level asks the same question, so a tree is a list of questions and a
//! table of answers, and one question is put to a whole chunk of blocks at once. The sums are integers: the same bytes
//! give the same verdict on every machine. How the table is made: `eval/README.md`.

use crate::clean::text::features;
use crate::clean::text::features::feature_matrix::{FeatureMatrix, LANES, PAD};
use crate::clean::text::features::word_weights::WordWeights;
use crate::clean::text::page::TextPage;
use std::sync::OnceLock;

/// The tables the training script wrote: for pages whose words are known, and for all others.
static BY_WORDS: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/line_model_words.bin"));
static BY_FORM: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/line_model_form.bin"));

/// What a tree asks of a block.
#[derive(Debug, Clone, Copy)]
struct TreeSplit {
    column: u16,
    /// Of the block itself (0) or of one before or after it.
    shift: i8,
    /// Whether the value is greater than this.
    threshold: u8,
}

/// What trees ask below their last question: nothing is greater.
const NEVER: TreeSplit = TreeSplit { column: 0, shift: 0, threshold: u8::MAX };

/// Questions and, for each combination of answers, how much likelier it makes an article.
#[derive(Debug, Clone)]
struct ObliviousTree {
    questions: [TreeSplit; DEPTH],
    /// As many as there are answers; the rest is never asked for.
    leaves: [i16; LEAVES],
}

/// What the deepest tree has, with six questions.
const LEAVES: usize = 1 << DEPTH;
/// How deep trees are at most, and nearly all are.
const DEPTH: usize = 6;

/// A sum of trees.
#[derive(Debug, Clone, Default)]
pub struct BoostedTrees {
    trees: Vec<ObliviousTree>,
    bias: i32,
}

/// BoostedTrees for pages whose words are known and for those on which they are not, and the words.
pub struct LineModel {
    by_words: BoostedTrees,
    by_form: BoostedTrees,
    wording: WordWeights,
}

/// Blocks asked at once: their columns stay in the nearest cache.
const CHUNK: usize = 512;

/// What one unit of a sum is: the 4096th part of a logit.
pub const UNIT: i32 = 4096;

impl LineModel {
    /// The model built into the program.
    pub fn get() -> &'static LineModel {
        static MODEL: OnceLock<LineModel> = OnceLock::new();
        let built_in = |table| BoostedTrees::read(table).unwrap_or_default();
        MODEL.get_or_init(|| LineModel {
            by_words: built_in(BY_WORDS),
            by_form: built_in(BY_FORM),
            wording: WordWeights::built_in(),
        })
    }

    /// Reads tables; `None` when one is none or not whole.
    pub fn read(by_words: &[u8], by_form: &[u8], wording: &str) -> Option<LineModel> {
        Some(LineModel {
            by_words: BoostedTrees::read(by_words)?,
            by_form: BoostedTrees::read(by_form)?,
            wording: WordWeights::read(wording)?,
        })
    }

    /// For every block how much speaks for an article, in [`UNIT`]s of a logit; 0 is even.
    pub fn score(&self, page: &TextPage) -> Vec<i32> {
        let log_odds = self.wording.log_odds(page);
        let trees = if log_odds.is_some() { &self.by_words } else { &self.by_form };
        trees.sums(&features::columns(page, log_odds.as_deref()))
    }
}

impl BoostedTrees {
    /// Reads a table; `None` when it is none or not whole.
    fn read(table: &[u8]) -> Option<BoostedTrees> {
        let mut reader = ModelReader(table.strip_prefix(b"CLM1")?);
        let count = u16::from_le_bytes(reader.take()?);
        let bias = i32::from_le_bytes(reader.take()?);
        let trees = (0..count).map(|_| reader.tree()).collect::<Option<Vec<_>>>()?;
        reader.0.is_empty().then_some(BoostedTrees { trees, bias })
    }
}

/// Reads the table, little endian.
struct ModelReader<'a>(&'a [u8]);

impl ModelReader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn tree(&mut self) -> Option<ObliviousTree> {
        let [depth] = self.take()?;
        if usize::from(depth) > DEPTH {
            return None;
        }
        let question = |reader: &mut Self| {
            let [column, shift, threshold] = reader.take()?;
            let shift = shift as i8;
            (usize::from(shift.unsigned_abs()) <= PAD).then_some(TreeSplit {
                column: column.into(),
                shift,
                threshold,
            })
        };
        let mut questions = [NEVER; DEPTH];
        for slot in &mut questions[..usize::from(depth)] {
            *slot = question(self)?;
        }
        let mut leaves = [0; LEAVES];
        for leaf in &mut leaves[..1 << depth] {
            *leaf = i16::from_le_bytes(self.take()?);
        }
        Some(ObliviousTree { questions, leaves })
    }
}

impl BoostedTrees {
    /// The sum of all trees for every row; more than 0 speaks for an article.
    fn sums(&self, columns: &FeatureMatrix) -> Vec<i32> {
        let mut sums = Vec::with_capacity(columns.rows());
        for from in (0..columns.rows()).step_by(CHUNK) {
            let rows = CHUNK.min(columns.rows() - from);
            sums.extend_from_slice(&self.chunk(columns, from, rows.next_multiple_of(LANES))[..rows]);
        }
        sums
    }

    /// The sums of `rows` rows from `from` on, as many as fill whole lanes.
    fn chunk(&self, columns: &FeatureMatrix, from: usize, rows: usize) -> [i32; CHUNK] {
        let mut sums = [self.bias; CHUNK];
        let mut answers = [[0u8; CHUNK]; 4];
        // Four trees at a time: a sum is fetched and stored once for all of them.
        let mut fours = self.trees.chunks_exact(4);
        for four in &mut fours {
            for (tree, answers) in four.iter().zip(&mut answers) {
                tree.ask(columns, from, &mut answers[..rows]);
            }
            let [a, b, c, d] = &answers;
            for row in 0..rows.min(CHUNK) {
                sums[row] +=
                    four[0].leaf(a[row]) + four[1].leaf(b[row]) + four[2].leaf(c[row]) + four[3].leaf(d[row]);
            }
        }
        for tree in fours.remainder() {
            tree.ask(columns, from, &mut answers[0][..rows]);
            for (sum, answer) in sums.iter_mut().zip(&answers[0][..rows]) {
                *sum += tree.leaf(*answer);
            }
        }
        sums
    }

    #[cfg(test)]
    fn columns_used(&self) -> usize {
        let columns =
            self.trees.iter().flat_map(|tree| &tree.questions).map(|question| usize::from(question.column));
        columns.max().map_or(0, |column| column + 1)
    }
}

impl ObliviousTree {
    #[inline]
    fn leaf(&self, answer: u8) -> i32 {
        i32::from(self.leaves[usize::from(answer) % LEAVES])
    }

    /// Writes for each row from `from` on which leaf it comes to.
    fn ask(&self, columns: &FeatureMatrix, from: usize, answers: &mut [u8]) {
        let rows = answers.len();
        let column =
            |question: &TreeSplit| columns.stretch(question.column.into(), question.shift, from, rows);
        let [a, b, c, d, e, f] = &self.questions;
        let (of_a, of_b, of_c, of_d, of_e, of_f) =
            (column(a), column(b), column(c), column(d), column(e), column(f));
        let (a, b, c) = (a.threshold, b.threshold, c.threshold);
        let (d, e, f) = (d.threshold, e.threshold, f.threshold);
        // All questions in one pass, and still simple enough for the compiler to put to sixteen rows at once.
        for row in 0..rows {
            answers[row] = u8::from(of_a[row] > a)
                | u8::from(of_b[row] > b) << 1
                | u8::from(of_c[row] > c) << 2
                | u8::from(of_d[row] > d) << 3
                | u8::from(of_e[row] > e) << 4
                | u8::from(of_f[row] > f) << 5;
        }
    }
}

/// A sum as a probability, without a call to the system's `exp`.
pub fn probability(sum: i32) -> f32 {
    // 1 / (1 + e^-x), read off at whole and half logits and joined by straight lines.
    const POINTS: [f32; 13] =
        [0.5, 0.6225, 0.7311, 0.8176, 0.8808, 0.9241, 0.9526, 0.9707, 0.982, 0.989, 0.9933, 0.9959, 0.9975];
    let steps = sum.unsigned_abs() as f32 / (UNIT / 2) as f32;
    let below = (steps as usize).min(POINTS.len() - 2);
    let part = (steps - below as f32).min(1.0);
    let likely = POINTS[below] + (POINTS[below + 1] - POINTS[below]) * part;
    if sum < 0 { 1.0 - likely } else { likely }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::word_weights;
    use crate::clean::text::gbdt::*;

    #[test]
    fn the_tables_are_whole_and_fit_the_columns() {
        let [by_words, by_form] = [BY_WORDS, BY_FORM].map(|table| BoostedTrees::read(table).unwrap());
        assert!(!by_words.trees.is_empty() && by_words.columns_used() <= features::COUNT);
        assert!(!by_form.trees.is_empty() && by_form.columns_used() <= features::COUNT - word_weights::COUNT);
    }

    #[test]
    fn a_cut_off_table_is_no_model() {
        assert!(BoostedTrees::read(&BY_WORDS[..BY_WORDS.len() - 1]).is_none());
        assert!(BoostedTrees::read(b"").is_none());
    }

    #[test]
    fn trees_add_up() {
        let mut columns = FeatureMatrix::new(1, 3);
        columns.column_mut(0).copy_from_slice(&[1, 5, 9]);
        let question = |shift| TreeSplit { column: 0, shift, threshold: 4 };
        let mut leaves = [0; LEAVES];
        leaves[..4].copy_from_slice(&[1, 2, 4, 8]);
        let mut questions = [NEVER; DEPTH];
        questions[..2].copy_from_slice(&[question(0), question(1)]);
        let tree = ObliviousTree { questions, leaves };
        let model = BoostedTrees { trees: vec![tree.clone(), tree], bias: 100 };
        assert_eq!(model.sums(&columns), [108, 116, 104]);
    }

    #[test]
    fn probabilities_rise_with_sums() {
        assert_eq!(probability(0), 0.5);
        assert!(probability(-UNIT) < 0.28 && probability(UNIT) > 0.72 && probability(i32::MIN) >= 0.0);
        assert!((-9..9).all(|x| probability(x * UNIT) <= probability((x + 1) * UNIT)));
    }
}
