//! Drafts, and places in them.

use std::ops::Range;
use std::path::PathBuf;

use clippings::internals::extract::draft::DraftText;

use crate::cli::output::path_display::PathDisplay;

/// A draft: a text whose quotations are verified.
pub(crate) struct Draft {
    /// Path as it was typed; `None` for a quotation that was typed.
    pub path: Option<PathBuf>,
    /// Text. The quotations are those of the text to read.
    pub text: DraftText,
}

/// Place of a quotation in a draft.
pub(super) struct DraftPlace<'d> {
    /// First character and the one after the last, in code points.
    pub begin: usize,
    pub end: usize,
    /// Line of the file, if the text has those of the file.
    pub line: Option<u32>,
    /// Paragraph of the text, if it was extracted.
    pub paragraph: Option<u32>,
    /// The quotation as it is written there.
    pub written: &'d str,
}

impl Draft {
    /// Returns the name that messages have for the draft.
    pub(crate) fn shown_name(&self) -> String {
        match &self.path {
            Some(path) if path.as_os_str() == "-" => "the text on standard input".into(),
            Some(path) => path.display().to_string(),
            None => "the quotation".into(),
        }
    }

    /// Returns the name that reports have for the draft; `None` for a quotation that was typed.
    pub(super) fn name(&self, display: &PathDisplay) -> Option<String> {
        self.path.as_deref().map(|path| match path.as_os_str() == "-" {
            true => "-".to_owned(),
            false => display.name(path),
        })
    }

    /// Returns the place at `offset` of the text to read, for a message: `draft.txt:3`, `draft.docx ¶12`.
    pub(crate) fn place_of(&self, offset: usize) -> String {
        let name = self.path.as_deref().map_or_else(String::new, |path| path.display().to_string());
        match (self.text.line(offset), self.text.paragraph(offset)) {
            (Some(line), _) => format!("{name}:{line}"),
            (None, Some(paragraph)) => format!("{name} ¶{paragraph}"),
            (None, None) => name,
        }
    }

    /// Returns the quotation at `range` of the text to read.
    pub(super) fn quotation(&self, range: Range<usize>) -> &str {
        self.text.readable().get(range).unwrap_or_default()
    }

    /// Returns the place of the quotation at `range` of the text to read.
    pub(super) fn place(&self, range: &Range<usize>) -> DraftPlace<'_> {
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
