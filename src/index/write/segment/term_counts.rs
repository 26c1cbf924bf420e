//! Counts terms by their ids.

/// Frequencies of terms.
#[derive(Debug, Default)]
pub(crate) struct TermCounts {
    /// Frequency by term id.
    freqs: Vec<u32>,
    /// Counted terms in the order of their first occurrence.
    terms: Vec<u32>,
}

impl TermCounts {
    /// Counts an occurrence of a term.
    #[inline]
    pub(crate) fn add(&mut self, term_id: u32) {
        let index = term_id as usize;
        if index >= self.freqs.len() {
            self.freqs.resize((index + 1).next_power_of_two(), 0);
        }
        if self.freqs[index] == 0 {
            self.terms.push(term_id);
        }
        self.freqs[index] += 1;
    }

    /// Returns the counted terms with their frequencies, in the order of their first occurrence.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.terms.iter().map(|term_id| (*term_id, self.freqs[*term_id as usize]))
    }

    /// Resets all counts.
    pub(crate) fn clear(&mut self) {
        for term_id in self.terms.drain(..) {
            self.freqs[term_id as usize] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::term_counts::*;

    #[test]
    fn terms_are_counted_and_cleared() {
        let mut counts = TermCounts::default();
        for term_id in [7, 2, 7, 9000] {
            counts.add(term_id);
        }
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(7, 2), (2, 1), (9000, 1)]);
        counts.clear();
        counts.add(2);
        assert_eq!(counts.iter().collect::<Vec<_>>(), [(2, 1)]);
    }
}
