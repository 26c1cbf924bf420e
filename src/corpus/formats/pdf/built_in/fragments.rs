//! Puts the glyphs of a page together to lines.

use crate::corpus::formats::pdf::page::{PdfLine, PdfPage};

/// Gap between two glyphs that is a space, as a part of the size.
const SPACE: f32 = 0.17;
/// Gap that ends a line, since a column or a cell begins behind it.
const COLUMN_GAP: f32 = 1.1;
/// Distance from the base line that a glyph of the same line may have, as a part of the size.
const MAX_RISE: f32 = 0.45;
/// Part of the size that is above the base line.
const ASCENT: f32 = 0.75;
/// Number of lines before the last one that a glyph may belong to.
const MAX_LINES_BACK: usize = 40;

/// A glyph with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedGlyph<'g> {
    /// The text; empty if it is stated elsewhere.
    pub text: &'g str,
    /// Origin, and the point to which the glyph advances.
    pub start: (f32, f32),
    pub end: (f32, f32),
    /// Size of the font.
    pub size: f32,
}

/// A direction of writing, in quarters of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WritingDirection(u8);

impl WritingDirection {
    fn of(glyph: &PlacedGlyph<'_>) -> Self {
        let (x, y) = (glyph.end.0 - glyph.start.0, glyph.end.1 - glyph.start.1);
        WritingDirection(match () {
            () if x.abs() >= y.abs() => {
                if x >= 0.0 {
                    0
                } else {
                    2
                }
            }
            () => {
                if y >= 0.0 {
                    1
                } else {
                    3
                }
            }
        })
    }

    /// Turns a point so that the direction is to the right.
    fn turn(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self.0 {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        }
    }

    /// Turns a point back.
    fn turn_back(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self.0 {
            0 => (x, y),
            1 => (-y, x),
            2 => (-x, -y),
            _ => (y, -x),
        }
    }
}

/// A line to which glyphs are added, in turned coordinates.
#[derive(Debug)]
struct OpenLine {
    text: String,
    direction: WritingDirection,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
    /// The last glyphs, to leave out one that is printed again to look bold.
    last_starts: Vec<(f32, usize)>,
}

/// Number of glyphs that are remembered for a comparison.
const REMEMBERED: usize = 64;

impl OpenLine {
    fn new(glyph: &PlacedGlyph<'_>, direction: WritingDirection, start: (f32, f32), end: (f32, f32)) -> Self {
        OpenLine {
            last_starts: vec![(start.0, 0)],
            text: glyph.text.to_owned(),
            direction,
            left: start.0,
            right: end.0.max(start.0),
            base: start.1,
            size: glyph.size,
        }
    }

    /// Returns the gap before a glyph that starts at `start`, if it is on the base line of this one.
    fn gap(&self, direction: WritingDirection, start: (f32, f32), size: f32) -> Option<f32> {
        let (smaller, larger) = if self.size < size { (self.size, size) } else { (size, self.size) };
        // A small number may stand higher; of two lines of different sizes each has its base line.
        let is_near = (start.1 - self.base).abs() <= MAX_RISE * smaller.max(larger * 0.6);
        (self.direction == direction && is_near).then_some((start.0 - self.right) / larger.max(0.01))
    }

    /// Returns whether the same glyph stands there already.
    fn repeats(&self, glyph: &PlacedGlyph<'_>, start: (f32, f32)) -> bool {
        let is_same = |(left, offset): &(f32, usize)| {
            (left - start.0).abs() < 0.12 * glyph.size
                && self.text.get(*offset..).is_some_and(|text| text.starts_with(glyph.text))
        };
        (start.1 - self.base).abs() < 0.12 * glyph.size && self.last_starts.iter().any(is_same)
    }

    fn push(&mut self, glyph: &PlacedGlyph<'_>, start: (f32, f32), end: (f32, f32), gap: f32) {
        let has_space = self.text.ends_with(' ') || glyph.text.starts_with(' ');
        if gap > SPACE && !has_space {
            self.text.push(' ');
        }
        if self.last_starts.len() == REMEMBERED {
            self.last_starts.drain(..REMEMBERED / 2);
        }
        self.last_starts.push((start.0, self.text.len()));
        self.text.push_str(glyph.text);
        self.right = self.right.max(end.0);
        self.left = self.left.min(start.0);
        if glyph.size > self.size {
            (self.size, self.base) = (glyph.size, start.1);
        }
    }
}

/// The lines of a page as they are put together.
#[derive(Debug, Default)]
pub(super) struct LineBuilder {
    lines: Vec<OpenLine>,
}

impl LineBuilder {
    /// Adds a glyph. Returns whether it begins a line. One without a text only moves the end of its line.
    pub(super) fn push(&mut self, glyph: &PlacedGlyph<'_>) -> bool {
        let is_finite = [glyph.start.0, glyph.start.1, glyph.end.0, glyph.end.1, glyph.size];
        if !is_finite.iter().all(|length| length.is_finite()) {
            return false;
        }
        let direction = if glyph.start == glyph.end {
            self.lines.last().map_or(WritingDirection(0), |line| line.direction)
        } else {
            WritingDirection::of(glyph)
        };
        let (start, end) = (direction.turn(glyph.start), direction.turn(glyph.end));
        let is_blank = glyph.text.trim().is_empty();
        let last = self.lines.len().saturating_sub(MAX_LINES_BACK);
        for line in self.lines[last..].iter_mut().rev() {
            let Some(gap) = line.gap(direction, start, glyph.size) else { continue };
            let is_beside = (-0.6..=COLUMN_GAP).contains(&gap);
            if is_beside && glyph.text.is_empty() {
                // A space before it stays one.
                if gap <= SPACE {
                    line.right = line.right.max(end.0);
                }
                return false;
            }
            if is_beside && !line.repeats(glyph, start) {
                line.push(glyph, start, end, gap);
                return false;
            }
            if gap < 0.0 && start.0 >= line.left - 0.2 * glyph.size && line.repeats(glyph, start) {
                return false;
            }
        }
        if !is_blank {
            self.lines.push(OpenLine::new(glyph, direction, start, end));
        }
        !is_blank
    }

    /// Returns a page of this height, whose origin is below on the left, with its lines.
    pub(super) fn finish(self, height: f32) -> PdfPage {
        let mut page = PdfPage { height, lines: Vec::with_capacity(self.lines.len()) };
        for line in self.lines {
            let corner = |x, y| line.direction.turn_back((x, y));
            let (low, high) = (line.base - (1.0 - ASCENT) * line.size, line.base + ASCENT * line.size);
            let (first, second) = (corner(line.left, low), corner(line.right, high));
            page.push(PdfLine {
                text: line.text,
                left: first.0.min(second.0),
                right: first.0.max(second.0),
                top: height - first.1.max(second.1),
                bottom: height - first.1.min(second.1),
            });
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::pdf::built_in::fragments::*;

    /// Returns the lines of strings at these places, in a font whose glyphs are half as wide as high.
    fn lines(strings: &[(&str, f32, f32)]) -> Vec<String> {
        let mut builder = LineBuilder::default();
        for (text, x, y) in strings {
            for (index, c) in text.chars().enumerate() {
                let start = (x + 5.0 * index as f32, *y);
                let text = c.to_string();
                builder.push(&PlacedGlyph { text: &text, start, end: (start.0 + 5.0, *y), size: 10.0 });
            }
        }
        builder.finish(800.0).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn gaps_are_spaces_or_columns() {
        assert_eq!(lines(&[("The", 50.0, 700.0), ("ferry", 68.0, 700.0)]), ["The ferry"]);
        assert_eq!(lines(&[("fer", 50.0, 700.0), ("ry", 65.5, 700.0)]), ["ferry"]);
        assert_eq!(lines(&[("left", 50.0, 700.0), ("right", 300.0, 700.0)]), ["left", "right"]);
        assert_eq!(lines(&[("one", 50.0, 700.0), ("two", 50.0, 688.0)]), ["one", "two"]);
        assert_eq!(lines(&[("note", 50.0, 700.0), ("1", 70.0, 703.5)]), ["note1"]);
    }

    #[test]
    fn what_is_printed_again_to_look_bold_is_left_out() {
        assert_eq!(lines(&[("Ferry", 50.0, 700.0), ("Ferry", 50.4, 700.0)]), ["Ferry"]);
        assert_eq!(lines(&[("aaaa", 50.0, 700.0)]), ["aaaa"]);
    }

    #[test]
    fn a_word_may_come_later() {
        let strings = [("The", 50.0, 700.0), ("next", 50.0, 688.0), ("ferry", 68.0, 700.0)];
        assert_eq!(lines(&strings), ["The ferry", "next"]);
    }

    #[test]
    fn a_glyph_without_text_is_no_gap() {
        let glyphs = |between: f32| {
            let mut builder = LineBuilder::default();
            let mut push = |text, start: f32, end: f32| {
                builder.push(&PlacedGlyph { text, start: (start, 700.0), end: (end, 700.0), size: 10.0 })
            };
            // The text of a ligature is stated where it begins.
            let begun = [
                push("o", 50.0, 55.0),
                push("ffi", 55.0 + between, 55.0 + between),
                push("", 55.0 + between, 63.0 + between),
                push("ce", 63.0 + between, 73.0 + between),
            ];
            (begun, builder.finish(800.0).lines.remove(0).text)
        };
        assert_eq!(glyphs(0.0), ([true, false, false, false], "office".to_owned()));
        assert_eq!(glyphs(3.0).1, "o ffice");
    }

    #[test]
    fn turned_lines_are_lines() {
        let mut builder = LineBuilder::default();
        for (index, text) in ["u", "p"].into_iter().enumerate() {
            let y = 100.0 + 5.0 * index as f32;
            builder.push(&PlacedGlyph { text, start: (30.0, y), end: (30.0, y + 5.0), size: 10.0 });
        }
        let lines = builder.finish(800.0).lines;
        assert_eq!((lines.len(), lines[0].text.as_str()), (1, "up"));
        assert_eq!((lines[0].top, lines[0].bottom), (690.0, 700.0));
    }
}
