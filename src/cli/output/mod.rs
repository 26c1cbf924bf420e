//! Prints results in several forms.

pub(crate) mod bench;
pub(crate) mod clean;
pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod messages;
pub(crate) mod paths;
pub(crate) mod progress_bar;
pub(crate) mod svg;
pub(crate) mod terminal;
pub(crate) mod text;
pub(crate) mod trec;

use std::borrow::Cow;
use std::io;
use std::io::Write;

use clippings::Response;

use crate::cli::args::{Format, SearchArgs};
use crate::cli::dirs::PathDisplay;

/// Query with its answer.
pub struct Answer<'a> {
    /// Identifier of the query, if there are many.
    pub qid: Option<&'a str>,
    /// Query as typed.
    pub query: &'a str,
    /// Answer.
    pub response: &'a Response,
    /// Whether several passages per article were requested.
    pub several: bool,
}

/// Form in which an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Results as text.
    Text,
    /// One JSON object per query.
    Json,
    /// One line per result, as CSV.
    Csv,
    /// One line per result, for `trec_eval`.
    Trec,
    /// Paths of the articles only.
    Files,
    /// Number of articles only.
    Count,
}

impl Form {
    /// Returns the form of a format.
    pub fn of_format(format: Format) -> Form {
        match format {
            Format::Text => Form::Text,
            Format::Json => Form::Json,
            Format::Csv => Form::Csv,
            Format::Trec => Form::Trec,
        }
    }

    /// Returns the requested form.
    pub fn new(format: Format, args: &SearchArgs) -> anyhow::Result<Form> {
        match (format, args.files, args.count) {
            (Format::Text, true, _) => Ok(Form::Files),
            (Format::Text, _, true) => Ok(Form::Count),
            (_, true, _) => anyhow::bail!("--files prints paths only and cannot be used with --format"),
            (_, _, true) => anyhow::bail!("--count prints a number only and cannot be used with --format"),
            (format, ..) => Ok(Form::of_format(format)),
        }
    }
}

/// Printer of answers in one form.
pub struct Printer<'p> {
    /// Form of the output.
    pub form: Form,
    /// Display of paths.
    pub display: &'p PathDisplay,
}

impl Printer<'_> {
    /// Writes the header above all answers; `several` if there may be more than one.
    pub fn begin(&self, out: &mut dyn Write, several: bool) -> io::Result<()> {
        match self.form {
            Form::Csv => csv::head(out, several),
            _ => Ok(()),
        }
    }

    /// Writes `answer`.
    pub fn write(&self, out: &mut dyn Write, answer: &Answer<'_>) -> io::Result<()> {
        match self.form {
            Form::Text => text::response(out, answer, self.display),
            Form::Json => json::response(out, answer, self.display),
            Form::Csv => csv::response(out, answer, self.display),
            Form::Trec => trec::response(out, answer, self.display),
            Form::Files => paths::files(out, answer, self.display),
            Form::Count => paths::count(out, answer),
        }
    }

    /// Prints one answer to standard output.
    pub fn print(&self, answer: &Answer<'_>) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        self.begin(&mut out, false)?;
        self.write(&mut out, answer)?;
        out.flush()
    }
}

/// Returns whether a terminal would interpret a character instead of showing it.
fn is_unsafe(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Escapes control characters in `text`.
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
    use crate::cli::output::*;

    #[test]
    fn a_terminal_is_never_commanded_by_an_article() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c\u{9b}d"), "a\\u{1b}[2Jb\\u{202e}c\\u{9b}d");
        assert!(matches!(safe("plain ї"), Cow::Borrowed(_)));
    }
}
