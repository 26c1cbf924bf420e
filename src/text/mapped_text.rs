//! Text that maps back to the original it was made from.
//!
//! Follows Lucene's `CharFilter.correctOffset`: code that changes text keeps a table of offsets.

use std::ops::Range;

/// A piece of the text with its origin.
///
/// If both have the same length, they correspond byte for byte. Otherwise the piece is one unit (an entity, a
/// run of white space), each byte of which maps to the whole origin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    /// Offset in the text; the piece ends where the next one begins.
    start: usize,
    /// Byte range in the original.
    origin: Range<usize>,
}

/// A text made of pieces of an original, with the origin of each.
///
/// ```
/// use clippings::internals::text::MappedText;
/// let mut text = MappedText::new();
/// text.push("R", 10);
/// text.push_as("&", 11..16); // was "&amp;"
/// text.push("D", 16);
/// assert_eq!(text.as_str(), "R&D");
/// assert_eq!(text.origin(2..3), 16..17);
/// assert_eq!(text.origin(0..2), 10..16);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    runs: Vec<Run>,
}

impl MappedText {
    /// Creates an empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a copy of `slice`, which stands at `offset` in the original.
    pub fn verbatim(slice: &str, offset: usize) -> Self {
        if slice.is_empty() {
            return Self::new();
        }
        MappedText {
            text: slice.to_owned(),
            runs: vec![Run { start: 0, origin: offset..offset + slice.len() }],
        }
    }

    /// Appends a copy of `slice`, which stands at `offset` in the original.
    pub fn push(&mut self, slice: &str, offset: usize) {
        self.push_as(slice, offset..offset + slice.len());
    }

    /// Appends `replacement` for the bytes `origin` of the original.
    pub fn push_as(&mut self, replacement: &str, origin: Range<usize>) {
        if replacement.is_empty() {
            return;
        }
        let linear = replacement.len() == origin.len();
        let start = self.text.len();
        let continues = linear
            && self.runs.last().is_some_and(|last| {
                last.origin.end == origin.start && last.origin.len() == start - last.start
            });
        match self.runs.last_mut() {
            Some(last) if continues => last.origin.end = origin.end,
            _ => self.runs.push(Run { start, origin }),
        }
        self.text.push_str(replacement);
    }

    /// Appends `tail` with its origins.
    pub fn append(&mut self, tail: &MappedText) {
        for (index, run) in tail.runs.iter().enumerate() {
            let end = tail.runs.get(index + 1).map_or(tail.text.len(), |next| next.start);
            self.push_as(&tail.text[run.start..end], run.origin.clone());
        }
    }

    /// Returns this text, which was made of `base`, mapped to the original of `base`.
    ///
    /// ```
    /// use clippings::internals::text::MappedText;
    /// let mut base = MappedText::verbatim("a ", 10);
    /// base.push_as("&", 12..17); // was "&amp;"
    /// let text = MappedText::verbatim(" &", 1).through(&base);
    /// assert_eq!((text.as_str(), text.origin(1..2)), (" &", 12..17));
    /// ```
    pub fn through(&self, base: &MappedText) -> MappedText {
        let mut text = MappedText::new();
        for (index, run) in self.runs.iter().enumerate() {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.start);
            let piece = &self.text[run.start..end];
            if run.origin.len() != piece.len() {
                text.push_as(piece, base.origin(run.origin.clone()));
                continue;
            }
            // Split the piece where a run of the base begins.
            let mut start = 0;
            while start < piece.len() {
                let offset = run.origin.start + start;
                let base_end = base.run_at(offset).and_then(|index| base.runs.get(index + 1));
                let length = base_end.map_or(piece.len(), |next| next.start - run.origin.start);
                let part_end = (start + 1..=piece.len())
                    .find(|end| *end >= length && piece.is_char_boundary(*end))
                    .unwrap_or(piece.len());
                let origin = base.origin(offset..run.origin.start + part_end);
                text.push_as(&piece[start..part_end], origin);
                start = part_end;
            }
        }
        text
    }

    /// Moves the origin of the text by `offset` bytes.
    pub fn shift(&mut self, offset: usize) {
        for run in &mut self.runs {
            run.origin = run.origin.start + offset..run.origin.end + offset;
        }
    }

    /// Returns a part of the text without white space around it.
    pub fn slice(&self, range: Range<usize>) -> MappedText {
        let mut part = MappedText::new();
        let text = self.text.get(range.clone()).unwrap_or("");
        let start = range.start + (text.len() - text.trim_start().len());
        let range = start..start + text.trim().len();
        for (index, run) in self.runs.iter().enumerate() {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.start);
            let (start, end) = (run.start.max(range.start), end.min(range.end));
            if start < end {
                part.push_as(&self.text[start..end], self.origin(start..end));
            }
        }
        part
    }

    /// Trims white space at the end.
    pub fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        let mut end = self.text.len();
        while let Some(run) = self.runs.pop_if(|run| run.start >= length) {
            end = run.start;
        }
        if let Some(last) = self.runs.last_mut()
            && last.origin.len() == end - last.start
        {
            last.origin.end -= end - length;
        }
        self.text.truncate(length);
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Returns whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns the byte range of the original that `range` came from: from the start of the first piece
    /// touched to the end of the last. An empty range maps to an empty range.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let Some(first) = self.run_at(range.start) else { return 0..0 };
        let start = self.origin_of_byte(first, range.start).start;
        if range.end <= range.start {
            return start..start;
        }
        let last = self.run_at(range.end - 1).unwrap_or(first);
        start..self.origin_of_byte(last, range.end - 1).end.max(start)
    }

    /// Returns the byte range of the original from the first piece to the last.
    pub fn origin_span(&self) -> Range<usize> {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => first.origin.start..last.origin.end.max(first.origin.start),
            _ => 0..0,
        }
    }

    /// Iterates over the offsets at which a piece or a line begins, in order: those at which the line of the
    /// original may change.
    pub fn piece_starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs.iter().enumerate().flat_map(move |(index, run)| {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.start);
            let newlines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[run.start..end]);
            let inside = newlines.map(move |newline| run.start + newline + 1);
            std::iter::once(run.start).chain(inside.filter(move |start| *start < end))
        })
    }

    /// Iterates over the offsets within pieces that came from these offsets of the original, which are in
    /// order. The starts of pieces are not among them.
    pub(crate) fn offsets_of<'s>(&'s self, origins: &'s [usize]) -> impl Iterator<Item = usize> + 's {
        self.runs.iter().enumerate().flat_map(move |(index, run)| {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.start);
            let is_linear = run.origin.len() == end - run.start;
            let first = origins.partition_point(|origin| *origin <= run.origin.start);
            let within = origins[first..].iter().take_while(move |origin| **origin < run.origin.end);
            within.filter(move |_| is_linear).map(move |origin| run.start + (origin - run.origin.start))
        })
    }

    fn run_at(&self, offset: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.start <= offset).checked_sub(1)
    }

    /// Returns the origin of the byte at `offset` in run `index`.
    fn origin_of_byte(&self, index: usize, offset: usize) -> Range<usize> {
        let run = &self.runs[index];
        let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.start);
        if run.origin.len() == end - run.start {
            let origin = (run.origin.start + (offset - run.start)).min(run.origin.end);
            origin..(origin + 1).min(run.origin.end)
        } else {
            run.origin.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::mapped_text::*;
    use proptest::prelude::*;

    #[test]
    fn neighboring_slices_become_one_run() {
        let mut text = MappedText::verbatim("ab", 5);
        text.push("cd", 7);
        assert_eq!(text.runs.len(), 1);
        assert_eq!(text.origin(1..3), 6..8);
    }

    #[test]
    fn a_range_across_a_gap_spans_it() {
        let mut text = MappedText::verbatim("ab", 0);
        text.push_as("\n", 2..9);
        text.push("cd", 9);
        assert_eq!(text.origin(1..4), 1..10);
        assert_eq!(text.origin(2..3), 2..9);
        assert_eq!(text.origin_span(), 0..11);
    }

    #[test]
    fn trimming_the_end_trims_its_origin() {
        let mut text = MappedText::verbatim("ab ", 5);
        text.push_as("\n", 8..12);
        text.trim_end();
        assert_eq!((text.as_str(), text.origin_span()), ("ab", 5..7));
        text.push("c", 7);
        assert_eq!(text.origin(2..3), 7..8);
    }

    #[test]
    fn empty_text_maps_to_an_empty_range() {
        assert_eq!(MappedText::new().origin(0..0), 0..0);
    }

    proptest! {
        /// Each kept byte maps back to itself.
        #[test]
        fn kept_slices_map_back(words in prop::collection::vec("[a-zé ]{0,6}", 0..20), keep in prop::collection::vec(any::<bool>(), 20)) {
            let original = words.concat();
            let (mut mapped, mut start) = (MappedText::new(), 0);
            for (word, keep) in words.iter().zip(keep) {
                if keep { mapped.push(word, start); }
                start += word.len();
            }
            for (offset, c) in mapped.as_str().char_indices() {
                let origin = mapped.origin(offset..offset + c.len_utf8());
                prop_assert_eq!(&original[origin], c.to_string());
            }
        }
    }
}
