//! Positions in a file: a line, or a page where a file has pages in place of lines.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// Bit that marks the number of a page among those of lines.
const PAGE_BIT: u32 = 1 << 31;

/// A position in a source file.
///
/// Its text is that of places: `12`, or `p.12` for a page.
///
/// ```
/// use clippings::FilePosition;
/// assert_eq!(FilePosition::Line(12).to_string(), "12");
/// assert_eq!(FilePosition::Page(12).to_string(), "p.12");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilePosition {
    /// A line, numbered from 1.
    Line(u32),
    /// A page, numbered from 1, of a file that has pages in place of lines: a PDF.
    Page(u32),
}

impl FilePosition {
    /// The beginning of a file with lines.
    pub(crate) const START: FilePosition = FilePosition::Line(1);

    /// Returns the number of the line, if the file has lines.
    pub fn line(self) -> Option<u32> {
        match self {
            FilePosition::Line(line) => Some(line),
            FilePosition::Page(_) => None,
        }
    }

    /// Returns the number of the page, if the file has pages.
    pub fn page(self) -> Option<u32> {
        match self {
            FilePosition::Line(_) => None,
            FilePosition::Page(page) => Some(page),
        }
    }

    /// Returns the number of the line or page.
    pub fn number(self) -> u32 {
        match self {
            FilePosition::Line(number) | FilePosition::Page(number) => number,
        }
    }

    /// Returns the position as the index stores it: the number, with the top bit set if it is that of a page.
    pub(crate) fn to_bits(self) -> u32 {
        match self {
            FilePosition::Line(line) => line.min(PAGE_BIT - 1),
            FilePosition::Page(page) => page | PAGE_BIT,
        }
    }

    /// Returns the position of [`FilePosition::to_bits`].
    pub(crate) fn from_bits(bits: u32) -> Self {
        match bits & PAGE_BIT {
            0 => FilePosition::Line(bits),
            _ => FilePosition::Page(bits & !PAGE_BIT),
        }
    }
}

impl Default for FilePosition {
    fn default() -> Self {
        FilePosition::START
    }
}

impl Display for FilePosition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FilePosition::Line(line) => line.fmt(f),
            FilePosition::Page(page) => f.pad(&format!("p.{page}")),
        }
    }
}

/// The text is neither a line nor a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPosition;

impl FromStr for FilePosition {
    type Err = NotAPosition;

    /// Reads a position as its text has it: `12` or `p.12`.
    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let (position, digits): (fn(u32) -> Self, &str) = match text.strip_prefix("p.") {
            Some(digits) => (FilePosition::Page, digits),
            None => (FilePosition::Line, text),
        };
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| is_number).map(position).ok_or(NotAPosition)
    }
}

/// Splits the position from the end of a place, such as `news/a.txt:12`; `None` if it has none.
pub fn split_position(place: &str) -> Option<(&str, FilePosition)> {
    let (before, position) = place.rsplit_once(':')?;
    Some((before, position.parse().ok()?))
}

/// The beginning of a page in the text of a file that has pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageStart {
    /// Offset in the text, in bytes.
    pub offset: usize,
    /// Number of the page in its file, from 1.
    pub page: u32,
}

#[cfg(test)]
mod tests {
    use crate::text::position::file_position::*;

    #[test]
    fn positions_are_padded_as_numbers_are() {
        assert_eq!(format!("{:>6}|{:>6}", FilePosition::Line(12), FilePosition::Page(12)), "    12|  p.12");
    }

    #[test]
    fn a_position_is_read_as_it_is_shown() {
        for position in [FilePosition::Line(7), FilePosition::Page(12)] {
            assert_eq!(position.to_string().parse(), Ok(position));
        }
        for text in ["", "p.", "p.+1", "+1", "-1", "p.x", "p12", "P.1", "4294967296"] {
            assert_eq!(text.parse::<FilePosition>(), Err(NotAPosition), "{text}");
        }
    }

    #[test]
    fn a_position_is_split_from_a_place() {
        assert_eq!(split_position("a:1.txt:p.2"), Some(("a:1.txt", FilePosition::Page(2))));
        for place in ["a.txt", "a:1.txt", "a.txt:", "12"] {
            assert_eq!(split_position(place), None, "{place}");
        }
    }

    #[test]
    fn a_position_is_stored_as_one_number() {
        for position in [FilePosition::Line(0), FilePosition::Line(70_000), FilePosition::Page(12)] {
            assert_eq!(FilePosition::from_bits(position.to_bits()), position);
        }
        assert_eq!(FilePosition::Line(7).to_bits(), 7);
        assert_eq!(FilePosition::from_bits(FilePosition::Line(u32::MAX).to_bits()).page(), None);
    }
}
