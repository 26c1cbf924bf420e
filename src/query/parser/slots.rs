//! Slots of phrases with letters of scripts without spaces.

use crate::analysis::{AnalyzerVersion, as_typed, bigram_letters, bigram_spellings, is_unspaced_letter};
use crate::query::ast::Slot;

/// Minimum number of words and bigrams of a quote that is found with other signs between its letters.
const MIN_QUOTE: usize = 3;

/// Lets the bigrams of a quote match whatever signs stand between their letters. Short quotes are words,
/// which are to be found as typed. A part of one letter stands for any bigram with it.
pub(crate) fn pass_over_gaps(analyzer: AnalyzerVersion, parts: &mut [Vec<Slot>]) {
    if analyzer < AnalyzerVersion::V8 {
        return;
    }
    let is_elided = parts.len() > 1;
    let length = parts.iter().map(Vec::len).sum::<usize>();
    for part in parts.iter_mut() {
        if let ([Slot::Word(letter)], true) = (part.as_slice(), is_elided)
            && is_unspaced_letter(letter)
        {
            *part = vec![Slot::Glob(format!("*{letter}*"))];
        }
        for slot in part.iter_mut().filter(|_| length >= MIN_QUOTE) {
            if let Slot::Word(word) = slot
                && let Some([plain, _]) = bigram_spellings(word)
            {
                *slot = Slot::Bigram(plain);
            }
        }
    }
}

/// Joins the normalized words of a phrase with spaces, bigrams to the letters that they were cut from, and in
/// a phrase with a pattern a word to the letter that it touches.
pub(crate) fn join_slots(slots: &[Slot]) -> String {
    let mut joined = String::new();
    let (mut last, mut touches, mut is_alone) = (String::new(), false, false);
    // Beside a pattern each word is read alone, so what touches must be told by the spaces.
    let has_pattern = slots.iter().any(|slot| matches!(slot, Slot::Glob(_)));
    for (index, slot) in slots.iter().enumerate() {
        let text = &*as_typed(text_of(slot));
        let is_pattern = matches!(slot, Slot::Glob(_));
        let (first, second) = if is_pattern { Default::default() } else { letters(text) };
        // The same letter once more, by itself, is another word.
        let continues = !first.is_empty() && first == last && !(is_alone && text == first);
        // The first or last letter of a run is a token by itself where a word touches it.
        let begins_run = !first.is_empty()
            && text == first
            && slots.get(index + 1).is_some_and(|next| letters(text_of(next)).0 == first);
        if continues {
            joined.push_str(&text[first.len()..]);
        } else {
            let is_joined = has_pattern && (touches || begins_run);
            joined.push_str(match joined.chars().next_back() {
                None => "",
                // Without a hyphen the letter would be part of the pattern.
                Some('*' | '?') if is_joined => "-",
                Some(_) if is_joined => "",
                Some(_) => " ",
            });
            joined.push_str(text);
        }
        touches = continues && text == first;
        is_alone = text == first;
        last = second;
    }
    joined
}

fn text_of(slot: &Slot) -> &str {
    let (Slot::Word(text) | Slot::Glob(text) | Slot::Bigram(text)) = slot;
    text
}

/// Returns the first and the last letter of a token of a script without spaces; empty for another.
fn letters(token: &str) -> (String, String) {
    let Some((first, second)) = bigram_letters(token) else {
        let letter = if is_unspaced_letter(token) { token } else { "" };
        return (letter.to_owned(), letter.to_owned());
    };
    (first, second)
}

#[cfg(test)]
mod tests {
    use crate::query::ast::Slot;
    use crate::query::parser::slots::join_slots;
    use crate::query::{Query, parse};

    #[test]
    fn bigrams_are_joined_to_their_text() {
        for (tokens, text) in
            [("新年 年会 会 4 月 月、雪", "新年会 4 月、雪"), ("รถ ถไ ไฟ", "รถไฟ"), ("a b 魚", "a b 魚")]
        {
            let slots: Vec<_> = tokens.split(' ').map(|token| Slot::Word(token.to_owned())).collect();
            assert_eq!(join_slots(&slots), text);
        }
        for text in [
            "北京A*",
            "\"北京 a*\"",
            "ໜA*",
            "Iñigo A*",
            "ISĞIN a*",
            "㍻A*",
            "\"東京a b*\"",
            "\"㍻ a*\"",
            "日A*",
            "*Aໜ",
            "*A北京",
            "\"*a派 派\"",
            "\"~1*-派 派\"",
        ] {
            let query = parse(text).query;
            assert_eq!(parse(&query.to_string()).query, query, "{text}: {query}");
        }
    }

    #[test]
    fn long_runs_pass_over_signs_and_short_ones_do_not() {
        let bigrams = |query| match parse(query).query {
            Query::Phrase(phrase) => phrase.slots().filter(|slot| matches!(slot, Slot::Bigram(_))).count(),
            _ => 0,
        };
        assert_eq!(
            ["“新年”", "“新、年”", "“新年会議”", "“新年、会”", "“新年会”"].map(bigrams),
            [0, 0, 3, 0, 0]
        );
        assert_eq!(["=新年会議", "新年会議", "“9月新年会”"].map(bigrams), [3, 0, 3]);
    }
}
