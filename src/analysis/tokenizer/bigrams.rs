//! Bigrams: in scripts without spaces every two adjacent characters are a token.
//!
//! Where such a run touches a word, its last or first character is also a token by itself, so that *15日* is
//! found in *10月15日讨论*, and a run that is read alone has the same tokens as in its text.
//!
//! Two characters with only signs or spaces between them are a bigram, too, with a [`GAP`] in it: *開幕、式典*
//! has *開幕*, *幕、式* and *式典*. So a quote without its punctuation is found, and *幕式* is not found there.

use unicode_normalization::UnicodeNormalization;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::tokenizer::note_marks::skip_marks;
use crate::analysis::tokenizer::symbols::is_superscript;
use crate::analysis::version::AnalyzerVersion;

/// Maximum length of a letter with its combining marks, in characters.
const MAX_CLUSTER: usize = 8;
/// The sign of Thai that is a part of the letter ำ.
const NIKHAHIT: char = '\u{e4d}';
/// Stands in a bigram for signs and spaces between its characters.
const GAP: char = '、';

impl TokenStream<'_> {
    /// Reads the next character of a script without spaces and forms a bigram with the previous one or, at
    /// the start of a run, with the next one. A character without neighbors is a token by itself, and so is
    /// one beside a word. Reads no token if the next character is to come after a gap.
    pub(crate) fn read_bigram(&mut self) {
        let v7 = self.analyzer >= AnalyzerVersion::V7;
        let has_gaps = self.analyzer >= AnalyzerVersion::V8;
        let mut gap = false;
        if !self.is_adjacent() {
            gap = has_gaps && !self.after_word && !self.last.is_empty();
            if !gap {
                self.read_cluster();
                let has_next = self.has_next();
                let is_followed = has_next || has_gaps && self.next_letter() == Some(CharClass::Unspaced);
                if v7 && self.after_word || !is_followed {
                    return self.read_last();
                }
                if !has_next {
                    return;
                }
            }
        }
        self.word.push_str(&self.last);
        if gap {
            self.word.push(GAP);
        }
        self.span.start = self.last_span.start;
        self.read_cluster();
        self.word.push_str(&self.last);
        self.span.end = self.last_span.end;
        self.compose();
        self.last_is_next = v7 && self.next_letter() == Some(CharClass::Letter);
    }

    /// Reads the last character as a token by itself.
    pub(crate) fn read_last(&mut self) {
        self.last_is_next = false;
        self.word.push_str(&self.last);
        self.span = self.last_span.clone();
        self.compose();
    }

    fn compose(&mut self) {
        // Of most letters, those that stand beside each other are no parts of another.
        if !self.word.chars().all(is_composed) {
            self.word = self.word.nfc().collect();
        }
    }

    /// Returns whether the next character follows the last one of a script without spaces. A line break and
    /// marks of notes may stand between them.
    fn is_adjacent(&self) -> bool {
        if self.next_part().is_some() && self.analyzer >= AnalyzerVersion::V7 {
            return !self.last.is_empty();
        }
        let start = self.last_span.end.max(self.glue_end);
        let between = self.source.get(start..self.next_offset());
        !self.last.is_empty() && between.is_some_and(|between| self.is_wrap_only(between))
    }

    /// Returns whether nothing but a line break stands `between` two characters.
    fn is_wrap_only(&self, between: &str) -> bool {
        // An empty line ends a paragraph.
        let is_break = self.analyzer >= AnalyzerVersion::V8 && between.matches('\n').nth(1).is_some();
        !is_break && between.chars().all(is_wrap)
    }

    /// Returns whether another character of a script without spaces follows the last one.
    fn has_next(&self) -> bool {
        if let Some(part) = self.next_part().filter(|_| self.analyzer >= AnalyzerVersion::V9) {
            return class(part) == CharClass::Unspaced;
        }
        let mut next = self.next_offset();
        if self.analyzer >= AnalyzerVersion::V7 {
            next = skip_marks(self.source, next);
        }
        let tail = &self.source[next..];
        let letter = tail.trim_start_matches(is_wrap);
        letter.chars().next().is_some_and(|c| class(c) == CharClass::Unspaced)
            && self.is_wrap_only(&tail[..tail.len() - letter.len()])
    }

    /// Returns the class of the first letter of the next token, other than the mark of a note: of a script
    /// with spaces around words or without.
    fn next_letter(&self) -> Option<CharClass> {
        if let Some(part) = self.next_part().filter(|_| self.analyzer >= AnalyzerVersion::V9) {
            return Some(class(part))
                .filter(|class| matches!(class, CharClass::Letter | CharClass::Unspaced));
        }
        let mut offset = self.next_offset();
        loop {
            offset = skip_marks(self.source, offset);
            let c = self.source[offset..].chars().next()?;
            match class(c) {
                CharClass::Letter => return (!is_superscript(c)).then_some(CharClass::Letter),
                CharClass::Unspaced => return Some(CharClass::Unspaced),
                _ => offset += c.len_utf8(),
            }
        }
    }

    /// Returns the next part of the character that the last one is a part of, such as ㍻ and ำ.
    fn next_part(&self) -> Option<char> {
        self.pending.last().copied().filter(|_| self.pending_span.start < self.last_span.end)
    }

    /// Returns the offset of the next character.
    fn next_offset(&self) -> usize {
        if self.pending.is_empty() { self.offset } else { self.pending_span.start }
    }

    /// Reads a character and its combining marks into `self.last`.
    fn read_cluster(&mut self) {
        self.last.clear();
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                CharClass::Unspaced if self.last.is_empty() => {
                    self.last.push(c);
                    self.last_span = span;
                }
                CharClass::Mark if self.last.chars().count() < MAX_CLUSTER => {
                    // The sign before a tone mark is typed after it, too.
                    let is_swapped =
                        self.analyzer >= AnalyzerVersion::V7 && is_tone(c) && self.last.ends_with(NIKHAHIT);
                    let index = self.last.len() - if is_swapped { NIKHAHIT.len_utf8() } else { 0 };
                    self.last.insert(index, c);
                    self.last_span.end = span.end;
                }
                CharClass::Invisible => {}
                _ if self.last.is_empty() && is_wrap(c) => {}
                _ => return self.unread(c, span),
            }
        }
    }
}

/// Returns whether the normalized `word` is a single letter of a script without spaces, with its combining
/// marks.
pub(crate) fn is_unspaced_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| class(c) == CharClass::Unspaced)
        && letters.all(|c| class(c) == CharClass::Mark)
}

/// Returns whether the token `word` is a bigram with a gap.
pub(crate) fn has_gap(word: &str) -> bool {
    // All of these scripts, and the sign, are in the upper part of Unicode's first plane, or beyond.
    word.as_bytes().first() >= Some(&0xe0) && word.contains(GAP)
}

/// Returns the letters of the bigram `word`, with or without a gap; `None` if it is no bigram.
pub(crate) fn bigram_letters(word: &str) -> Option<(String, String)> {
    let plain: String = word.chars().filter(|c| *c != GAP).collect();
    let mut letters = plain.char_indices().filter(|(_, c)| class(*c) == CharClass::Unspaced);
    let ((0, _), (second, _), None) = (letters.next()?, letters.next()?, letters.next()) else { return None };
    Some((plain[..second].to_owned(), plain[second..].to_owned()))
}

/// Returns both spellings of the bigram `word`, without and with a gap; `None` if it is no bigram.
pub(crate) fn bigram_spellings(word: &str) -> Option<[String; 2]> {
    let (first, second) = bigram_letters(word)?;
    Some([format!("{first}{second}"), format!("{first}{GAP}{second}")])
}

/// Returns whether `c` is composed with no character of which this is true as well.
fn is_composed(c: char) -> bool {
    matches!(c, GAP | 'ก'..='ะ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '一'..='\u{9fff}')
}

/// Returns whether `c` is a tone mark of Thai.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{e48}'..='\u{e4b}')
}

/// Returns whether `c` can stand between two adjacent characters.
fn is_wrap(c: char) -> bool {
    c == '\n' || c == '\r' || class(c) == CharClass::Invisible
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::analysis::tokenizer::bigrams::is_composed;
    use crate::analysis::tokenizer::tokenize;

    fn folded(text: &str) -> Vec<String> {
        tokenize(text).map(|word| word.text).collect()
    }

    #[test]
    fn composed_letters_are_composed_with_no_other() {
        let letters: String = ('\0'..=char::MAX).filter(|c| is_composed(*c)).collect();
        assert!(letters.nfc().eq(letters.chars()));
        let pairs: String = letters.chars().rev().collect();
        assert!(pairs.nfc().eq(pairs.chars()));
        assert!(letters.chars().all(|c| unicode_normalization::char::canonical_combining_class(c) == 0));
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_bigrams() {
        assert_eq!(folded("北京大学"), ["北京", "京大", "大学"]);
        assert_eq!(folded("在iPhone上，2024年10月"), ["在", "iphone", "上", "2024", "年", "10", "月"]);
        assert_eq!(folded("在10月15日讨论"), ["在", "10", "月", "15", "日", "日讨", "讨论"]);
        assert_eq!(folded("发布 iPhone（手机）"), ["发布", "布", "iphone", "手", "手机"]);
        assert_eq!(folded("Ａさん第３回"), ["a", "さ", "さん", "ん第", "第", "3", "回"]);
        assert_eq!(folded("カﾞス"), folded("ガス"));
        assert_eq!(folded("北\n京"), ["北京"]);
        assert_eq!(folded("北 京。大学"), ["北、京", "京、大", "大学"]);
        assert_eq!(folded("開幕、式典"), ["開幕", "幕、式", "式典"]);
        assert_eq!(folded("雨、2月、雪"), ["雨", "2", "月", "月、雪"]);
        assert_eq!(folded("市場\n\n魚"), ["市場", "場、魚"]);
        assert_eq!(folded("น้ำตาล").len(), 4, "vowel signs go with their letter");
        assert_eq!(folded("กน้ำตาล")[1..], folded("น้ำตาล"), "also where the word is not the first");
        assert_eq!(folded("น\u{e4d}\u{e49}าตาล"), folded("น้ำตาล"));
        assert_eq!(folded("と㍻の"), ["と平", "平成", "成の"]);
        let spans: Vec<_> = tokenize("x北京大").map(|word| (word.span, word.position)).collect();
        assert_eq!(spans, [(0..1, 0), (1..4, 1), (1..7, 2), (4..10, 3)]);
    }
}
