//! Features as columns of bytes: one column a feature, one byte a block.
//!
//! A byte is enough for what a tree asks ("more than twelve words?"), makes the same answer on every machine, and lets
//! a comparison run over many blocks at once. What stands before or after a block is the same column, shifted; each
//! column is padded with zeros so that a shift never leaves it.

/// How far a column may be shifted either way.
pub const PAD: usize = 4;
/// PageFeatures are looked at so many at a time; columns are padded to whole lanes.
pub const LANES: usize = 16;

/// A table of columns, all of one length.
#[derive(Debug, Clone, Default)]
pub struct FeatureMatrix {
    rows: usize,
    data: Vec<u8>,
}

impl FeatureMatrix {
    /// `columns` columns of `rows` zeros.
    pub fn new(columns: usize, rows: usize) -> Self {
        FeatureMatrix { rows, data: vec![0; columns * (rows.next_multiple_of(LANES) + 2 * PAD)] }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn stride(&self) -> usize {
        self.rows.next_multiple_of(LANES) + 2 * PAD
    }

    /// A column, to be written.
    pub fn column_mut(&mut self, column: usize) -> &mut [u8] {
        let from = column * self.stride() + PAD;
        &mut self.data[from..from + self.rows]
    }

    /// Writes one row of the columns from `first` on.
    #[inline]
    pub fn write_row(&mut self, first: usize, row: usize, values: &[u8]) {
        let stride = self.stride();
        let mut at = first * stride + PAD + row;
        for value in values {
            self.data[at] = *value;
            at += stride;
        }
    }

    /// A column as seen from rows `shift` before: `shifted(c, 1)[i]` is row `i + 1`.
    pub fn shifted(&self, column: usize, shift: i8) -> &[u8] {
        self.stretch(column, shift, 0, self.rows)
    }

    /// `count` rows of a shifted column from row `from` on; they may reach into the padding, which is zeros. No column is
    /// shifted by more than [`PAD`].
    #[inline]
    pub fn stretch(&self, column: usize, shift: i8, from: usize, count: usize) -> &[u8] {
        let start = column * self.stride() + PAD + from;
        &self.data[start.wrapping_add_signed(shift.into())..][..count]
    }
}

/// Writes one column after the other.
pub struct FeatureWriter {
    /// What has been written.
    pub columns: FeatureMatrix,
    /// The column to be written next.
    pub at: usize,
}

impl FeatureWriter {
    /// Writes the next column.
    pub fn write(&mut self, values: impl Iterator<Item = u8>) {
        for (slot, value) in self.columns.column_mut(self.at).iter_mut().zip(values) {
            *slot = value;
        }
        self.at += 1;
    }

    /// Writes the next column, the same in every row.
    pub fn fill(&mut self, value: u8) {
        self.columns.column_mut(self.at).fill(value);
        self.at += 1;
    }
}

/// A count squeezed into a byte: exact up to 31, then eight steps a doubling.
#[inline]
pub fn log_bucket(count: u32) -> u8 {
    if count < 32 {
        return count as u8;
    }
    let log = 31 - count.leading_zeros(); // at least 5
    let step = (count >> (log - 3)) & 7;
    (32 + (log - 5) * 8 + step).min(255) as u8
}

/// `part` of `whole` in 64ths.
#[inline]
pub fn share(part: u32, whole: u32) -> u8 {
    match (part.checked_mul(64), whole) {
        (_, 0) => 0,
        (Some(part), _) => (part / whole).min(255) as u8,
        (None, _) => (u64::from(part) * 64 / u64::from(whole)).min(255) as u8,
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::feature_matrix::*;
    use proptest::prelude::*;

    #[test]
    fn a_shift_reads_the_neighbour_and_nothing_beyond() {
        let mut columns = FeatureMatrix::new(2, 3);
        columns.column_mut(1).copy_from_slice(&[7, 8, 9]);
        assert_eq!(columns.shifted(1, 1), [8, 9, 0]);
        assert_eq!(columns.shifted(1, -2), [0, 0, 7]);
        assert_eq!(columns.shifted(0, 0), [0, 0, 0]);
    }

    proptest! {
        #[test]
        fn squeezing_keeps_the_order(a in any::<u32>(), b in any::<u32>()) {
            prop_assert!(log_bucket(a.min(b)) <= log_bucket(a.max(b)));
        }
    }
}
