//! Offsets in characters of a text.

/// Number of bytes between two entries of the table.
const STEP: usize = 1024;

/// The number of characters before every so many bytes of a text.
#[derive(Debug)]
pub(super) struct CharacterIndex {
    counts: Vec<usize>,
}

impl CharacterIndex {
    /// Counts the characters of `text` in one pass.
    pub(super) fn new(text: &str) -> Self {
        let mut count = 0;
        let counts = text.as_bytes().chunks(STEP).map(|chunk| {
            let before = count;
            count += characters(chunk);
            before
        });
        CharacterIndex { counts: counts.collect() }
    }

    /// Returns the number of characters of `text`, of which this is the index, before the byte at `offset`.
    pub(super) fn count(&self, text: &str, offset: usize) -> usize {
        let offset = offset.min(text.len());
        let step = (offset / STEP).min(self.counts.len().saturating_sub(1));
        let before = self.counts.get(step).copied().unwrap_or(0);
        before + characters(&text.as_bytes()[step * STEP..offset])
    }
}

/// Counts the characters that begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::characters::*;

    #[test]
    fn characters_are_counted_from_the_start() {
        let text = "aé„😀".repeat(700);
        let index = CharacterIndex::new(&text);
        for (count, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(index.count(&text, offset), count);
        }
        assert_eq!(index.count(&text, text.len()), 2800);
        assert_eq!(CharacterIndex::new("").count("", 0), 0);
    }
}
