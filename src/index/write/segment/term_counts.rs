//! Counting words by their numbers.

/// How often words came.
#[derive(Debug, Default)]
pub(crate) struct TermCounts {
    times: Vec<u32>,
    /// Those that came at all, in the order in which they first did.
    met: Vec<u32>,
}

impl TermCounts {
    /// Counts a word.
    #[inline]
    pub fn add(&mut self, word: u32) {
        let at = word as usize;
        if at >= self.times.len() {
            self.times.resize((at + 1).next_power_of_two(), 0);
        }
        if self.times[at] == 0 {
            self.met.push(word);
        }
        self.times[at] += 1;
    }

    /// All words with how often they came, in the order in which they first came.
    pub fn all(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.met.iter().map(|word| (*word, self.times[*word as usize]))
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        for word in self.met.drain(..) {
            self.times[word as usize] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::term_counts::*;

    #[test]
    fn words_are_counted_and_forgotten() {
        let mut tally = TermCounts::default();
        for word in [7, 2, 7, 9000] {
            tally.add(word);
        }
        assert_eq!(tally.all().collect::<Vec<_>>(), [(7, 2), (2, 1), (9000, 1)]);
        tally.clear();
        tally.add(2);
        assert_eq!(tally.all().collect::<Vec<_>>(), [(2, 1)]);
    }
}
