//! Forms of ellipses and acronyms.

/// Returns the length of an ellipsis at the beginning of `text`: one character, or three dots or more, which
/// may have spaces between them.
pub(super) fn ellipsis_length(text: &str) -> usize {
    if text.starts_with(['…', '⋯', '‥']) {
        let first = text.chars().next().map_or(0, char::len_utf8);
        return first + text[first..].len() - text[first..].trim_start_matches(['…', '.']).len();
    }
    if text.starts_with(['（', '(', '〔', '［']) {
        let is_omission = |omission: &&&str| text.starts_with(**omission);
        return OMISSIONS.iter().find(is_omission).map_or(0, |omission| omission.len());
    }
    if !text.starts_with('.') {
        return 0;
    }
    let (mut dots, mut end) = (0, 0);
    for (offset, c) in text.char_indices().take(32) {
        match c {
            '.' => {
                dots += 1;
                end = offset + 1;
            }
            c if c.is_whitespace() && offset == end => {}
            _ => break,
        }
    }
    if dots >= 3 { end } else { 0 }
}

/// Words in brackets that stand for an ellipsis.
const OMISSIONS: &[&str] =
    &["（略）", "（中略）", "(略)", "(中略)", "〔略〕", "〔中略〕", "［略］", "［中略］"];

/// Returns whether `word` is of single capitals with stops between them.
pub(super) fn is_acronym(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    // The last part may have a possessive.
    word.contains('.')
        && parts.next_back().is_some_and(|last| is_capital(last.trim_end_matches("'s")))
        && parts.all(is_capital)
}
