//! Escapes texts for markup, and names the escapes of terminals.

pub(crate) use clippings::internals::wire::escape::{
    escape_controls, escape_line, is_terminal_control, single_line,
};

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

#[cfg(test)]
mod tests {
    use crate::cli::output::escape::*;

    #[test]
    fn markup_cannot_be_ended_by_its_text() {
        assert_eq!(escape_markup("</svg><script a='\"&"), "&lt;/svg&gt;&lt;script a=&#39;&quot;&amp;");
        assert_eq!(escape_markup("a\0\u{ffff}\u{202e}"), "a\\u{0}\u{fffd}\\u{202e}");
    }
}
