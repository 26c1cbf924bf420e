//! Proximity operators, by the names that search programs give them.

use crate::analysis::{is_stop_word, tokenize};
use crate::query::ast::Within;
use crate::query::punctuation::{is_bare_near, is_operator};

/// Maximum distance of a proximity operator, in words.
pub(crate) const MAX_NEAR: u32 = 999;

/// Distance of `NEAR` without a number, as in SQLite and DEVONthink.
pub(crate) const DEFAULT_NEAR: u32 = 10;

/// Maximum distance of `/5` and `+5`, as in Westlaw; a larger number is part of a text.
const MAX_SIGNED: u32 = 255;

/// A proximity operator: the distance, and whether it fixes the order.
pub(crate) type NearOperator = (Within, bool);

/// Returns whether `word` is a proximity operator when it stands between two operands.
pub(crate) fn is_near(word: &str) -> bool {
    near(word).is_some()
}

/// Reads `word` as a proximity operator. Returns the distance and whether it fixes the order: `w/5`, `NEAR/5`
/// and `near5` allow either order, `pre/5`, `adj5` and `BEFORE/5` fix it, `/s` and `/p` ask for one sentence
/// or paragraph.
pub(crate) fn near(word: &str) -> Option<NearOperator> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "/s" | "w/s" | "/sent" | "w/sent" | "/sentence" | "w/sentence" => {
            return Some((Within::Sentence, false));
        }
        "/p" | "w/p" | "/para" | "w/para" | "/paragraph" | "w/paragraph" => {
            return Some((Within::Paragraph, false));
        }
        "pre/s" | "pre/sent" => return Some((Within::Sentence, true)),
        "pre/p" | "pre/para" => return Some((Within::Paragraph, true)),
        _ => {}
    }
    let letters = lower.len() - lower.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (name, suffix) = lower.split_at(letters);
    let (slash, digits) = suffix.strip_prefix('/').map_or((false, suffix), |digits| (true, digits));
    let words = distance(digits)?;
    let ordered = match (name, slash) {
        ("w" | "n" | "near" | "within" | "around", true) | ("near", false) => false,
        ("pre" | "before" | "adj" | "onear" | "next", true) | ("adj", false) => true,
        _ => return None,
    };
    Some((Within::Words(words), ordered))
}

/// Returns whether `word` asks Lexis for two words in the same part of an article.
pub(crate) fn is_segment(word: &str) -> bool {
    ["w/seg", "pre/seg", "/seg"].iter().any(|segment| segment.eq_ignore_ascii_case(word))
}

/// Reads a distance of at most four digits; one out of bounds is the nearest within.
pub(crate) fn distance(digits: &str) -> Option<u32> {
    let is_number = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse::<u32>().ok().filter(|_| is_number).map(|words| words.clamp(1, MAX_NEAR))
}

/// Reads `(5)` at the start of `text`, after `AROUND` or `NEAR`, up to a space or the end. Returns its length
/// in bytes and the distance.
pub(crate) fn distance_in_parentheses(text: &str) -> Option<(usize, Within)> {
    let inner = text.trim_start_matches(' ').strip_prefix('(')?;
    let (number, after) = inner.split_once(')')?;
    let words = distance(number.trim())?;
    if after.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | '(')) {
        return None;
    }
    Some((text.len() - after.len(), Within::Words(words)))
}

/// Reads `word` as an operator that is one only between two words: `/5` and `+5` of Westlaw, `NEAR`, `ADJ`
/// and `SAME` in capitals. Elsewhere it is text: `24 /7`, `+1 555 0100`, `NEAR the river`.
///
/// `before` is the word before it (`None` after a phrase or a group), and `tail` what follows it.
pub(crate) fn between_words(word: &str, before: Option<&str>, tail: &str) -> Option<NearOperator> {
    let operator = match word {
        "NEAR" => (Within::Words(DEFAULT_NEAR), false),
        "ADJ" => (Within::Words(1), true),
        "SAME" => (Within::Paragraph, false),
        word => signed(word)?,
    };
    let next = next_word(tail)?;
    let joins_text = before.is_some_and(is_function_word) || is_function_word(next);
    let is_short_number = |word: &str| word.len() < 3 && word.starts_with(|c: char| c.is_ascii_digit());
    let is_sum_or_rate = match word.as_bytes().first() {
        // `2 + 2`, `call +1 555 0100`, `+44 (0) 20`
        Some(b'+') => {
            let digit = |word: &str| word.trim_start_matches('(').starts_with(|c: char| c.is_ascii_digit());
            before.is_some_and(digit) || digit(next)
        }
        // `24 /7`, `4 /5 stars`
        Some(b'/') => before.is_some_and(is_short_number),
        _ => false,
    };
    (!joins_text && !is_sum_or_rate).then_some(operator)
}

/// Reads `/5`, `+5`, `+s` or `+p`.
fn signed(word: &str) -> Option<NearOperator> {
    match word {
        "+s" => return Some((Within::Sentence, true)),
        "+p" => return Some((Within::Paragraph, true)),
        _ => {}
    }
    let (ordered, digits) = match word.split_at_checked(1)? {
        ("/", digits) => (false, digits),
        ("+", digits) => (true, digits),
        _ => return None,
    };
    let is_number =
        !digits.is_empty() && digits.len() < 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let words = digits.parse().ok().filter(|words| is_number && (1..=MAX_SIGNED).contains(words))?;
    Some((Within::Words(words), ordered))
}

/// Reads a distance after a space, as in `AROUND 5` and `w/ 5`: `word` is the operator without it, and `tail`
/// what follows. Returns the length of what it takes of `tail`.
pub(crate) fn spaced_distance(word: &str, tail: &str) -> Option<(usize, NearOperator)> {
    let name = match word {
        "AROUND" | "WITHIN" | "NEAR" => "w/",
        "ADJ" => "pre/",
        word => word.strip_suffix('/').filter(|name| !name.is_empty()).map(|_| word)?,
    };
    let number = tail.trim_start_matches(' ');
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &number[digits..];
    let operator = near(&format!("{name}{}", &number[..digits]))?;
    (number.len() < tail.len() && next_word(after).is_some()).then(|| (tail.len() - after.len(), operator))
}

/// Returns the next word of `tail` if it can be an operand: white space precedes it, and it is no operator.
pub(crate) fn next_word(tail: &str) -> Option<&str> {
    if !tail.starts_with(char::is_whitespace) {
        return None;
    }
    let word = tail.split_whitespace().next()?;
    let first = word.chars().next()?;
    let has_operand = first.is_alphanumeric() || tokenize(word).next().is_some();
    let joins = is_operator(word) || is_bare_near(word) || matches!(word, "BUT" | "|" | "%") || is_near(word);
    (has_operand && !matches!(first, ')' | '|' | '/' | '+' | '-' | '%') && !joins).then_some(word)
}

/// Returns whether `word` is one word that means little: neither side of an operator of a search.
pub(crate) fn is_function_word(word: &str) -> bool {
    let mut tokens = tokenize(word);
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => is_stop_word(&token.text) && !word.starts_with(['"', '“', '=']),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::operators::near::*;

    #[test]
    fn an_operator_that_may_be_text_needs_words_on_both_sides() {
        for (word, before, tail, expected) in [
            ("/5", Some("hostage"), " iran", Some((Within::Words(5), false))),
            ("/5", None, " iran", Some((Within::Words(5), false))),
            ("/5", Some("2016"), " election", Some((Within::Words(5), false))),
            ("+5", Some("hostage"), " iran", Some((Within::Words(5), true))),
            ("+s", Some("hostage"), " iran", Some((Within::Sentence, true))),
            ("NEAR", Some("troops"), " kursk", Some((Within::Words(10), false))),
            ("ADJ", Some("troops"), " kursk", Some((Within::Words(1), true))),
            ("SAME", Some("troops"), " kursk", Some((Within::Paragraph, false))),
            ("NEAR", Some("troops"), " the border", None),
            ("NEAR", Some("the"), " border", None),
            ("NEAR", Some("troops"), "", None),
            ("/5", Some("hostage"), ")", None),
            ("/7", Some("24"), " service", None),
            ("/5", Some("4"), " stars", None),
            ("+1", Some("call"), " 555 0100", None),
            ("+44", Some("call"), " (0) 20", None),
            ("+5", Some("2"), " x", None),
            ("+5", Some("biden"), " in Ohio", None),
            ("/2024", Some("a"), " b", None),
            ("/0", Some("x"), " y", None),
            ("/5", Some("dam"), " OR y", None),
        ] {
            assert_eq!(between_words(word, before, tail), expected, "{before:?} {word}{tail}");
        }
    }

    #[test]
    fn a_distance_may_stand_after_a_space() {
        assert_eq!(spaced_distance("AROUND", " 5 x"), Some((2, (Within::Words(5), false))));
        assert_eq!(spaced_distance("pre/", " 5 x"), Some((2, (Within::Words(5), true))));
        for (word, tail) in
            [("AROUND", " 5"), ("AROUND", "5 x"), ("around", " 5 x"), ("/", " 5 x"), ("a/", " 5 x")]
        {
            assert_eq!(spaced_distance(word, tail), None, "{word}{tail}");
        }
    }

    #[test]
    fn a_distance_may_be_in_parentheses() {
        assert_eq!(distance_in_parentheses("(5) x"), Some((3, Within::Words(5))));
        assert_eq!(distance_in_parentheses(" ( 5 )"), Some((6, Within::Words(5))));
        for text in ["(5", "(a) x", "() x", "(5)x", "(12345) x"] {
            assert_eq!(distance_in_parentheses(text), None, "{text}");
        }
    }
}
