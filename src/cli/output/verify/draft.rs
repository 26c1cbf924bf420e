//! Drafts, and places in them.

use std::ops::Range;
use std::path::PathBuf;

use clippings::internals::extract::draft::DraftText;

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
            written: self.text.text().get(self.text.origin(range.clone())).unwrap_or_default(),
        }
    }
}
