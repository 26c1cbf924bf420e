//! Paragraphs: lines, or runs of lines in a text that is wrapped at a width.

use std::ops::Range;

use memchr::memchr;

/// Length in bytes of the lines that may go on in the next one.
const WRAPPED: Range<usize> = 40..200;

/// Iterator over the paragraphs of a text in order, without line breaks around them and without empty ones.
pub(in crate::quote) struct Paragraphs<'a> {
    text: &'a str,
    offset: usize,
}

/// Returns the paragraphs of `text`. A line is one, unless it was cut at a width and goes on in the next
/// line.
pub(in crate::quote) fn paragraphs(text: &str) -> Paragraphs<'_> {
    Paragraphs { text, offset: 0 }
}

impl Iterator for Paragraphs<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let mut first = self.line(self.offset)?;
        while self.text[first.clone()].trim_ascii().is_empty() {
            first = self.line(first.end + 1)?;
        }
        let (start, mut last, mut width) = (first.start, first, None);
        while let Some(next) = self.line(last.end + 1) {
            if !goes_on(&self.text[last.clone()], &self.text[next.clone()], width) {
                break;
            }
            width = width.max(Some(last.len()));
            last = next;
        }
        self.offset = last.end + 1;
        Some(start..last.end)
    }
}

impl Paragraphs<'_> {
    /// Returns the line that starts at `offset`.
    fn line(&self, offset: usize) -> Option<Range<usize>> {
        let rest = self.text.as_bytes().get(offset..).filter(|rest| !rest.is_empty())?;
        Some(offset..memchr(b'\n', rest).map_or(self.text.len(), |length| offset + length))
    }
}

/// Returns whether a line that was cut at a width goes on in the next one: in the middle of a sentence, or,
/// if lines of `width` bytes have gone on before it, wherever the next word would not have fitted.
fn goes_on(line: &str, next: &str, width: Option<usize>) -> bool {
    if !WRAPPED.contains(&line.len()) || next.len() >= WRAPPED.end {
        return false;
    }
    let (line, next) = (line.trim_end(), next.trim_start());
    let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else { return false };
    if matches!(first, '-' | '—' | '–' | '•' | '*' | '#' | '>' | '|') {
        return false;
    }
    let word = next.split(' ').next().map_or(0, str::len);
    let is_full = width.is_some_and(|width| line.len() + 1 + word > width);
    let ends = matches!(last, '.' | '!' | '?' | ':' | '…' | '"' | '”' | '“' | '»' | '«' | '’' | '\'' | ')');
    is_full || !ends && (first.is_lowercase() || last == ',' || line.len() >= 60 && !first.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(texts("One.\nTwo.\n\n\nThree.\n"), ["One.", "Two.", "Three."]);
        assert_eq!(texts("\n \n"), Vec::<&str>::new());
        assert_eq!(texts(""), Vec::<&str>::new());
        let headings = "A headline that is somewhat longer than the others\nBy Jane Doe\nThe text begins.";
        assert_eq!(texts(headings).len(), 3);
    }

    #[test]
    fn a_wrapped_line_goes_on() {
        let text = "She said that the harbor would be closed to all ships until the\nice had gone. Then she left.\n\nNext.";
        assert_eq!(texts(text).len(), 2);
        let text = "She said that the harbor would be closed to all the ships that\n\
                    came from the north. The mayor said nothing to that for days.\n\
                    Nobody else did, until the winter was over and the ice gone.\n\nNext.";
        assert_eq!(texts(text).len(), 2);
    }
}
