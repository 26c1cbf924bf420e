//! Text with a way back to its origin.
//!
//! The idea is Lucene's `CharFilter.correctOffset`: whoever changes text keeps a table of what came from where.

use std::ops::Range;

/// A piece of the text and the piece of the origin it stands for.
///
/// When both are equally long they correspond byte for byte; otherwise the piece is one unit (an entity, a run of
/// white space) and every byte of it leads to the whole of its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    /// Where the piece begins in the text; it ends where the next one begins.
    at: usize,
    /// The bytes of the origin it came from.
    origin: Range<usize>,
}

/// A text made out of pieces of an original, each of which is remembered.
///
/// ```
/// use clippings::text::MappedText;
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
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text `slice`, which stands at `offset` in the original, unchanged.
    pub fn verbatim(slice: &str, offset: usize) -> Self {
        if slice.is_empty() {
            return Self::new();
        }
        MappedText { text: slice.to_owned(), runs: vec![Run { at: 0, origin: offset..offset + slice.len() }] }
    }

    /// Appends `slice`, which stands at `offset` in the original, unchanged.
    pub fn push(&mut self, slice: &str, offset: usize) {
        self.push_as(slice, offset..offset + slice.len());
    }

    /// Appends `replacement`, which stands for the bytes `origin` of the original.
    pub fn push_as(&mut self, replacement: &str, origin: Range<usize>) {
        if replacement.is_empty() {
            return;
        }
        let linear = replacement.len() == origin.len();
        let at = self.text.len();
        let continues = linear
            && self
                .runs
                .last()
                .is_some_and(|last| last.origin.end == origin.start && last.origin.len() == at - last.at);
        match self.runs.last_mut() {
            Some(last) if continues => last.origin.end = origin.end,
            _ => self.runs.push(Run { at, origin }),
        }
        self.text.push_str(replacement);
    }

    /// Appends all of `other`, its way back included.
    pub fn append(&mut self, other: &MappedText) {
        for (index, run) in other.runs.iter().enumerate() {
            let end = other.runs.get(index + 1).map_or(other.text.len(), |next| next.at);
            self.push_as(&other.text[run.at..end], run.origin.clone());
        }
    }

    /// Takes white space off the end.
    pub fn trim_end(&mut self) {
        let length = self.text.trim_end().len();
        let mut end = self.text.len();
        while let Some(run) = self.runs.pop_if(|run| run.at >= length) {
            end = run.at;
        }
        if let Some(last) = self.runs.last_mut()
            && last.origin.len() == end - last.at
        {
            last.origin.end -= end - length;
        }
        self.text.truncate(length);
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The bytes of the original that the bytes `range` of this text came from: from the first byte of the first
    /// piece touched to the last byte of the last. An empty range leads to the place where it stands.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let Some(first) = self.run_at(range.start) else { return 0..0 };
        let start = self.lead_back(first, range.start).start;
        if range.end <= range.start {
            return start..start;
        }
        let last = self.run_at(range.end - 1).unwrap_or(first);
        start..self.lead_back(last, range.end - 1).end.max(start)
    }

    /// The bytes of the original from the first piece to the last.
    pub fn origin_span(&self) -> Range<usize> {
        match (self.runs.first(), self.runs.last()) {
            (Some(first), Some(last)) => first.origin.start..last.origin.end.max(first.origin.start),
            _ => 0..0,
        }
    }

    /// Where a new piece or a new line begins, in order: the places at which the line of the original may change.
    pub fn piece_starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs.iter().enumerate().flat_map(move |(index, run)| {
            let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at);
            let newlines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[run.at..end]);
            let inside = newlines.map(move |newline| run.at + newline + 1);
            std::iter::once(run.at).chain(inside.filter(move |at| *at < end))
        })
    }

    fn run_at(&self, offset: usize) -> Option<usize> {
        self.runs.partition_point(|run| run.at <= offset).checked_sub(1)
    }

    /// The origin of the one byte at `offset`, which lies in run `index`.
    fn lead_back(&self, index: usize, offset: usize) -> Range<usize> {
        let run = &self.runs[index];
        let end = self.runs.get(index + 1).map_or(self.text.len(), |next| next.at);
        if run.origin.len() == end - run.at {
            let at = (run.origin.start + (offset - run.at)).min(run.origin.end);
            at..(at + 1).min(run.origin.end)
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
    fn neighbouring_slices_become_one_run() {
        let mut text = MappedText::verbatim("ab", 5);
        text.push("cd", 7);
        assert_eq!(text.runs.len(), 1);
        assert_eq!(text.origin(1..3), 6..8);
    }

    #[test]
    fn a_gap_is_spanned() {
        let mut text = MappedText::verbatim("ab", 0);
        text.push_as("\n", 2..9);
        text.push("cd", 9);
        assert_eq!(text.origin(1..4), 1..10);
        assert_eq!(text.origin(2..3), 2..9);
        assert_eq!(text.origin_span(), 0..11);
    }

    #[test]
    fn white_space_at_the_end_goes_with_its_origin() {
        let mut text = MappedText::verbatim("ab ", 5);
        text.push_as("\n", 8..12);
        text.trim_end();
        assert_eq!((text.as_str(), text.origin_span()), ("ab", 5..7));
        text.push("c", 7);
        assert_eq!(text.origin(2..3), 7..8);
    }

    #[test]
    fn nothing_leads_nowhere() {
        assert_eq!(MappedText::new().origin(0..0), 0..0);
    }

    proptest! {
        /// Whatever is kept of a text, each kept byte leads back to itself.
        #[test]
        fn kept_slices_lead_back(words in prop::collection::vec("[a-zé ]{0,6}", 0..20), keep in prop::collection::vec(any::<bool>(), 20)) {
            let original = words.concat();
            let (mut mapped, mut at) = (MappedText::new(), 0);
            for (word, keep) in words.iter().zip(keep) {
                if keep { mapped.push(word, at); }
                at += word.len();
            }
            for (offset, c) in mapped.as_str().char_indices() {
                let origin = mapped.origin(offset..offset + c.len_utf8());
                prop_assert_eq!(&original[origin], c.to_string());
            }
        }
    }
}
