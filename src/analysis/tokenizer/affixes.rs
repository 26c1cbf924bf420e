//! The affixes of Persian that are written joined, with a non-joiner, or with a space: *می‌شود*, *میشود* and
//! *می شود* are one word.
//!
//! Its two parts are tokens at its position, too, so that either is found.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{CharClass, class, common_letter, is_arabic, mark_folds, push_folded};
use crate::analysis::tokenizer::{NON_JOINER, TokenStream};
use crate::analysis::version::AnalyzerVersion;

/// Prefixes of verbs, in normalized form.
const PREFIXES: [&str; 2] = ["مي", "نمي"];
/// Suffixes of nouns and adjectives, in normalized form: of the plural, with possessives, and of comparison.
const SUFFIXES: [&str; 12] =
    ["ها", "هاي", "هايي", "هايم", "هايت", "هايش", "هايمان", "هايتان", "هايشان", "هاست", "تر", "ترين"];
/// Maximum length of the second part in bytes.
const MAX_PART_BYTES: usize = 64;

/// Maximum length of what is between a word and its affix in bytes: a few spaces and non-joiners.
const MAX_GAP_BYTES: usize = 8;

impl TokenStream<'_> {
    /// Joins the word to the part that follows it, if one of the two is an affix.
    pub(crate) fn join_affix(&mut self) {
        let mut tail = &self.source[self.offset..];
        let mut gap = 0;
        if self.analyzer >= AnalyzerVersion::V8 {
            let part = tail.trim_start_matches([' ', '\u{a0}', NON_JOINER]);
            gap = tail.len() - part.len();
            tail = part;
        }
        let is_prefix = PREFIXES.contains(&self.word.as_str());
        if gap > MAX_GAP_BYTES || !is_prefix && !tail.starts_with(['ه', 'ت']) {
            return;
        }
        let Some((part, length)) = arabic_word(self.analyzer, tail) else { return };
        self.offset += gap;
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
        } else {
            self.offset -= gap;
        }
    }

    /// Skips the letter of a Persian ezafe after a non-joiner. The ezafe is also written as a sign.
    pub(super) fn skip_ezafe(&mut self) {
        if let Some(end) = self.ezafe_end() {
            self.offset = end;
            self.span.end = end;
        }
    }

    /// Skips the letter of a Persian ezafe after a space. It is a token at the position of the word, too.
    pub(super) fn skip_separate_ezafe(&mut self) {
        let start = self.offset;
        self.skip_ezafe();
        if self.offset > start {
            self.alternatives.push(("ي".to_owned(), start..self.offset));
        }
    }

    /// Returns where the letter of a Persian ezafe that comes next ends.
    fn ezafe_end(&self) -> Option<usize> {
        let mut tail = self.source[self.offset..].chars();
        let letter = tail.next().filter(|letter| matches!(letter, 'ی' | 'ي'))?;
        let ends = tail.next().is_none_or(|c| !matches!(class(c), CharClass::Letter | CharClass::Mark));
        ends.then_some(self.offset + letter.len_utf8())
    }
}

/// Returns the normalized word of Arabic script that `text` begins with, and its length in bytes.
fn arabic_word(analyzer: AnalyzerVersion, text: &str) -> Option<(String, usize)> {
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
                if base.is_some_and(|base| !mark_folds(analyzer, base, part)) {
                    word.push(part);
                }
            }
            CharClass::Letter => push_folded(&mut word, common_letter(analyzer, part)),
            _ => {}
        });
        length += c.len_utf8();
    }
    let word: String = word.nfc().collect();
    word.chars().next().is_some_and(is_arabic).then_some((word, length))
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::{query_tokens, tokenize, tokenize_with};
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
    fn any_space_may_stand_before_an_affix() {
        for text in ["قیمت\u{a0}ها می  روند", "قیمت\u{200c} ها می \u{200c}روند"] {
            assert_eq!(joined(text), ["قيمتها", "ميروند"], "{text}");
        }
        let far = format!("قیمت{}ها", " ".repeat(20));
        assert_eq!(joined(&far), ["قيمت", "ها"]);
        let spans: Vec<_> = tokenize("قیمت  کم").map(|token| token.span).collect();
        assert_eq!(spans, [0..8, 10..14]);
    }

    #[test]
    fn an_ezafe_is_written_in_four_ways() {
        for text in ["خانهٔ ما", "خانۀ ما", "خانه‌ی ما", "خانه ی ما"] {
            assert_eq!(joined(text), ["خانه", "ما"], "{text}");
        }
        assert_eq!(joined("خانه یک"), ["خانه", "يك"]);
        assert_eq!(joined("تا ی"), ["تا", "ي"]);
        let words: Vec<_> = tokenize("خانه ی ما").map(|token| (token.text, token.position)).collect();
        assert_eq!(words, [("خانه".to_owned(), 0), ("ي".to_owned(), 0), ("ما".to_owned(), 1)]);
    }

    #[test]
    fn version_7_reads_as_before() {
        for (text, words) in
            [("خانه ی ما", "خانه ي ما"), ("قیمت  ها", "قيمت ها"), ("دائرۃ", "دائرۃ"), ("ادارہٴ", "ادارهٴ")]
        {
            let read = tokenize_with(AnalyzerVersion::V7, text).map(|token| token.text);
            assert_eq!(read.collect::<Vec<_>>().join(" "), words);
        }
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
