//! Quotation marks and what stands beside them.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr3, memmem};

use crate::quote::steps::step;

/// Marks that close each other, however they are mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `"`, `“ ”`, `„ “`, `''` and ` `` `.
    Double,
    /// `« »`, either way around.
    Guillemet,
    /// `‹ ›`, either way around.
    SingleGuillemet,
    /// `‘ ’`, `‚ ‘` and `'`.
    Single,
    /// `「 」`.
    Corner,
    /// `『 』`.
    WhiteCorner,
}

/// Number of families.
pub(super) const FAMILIES: usize = 6;

/// Role that the shape of a mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing: `"`, `'`.
    Straight,
    /// Opens in most languages, and closes behind a low mark: `“`, `«`.
    Left,
    /// Closes in most languages: `”`, `»`.
    Right,
    /// Only opens: `„`, `「`.
    Low,
}

/// A quotation mark in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) family: Family,
    pub(super) shape: Shape,
    /// Whether a quotation can begin behind it: no letter before, no white space after.
    pub(super) can_open: bool,
    /// Whether a quotation can end before it: no white space before, no letter after.
    pub(super) can_close: bool,
    /// The character before it.
    pub(super) before: Option<char>,
    /// The character after it.
    pub(super) after: Option<char>,
}

/// Maximum number of marks without words between them.
const MAX_ROW: usize = 64;

static TWO_COMMAS: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b",,"));

/// Finds a byte of a group: the commonest, those of other scripts, the grave accent, two commas.
fn find(bytes: &[u8], offset: usize, group: usize) -> Option<usize> {
    let rest = bytes.get(offset..)?;
    let found = match group {
        0 => memchr3(b'"', b'\'', 0xe2, rest),
        1 => memchr3(0xc2, 0xe3, 0xef, rest),
        2 => memchr(b'`', rest),
        _ => TWO_COMMAS.find(rest),
    };
    found.map(|found| offset + found)
}

/// Returns the marks of a text in order.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    let (mut behind, mut row) = (0, 0);
    let mut next = [0, 1, 2, 3].map(|group| find(bytes, 0, group));
    loop {
        let mut first: Option<(usize, usize)> = None;
        for (group, offset) in next.iter().enumerate() {
            if let Some(offset) = *offset
                && first.is_none_or(|(_, first)| offset < first)
            {
                first = Some((group, offset));
            }
        }
        let Some((group, offset)) = first else { return marks };
        step();
        next[group] = find(bytes, offset + 1, group);
        if offset < behind || is_within_word(bytes, offset) {
            continue;
        }
        if let Some(mark) = mark_at(text, offset) {
            row = match marks.last() {
                Some(last) if !text[last.end.max(behind)..offset].contains(char::is_alphanumeric) => row + 1,
                _ => 0,
            };
            behind = mark.end;
            // Of a row of marks without words between them, no more than the first ones quote anything.
            if row < MAX_ROW {
                marks.push(mark);
            }
        }
    }
}

/// Returns whether the byte at `offset` begins an apostrophe within an ASCII word, as most do.
fn is_within_word(bytes: &[u8], offset: usize) -> bool {
    let length = match bytes[offset..] {
        [b'\'', ..] => 1,
        [0xe2, 0x80, 0x99, ..] => 3,
        _ => return false,
    };
    let is_letter = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_alphanumeric);
    offset > 0 && is_letter(offset - 1) && is_letter(offset + length)
}

/// Apostrophes with which words begin.
const CLIPPED: [&str; 14] = [
    "em", "til", "till", "cause", "tis", "twas", "n", "bout", "round", "cuz", "ere", "neath", "nother", "kay",
];

/// Returns the mark at `offset` in `text`; `None` if it is an apostrophe within a word, or no mark.
fn mark_at(text: &str, offset: usize) -> Option<Mark> {
    let rest = &text[offset..];
    let c = rest.chars().next()?;
    if c == ',' {
        return two_commas(text, offset);
    }
    let (mut family, mut shape) = family_of(c)?;
    let mut end = offset + c.len_utf8();
    if matches!(c, '\'' | '’' | '‘' | '`') {
        if text[end..].starts_with(c) {
            end += c.len_utf8();
            family = Family::Double;
        } else if c == '`' {
            return None;
        }
    }
    let before = text[..offset].chars().next_back();
    let after = text[end..].chars().next();
    if family == Family::Single && is_letter(before) && is_letter(after) {
        return None;
    }
    if c == '`' {
        shape = Shape::Left;
    }
    let blank_before = before.is_none_or(|c| c.is_whitespace() || is_opening(c));
    let can_open = after.is_some_and(|c| !c.is_whitespace())
        && (blank_before
            || matches!(before, Some(':' | ',' | ';' | '.' | '!' | '?' | ')')) && is_letter(after));
    let can_close = before.is_some_and(|c| !c.is_whitespace())
        && (after.is_none_or(|c| !c.is_alphanumeric())
            || before.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…')));
    Some(Mark { start: offset, end, family, shape, can_open, can_close, before, after })
}

/// Returns the low mark that two commas before a word stand for: *,,We stay''*.
fn two_commas(text: &str, offset: usize) -> Option<Mark> {
    let end = offset + 2;
    let after = text[offset..].strip_prefix(",,")?.chars().next();
    let before = text[..offset].chars().next_back();
    let opens = is_letter(after) && before.is_none_or(|c| c.is_whitespace() || is_opening(c));
    let (family, shape) = (Family::Double, Shape::Low);
    opens.then_some(Mark {
        start: offset,
        end,
        family,
        shape,
        can_open: true,
        can_close: false,
        before,
        after,
    })
}

fn family_of(c: char) -> Option<(Family, Shape)> {
    Some(match c {
        '"' | '＂' => (Family::Double, Shape::Straight),
        '“' | '‟' => (Family::Double, Shape::Left),
        '”' | '〞' => (Family::Double, Shape::Right),
        '„' | '〝' | '〟' => (Family::Double, if c == '〟' { Shape::Right } else { Shape::Low }),
        '«' => (Family::Guillemet, Shape::Left),
        '»' => (Family::Guillemet, Shape::Right),
        '‹' => (Family::SingleGuillemet, Shape::Left),
        '›' => (Family::SingleGuillemet, Shape::Right),
        '\'' | '`' => (Family::Single, Shape::Straight),
        '‘' | '‛' => (Family::Single, Shape::Left),
        '’' => (Family::Single, Shape::Right),
        '‚' => (Family::Single, Shape::Low),
        '「' => (Family::Corner, Shape::Low),
        '」' => (Family::Corner, Shape::Right),
        '『' => (Family::WhiteCorner, Shape::Low),
        '』' => (Family::WhiteCorner, Shape::Right),
        _ => return None,
    })
}

/// Returns whether a character is a quotation mark.
pub(crate) fn is_mark(c: char) -> bool {
    family_of(c).is_some()
}

/// Returns whether a character is a quotation mark that no apostrophe looks like.
pub(crate) fn is_double_mark(c: char) -> bool {
    family_of(c).is_some_and(|(family, _)| !matches!(family, Family::Single | Family::SingleGuillemet))
}

/// Returns whether a quotation mark before or after `c` can open as it can after white space.
fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '/' | '—' | '–' | '―' | '-' | '…' | '¿' | '¡' | '*' | '_' | '>' | '|')
        || matches!(c, '“' | '„' | '‘' | '‚' | '«' | '‹' | '"' | '\'' | '「' | '『')
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

impl Mark {
    /// Returns the mark as `paragraph` has it, in which a character before or after it may be missing.
    pub(super) fn within(self, paragraph: &Range<usize>) -> Self {
        let before = self.before.filter(|_| self.start > paragraph.start);
        let after = self.after.filter(|_| self.end < paragraph.end);
        Mark { before, after, ..self }
    }

    /// Returns whether nothing but the beginning of a quotation fits.
    pub(super) fn only_opens(&self) -> bool {
        self.can_open && (self.shape == Shape::Low || !self.can_close)
    }

    /// Returns whether it stands between two letters: a space is missing.
    pub(super) fn joins_words(&self) -> bool {
        self.before.is_some_and(char::is_alphabetic) && self.after.is_some_and(char::is_alphabetic)
    }

    /// Returns whether it measures inches in `text`: 6'2".
    pub(super) fn is_inches(&self, text: &str) -> bool {
        let number = text[..self.start].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_measure = number.len() < self.start && self.start - number.len() <= 5;
        is_measure && number.ends_with(['\'', '’', '′']) && {
            let feet = number.trim_end_matches(['\'', '’', '′']);
            feet.ends_with(|c: char| c.is_ascii_digit())
        }
    }

    /// Returns whether it is the apostrophe of a word that has lost its beginning: 'em, ’90s.
    pub(super) fn is_clipped(&self, text: &str) -> bool {
        let rest = &text[self.end..];
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let digits = word.trim_end_matches('s');
        let is_decade = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_decade || CLIPPED.iter().any(|clipped| word.eq_ignore_ascii_case(clipped))
    }

    /// Returns whether it may as well be the apostrophe of a plural's possessive: the voters’ choice.
    pub(super) fn may_be_possessive(&self, text: &str) -> bool {
        let mut after = text[self.end..].chars();
        matches!(self.before, Some('s' | 'S' | 'z' | 'x'))
            && after.next() == Some(' ')
            && after.next().is_some_and(char::is_alphanumeric)
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::spans::marks::*;

    #[test]
    fn a_row_of_marks_quotes_nothing() {
        assert_eq!(marks(&"\"".repeat(1000)).len(), MAX_ROW);
        assert_eq!(marks(&"„“ ".repeat(1000)).len(), MAX_ROW);
        assert_eq!(marks(&"\"a\" ".repeat(1000)).len(), 2000);
    }
}
