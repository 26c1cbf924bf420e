//! Maps byte offsets to lines, and to pages.

use crate::text::position::file_position::{FilePosition, PageStart};

/// The start offset of each line of a text.
///
/// Lines are numbered from 1 and end with `\n`, as in editors and grep.
///
/// ```
/// use clippings::internals::text::LineIndex;
/// let index = LineIndex::new("one\ntwo\n\nfour");
/// assert_eq!(index.line(0), 1);
/// assert_eq!(index.line(4), 2);
/// assert_eq!(index.line(9), 4);
/// assert_eq!(index.count(), 4);
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// Byte offset of each line; the first is always 0.
    starts: Vec<usize>,
    /// Length of the text in bytes.
    len: usize,
    /// Number of lines before the text, in the file that it is a part of.
    before: u32,
    /// Beginnings of the pages, in order of their offsets; empty if the file has lines.
    pages: Vec<PageStart>,
}

impl LineIndex {
    /// Reads the line starts of `text` in one pass.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline + 1));
        if starts.len() > 1 && starts.last() == Some(&text.len()) {
            starts.pop(); // a final newline ends the last line and does not begin another
        }
        LineIndex { starts, len: text.len(), before: 0, pages: Vec::new() }
    }

    /// Numbers the lines of a text that has `before` lines before it in its file.
    #[must_use]
    pub fn after(self, before: u32) -> Self {
        LineIndex { before, ..self }
    }

    /// Gives the text the pages of its file, which has these in place of lines; none if it has lines. The
    /// numbers of pages may go back: parts that were moved behind the text begin their page again.
    #[must_use]
    pub fn with_pages(self, pages: &[PageStart]) -> Self {
        LineIndex { pages: pages.to_vec(), ..self }
    }

    /// Returns the position in the file of the byte at `offset`: its page if the file has pages, otherwise
    /// its line.
    pub fn position(&self, offset: usize) -> FilePosition {
        if self.pages.is_empty() {
            return FilePosition::Line(self.line(offset));
        }
        let index = self.pages.partition_point(|start| start.offset <= offset).saturating_sub(1);
        FilePosition::Page(self.pages.get(index).map_or(1, |start| start.page))
    }

    /// Returns the position in the file at which line `number` of the text begins, numbered from 1 within the
    /// text.
    pub fn position_of_line(&self, number: u32) -> FilePosition {
        let line = self.before.saturating_add(number);
        if self.pages.is_empty() { FilePosition::Line(line) } else { self.position(self.span(line).start) }
    }

    /// Returns the position of what stands nowhere in the text: the first page if the file has pages,
    /// otherwise line 1.
    pub(crate) fn first_position(&self) -> FilePosition {
        if self.pages.is_empty() { FilePosition::START } else { self.position(0) }
    }

    /// Returns the beginnings of the pages; empty if the file has lines.
    pub(crate) fn pages(&self) -> &[PageStart] {
        &self.pages
    }

    /// Returns the number of the line that holds the byte at `offset`, from 1. An offset past the end is on
    /// the last line.
    pub fn line(&self, offset: usize) -> u32 {
        self.before.saturating_add(self.starts.partition_point(|start| *start <= offset) as u32)
    }

    /// Returns the number of lines; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Returns the byte range of `line` (numbered from 1) with its newline. The range is empty if there is no
    /// such line.
    pub fn span(&self, line: u32) -> std::ops::Range<usize> {
        let line = line.saturating_sub(self.before);
        let index = (line as usize).saturating_sub(1);
        match self.starts.get(index) {
            Some(&start) if line > 0 => start..self.starts.get(index + 1).copied().unwrap_or(self.len),
            _ => self.len..self.len,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::position::line_index::*;

    #[test]
    fn an_empty_text_has_one_empty_line() {
        let index = LineIndex::new("");
        assert_eq!((index.count(), index.line(0), index.span(1)), (1, 1, 0..0));
    }

    #[test]
    fn a_final_newline_does_not_begin_a_line() {
        let index = LineIndex::new("a\nb\n");
        assert_eq!((index.count(), index.span(2), index.line(99)), (2, 2..4, 2));
    }

    #[test]
    fn a_position_is_a_page_if_the_file_has_pages() {
        let index = LineIndex::new("a\nb\n1\n2\n");
        assert_eq!(index.position(2), FilePosition::Line(2));
        let pages = [(0, 4), (2, 5), (4, 4), (6, 5)].map(|(offset, page)| PageStart { offset, page });
        let index = index.with_pages(&pages);
        let positions = [1, 2, 3, 4, 7, 99].map(|offset| index.position(offset).to_string());
        assert_eq!(positions, ["p.4", "p.5", "p.5", "p.4", "p.5", "p.5"]);
        assert_eq!([2, 3].map(|line| index.position_of_line(line).page()), [Some(5), Some(4)]);
        assert_eq!(index.line(2), 2);
    }

    #[test]
    fn there_is_no_line_zero_and_none_past_the_end() {
        let index = LineIndex::new("a\nb");
        assert_eq!((index.span(0), index.span(3)), (3..3, 3..3));
    }
}
