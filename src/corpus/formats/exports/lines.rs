//! The lines of an export, and what they may be in any of them.

use std::ops::Range;

/// A line of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextLine<'t> {
    /// Offset of the line.
    pub start: usize,
    /// Offset after its line end.
    pub end: usize,
    /// Offset of the text on it.
    pub text_start: usize,
    /// Text without white space at both ends.
    pub text: &'t str,
}

impl TextLine<'_> {
    /// Returns whether nothing is on the line.
    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the range of the text on the line.
    pub(super) fn range(&self) -> Range<usize> {
        self.text_start..self.text_start + self.text.len()
    }

    /// Returns the number of columns before the text.
    pub(super) fn indent(&self) -> usize {
        self.text_start - self.start
    }
}

/// Returns the lines of `text`.
pub(super) fn text_lines(text: &str) -> Vec<TextLine<'_>> {
    let mut end = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let trimmed = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
        let text_start = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
        lines.push(TextLine { start, end, text_start, text: trimmed });
    }
    lines
}

/// Returns the numbers of a line that counts stories: `1 of 25 DOCUMENTS`, `Document 1 of 25`,
/// `1 von 25 DOKUMENTEN`.
pub(super) fn counter(line: &str) -> Option<(u32, u32)> {
    const OF: [&str; 8] = ["of", "von", "de", "di", "van", "sur", "av", "af"];
    if line.len() > 48 || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_noun = |word: &str| word.starts_with("document") || word.starts_with("dokument");
    let (number, of, total) = match words[..] {
        [number, of, total, noun] if is_noun(noun) => (number, of, total),
        [noun, number, of, total] if is_noun(noun) => (number, of, total),
        _ => return None,
    };
    let parse = |number: &str| number.replace([',', '.'], "").parse::<u32>().ok();
    let (number, total) = (parse(number)?, parse(total)?);
    (OF.contains(&of) && 0 < number && number <= total).then_some((number, total))
}

/// Returns whether a line is drawn: twenty or more of one sign.
pub(super) fn is_rule(line: &str) -> bool {
    line.len() >= 20 && ['_', '=', '-', '*'].iter().any(|sign| line.bytes().all(|byte| byte == *sign as u8))
}

/// Returns whether a line may be a date: few words, one of them a year, and a day.
pub(super) fn is_date(line: &str) -> bool {
    if line.len() > 100 || line.ends_with(':') {
        return false;
    }
    let numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let (mut year, mut day) = (false, false);
    for number in numbers {
        match (number.len(), number.parse::<u32>()) {
            (4, Ok(1700..=2100)) => year = true,
            (1 | 2, Ok(1..=31)) => day = true,
            _ => {}
        }
    }
    // The weekly and the monthly press have no day.
    let words = line.split_whitespace().count();
    let has_letters = line.chars().any(char::is_alphabetic);
    year && words <= 10 && (day || has_letters && words <= 3) && !is_copyright(line)
}

/// Returns whether a line begins a copyright notice, or is a part of one.
pub(super) fn is_copyright(line: &str) -> bool {
    let lower = line.to_lowercase();
    const STARTS: [&str; 4] = ["copyright", "©", "(c) ", "(copyright)"];
    const RIGHTS: [&str; 8] = [
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "todos los derechos reservados",
        "tutti i diritti riservati",
        "alle rechten voorbehouden",
        "todos os direitos reservados",
        "all right reserved",
    ];
    let starts = STARTS.iter().any(|start| lower.starts_with(start));
    starts && lower.len() <= 200 || lower.len() <= 120 && RIGHTS.iter().any(|rights| lower.contains(rights))
}

/// Returns a byline without the word before the name.
pub(super) fn author(byline: &str) -> &str {
    match byline.split_once(char::is_whitespace) {
        Some((first, name)) if is_byline_word(first) && !name.trim().is_empty() => name.trim(),
        _ => byline,
    }
}

/// Returns whether a byline may begin with `word`.
pub(super) fn is_byline_word(word: &str) -> bool {
    const WORDS: [&str; 12] =
        ["by", "von", "par", "por", "di", "da", "door", "av", "af", "de", "van", "przez"];
    WORDS.contains(&word.trim_end_matches(':').to_lowercase().as_str())
}

/// Splits a line into the name before its first colon and the value after it, if the name may be one.
pub(super) fn name_and_value(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once([':', '：'])?;
    let name = name.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    (!name.is_empty() && name.chars().count() <= 45 && !value.starts_with("//"))
        .then_some((name, value.trim()))
}
