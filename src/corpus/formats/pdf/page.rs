//! The lines of a page, with their places.

use crate::corpus::formats::documents::About;
use crate::text::single_line;

/// The pages of a PDF, and what it says about itself.
#[derive(Debug, Default)]
pub(super) struct PdfText {
    pub about: About,
    pub pages: Vec<PdfPage>,
    /// Description of the part of the file that is missing.
    pub damage: Option<String>,
}

/// A page of a PDF.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PdfPage {
    /// Height of the page, in points.
    pub height: f32,
    /// Lines in the order of reading.
    pub lines: Vec<PdfLine>,
}

/// A line on a page. Lengths are in points, from the left and from the top of the page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PdfLine {
    /// The text, without white space around it.
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
}

impl PdfText {
    /// Returns the number of lines.
    pub(super) fn lines(&self) -> usize {
        self.pages.iter().map(|page| page.lines.len()).sum()
    }
}

impl PdfPage {
    /// Adds a line, unless it is blank. Ligatures become letters.
    pub(super) fn push(&mut self, mut line: PdfLine) {
        let mut text = String::with_capacity(line.text.len());
        for c in line.text.chars().filter(|c| c.is_whitespace() || !c.is_control()) {
            match ligature(c) {
                Some(letters) => text.push_str(letters),
                None => text.push(c),
            }
        }
        line.text = single_line(&text);
        if !line.text.is_empty() {
            self.lines.push(line);
        }
    }
}

/// Returns the height up to which half of the text has; each height has the number of its bytes.
pub(super) fn middle_height(mut heights: Vec<(f32, usize)>) -> f32 {
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: usize = heights.iter().map(|(_, bytes)| bytes).sum();
    let mut below = 0;
    let middle = heights.iter().find(|(_, bytes)| {
        below += bytes;
        below * 2 >= total
    });
    middle.map_or(0.0, |(height, _)| *height)
}

/// Returns the letters of a ligature.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

impl PdfLine {
    /// Returns the height of the line.
    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Returns the average width of a character.
    pub(super) fn character_width(&self) -> f32 {
        (self.right - self.left).max(0.0) / self.text.chars().count().max(1) as f32
    }
}
