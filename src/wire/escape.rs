//! Escapes characters that a terminal would obey, or that would end a line, and names those that nobody sees.

use std::borrow::Cow;

pub use crate::text::single_line;

/// Maximum length of an address that becomes a link.
const MAX_ADDRESS: usize = 4096;

/// Returns whether a terminal would interpret a character instead of showing it, or a reader of lines would
/// end a line at it. All such characters lie in the basic plane.
pub fn is_terminal_control(c: char) -> bool {
    // U+0085 is a control character; U+2028 and U+2029 separate lines and paragraphs; the others change the
    // direction of what follows, or hide it.
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{61c}' | '\u{fff9}'..='\u{fffb}')
}

/// Returns whether a character is not seen: it controls, joins or parts others, turns their direction, or is
/// blank in place of a letter.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9f}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Escapes control characters in `text`.
pub fn escape_controls(text: &str) -> Cow<'_, str> {
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
pub fn escape_line(text: &str) -> Cow<'_, str> {
    match escape_controls(text) {
        text if !text.contains('\n') => text,
        text => Cow::Owned(text.replace('\n', "\\n")),
    }
}

/// Returns an address if it may become a link: one of the web, without anything hidden in it.
pub fn web_address(address: &str) -> Option<&str> {
    let address = address.trim();
    let has_scheme = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address[scheme.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '[')
    };
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || is_hidden(c) || c == '\\';
    let is_safe = address.len() <= MAX_ADDRESS && !address.contains(is_odd);
    (is_safe && (has_scheme("http://") || has_scheme("https://"))).then_some(address)
}

#[cfg(test)]
mod tests {
    use crate::wire::escape::*;

    #[test]
    fn articles_cannot_control_the_terminal() {
        assert_eq!(escape_controls("a\u{1b}[2Jb\u{202e}c\u{9b}d"), "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d");
        assert!(matches!(escape_controls("plain ї"), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_but_a_line_feed_ends_a_line() {
        for c in "\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}".chars() {
            assert_eq!(escape_controls(&format!("a{c}b")), format!("a{}b", c.escape_unicode()));
        }
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for address in
            ["https://a.example/b?c=d&e#f", " HTTP://a.example ", "https://[::1]/", "http://їжак.укр/а"]
        {
            assert_eq!(web_address(address), Some(address.trim()));
        }
        let long = format!("https://a.example/{}", "a".repeat(MAX_ADDRESS));
        for address in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "/etc/passwd",
            "https:a.example",
            "https:///a",
            "https://a.example/\u{202e}gpj",
            "https://a.example\\@b.example",
            "ftp://a.example",
            "",
            &long,
        ] {
            assert_eq!(web_address(address), None, "{address}");
        }
    }
}
