//! First bytes of words: tells words that cannot match from others.

use crate::analysis::Language;

/// A set of first bytes of words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FirstBytes([u64; 4]);

impl FirstBytes {
    /// All bytes.
    pub(super) const ALL: FirstBytes = FirstBytes([u64::MAX; 4]);

    /// Inserts `byte`.
    pub(super) fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    /// Inserts the first byte of the words that begin with `prefix`.
    pub(super) fn insert_first_of(&mut self, prefix: &[u8]) {
        match prefix.first() {
            Some(first) => self.insert(*first),
            None => self.insert_all(),
        }
    }

    /// Inserts all bytes.
    pub(super) fn insert_all(&mut self) {
        *self = FirstBytes::ALL;
    }

    /// Returns whether the set has `byte`.
    #[inline]
    pub(super) fn contains(self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] & (1 << (byte % 64)) != 0
    }

    /// Returns whether the set has the first byte of `word`.
    #[inline]
    pub(super) fn contains_first_of(self, word: &str) -> bool {
        word.bytes().next().is_none_or(|byte| self.contains(byte))
    }
}

/// First byte of U+0600 in UTF-8, where the Arabic block begins.
pub(super) const ARABIC_LEAD_BYTE: u8 = 0xd8;

/// Returns whether inflection may change the first letter of `word`, as it does in Arabic script, in Dutch
/// (gelopen, lopen) and in Indonesian. Scripts after Arabic are included to be safe.
pub(super) fn changes_first_letter(word: &str, language: Language) -> bool {
    word.bytes().next().is_some_and(|byte| byte >= ARABIC_LEAD_BYTE) || changes_latin_letters(language)
}

/// Returns whether inflection may change the first letter of a word in Latin script.
pub(super) fn changes_latin_letters(language: Language) -> bool {
    matches!(language.code(), "nl" | "id")
}

#[cfg(test)]
mod tests {
    use crate::search::snippet::first_bytes::FirstBytes;

    #[test]
    fn only_first_bytes_count() {
        let mut first_bytes = FirstBytes::default();
        first_bytes.insert_first_of("straße".as_bytes());
        first_bytes.insert_first_of("да".as_bytes());
        for (word, expected) in
            [("s", true), ("str", true), ("tr", false), ("дом", true), ("ш", false), ("", true)]
        {
            assert_eq!(first_bytes.contains_first_of(word), expected, "{word}");
        }
        first_bytes.insert_first_of(b"");
        assert!(first_bytes.contains_first_of("x") && FirstBytes::ALL.contains_first_of("\u{10ffff}"));
    }
}
