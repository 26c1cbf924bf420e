//! Printing results: one answer, several forms.

pub mod human;
pub mod json;
mod trec;

use std::borrow::Cow;
use std::io::{self, Write};

use clippings::searcher::Response;

use super::args::Format;
use super::place::Shown;

/// A query with its answer.
pub struct Answer<'a> {
    /// Which of many queries it is.
    pub qid: Option<&'a str>,
    /// The query as it was typed.
    pub query: &'a str,
    /// The answer.
    pub response: &'a Response,
}

/// Prints answers in one form.
pub struct Printer<'p> {
    /// The form.
    pub format: Format,
    /// How paths are shown.
    pub shown: &'p Shown,
}

impl Printer<'_> {
    /// Writes `answer`.
    pub fn write(&self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        match self.format {
            Format::Text => human::response(out, answer, self.shown),
            Format::Json => json::response(out, answer, self.shown),
            Format::Trec => trec::response(out, answer, self.shown),
        }
    }

    /// Prints one answer to standard output.
    pub fn print(&self, answer: &Answer<'_>) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        self.write(&mut out, answer)?;
        out.flush()
    }
}

/// Characters of foreign text that a terminal would obey instead of showing.
fn is_unsafe(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// `text` with such characters written out.
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_never_commanded_by_an_article() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c\u{9b}d"), "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d");
        assert!(matches!(safe("plain ї"), Cow::Borrowed(_)));
    }
}
