//! Notes on words of a short query that other search programs take for operators.

mod words;

use std::ops::Range;

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
    for token in tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word(_))) {
        let surface = &text[token.span.clone()];
        notes.extend(words::reason(surface, tokens.len() == 1).map(|reason| (token.span.start, reason)));
    }
    for range in candidates(text, tokens) {
        let Some((start, operator)) = Operator::new(text, tokens, &range) else { continue };
        let surface = operator.surface;
        let Some(reason) = operator.reason() else { continue };
        if !seen.contains(&surface) {
            seen.push(surface);
            notes.add(start, reason);
        }
    }
    notes.into_sorted(text)
}

/// Returns the tokens that may be operators: one, or two that are one together (`and not`, `+300`,
/// `FOLLOWED BY`).
fn candidates(text: &str, tokens: &[QueryToken<'_>]) -> Vec<Range<usize>> {
    let is = |index: usize, word: &str| {
        tokens.get(index).is_some_and(|token| text[token.span.clone()].eq_ignore_ascii_case(word))
    };
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some(token) = tokens.get(index) {
        let is_sign = token.kind == TokenKind::Plus && tokens.get(index + 1).is_some_and(|next| !next.spaced);
        let is_pair = is_sign
            || (is(index, "and") || is(index, "but")) && is(index + 1, "not")
            || is(index, "followed") && is(index + 1, "by");
        let end = index + if is_pair { 2 } else { 1 };
        found.push(index..end);
        index = end;
    }
    found
}

/// What may be an operator, with the tokens around it.
struct Operator<'q, 't> {
    text: &'q str,
    surface: &'q str,
    token: &'t QueryToken<'q>,
    before: Option<&'t QueryToken<'q>>,
    after: &'t QueryToken<'q>,
}

impl<'q, 't> Operator<'q, 't> {
    /// Returns the operator of the tokens in `range`, with the offset of its note; `None` at the end of a
    /// query, where it joins nothing.
    fn new(text: &'q str, tokens: &'t [QueryToken<'q>], range: &Range<usize>) -> Option<(usize, Self)> {
        let (first, token) = (tokens.get(range.start)?, tokens.get(range.end - 1)?);
        let before = range.start.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(range.end)?;
        // Of `and not` the operator is `not`.
        let is_whole =
            first.kind == TokenKind::Plus || text[first.span.clone()].eq_ignore_ascii_case("followed");
        let start = if is_whole { first.span.start } else { token.span.start };
        let surface = &text[start..token.span.end];
        Some((token.span.start, Operator { text, surface, token, before, after }))
    }

    /// Returns the note on what may have been meant as an operator.
    fn reason(&self) -> Option<String> {
        let surface = self.surface;
        let next = &self.text[self.after.span.clone()];
        let before = self.before.map_or("", |before| &self.text[before.span.clone()]);
        let ends_operand = self.before.is_some_and(ends_operand);
        let is_near = matches!(self.after.kind, TokenKind::Near(..)) || is_segment(next);
        let is_word = |word: &str| surface.eq_ignore_ascii_case(word) && surface != word.to_ascii_uppercase();
        let is_not = self.token.kind == TokenKind::Not || is_word("not") && ends_operand;
        if is_not && is_near {
            return Some(format!(
                "{surface} {next} cannot be asked for; -(a {next} b) excludes articles with a near b"
            ));
        }
        if !matches!(self.token.kind, TokenKind::Word(_)) {
            return None;
        }
        let is_bracket =
            |word: &str| word.starts_with(['[', '{']) || word.contains(":[") || word.contains(":{");
        if surface == "TO" && is_bracket(before) && next.trim_end_matches(',').ends_with([']', '}']) {
            return Some("[… TO …] was read as words; date:2016..2017 asks for days".to_owned());
        }
        if surface == "AROUND" && self.after.kind == TokenKind::Open && !self.after.spaced {
            return Some("AROUND() was read as words; w/5 asks for at most 5 words apart".to_owned());
        }
        let reason = match surface {
            _ if compares_days(surface) && is_date(before) && has_digit(next) => {
                format!("date {surface} {next} was read as words; --since and --until ask for days")
            }
            _ if is_word("or") => format!("{surface} was read as a word; write OR for either of two"),
            _ if is_word("not") => {
                format!("{surface} was read as a word; write NOT to exclude {}", excerpt(next))
            }
            "within" | "around" | "near" if is_count(next) => {
                format!("{surface} {next} was read as words; w/{next} asks for at most {next} words apart")
            }
            "XOR" => "XOR was read as a word; OR finds either".to_owned(),
            "ANDNOT" => format!("ANDNOT was read as a word; write NOT to exclude {}", excerpt(next)),
            "FOLLOWED BY" => {
                "FOLLOWED BY was read as words; pre/5 asks for at most 5 words apart, in this order"
                    .to_owned()
            }
            _ if is_misspelled_near(surface) => {
                format!("{surface} was read as words; w/5 asks for at most 5 words apart")
            }
            _ => distance_reason(surface, before, next)?,
        };
        (ends_operand && begins_operand(self.after)).then_some(reason)
    }
}

/// Returns whether `text` is a number that counts words.
fn is_count(text: &str) -> bool {
    (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the note on a number of words that is no operator: `/500`, `+300`, `w5`.
fn distance_reason(surface: &str, before: &str, next: &str) -> Option<String> {
    let digits = surface.trim_start_matches(|c: char| !c.is_ascii_digit());
    let has_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let operator = match &surface[..surface.len() - digits.len()] {
        // `24 /7`, `+1 202`
        "/" | "+" if has_number(next) || has_number(before) => return None,
        // `route N4`
        "/" | "~" | "w" | "n" => "w",
        "+" | "pre" | "PRE" => "pre",
        _ => return None,
    };
    let distance = distance(digits)?;
    Some(format!(
        "{surface} was read as a word; {operator}/{distance} asks for at most {distance} words apart"
    ))
}

/// Returns whether `word` is like a proximity operator, with a name of another program or without a number
/// that counts words: `P/3`, `w/-1`, `w/5,a`, `NEAR/x`, `w/in`, `/10w`, `<near/5>`.
fn is_misspelled_near(word: &str) -> bool {
    let names = ["w", "n", "p", "f", "nw", "near", "onear", "pre", "adj", "around", "within", "before"];
    let word = word.trim_start_matches('<').trim_end_matches('>');
    let begins_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    word.split_once('/').is_some_and(|(name, rest)| {
        if name.is_empty() {
            return begins_with_digit(rest) && rest.ends_with(['w', '/']);
        }
        let is_letter = || rest.len() == 1 && name.len() > 2 && rest.as_bytes()[0].is_ascii_alphabetic();
        let is_number = || ["in", "two", "three", "four", "five", "ten", "twenty"].contains(&rest);
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
            && (begins_with_digit(rest.trim_start_matches('-')) || is_letter() || is_number())
    })
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
            ("comey +300 \"the dam\"", "+300 was read as a word; pre/300 asks"),
            ("comey FOLLOWED BY flynn", "FOLLOWED BY was read as words; pre/5 asks"),
            ("comey w/in 5 flynn", "w/in was read as words; w/5 asks"),
            ("comey /10w flynn", "/10w was read as words; w/5 asks"),
            ("comey <near/5> flynn", "<near/5> was read as words; w/5 asks"),
            ("comey AROUND(99999) flynn", "AROUND() was read as words; w/5 asks"),
            ("comey date is 2018", "date is 2018 was read as words; --since and --until"),
            ("[a TO z]", "[… TO …] was read as words"),
            ("title:[a TO z]", "[… TO …] was read as words"),
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
            "comey || flynn",
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
