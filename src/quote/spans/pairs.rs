//! Pairs the quotation marks of a paragraph.

use std::ops::Range;

use crate::quote::spans::marks::{FAMILIES, Family, Mark, Shape};
use crate::quote::steps::step;

/// Maximum number of bytes of a quotation in single marks, which apostrophes look like.
const MAX_SINGLE: usize = 2000;

/// A mark that opens and the one that closes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) open: Mark,
    pub(super) close: Mark,
}

/// A mark that is open while the paragraph is read.
#[derive(Debug, Clone, Copy)]
struct Open {
    mark: Mark,
    /// A mark that closes it, or is the apostrophe of a possessive.
    perhaps: Option<Mark>,
    /// Whether it belongs to the attribute of an HTML element, which quotes nothing.
    is_attribute: bool,
    /// The place among the open marks of the one of its family that was opened before it.
    outer: Option<usize>,
}

/// The marks of a paragraph while they are paired. It is used for one paragraph after the other.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pairs: Vec<Pair>,
    open: Vec<Open>,
    /// The place among the open marks of the innermost one of each family.
    innermost: [Option<usize>; FAMILIES],
    /// Offset of the first character that is no white space.
    first: usize,
    opening: Option<Family>,
    /// Whether the last pair was closed by a mark behind a number, which may measure inches.
    is_measured: bool,
}

impl Pairing {
    /// Pairs `marks`, those of `paragraph` of `text`.
    pub(super) fn pair(&mut self, text: &str, paragraph: &Range<usize>, marks: &[Mark]) {
        self.pairs.clear();
        self.open.clear();
        self.innermost = [None; FAMILIES];
        self.opening = None;
        self.is_measured = false;
        if marks.is_empty() {
            return;
        }
        let content = &text[paragraph.clone()];
        self.first = paragraph.start + (content.len() - content.trim_start().len());
        for mark in marks {
            step();
            self.read(text, mark.within(paragraph));
        }
        while let Some(open) = self.open.last().filter(|open| open.perhaps.is_some()).copied() {
            self.pop();
            self.close_perhaps(open);
        }
    }

    /// Returns the outermost pairs in order.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Returns whether `mark` is the first character of the paragraph.
    pub(super) fn is_first(&self, mark: &Mark) -> bool {
        mark.start <= self.first
    }

    /// Returns the family of the mark that the paragraph opens with.
    pub(super) fn opening(&self) -> Option<Family> {
        self.opening
    }

    /// Returns the last mark that nothing closes, apostrophes left out.
    pub(super) fn unclosed(&self) -> Option<&Mark> {
        self.all_unclosed().next()
    }

    /// Returns the marks that nothing closes, the last one first, apostrophes left out.
    pub(super) fn all_unclosed(&self) -> impl Iterator<Item = &Mark> {
        let is_sure = |mark: &&Mark| mark.family != Family::Single || mark.shape != Shape::Straight;
        self.open.iter().rev().filter(|open| !open.is_attribute).map(|open| &open.mark).filter(is_sure)
    }

    fn read(&mut self, text: &str, mark: Mark) {
        let opens_text = mark.start <= self.first && mark.after.is_some_and(|c| !c.is_whitespace());
        if opens_text || mark.start <= self.first && mark.family == Family::Guillemet {
            self.opening = Some(mark.family);
        }
        match mark.family {
            Family::Single => self.read_single(text, mark),
            Family::Double => self.read_double(text, mark),
            _ => self.read_angled(mark),
        }
    }

    fn read_double(&mut self, text: &str, mark: Mark) {
        if mark.before == Some('=') {
            self.push(mark, true);
            return;
        }
        if mark.is_inches(text) {
            return;
        }
        let opener = self.opener(Family::Double);
        let stands_free = !mark.can_open && !mark.can_close && mark.before.is_none_or(char::is_whitespace);
        match (opener, mark.shape) {
            (_, Shape::Low) => self.push(mark, false),
            (Some(Shape::Low), Shape::Left) if mark.can_close || !mark.can_open => self.close(mark),
            (Some(_), Shape::Right) if !mark.only_opens() => self.close(mark),
            (Some(_), Shape::Straight) if mark.can_close || stands_free => self.close(mark),
            (_, Shape::Left)
                if mark.after.is_some_and(|c| !c.is_whitespace()) && (opener.is_none() || mark.can_open) =>
            {
                self.push(mark, false);
            }
            (Some(_), Shape::Left) if mark.can_close => self.close(mark),
            _ if mark.only_opens() || opener.is_none() && mark.can_open => self.push(mark, false),
            (None, Shape::Straight) if mark.joins_words() => self.push(mark, false),
            (None, Shape::Right) if stands_free && mark.start <= self.first => self.push(mark, false),
            (None, Shape::Straight | Shape::Left) if stands_free && mark.after.is_some() => {
                self.push(mark, false)
            }
            (None, _) if self.is_measured && mark.can_close => self.extend(mark),
            _ => {}
        }
    }

    /// Reads a mark that looks the same whichever way it is used: `«…»` and `»…«`.
    fn read_angled(&mut self, mark: Mark) {
        match (self.opener(mark.family), mark.shape) {
            (_, Shape::Low) => self.push(mark, false),
            (Some(Shape::Left), Shape::Left) => {
                self.push(mark, false);
            }
            (Some(Shape::Right), Shape::Right) if mark.only_opens() => self.push(mark, false),
            (Some(_), _) => self.close(mark),
            (None, Shape::Left) => self.push(mark, false),
            (None, _) if mark.can_open && !mark.before.is_some_and(char::is_alphanumeric) => {
                self.push(mark, false);
            }
            _ => {}
        }
    }

    fn read_single(&mut self, text: &str, mark: Mark) {
        let top = self.open.last().copied().filter(|open| open.mark.family == Family::Single);
        let is_far = |open: &Open| mark.start - open.mark.end > MAX_SINGLE;
        if let Some(open) = top.filter(|open| !is_far(open)) {
            let closes = mark.can_close && !(mark.shape == Shape::Left && open.mark.shape != Shape::Low);
            if closes && mark.start > open.mark.end && mark.shape != Shape::Low && !mark.only_opens() {
                if mark.may_be_possessive(text) {
                    self.set_perhaps(mark);
                } else {
                    self.close(mark);
                }
                return;
            }
        }
        let is_opener = matches!(mark.shape, Shape::Straight | Shape::Left | Shape::Low);
        if is_opener && mark.only_opens() && !mark.is_clipped(text) {
            if let Some(open) = top.filter(|open| open.perhaps.is_some()) {
                self.pop();
                self.close_perhaps(open);
            }
            self.push(mark, false);
        }
    }

    /// Returns the shape of the innermost open mark of a family.
    fn opener(&self, family: Family) -> Option<Shape> {
        self.innermost[family as usize].map(|open| self.open[open].mark.shape)
    }

    /// Takes the innermost open mark.
    fn pop(&mut self) -> Option<Open> {
        step();
        let open = self.open.pop()?;
        self.innermost[open.mark.family as usize] = open.outer;
        Some(open)
    }

    fn set_perhaps(&mut self, mark: Mark) {
        if let Some(open) = self.open.last_mut() {
            open.perhaps = open.perhaps.or(Some(mark));
        }
    }

    fn push(&mut self, mark: Mark, is_attribute: bool) {
        self.is_measured = false;
        let outer = self.innermost[mark.family as usize].replace(self.open.len());
        self.open.push(Open { mark, perhaps: None, is_attribute, outer });
    }

    /// Closes the innermost open mark of the family of `mark`; those within it were no marks.
    fn close(&mut self, mark: Mark) {
        while let Some(open) = self.pop() {
            if open.mark.family == mark.family {
                self.add(open, mark);
                break;
            }
        }
    }

    fn close_perhaps(&mut self, open: Open) {
        if let Some(mark) = open.perhaps {
            self.add(open, mark);
        }
    }

    fn add(&mut self, open: Open, close: Mark) {
        if open.is_attribute {
            return;
        }
        while self.pairs.last().is_some_and(|pair| pair.open.start > open.mark.start) {
            self.pairs.pop();
        }
        self.is_measured = close.shape == Shape::Straight && close.before.is_some_and(|c| c.is_ascii_digit());
        self.pairs.push(Pair { open: open.mark, close });
    }

    /// Moves the end of the last pair to `mark`: what seemed to close it measured inches.
    fn extend(&mut self, mark: Mark) {
        self.is_measured = false;
        if mark.before.is_some_and(|c| c.is_ascii_digit()) {
            return;
        }
        if let Some(pair) = self.pairs.last_mut() {
            pair.close = mark;
        }
    }
}

/// Returns `range` of `text` without white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let content = &text[range.clone()];
    let start = range.start + (content.len() - content.trim_start().len());
    start..start + content.trim().len()
}
