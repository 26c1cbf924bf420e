//! Notes on words of a short query that other search programs take for operators.

use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::notes::{Note, Notes, excerpt};
use crate::query::operators::foreign::compares_days;
use crate::query::operators::near::{is_function_word, is_segment};

/// Number of words from which on a query is free text.
const FREE_TEXT_WORDS: usize = 10;
/// Maximum number of digits of a distance.
const MAX_DIGITS: usize = 3;

/// Returns whether a query is so long that it is free text, in which operators are words.
pub(crate) fn is_free_text(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    words.count() >= FREE_TEXT_WORDS
}

/// Returns notes on the `tokens` of `text` that may have been meant as operators, one for each.
pub(super) fn hints(text: &str, tokens: &[QueryToken<'_>]) -> Vec<Note> {
    if is_free_text(text) {
        return Vec::new();
    }
    let (mut notes, mut seen) = (Notes::default(), Vec::new());
    for window in tokens.windows(3) {
        let [before, token, after] = window else { continue };
        let surface = &text[token.span.clone()];
        let Some(reason) = reason(surface, text, [before, token, after]) else { continue };
        if !seen.contains(&surface) {
            seen.push(surface);
            notes.add(token.span.start, reason);
        }
    }
    notes.into_sorted(text)
}

/// Returns the note on the second of three tokens, which may have been meant as an operator.
fn reason(surface: &str, text: &str, [before, token, after]: [&QueryToken<'_>; 3]) -> Option<String> {
    let next = &text[after.span.clone()];
    let is_near = matches!(after.kind, TokenKind::Near(..)) || is_segment(next);
    let is_not = token.kind == TokenKind::Not || surface == "not" && ends_operand(before);
    if is_not && is_near {
        return Some(format!(
            "{surface} {next} cannot be asked for; -(a {next} b) excludes articles with a near b"
        ));
    }
    if !matches!(token.kind, TokenKind::Word(_)) {
        return None;
    }
    let is_number = |digits: &str| {
        !digits.is_empty() && digits.len() <= MAX_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let reason = match surface {
        _ if compares_days(surface) && is_date(&text[before.span.clone()]) && has_digit(next) => {
            format!("date {surface} {next} was read as words; --since and --until ask for days")
        }
        "or" => "or was read as a word; write OR for either of two".to_owned(),
        "not" => format!("not was read as a word; write NOT to exclude {}", excerpt(next)),
        "within" | "around" | "near" if is_number(next) => {
            format!("{surface} {next} was read as words; w/{next} asks for at most {next} words apart")
        }
        _ => {
            let digits = surface.strip_prefix('/').filter(|digits| is_number(digits))?;
            format!("/{digits} was read as a word; w/{digits} asks for at most {digits} words apart")
        }
    };
    (ends_operand(before) && begins_operand(after)).then_some(reason)
}

fn is_date(word: &str) -> bool {
    ["date", "pub-date", "load-date"].iter().any(|name| name.eq_ignore_ascii_case(word))
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// Returns whether a word that means something, a phrase or a group ends with `token`.
fn ends_operand(token: &QueryToken<'_>) -> bool {
    match token.kind {
        TokenKind::Word(word) => !is_function_word(word),
        TokenKind::Phrase { .. } | TokenKind::Close => true,
        _ => false,
    }
}

/// Returns whether a word that means something, a phrase or a group begins with `token`.
fn begins_operand(token: &QueryToken<'_>) -> bool {
    match token.kind {
        TokenKind::Word(word) => !is_function_word(word),
        TokenKind::Phrase { .. } | TokenKind::Open => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;

    #[test]
    fn words_that_may_be_operators_are_noted_once() {
        for (text, note) in [
            ("comey or flynn or kursk", "or was read as a word"),
            ("comey or \"the dam\"", "or was read as a word"),
            ("comey not flynn", "write NOT to exclude flynn"),
            ("comey within 5 flynn", "within 5 was read as words; w/5 asks"),
            ("comey date geq 2018", "date geq 2018 was read as words; --since and --until"),
            ("comey /500 flynn", "/500 was read as a word; w/500 asks"),
        ] {
            let notes = parse(text).notes;
            assert!(notes.len() == 1 && notes[0].reason.contains(note), "{text}: {notes:?}");
        }
        for operator in ["NOT w/5", "not w/5", "not w/seg"] {
            let notes = parse(&format!("comey {operator} fbi")).notes;
            let note = format!("{operator} cannot be asked for");
            assert!(notes.iter().any(|found| found.reason.contains(&note)), "{operator}: {notes:?}");
        }
    }

    #[test]
    fn text_is_not_noted() {
        for text in [
            "to be or not to be",
            "he did not come",
            "\"comey or flynn\"",
            "comey and flynn",
            "or flynn",
            "call it what you want or leave it and come home again later",
            "comey OR flynn",
            "open 24 /7 in kursk",
        ] {
            assert_eq!(parse(text).notes, [], "{text}");
        }
    }
}
