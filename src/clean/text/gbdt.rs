//! The line model: gradient-boosted decision trees over columns of bytes, in integers.
//!
//! All trees are oblivious: every node of one level has the same split, so a tree is a list of splits and a
//! table of leaves, and one split is evaluated for a whole chunk of blocks at once. The sums are integers:
//! the same bytes give the same verdict on every machine. `eval/README.md` says how the model is trained.

use crate::clean::text::features;
use crate::clean::text::features::feature_matrix::{FeatureMatrix, LANES, PAD};
use crate::clean::text::features::word_weights::WordWeights;
use crate::clean::text::page::TextPage;
use std::sync::OnceLock;

/// Models that the training script wrote: for pages whose words are known, and for all others.
static WORD_TREES: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/line_model_words.bin"));
static FORM_TREES: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/line_model_form.bin"));

/// The condition at one level of a tree.
#[derive(Debug, Clone, Copy)]
struct TreeSplit {
    column: u16,
    /// Offset of the block whose value is compared: 0 for the block itself, negative for one before it.
    offset: i8,
    /// Largest value for which the condition is false.
    threshold: u8,
}

/// Fills the levels below the last split of a shallow tree: always false.
const ALWAYS_FALSE: TreeSplit = TreeSplit { column: 0, offset: 0, threshold: u8::MAX };

/// An oblivious decision tree: splits, and a leaf value for each combination of their outcomes.
#[derive(Debug, Clone)]
struct ObliviousTree {
    splits: [TreeSplit; DEPTH],
    /// Leaf values in [`UNIT`]s of a logit; those of a shallow tree fill the front.
    leaves: [i16; LEAVES],
}

/// Number of leaves of the deepest tree.
const LEAVES: usize = 1 << DEPTH;
/// Maximum depth; nearly all trees have it.
const DEPTH: usize = 6;

/// A sum of trees.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoostedTrees {
    trees: Vec<ObliviousTree>,
    bias: i32,
}

/// The line model: trees for pages whose words are known, trees for other pages, and the word weights.
pub(crate) struct LineModel {
    word_trees: BoostedTrees,
    form_trees: BoostedTrees,
    word_weights: WordWeights,
}

/// Blocks evaluated at once: their columns stay in the L1 cache.
const CHUNK: usize = 512;

/// One logit in the units of a score.
pub(crate) const UNIT: i32 = 4096;

impl LineModel {
    /// Returns the built-in model.
    pub(crate) fn get() -> &'static LineModel {
        static MODEL: OnceLock<LineModel> = OnceLock::new();
        let built_in = |table| BoostedTrees::parse(table).unwrap_or_default();
        MODEL.get_or_init(|| LineModel {
            word_trees: built_in(WORD_TREES),
            form_trees: built_in(FORM_TREES),
            word_weights: WordWeights::built_in(),
        })
    }

    /// Parses a model; `None` if a file is malformed.
    pub(crate) fn parse(word_trees: &[u8], form_trees: &[u8], word_weights: &str) -> Option<LineModel> {
        Some(LineModel {
            word_trees: BoostedTrees::parse(word_trees)?,
            form_trees: BoostedTrees::parse(form_trees)?,
            word_weights: WordWeights::parse(word_weights)?,
        })
    }

    /// Returns the score of every block in [`UNIT`]s of a logit; more than 0 means article.
    pub(crate) fn score(&self, page: &TextPage) -> Vec<i32> {
        let log_odds = self.word_weights.log_odds(page);
        let trees = if log_odds.is_some() { &self.word_trees } else { &self.form_trees };
        trees.sums(&features::columns(page, log_odds.as_deref()))
    }
}

impl BoostedTrees {
    /// Parses a table of trees; `None` if it is malformed.
    fn parse(table: &[u8]) -> Option<BoostedTrees> {
        let mut reader = ModelReader(table.strip_prefix(b"CLM1")?);
        let count = u16::from_le_bytes(reader.take()?);
        let bias = i32::from_le_bytes(reader.take()?);
        let trees = (0..count).map(|_| reader.tree()).collect::<Option<Vec<_>>>()?;
        reader.0.is_empty().then_some(BoostedTrees { trees, bias })
    }
}

/// Reads a table of trees, little endian.
struct ModelReader<'a>(&'a [u8]);

impl ModelReader<'_> {
    /// Takes the next `N` bytes.
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, tail) = self.0.split_first_chunk::<N>()?;
        self.0 = tail;
        Some(*taken)
    }

    /// Reads the next tree.
    fn tree(&mut self) -> Option<ObliviousTree> {
        let [depth] = self.take()?;
        if usize::from(depth) > DEPTH {
            return None;
        }
        let split = |reader: &mut Self| {
            let [column, offset, threshold] = reader.take()?;
            let offset = offset as i8;
            (usize::from(offset.unsigned_abs()) <= PAD).then_some(TreeSplit {
                column: column.into(),
                offset,
                threshold,
            })
        };
        let mut splits = [ALWAYS_FALSE; DEPTH];
        for slot in &mut splits[..usize::from(depth)] {
            *slot = split(self)?;
        }
        let mut leaves = [0; LEAVES];
        for leaf in &mut leaves[..1 << depth] {
            *leaf = i16::from_le_bytes(self.take()?);
        }
        Some(ObliviousTree { splits, leaves })
    }
}

impl BoostedTrees {
    /// Returns the sum of all trees for every row.
    fn sums(&self, features: &FeatureMatrix) -> Vec<i32> {
        let mut sums = Vec::with_capacity(features.rows());
        for start in (0..features.rows()).step_by(CHUNK) {
            let rows = CHUNK.min(features.rows() - start);
            sums.extend_from_slice(&self.chunk(features, start, rows.next_multiple_of(LANES))[..rows]);
        }
        sums
    }

    /// Returns the sums of `rows` rows from row `start` on, a multiple of [`LANES`].
    fn chunk(&self, features: &FeatureMatrix, start: usize, rows: usize) -> [i32; CHUNK] {
        let mut sums = [self.bias; CHUNK];
        let mut leaf_indexes = [[0u8; CHUNK]; 4];
        // Four trees at a time, so that a sum is loaded and stored once for all of them.
        let mut fours = self.trees.chunks_exact(4);
        for four in &mut fours {
            for (tree, leaf_indexes) in four.iter().zip(&mut leaf_indexes) {
                tree.evaluate(features, start, &mut leaf_indexes[..rows]);
            }
            let [a, b, c, d] = &leaf_indexes;
            // The sum of all leaves fits; a check of each would cost as much as the sum.
            for row in 0..rows.min(CHUNK) {
                let pairs = four[0].leaf(a[row]).wrapping_add(four[1].leaf(b[row]));
                let others = four[2].leaf(c[row]).wrapping_add(four[3].leaf(d[row]));
                sums[row] = sums[row].wrapping_add(pairs.wrapping_add(others));
            }
        }
        for tree in fours.remainder() {
            tree.evaluate(features, start, &mut leaf_indexes[0][..rows]);
            for (sum, leaf_index) in sums.iter_mut().zip(&leaf_indexes[0][..rows]) {
                *sum += tree.leaf(*leaf_index);
            }
        }
        sums
    }

    /// Returns one more than the highest column of any split.
    #[cfg(test)]
    fn columns_used(&self) -> usize {
        let columns = self.trees.iter().flat_map(|tree| &tree.splits).map(|split| usize::from(split.column));
        columns.max().map_or(0, |column| column + 1)
    }
}

impl ObliviousTree {
    /// Returns the value of a leaf.
    #[inline]
    fn leaf(&self, leaf_index: u8) -> i32 {
        i32::from(self.leaves[usize::from(leaf_index) % LEAVES])
    }

    /// Writes the leaf index of each row from row `start` on. The number of rows is a multiple of [`LANES`].
    fn evaluate(&self, features: &FeatureMatrix, start: usize, leaf_indexes: &mut [u8]) {
        let rows = leaf_indexes.len();
        let column =
            |split: &TreeSplit| features.shifted_rows(split.column.into(), split.offset, start, rows);
        let [a, b, c, d, e, f] = &self.splits;
        let (column_a, _) = column(a).as_chunks::<LANES>();
        let (column_b, _) = column(b).as_chunks::<LANES>();
        let (column_c, _) = column(c).as_chunks::<LANES>();
        let (column_d, _) = column(d).as_chunks::<LANES>();
        let (column_e, _) = column(e).as_chunks::<LANES>();
        let (column_f, _) = column(f).as_chunks::<LANES>();
        // All splits in one pass over arrays of a fixed length, which the compiler makes vectors of.
        for (lanes, leaf_indexes) in leaf_indexes.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let (row_a, row_b, row_c) = (&column_a[lanes], &column_b[lanes], &column_c[lanes]);
            let (row_d, row_e, row_f) = (&column_d[lanes], &column_e[lanes], &column_f[lanes]);
            for lane in 0..LANES {
                leaf_indexes[lane] = u8::from(row_a[lane] > a.threshold)
                    | u8::from(row_b[lane] > b.threshold) << 1
                    | u8::from(row_c[lane] > c.threshold) << 2
                    | u8::from(row_d[lane] > d.threshold) << 3
                    | u8::from(row_e[lane] > e.threshold) << 4
                    | u8::from(row_f[lane] > f.threshold) << 5;
            }
        }
    }
}

/// Turns a score into a probability without the system's `exp`, whose last bits differ between machines.
pub(crate) fn probability(sum: i32) -> f32 {
    // Linear interpolation between 1 / (1 + e^-x) at every half logit.
    const POINTS: [f32; 13] =
        [0.5, 0.6225, 0.7311, 0.8176, 0.8808, 0.9241, 0.9526, 0.9707, 0.982, 0.989, 0.9933, 0.9959, 0.9975];
    let steps = sum.unsigned_abs() as f32 / (UNIT / 2) as f32;
    let below = (steps as usize).min(POINTS.len() - 2);
    let fraction = (steps - below as f32).min(1.0);
    let probability = POINTS[below] + (POINTS[below + 1] - POINTS[below]) * fraction;
    if sum < 0 { 1.0 - probability } else { probability }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::word_weights;
    use crate::clean::text::gbdt::*;

    #[test]
    fn built_in_models_parse_and_fit_the_columns() {
        let [word_trees, form_trees] =
            [WORD_TREES, FORM_TREES].map(|table| BoostedTrees::parse(table).unwrap());
        assert!(!word_trees.trees.is_empty() && word_trees.columns_used() <= features::COUNT);
        assert!(
            !form_trees.trees.is_empty()
                && form_trees.columns_used() <= features::COUNT - word_weights::COUNT
        );
    }

    #[test]
    fn truncated_files_are_rejected() {
        assert!(BoostedTrees::parse(&WORD_TREES[..WORD_TREES.len() - 1]).is_none());
        assert!(BoostedTrees::parse(b"").is_none());
    }

    #[test]
    fn leaves_of_all_trees_are_summed() {
        let mut columns = FeatureMatrix::new(1, 3);
        columns.column_mut(0).copy_from_slice(&[1, 5, 9]);
        let split = |offset| TreeSplit { column: 0, offset, threshold: 4 };
        let mut leaves = [0; LEAVES];
        leaves[..4].copy_from_slice(&[1, 2, 4, 8]);
        let mut splits = [ALWAYS_FALSE; DEPTH];
        splits[..2].copy_from_slice(&[split(0), split(1)]);
        let tree = ObliviousTree { splits, leaves };
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
