//! Escapes characters that a terminal would obey, or that would end a line.

use std::borrow::Cow;

/// Returns whether a terminal would interpret a character instead of showing it, or a reader of lines would
/// end a line at it. All such characters lie in the basic plane.
pub(crate) fn is_terminal_control(c: char) -> bool {
    // U+0085 is a control character; U+2028 and U+2029 separate lines and paragraphs; the others change the
    // direction of what follows, or hide it.
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{61c}' | '\u{fff9}'..='\u{fffb}')
}

/// Escapes control characters in `text`.
pub(crate) fn escape_controls(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    if text.bytes().all(is_plain) || !text.chars().any(is_terminal_control) {
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

/// Escapes control characters and line feeds in `text`, which stays on one line.
pub(crate) fn escape_line(text: &str) -> Cow<'_, str> {
    match escape_controls(text) {
        text if !text.contains('\n') => text,
        text => Cow::Owned(text.replace('\n', "\\n")),
    }
}

/// Escapes `text` for HTML and XML, which have no sign for some characters.
pub(crate) fn escape_markup(text: &str) -> String {
    let text = escape_controls(text);
    let mut markup = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => markup.push(char::REPLACEMENT_CHARACTER),
            c => markup.push(c),
        }
    }
    markup
}

/// Replaces each run of white space in `text` with one space.
pub(crate) fn single_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::cli::output::escape::*;

    #[test]
    fn articles_cannot_control_the_terminal() {
        assert_eq!(escape_controls("a\u{1b}[2Jb\u{202e}c\u{9b}d"), "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d");
        assert!(matches!(escape_controls("plain ї"), Cow::Borrowed(_)));
    }

    #[test]
    fn markup_cannot_be_ended_by_its_text() {
        assert_eq!(escape_markup("</svg><script a='\"&"), "&lt;/svg&gt;&lt;script a=&#39;&quot;&amp;");
        assert_eq!(escape_markup("a\0\u{ffff}\u{202e}"), "a\\u{0}\u{fffd}\\u{202e}");
    }

    #[test]
    fn nothing_but_a_line_feed_ends_a_line() {
        for c in "\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}".chars() {
            assert_eq!(escape_controls(&format!("a{c}b")), format!("a{}b", c.escape_unicode()));
        }
    }
}
