//! A matrix of features in bytes: one column per feature, one row per block.
//!
//! A byte is enough for the splits of a tree ("more than twelve words?"), gives the same result on every
//! machine, and lets a split run over many blocks at once. Features of a neighboring block are the same
//! column, shifted; zeros pad each column, so that a shift never leaves it.

/// Maximum shift of a column in either direction.
pub(crate) const PAD: usize = 4;
/// Rows evaluated at once; columns are padded to a multiple of it.
pub(crate) const LANES: usize = 16;

/// A matrix of bytes, stored by column.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeatureMatrix {
    rows: usize,
    /// Number of bytes from one column to the next.
    stride: usize,
    data: Vec<u8>,
}

impl FeatureMatrix {
    /// Creates a matrix of zeros.
    pub(crate) fn new(columns: usize, rows: usize) -> Self {
        let stride = rows.next_multiple_of(LANES) + 2 * PAD;
        FeatureMatrix { rows, stride, data: vec![0; columns * stride] }
    }

    /// Returns the number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Returns a column for writing.
    pub(crate) fn column_mut(&mut self, column: usize) -> &mut [u8] {
        let start = column * self.stride + PAD;
        &mut self.data[start..start + self.rows]
    }

    /// Writes one row of the columns from `first` on.
    #[inline]
    pub(crate) fn write_row(&mut self, first: usize, row: usize, values: &[u8]) {
        let mut index = first * self.stride + PAD + row;
        for value in values {
            self.data[index] = *value;
            index += self.stride;
        }
    }

    /// Returns a column shifted by `offset` rows: `shifted(c, 1)[i]` is row `i + 1`.
    pub(crate) fn shifted(&self, column: usize, offset: i8) -> &[u8] {
        self.shifted_rows(column, offset, 0, self.rows)
    }

    /// Returns `count` rows of a shifted column from row `first_row` on; they may reach into the padding of
    /// zeros. No column is shifted by more than [`PAD`].
    #[inline(always)]
    pub(crate) fn shifted_rows(&self, column: usize, offset: i8, first_row: usize, count: usize) -> &[u8] {
        // A sum that wraps around is beyond the end.
        let start = column.wrapping_mul(self.stride).wrapping_add(PAD + first_row);
        &self.data[start.wrapping_add_signed(offset.into())..][..count]
    }
}

/// Writes a matrix column by column.
pub(crate) struct FeatureWriter {
    /// The matrix so far.
    pub matrix: FeatureMatrix,
    /// Index of the next column.
    pub next_column: usize,
}

impl FeatureWriter {
    /// Writes the next column.
    pub(crate) fn write(&mut self, values: impl Iterator<Item = u8>) {
        for (slot, value) in self.matrix.column_mut(self.next_column).iter_mut().zip(values) {
            *slot = value;
        }
        self.next_column += 1;
    }

    /// Writes the next column with one value in every row.
    pub(crate) fn fill(&mut self, value: u8) {
        self.matrix.column_mut(self.next_column).fill(value);
        self.next_column += 1;
    }
}

/// Maps a count to a byte: exact up to 31, then eight steps per doubling.
#[inline]
pub(crate) fn log_bucket(count: u32) -> u8 {
    if count < 32 {
        return count as u8;
    }
    let log = 31 - count.leading_zeros(); // At least 5.
    let step = (count >> (log - 3)) & 7;
    (32 + (log - 5) * 8 + step).min(255) as u8
}

/// Returns `part` of `total` in 64ths.
#[inline]
pub(crate) fn share(part: u32, total: u32) -> u8 {
    match (part.checked_mul(64), total) {
        (_, 0) => 0,
        (Some(part), _) => (part / total).min(255) as u8,
        (None, _) => (u64::from(part) * 64 / u64::from(total)).min(255) as u8,
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::feature_matrix::*;
    use proptest::prelude::*;

    #[test]
    fn a_shift_reads_the_neighbor_and_nothing_beyond() {
        let mut columns = FeatureMatrix::new(2, 3);
        columns.column_mut(1).copy_from_slice(&[7, 8, 9]);
        assert_eq!(columns.shifted(1, 1), [8, 9, 0]);
        assert_eq!(columns.shifted(1, -2), [0, 0, 7]);
        assert_eq!(columns.shifted(0, 0), [0, 0, 0]);
    }

    proptest! {
        #[test]
        fn log_buckets_keep_the_order(a in any::<u32>(), b in any::<u32>()) {
            prop_assert!(log_bucket(a.min(b)) <= log_bucket(a.max(b)));
        }
    }
}
