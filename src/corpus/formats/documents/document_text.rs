//! The text of a document: its paragraphs, and what stands beside them.

use crate::article::Metadata;
use crate::corpus::formats::documents::about::About;
use crate::corpus::formats::documents::error::{DocumentError, check_length, damaged};
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::Markup;
use crate::corpus::record::{Record, RecordPart, RecordPartKind};

/// Number of paragraphs above which a document is not read.
const MAX_PARAGRAPHS: usize = 200_000;
/// Number of bytes that the cells of a row may have to be one line: a page that is laid out in a table has
/// more.
const MAX_ROW_BYTES: usize = 600;
/// Number of bytes before a heading that is the title.
const MAX_BYTES_BEFORE_TITLE: usize = 200;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextPlace {
    /// In the text.
    Text,
    /// In a footnote or endnote.
    Note,
    /// Beside the text: a comment, a header or footer of pages, text that is hidden, struck out or was
    /// deleted, the description of a picture, a table of contents.
    Aside,
}

/// The style of a paragraph, as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum ParagraphStyle {
    /// The title of the document.
    Title,
    /// A heading.
    Heading,
    /// Any other.
    #[default]
    Plain,
}

#[derive(Debug)]
struct DocumentParagraph {
    place: TextPlace,
    style: ParagraphStyle,
    /// One or more lines, none of which is blank.
    text: String,
}

/// The text of a document.
#[derive(Debug, Default)]
pub(crate) struct DocumentText {
    paragraphs: Vec<DocumentParagraph>,
    /// Number of paragraphs, also of open tables, and of their bytes.
    count: usize,
    bytes: usize,
    /// Rows of open tables, each in a cell of the one before.
    rows: Vec<TableRow>,
    /// What the document says about itself.
    pub(super) about: About,
    /// Whether the document ends before it is complete.
    pub(super) is_cut_off: bool,
    /// Whether some bytes are invalid in their encoding.
    pub(super) has_invalid_bytes: bool,
}

/// A row of a table: its cells, each with its paragraphs.
#[derive(Debug, Default)]
struct TableRow {
    cells: Vec<Vec<(ParagraphStyle, String)>>,
}

impl DocumentText {
    /// Adds the text of a paragraph. A blank line in it ends a paragraph, too.
    ///
    /// # Errors
    /// [`DocumentError`] if the document has too much text.
    pub(super) fn push(
        &mut self,
        place: TextPlace,
        style: ParagraphStyle,
        text: &str,
    ) -> Result<(), DocumentError> {
        let mut paragraph = String::new();
        for line in text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
            let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
            if line.is_empty() {
                self.push_paragraph(place, style, std::mem::take(&mut paragraph))?;
                continue;
            }
            if !paragraph.is_empty() {
                paragraph.push('\n');
            }
            paragraph.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        }
        self.push_paragraph(place, style, paragraph)
    }

    fn push_paragraph(
        &mut self,
        place: TextPlace,
        style: ParagraphStyle,
        text: String,
    ) -> Result<(), DocumentError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.bytes += text.len() + 1;
        self.count += 1;
        if self.count > MAX_PARAGRAPHS {
            return Err(damaged("too many paragraphs"));
        }
        check_length(self.bytes)?;
        let cell = self.rows.last_mut().filter(|_| place == TextPlace::Text);
        match cell.and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.push((style, text)),
            None => self.paragraphs.push(DocumentParagraph { place, style, text }),
        }
        Ok(())
    }

    /// Begins a row of a table.
    pub(super) fn begin_row(&mut self) {
        self.rows.push(TableRow::default());
    }

    /// Begins a cell of the open row.
    pub(super) fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Vec::new());
        }
    }

    /// Returns whether a row is open.
    pub(super) fn has_row(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Ends the open row, if there is one: a row of short cells is one line, with a tab between any two.
    pub(super) fn end_row(&mut self) {
        let Some(TableRow { mut cells }) = self.rows.pop() else { return };
        let bytes: usize = cells.iter().flatten().map(|(_, text)| text.len() + 1).sum();
        let is_line = bytes <= MAX_ROW_BYTES && cells.iter().all(|cell| cell.len() < 2);
        cells.retain(|cell| !cell.is_empty());
        let paragraphs: Vec<(ParagraphStyle, String)> = if is_line && cells.len() > 1 {
            let texts: Vec<String> =
                cells.into_iter().flatten().map(|(_, text)| text.replace('\n', " ")).collect();
            vec![(ParagraphStyle::Plain, texts.join("\t"))]
        } else {
            cells.into_iter().flatten().collect()
        };
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.extend(paragraphs),
            None => self.paragraphs.extend(paragraphs.into_iter().map(|(style, text)| DocumentParagraph {
                place: TextPlace::Text,
                style,
                text,
            })),
        }
    }

    /// Ends all rows that are open.
    pub(super) fn end_rows(&mut self) {
        while self.has_row() {
            self.end_row();
        }
    }

    /// Returns the paragraphs of the text, and of its notes behind it.
    pub(crate) fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let of = |place| self.paragraphs.iter().filter(move |paragraph| paragraph.place == place);
        of(TextPlace::Text).chain(of(TextPlace::Note)).map(|paragraph| paragraph.text.as_str())
    }

    /// Returns the position among [`DocumentText::paragraphs`] of the title: the paragraph with that style,
    /// or a heading at the beginning.
    pub(super) fn title(&self) -> Option<usize> {
        let in_text = || self.paragraphs.iter().filter(|paragraph| paragraph.place == TextPlace::Text);
        let styled = in_text().position(|paragraph| paragraph.style == ParagraphStyle::Title);
        let heading = || {
            let mut before = 0;
            let mut beginning = in_text().take_while(|paragraph| {
                before += paragraph.text.len();
                before - paragraph.text.len() <= MAX_BYTES_BEFORE_TITLE
            });
            beginning.position(|paragraph| paragraph.style == ParagraphStyle::Heading)
        };
        styled.or_else(heading)
    }

    /// Returns whether the text has no paragraph.
    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs().next().is_none()
    }

    /// Returns the document as a record with a paragraph on each line. What stands beside the text is behind
    /// it.
    ///
    /// # Errors
    /// The reason it is too large.
    pub(super) fn into_record(self) -> Result<Record, String> {
        let title = self.title();
        let mut text = String::with_capacity(self.bytes);
        let (mut title_text, mut parts) = (self.about.title.clone(), Vec::new());
        for (index, paragraph) in self.paragraphs().enumerate() {
            let start = text.len();
            text.push_str(paragraph);
            if title == Some(index) {
                title_text = Some(paragraph.replace('\n', " "));
                parts.push(RecordPart { range: 0..start, kind: RecordPartKind::Document });
                parts.push(RecordPart { range: start..text.len(), kind: RecordPartKind::Title });
            }
            text.push('\n');
        }
        let start = text.len();
        let end_of_title = parts.last().map_or(0, |part| part.range.end);
        parts.push(RecordPart { range: end_of_title..start, kind: RecordPartKind::Document });
        parts.retain(|part| !part.range.is_empty());
        for paragraph in self.paragraphs.iter().filter(|paragraph| paragraph.place == TextPlace::Aside) {
            text.push_str(&paragraph.text);
            text.push('\n');
        }
        if let Some(reason) = oversize_reason(&text, Markup::Plain) {
            return Err(reason);
        }
        let beside = RecordPart { range: start..text.len(), kind: RecordPartKind::OtherField };
        let appended = if beside.range.is_empty() { Vec::new() } else { vec![beside] };
        let damage = self
            .is_cut_off
            .then(|| "the end of the file is missing; the readable part was indexed".to_owned());
        let metadata = Metadata { title: title_text, url: self.about.url, ..Metadata::default() };
        let (date, creator) = (self.about.date, self.about.creator);
        let has_invalid_bytes = self.has_invalid_bytes;
        Ok(Record {
            text,
            metadata,
            date,
            creator,
            parts,
            appended,
            damage,
            has_invalid_bytes,
            ..Record::default()
        })
    }
}
