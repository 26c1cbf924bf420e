//! Escapes characters that a terminal would obey.

use std::borrow::Cow;

/// Returns whether a terminal would interpret a character instead of showing it.
pub(crate) fn is_terminal_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Escapes control characters in `text`.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_terminal_control) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_terminal_control(c) {
            escaped.extend(c.escape_unicode());
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use crate::cli::output::escape::*;

    #[test]
    fn articles_cannot_control_the_terminal() {
        assert_eq!(escape_controls("a\u{1b}[2Jb\u{202e}c\u{9b}d"), "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d");
        assert!(matches!(escape_controls("plain ї"), Cow::Borrowed(_)));
    }
}
