//! Notes on words of a short query that other search programs take for operators.

use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::notes::{Note, Notes, excerpt};
use crate::query::operators::foreign::compares_days;
use crate::query::operators::near::{distance, is_function_word, is_segment};

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
    for token in tokens {
        let surface = &text[token.span.clone()];
        if matches!(token.kind, TokenKind::Word(_)) && is_range_of_days(surface) {
            let reason = format!("{surface} was read as words; date:{surface} asks for the days");
            notes.add(token.span.start, reason);
        }
        let word = surface.trim_start_matches('—');
        if tokens.len() > 1 && word.len() < surface.len() && word.starts_with(char::is_alphabetic) {
            let reason = format!("{} was read as a word; write -{word} to exclude it", excerpt(surface));
            notes.add(token.span.start, reason);
        }
    }
    for (index, window) in tokens.windows(3).enumerate() {
        let [before, token, after] = window else { continue };
        // `a and not b`, `a +300 b`
        let is_joined = !token.spaced && before.kind == TokenKind::Plus
            || text[token.span.clone()].eq_ignore_ascii_case("not")
                && ["and", "but"].iter().any(|word| word.eq_ignore_ascii_case(&text[before.span.clone()]));
        let before = match index.checked_sub(1).and_then(|index| tokens.get(index)) {
            Some(operand) if is_joined => operand,
            _ => before,
        };
        let start = match text[..token.span.start].chars().next_back() {
            Some('~' | '+') => token.span.start - 1,
            _ => token.span.start,
        };
        let surface = &text[start..token.span.end];
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
    let is_word = |word: &str| surface.eq_ignore_ascii_case(word) && surface != word.to_ascii_uppercase();
    let is_not = token.kind == TokenKind::Not || is_word("not") && ends_operand(before);
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
        _ if is_word("or") => format!("{surface} was read as a word; write OR for either of two"),
        _ if is_word("not") => {
            format!("{surface} was read as a word; write NOT to exclude {}", excerpt(next))
        }
        "TO" if text[before.span.clone()].starts_with(['[', '{']) && next.ends_with([']', '}']) => {
            "[… TO …] was read as words; date:2016..2017 asks for days".to_owned()
        }
        "XOR" => "XOR was read as a word; OR finds either".to_owned(),
        "ANDNOT" => format!("ANDNOT was read as a word; write NOT to exclude {}", excerpt(next)),
        _ if is_misspelled_near(surface) => {
            format!("{surface} was read as words; w/5 asks for at most 5 words apart")
        }
        _ => {
            let digits = surface.trim_start_matches(|c: char| !c.is_ascii_digit());
            let is_count = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            let operator = match &surface[..surface.len() - digits.len()] {
                // `24 /7`, `+1 202`
                "/" | "+" if is_count(next) || is_count(&text[before.span.clone()]) => return None,
                // `route N4`
                "/" | "~" | "w" | "n" => "w",
                "+" | "pre" | "PRE" => "pre",
                _ => return None,
            };
            let distance = distance(digits)?;
            format!(
                "{surface} was read as a word; {operator}/{distance} asks for at most {distance} words apart"
            )
        }
    };
    (ends_operand(before) && begins_operand(after)).then_some(reason)
}

/// Returns whether `word` is like a proximity operator, with a name of another program or without a number
/// that counts words: `P/3`, `w/-1`, `w/5,a`, `NEAR/x`.
fn is_misspelled_near(word: &str) -> bool {
    let names = ["w", "n", "p", "f", "nw", "near", "onear", "pre", "adj", "around", "within", "before"];
    word.split_once('/').is_some_and(|(name, rest)| {
        let is_letter = || rest.len() == 1 && name.len() > 2 && rest.as_bytes()[0].is_ascii_alphabetic();
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
            && (rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) || is_letter())
    })
}

/// Returns whether `word` is two years or days with dots between them.
fn is_range_of_days(word: &str) -> bool {
    let is_day = |day: &str| day.len() >= 4 && day.split(['-', '/']).all(|part| part.parse::<u16>().is_ok());
    word.split_once("..").is_some_and(|(first, last)| is_day(first) && is_day(last.trim_start_matches('.')))
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
            ("comey /1000 flynn", "/1000 was read as a word; w/999 asks"),
            ("comey +300 flynn", "+300 was read as a word; pre/300 asks"),
            ("comey ~5 flynn", "~5 was read as a word; w/5 asks"),
            ("comey w5 flynn", "w5 was read as a word; w/5 asks"),
            ("comey n5 \"the dam\"", "n5 was read as a word; w/5 asks"),
            ("comey NEAR/x flynn", "NEAR/x was read as words; w/5 asks"),
            ("comey P/3 flynn", "P/3 was read as words; w/5 asks"),
            ("comey w/-1 flynn", "w/-1 was read as words; w/5 asks"),
            ("comey PRE5 flynn", "PRE5 was read as a word; pre/5 asks"),
            ("comey and not flynn", "not was read as a word; write NOT to exclude flynn"),
            ("comey But Not \"the dam\"", "Not was read as a word; write NOT"),
            ("comey Or flynn", "Or was read as a word; write OR"),
            ("comey —flynn river", "write -flynn to exclude it"),
            ("comey [2016 TO 2017]", "[… TO …] was read as words; date:2016..2017"),
            ("comey XOR flynn", "XOR was read as a word; OR finds either"),
            ("comey ANDNOT flynn", "write NOT to exclude flynn"),
            ("comey 2018..2019", "2018..2019 was read as words; date:2018..2019 asks"),
            ("2018-03-01..2018-04-30 comey", "asks for the days"),
            ("inurl: comey", "inurl: has nothing after it and was read as a word"),
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
            "the n5 road to kursk",
            "comey w/o flynn",
            "call +1 202 456 1111",
            "the 9 /11 attacks",
            "mask N95 shortage",
            "life BEFORE death",
            "poor and not to be rich",
            "comey and so on.. and flynn",
            "the address 10.0.0..1 of comey",
        ] {
            assert_eq!(parse(text).notes, [], "{text}");
        }
    }
}
