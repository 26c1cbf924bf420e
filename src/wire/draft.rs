//! Drafts, and places in them.

use std::ops::Range;
use std::path::PathBuf;

use crate::extract::draft::DraftText;
use crate::wire::path_display::PathDisplay;

/// A draft: a text whose quotations are verified.
pub struct Draft {
    /// Path as it was typed; `None` for a text that was typed.
    pub path: Option<PathBuf>,
    /// Text. The quotations are those of the text to read.
    pub text: DraftText,
}

/// Place of a quotation in a draft.
pub struct DraftPlace<'d> {
    /// First character, in code points.
    pub begin: usize,
    /// Character after the last one.
    pub end: usize,
    /// Line of the file, if the text has those of the file.
    pub line: Option<u32>,
    /// Paragraph of the text, if it was extracted.
    pub paragraph: Option<u32>,
    /// The quotation as it is written there.
    pub written: &'d str,
}

impl Draft {
    /// Returns the name that reports have for the draft; `None` for a text that was typed.
    pub fn name(&self, display: &PathDisplay) -> Option<String> {
        self.path.as_deref().map(|path| match path.as_os_str() == "-" {
            true => "-".to_owned(),
            false => display.name(path),
        })
    }

    /// Returns the quotation at `range` of the text to read.
    pub fn quotation(&self, range: Range<usize>) -> &str {
        self.text.readable().get(range).unwrap_or_default()
    }

    /// Returns the place of the quotation at `range` of the text to read.
    pub fn place(&self, range: &Range<usize>) -> DraftPlace<'_> {
        let characters = self.text.characters(range.clone());
        DraftPlace {
            begin: characters.start,
            end: characters.end,
            line: self.text.line(range.start),
            paragraph: self.text.paragraph(range.start),
            written: self.text.text().get(self.text.origin(range.clone())).unwrap_or_default(),
        }
    }
}

/// Returns a quotation that is typed without the marks around it.
pub fn without_marks(quote: &str) -> &str {
    let quote = quote.trim();
    let marks = [
        ('“', '”'),
        ('"', '"'),
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('‘', '’'),
        ('\'', '\''),
        ('“', '"'),
        ('"', '”'),
    ];
    let inner = |(open, close): &(char, char)| {
        let inner = quote.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inner.contains([*open, *close])).then_some(inner)
    };
    marks.iter().find_map(inner).unwrap_or(quote)
}
