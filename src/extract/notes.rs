//! The numbers of notes in superscript, as markup writes them: *pelicans*`<sup>3</sup>`.
//!
//! They are written so that they break neither the word nor a quotation: as digits in superscript, or in
//! brackets where those would be an exponent. Exponents are digits in superscript, too (*m²*, *10⁶*). Other
//! superscripts, such as those of *1st* and *Mme*, stay part of the word.

use crate::analysis::takes_exponent;
use crate::text::raised;

/// Maximum length of a mark in bytes.
const MAX_BYTES: usize = 24;

/// Returns how the mark of a note or an exponent is written that stands in superscript after the text
/// `before`; `None` if `content` is none. `linked` says whether it leads to the note.
pub(super) fn note_mark(before: &str, content: &str, linked: bool) -> Option<String> {
    let content = content.trim().trim_start_matches('(').trim_end_matches(')');
    let last = before.chars().next_back()?;
    if content.len() > MAX_BYTES || last.is_whitespace() || matches!(last, '[' | '(' | '“' | '„' | '«') {
        return None;
    }
    let mut letters = content.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_alphabetic()
    {
        return linked.then(|| format!("[{letter}]"));
    }
    // A unit is short: more of a word need not be read.
    let letters = before.chars().rev().take_while(|c| c.is_alphanumeric()).take(MAX_BYTES);
    let word: String = letters.collect::<Vec<_>>().into_iter().rev().flat_map(char::to_lowercase).collect();
    let is_exponent = !word.is_empty() && takes_exponent(&word);
    let digits = content.strip_prefix(['-', '−', '–']).filter(|_| is_exponent);
    if let Some(digits) = digits
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(std::iter::once('⁻').chain(digits.chars().map(raised)).collect());
    }
    let mut numbers = content.split([',', ';', '-', '–', ' ', '\u{a0}']);
    if !numbers.all(|number| number.len() <= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
        || !content.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if is_exponent && linked {
        return Some(format!("[{content}]"));
    }
    if is_exponent && !content.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if !content.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("[{content}]"));
    }
    Some(content.chars().map(raised).collect())
}

#[cfg(test)]
mod tests {
    use crate::extract::notes::note_mark;

    #[test]
    fn numbers_of_notes_are_told_from_exponents() {
        for (before, content, linked, expected) in [
            ("the pelicans", "3", false, "³"),
            ("closed.", " 12 ", false, "¹²"),
            ("closed", "4, 5", false, "[4, 5]"),
            ("closed", "4–7", false, "[4–7]"),
            ("closed", "(4)", false, "⁴"),
            ("in 2023", "4", false, "⁴"),
            ("about 10", "4", true, "[4]"),
            ("5 m", "2", true, "[2]"),
            ("5 m", "2", false, "²"),
            ("3 km", "3", false, "³"),
            ("10", "6", false, "⁶"),
            ("10", "−12", false, "⁻¹²"),
            ("the board", "a", true, "[a]"),
        ] {
            assert_eq!(note_mark(before, content, linked).as_deref(), Some(expected), "{before}{content}");
        }
        for (before, content) in [
            ("the 1", "st"),
            ("M", "me"),
            ("XX", "e"),
            ("the board", "a"),
            ("market[", "4"),
            ("in ", "4"),
            ("iPhone", "2024"),
        ] {
            assert_eq!(note_mark(before, content, false), None, "{before}{content}");
        }
    }
}
