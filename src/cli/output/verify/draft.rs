//! Drafts, and places in them.

use std::ops::Range;
use std::path::PathBuf;

use clippings::internals::text::LineIndex;

/// A draft: a text whose quotations are verified.
pub(crate) struct Draft {
    /// Path as it was typed; `None` for a quotation that was typed.
    pub path: Option<PathBuf>,
    /// Text.
    pub text: String,
    /// Lines of the file; `None` if the text was extracted from it.
    lines: Option<LineIndex>,
}

/// Place of a quotation in a draft.
pub(super) struct DraftPlace {
    /// First character and the one after the last, in code points.
    pub begin: usize,
    pub end: usize,
    /// Line of the file, if the text has those of the file.
    pub line: Option<u32>,
}

impl Draft {
    /// Creates a draft. `has_lines` tells whether the lines of the text are those of the file.
    pub(crate) fn new(path: Option<PathBuf>, text: String, has_lines: bool) -> Self {
        let lines = has_lines.then(|| LineIndex::new(&text));
        Draft { path, text, lines }
    }

    /// Returns the name that messages have for the draft.
    pub(crate) fn shown_name(&self) -> String {
        match &self.path {
            Some(path) if path.as_os_str() == "-" => "the text on standard input".into(),
            Some(path) => path.display().to_string(),
            None => "the quotation".into(),
        }
    }

    /// Returns a counter of the characters before each quotation.
    pub(crate) fn counter(&self) -> Counter<'_> {
        Counter { text: &self.text, offset: 0, chars: 0 }
    }
}

/// Counter of characters, for offsets that ascend.
pub(crate) struct Counter<'d> {
    text: &'d str,
    offset: usize,
    chars: usize,
}

impl Counter<'_> {
    /// Returns the place of a quotation.
    pub(super) fn place(&mut self, draft: &Draft, range: &Range<usize>) -> DraftPlace {
        if range.start < self.offset {
            (self.offset, self.chars) = (0, 0);
        }
        let begin = self.chars + count(&self.text[self.offset..range.start]);
        (self.offset, self.chars) = (range.start, begin);
        let end = begin + count(&self.text[range.clone()]);
        DraftPlace { begin, end, line: draft.lines.as_ref().map(|lines| lines.line(range.start)) }
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}
