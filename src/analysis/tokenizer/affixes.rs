//! The affixes of Persian that are written joined, with a non-joiner, or with a space: *می‌شود*, *میشود* and
//! *می شود* are one word.
//!
//! Its two parts are tokens at its position, too, so that either is found.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{
    CharClass, accent_folds, class, common_letter, is_arabic, push_folded, sign_folds,
};
use crate::analysis::tokenizer::TokenStream;

/// Prefixes of verbs, in normalized form.
const PREFIXES: [&str; 2] = ["مي", "نمي"];
/// Suffixes of nouns and adjectives, in normalized form: of the plural, with possessives, and of comparison.
const SUFFIXES: [&str; 12] =
    ["ها", "هاي", "هايي", "هايم", "هايت", "هايش", "هايمان", "هايتان", "هايشان", "هاست", "تر", "ترين"];
/// Maximum length of the second part in bytes.
const MAX_PART_BYTES: usize = 64;

impl TokenStream<'_> {
    /// Joins the word to the part that follows it, if one of the two is an affix.
    pub(crate) fn join_affix(&mut self) {
        let tail = &self.source[self.offset..];
        let is_prefix = PREFIXES.contains(&self.word.as_str());
        if !is_prefix && !tail.starts_with(['ه', 'ت']) {
            return;
        }
        let Some((part, length)) = arabic_word(tail) else { return };
        // A prefix stands before a verb, not before another word of one letter.
        let is_joined =
            if is_prefix { part.chars().nth(1).is_some() } else { SUFFIXES.contains(&part.as_str()) };
        if is_joined {
            let joined = format!("{}{part}", self.word);
            let first = std::mem::replace(&mut self.word, joined);
            let second = self.offset..self.offset + length;
            self.alternatives.extend([(part, second), (first, self.span.clone())]);
            self.offset += length;
            self.span.end = self.offset;
        }
    }
}

/// Returns the normalized word of Arabic script that `text` begins with, and its length in bytes.
fn arabic_word(text: &str) -> Option<(String, usize)> {
    let mut word = String::new();
    let mut length = 0;
    for c in text.chars() {
        match class(c) {
            CharClass::Letter | CharClass::Mark if length < MAX_PART_BYTES => {}
            CharClass::Invisible if c == '\u{640}' => {}
            _ => break,
        }
        decompose_compatible(c, |part| match class(part) {
            CharClass::Mark => {
                let base = word.chars().next_back();
                if base.is_some_and(|base| !accent_folds(base, part) && !sign_folds(base, part)) {
                    word.push(part);
                }
            }
            CharClass::Letter => push_folded(&mut word, common_letter(part)),
            _ => {}
        });
        length += c.len_utf8();
    }
    let word: String = word.nfc().collect();
    word.chars().next().is_some_and(is_arabic).then_some((word, length))
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::{query_tokens, tokenize};
    use crate::analysis::version::AnalyzerVersion;

    fn joined(text: &str) -> Vec<String> {
        query_tokens(AnalyzerVersion::CURRENT, text).map(|token| token.text).collect()
    }

    #[test]
    fn affixes_are_parts_of_the_word() {
        for text in ["قیمت‌ها می‌گویند که", "قيمتها ميگويند كه", "قیمت ها می گویند که"]
        {
            assert_eq!(joined(text), ["قيمتها", "ميگويند", "كه"], "{text}");
        }
        let words: Vec<_> = tokenize("می‌شود که").map(|token| (token.text, token.position)).collect();
        let word = |text: &str, position| (text.to_owned(), position);
        assert_eq!(words, [word("ميشود", 0), word("مي", 0), word("شود", 0), word("كه", 1)]);
        let spans: Vec<_> = tokenize("می‌شود که").map(|token| token.span).collect();
        assert_eq!(spans, [0..13, 0..4, 7..13, 14..18]);
    }

    #[test]
    fn other_words_stay_apart() {
        for text in ["نسخه‌ای از", "می و", "کتاب تهران", "می", "کتاب ه", "می abc", "ها"]
        {
            let count = text.split([' ', '\u{200c}']).count();
            assert_eq!(joined(text).len(), count, "{text}");
        }
    }
}
