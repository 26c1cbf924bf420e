//! Reads the words of an article as hashes, and tells which are the reporter's own and which are facts.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::{AnalyzerVersion, Language, TokenStream};
use crate::stories::shingles::StoryWord;

/// Characters that begin an item of a list.
const BULLETS: [char; 7] = ['-', '–', '—', '*', '•', '·', '▪'];

/// Reads the words of `text`. Those within `quotations`, which are sorted, and in items of lists are not the
/// reporter's own.
pub(crate) fn story_words<'t>(
    analyzer: AnalyzerVersion,
    text: &'t str,
    language: Language,
    quotations: &'t [Range<usize>],
) -> impl Iterator<Item = StoryWord> + 't {
    let mut tokens = TokenStream::in_language(analyzer, text, language);
    let mut quotations = quotations.iter().peekable();
    let (mut line_end, mut is_listed) = (0, false);
    let mut last_position = None;
    std::iter::from_fn(move || {
        // Another form of a word stands at its position.
        while tokens.advance() {
            if last_position.replace(tokens.position()) == Some(tokens.position()) {
                continue;
            }
            let start = tokens.span().start;
            if start >= line_end {
                let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
                line_end = text[start..].find('\n').map_or(text.len(), |length| start + length + 1);
                is_listed = is_list_item(text.get(line_start..line_end).unwrap_or_default());
            }
            while quotations.next_if(|quotation| quotation.end <= start).is_some() {}
            let is_quoted = quotations.peek().is_some_and(|quotation| quotation.start <= start);
            return Some(StoryWord {
                hash: word_hash(tokens.text()),
                is_own: !is_quoted && !is_listed,
                is_fact: is_fact(text, tokens.span()),
            });
        }
        None
    })
}

/// Returns whether the word at `span` is a number, or has a capital and does not begin a sentence.
fn is_fact(text: &str, span: Range<usize>) -> bool {
    let word = text.get(span.clone()).unwrap_or_default();
    let begins_sentence = || {
        let before = text[..span.start].trim_end_matches([' ', '\u{a0}']);
        before.ends_with(['.', '!', '?', ':', '\n', '"', '“', '«', '„']) || before.is_empty()
    };
    word.bytes().any(|byte| byte.is_ascii_digit())
        || word.starts_with(char::is_uppercase) && !begins_sentence()
}

/// Returns the hash of a word.
fn word_hash(word: &str) -> u32 {
    (xxh3_64(word.as_bytes()) >> 32) as u32
}

/// Returns whether a line begins as an item of a list.
fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let mark = match line.len() - number.len() {
        0 => line.strip_prefix(BULLETS),
        1..=3 => number.strip_prefix(['.', ')']),
        _ => None,
    };
    mark.is_some_and(|tail| tail.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use crate::stories::words::*;

    #[test]
    fn quoted_words_and_items_of_lists_are_not_the_reporters_own() {
        let text = "He said “no more” today.\n- one item\n12. another item\n1,200 people came";
        let begin = text.find("no").expect("a quotation");
        let quotation = begin..begin + "no more".len();
        let words =
            story_words(AnalyzerVersion::CURRENT, text, Language::ENGLISH, std::slice::from_ref(&quotation));
        let own: Vec<bool> = words.map(|word| word.is_own).collect();
        let expected = [&[true, true, false, false, true][..], &[false; 5], &[true; 3]].concat();
        assert_eq!(own, expected);
    }

    #[test]
    fn typography_does_not_change_the_words() {
        let hashes = |text: &str| -> Vec<u32> {
            story_words(AnalyzerVersion::CURRENT, text, Language::ENGLISH, &[])
                .map(|word| word.hash)
                .collect()
        };
        assert_eq!(hashes("The Senator’s plan, he said"), hashes("the senator's  plan\nhe said!"));
    }
}
