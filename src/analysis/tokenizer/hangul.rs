//! Hangul without a space beside a number or a word of another script: *2024년에*, *KF-21전투기*.
//!
//! The whole is a token, and so are the number and the noun, at the same position. Of several numbers each is
//! also a token with its unit: *2024년8월* has *2024년* and *8월*.

use std::ops::Range;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::stem::is_korean_noun;
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::version::AnalyzerVersion;

/// Maximum number of parts of a word.
const MAX_PARTS: usize = 8;
/// Syllable after a number that means *and more*.
const AND_MORE: char = '여';

impl TokenStream<'_> {
    /// Adds the parts of the word as other forms of it, if it has Hangul beside something else.
    pub(crate) fn add_hangul_parts(&mut self) {
        if self.analyzer < AnalyzerVersion::V8 || !has_hangul(&self.word) {
            return;
        }
        let Some(source) = self.source.get(self.span.clone()) else { return };
        for part in parts(source).into_iter().rev() {
            let mut words = TokenStream::new(self.analyzer, &source[part.clone()]);
            if words.advance() && words.text() != self.word {
                let span = self.span.start + part.start..self.span.start + part.end;
                self.alternatives.push((words.text().to_owned(), span));
            }
        }
    }
}

/// Returns whether the normalized `word` has a syllable of Hangul.
fn has_hangul(word: &str) -> bool {
    word.bytes().any(|byte| matches!(byte, 0xea..=0xed)) && word.contains(is_hangul)
}

/// Returns the parts of `word`, in order.
fn parts(word: &str) -> Vec<Range<usize>> {
    let runs = runs(word);
    let numbers = runs.iter().filter(|run| word[run.start..].starts_with(char::is_numeric)).count();
    let mut parts = Vec::new();
    if runs.len() < 2 {
        return parts;
    }
    for (index, run) in runs.iter().take(MAX_PARTS).enumerate() {
        let text = &word[run.clone()];
        if !text.starts_with(is_hangul) {
            let unit = runs.get(index + 1).filter(|_| numbers > 1 || index > 0);
            parts.extend(unit.filter(|_| text.ends_with(char::is_numeric)).map(|unit| run.start..unit.end));
            parts.push(run.clone());
            continue;
        }
        let after_number = word[..run.start].ends_with(char::is_numeric);
        let noun = if after_number { text.strip_prefix(AND_MORE).unwrap_or(text) } else { text };
        if is_korean_noun(noun) {
            parts.push(run.end - noun.len()..run.end);
        }
    }
    parts
}

/// Returns the runs of Hangul and of other characters. Marks belong to the run before them.
fn runs(word: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut in_hangul = None;
    for (offset, c) in word.char_indices() {
        let end = offset + c.len_utf8();
        let is_letter = matches!(class(c), CharClass::Letter);
        match runs.last_mut() {
            Some(run) if !is_letter || in_hangul == Some(is_hangul(c)) => run.end = end,
            _ => {
                in_hangul = Some(is_hangul(c));
                runs.push(offset..end);
            }
        }
    }
    runs
}

/// Returns whether `c` is a syllable or a letter of Hangul.
fn is_hangul(c: char) -> bool {
    matches!(c, '가'..='힣' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97f}')
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::tests::tokens_with_positions as tokens;
    use crate::analysis::tokenizer::{query_tokens, tokenize, tokenize_with};
    use crate::analysis::version::AnalyzerVersion;

    #[test]
    fn the_parts_stand_at_the_position_of_the_whole() {
        for (text, expected) in [
            ("1998년에 열린", "1998년에 +1998 열린"),
            ("F-16전투기를 샀다", "f 16전투기를 +16 +전투기를 샀다"),
            ("WTO가입", "wto가입 +wto +가입"),
            ("UN은", "un은 +un"),
            ("제21차 회의", "제21차 +21차 +21 회의"),
            ("1998년5월에", "1998년5월에 +1998년 +1998 +5월에 +5"),
            ("40여명의", "40여명의 +40"),
            ("３세대", "3세대 +3 +세대"),
            ("신형AI반도체", "신형ai반도체 +신형 +ai +반도체"),
            ("회의", "회의"),
            ("2024", "2024"),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_those_of_the_parts() {
        let spans: Vec<_> = tokenize("\u{feff}5세대").map(|token| token.span).collect();
        assert_eq!(spans, [3..10, 3..4, 4..10]);
        let decomposed: Vec<_> = tokenize("5\u{1109}\u{1166}대").map(|token| token.text).collect();
        assert_eq!(decomposed, ["5세대", "5", "세대"]);
    }

    #[test]
    fn queries_and_older_versions_read_the_whole() {
        let query: Vec<_> =
            query_tokens(AnalyzerVersion::CURRENT, "1998년에").map(|token| token.text).collect();
        assert_eq!(query, ["1998년에"]);
        assert_eq!(tokenize_with(AnalyzerVersion::V7, "1998년에").count(), 1);
    }

    proptest::proptest! {
        #[test]
        fn parts_lie_in_their_word(text in "[0-9a가여년에\u{301}\u{1161}१ -]{0,40}") {
            let mut whole = 0..0;
            let mut position = None;
            for token in tokenize(&text) {
                if position != Some(token.position) {
                    (whole, position) = (token.span.clone(), Some(token.position));
                }
                proptest::prop_assert!(whole.start <= token.span.start && token.span.end <= whole.end);
            }
        }
    }
}
