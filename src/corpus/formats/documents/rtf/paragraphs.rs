//! The paragraphs of rich text, some of which are anchored in others.

use crate::corpus::formats::documents::document_text::{DocumentText, ParagraphStyle, TextPlace};
use crate::corpus::formats::documents::error::DocumentError;
use crate::corpus::formats::documents::rtf::group::Group;

/// A paragraph that is being read.
#[derive(Debug)]
struct RtfParagraph {
    place: TextPlace,
    text: String,
    /// Text that is hidden or was deleted.
    beside: String,
    /// Paragraphs of text boxes, for after this one.
    boxes: Vec<(ParagraphStyle, String)>,
    /// Whether it is one of a text box.
    is_box: bool,
}

/// The text so far, and the open paragraphs.
#[derive(Debug)]
pub(super) struct RtfParagraphs {
    pub text: DocumentText,
    /// Paragraph of the document itself.
    main: RtfParagraph,
    /// Open paragraphs of notes and text boxes, each anchored in the one before.
    anchored: Vec<RtfParagraph>,
}

impl RtfParagraph {
    fn new(place: TextPlace, is_box: bool) -> Self {
        RtfParagraph { place, text: String::new(), beside: String::new(), boxes: Vec::new(), is_box }
    }
}

impl RtfParagraphs {
    pub(super) fn new() -> Self {
        let main = RtfParagraph::new(TextPlace::Text, false);
        RtfParagraphs { text: DocumentText::default(), main, anchored: Vec::new() }
    }

    fn last(&mut self) -> &mut RtfParagraph {
        self.anchored.last_mut().unwrap_or(&mut self.main)
    }

    /// Returns the string that text is added to.
    pub(super) fn target(&mut self, is_beside: bool) -> &mut String {
        let paragraph = self.last();
        if is_beside { &mut paragraph.beside } else { &mut paragraph.text }
    }

    /// Opens the paragraph of a note, a comment or a header.
    pub(super) fn open(&mut self, place: TextPlace) {
        self.anchored.push(RtfParagraph::new(place, false));
    }

    /// Opens the paragraph of a text box, which stands where its anchor does.
    pub(super) fn open_box(&mut self) {
        let place = self.last().place;
        self.anchored.push(RtfParagraph::new(place, true));
    }

    /// Closes what was opened last.
    pub(super) fn close(&mut self, group: &Group) -> Result<(), DocumentError> {
        self.end_paragraph(group)?;
        if let Some(closed) = self.anchored.pop() {
            self.last().boxes.extend(closed.boxes);
        }
        Ok(())
    }

    pub(super) fn end_cell(&mut self, group: &Group) -> Result<(), DocumentError> {
        self.begin_row();
        self.end_paragraph(&Group { in_table: true, ..*group })?;
        if self.anchored.is_empty() {
            self.text.begin_cell();
        }
        Ok(())
    }

    pub(super) fn end_row(&mut self, group: &Group) -> Result<(), DocumentError> {
        self.end_paragraph(&Group { in_table: true, ..*group })?;
        if self.anchored.is_empty() {
            self.text.end_row();
        }
        Ok(())
    }

    /// Begins a row, unless one is open. Tables of notes and text boxes have none.
    fn begin_row(&mut self) {
        if !self.text.has_row() && self.anchored.is_empty() {
            self.text.begin_row();
            self.text.begin_cell();
        }
    }

    pub(super) fn end_paragraph(&mut self, group: &Group) -> Result<(), DocumentError> {
        if group.in_table {
            self.begin_row();
        } else if self.anchored.is_empty() {
            // A table may end without a word that ends its row.
            self.text.end_rows();
        }
        let paragraph = self.last();
        let place = if group.is_contents { TextPlace::Aside } else { paragraph.place };
        let anchor = (group.style, std::mem::take(&mut paragraph.text));
        let beside = std::mem::take(&mut paragraph.beside);
        let boxes = std::mem::take(&mut paragraph.boxes);
        if paragraph.is_box {
            paragraph.boxes.extend([anchor].into_iter().chain(boxes));
            return self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &beside);
        }
        for (style, text) in [anchor].into_iter().chain(boxes) {
            self.text.push(place, style, &text)?;
        }
        self.text.push(TextPlace::Aside, ParagraphStyle::Plain, &beside)
    }

    /// Returns the text at the end of the file.
    pub(super) fn finish(mut self, group: &Group) -> Result<DocumentText, DocumentError> {
        while !self.anchored.is_empty() {
            self.close(group)?;
        }
        self.end_paragraph(group)?;
        self.text.end_rows();
        Ok(self.text)
    }
}
