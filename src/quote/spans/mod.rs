//! Where quotations begin and end: told by what stands beside the marks, within a paragraph.

mod dialogue;
mod marks;
mod pairs;
mod paragraphs;

use std::ops::Range;

use memchr::memchr_iter;

use crate::article::{Quotation, QuotationKind};
use crate::quote::spans::dialogue::{dialogue, opens_dialogue};
use crate::quote::spans::marks::{Family, Mark, marks};
use crate::quote::spans::pairs::{Pairing, trimmed};

pub(crate) use crate::quote::spans::dialogue::has_dialogue;
pub(crate) use crate::quote::spans::marks::{is_double_mark, is_mark};
pub(super) use crate::quote::spans::paragraphs::paragraphs;

/// Maximum number of lines between empty ones that are read as one paragraph because a quotation needs it.
const MAX_LINES: usize = 12;
/// Maximum length of these lines, in bytes.
const MAX_BLOCK: usize = 4000;

/// Words between marks, before anything is known of what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkedSpan {
    /// The words, in bytes of the text.
    pub(super) range: Range<usize>,
    /// The words and their marks.
    pub(super) outer: Range<usize>,
    /// The paragraph that they stand in.
    pub(super) paragraph: Range<usize>,
    /// Whether the quotation before ran to the end of its paragraph, and this one opens the next.
    pub(super) runs_on: bool,
}

/// The quotations of a text and its paragraphs, both in order.
#[derive(Debug, Default)]
pub(super) struct MarkedSpans {
    pub(super) spans: Vec<MarkedSpan>,
    pub(super) paragraphs: Vec<Range<usize>>,
    /// Offsets of the marks that could open a quotation and that nothing closes.
    pub(super) unclosed: Vec<usize>,
}

/// A mark that nothing in its paragraph closes.
struct UnclosedMark {
    family: Family,
    span: MarkedSpan,
    /// Number of quotations that begin before it.
    keep: usize,
}

/// Returns the outermost quotations of `text` in order. A mark that nothing closes opens a quotation up to
/// the end of its paragraph if the next one opens with such a mark again, and none otherwise.
pub(super) fn find_spans(text: &str, has_dialogue: bool) -> MarkedSpans {
    let marks = marks(text);
    if !has_dialogue && marks.is_empty() {
        return MarkedSpans::default();
    }
    let (found, pairing) = (MarkedSpans::default(), Pairing::default());
    let mut finder = Finder { text, has_dialogue, marks, found, pairing, pending: None };
    let mut block: Vec<Range<usize>> = Vec::new();
    let mut is_long = false;
    for paragraph in paragraphs(text) {
        let previous = block.last().map_or(0, |previous| previous.end);
        if memchr_iter(b'\n', &text.as_bytes()[previous..paragraph.start]).nth(1).is_some() {
            finder.read_block(&block);
            block.clear();
            is_long = false;
        }
        if is_long || block.len() == MAX_LINES {
            // Lines that no empty ones part: each is a paragraph.
            block.drain(..).for_each(|line| finder.read(line));
            is_long = true;
        }
        block.push(paragraph);
    }
    if is_long {
        block.drain(..).for_each(|line| finder.read(line));
    }
    finder.read_block(&block);
    if let Some(unclosed) = finder.pending.take() {
        finder.settle(unclosed, false);
    }
    finder.found.spans.retain(|span| !span.range.is_empty());
    finder.found
}

struct Finder<'a> {
    text: &'a str,
    has_dialogue: bool,
    marks: Vec<Mark>,
    found: MarkedSpans,
    pairing: Pairing,
    pending: Option<UnclosedMark>,
}

impl Finder<'_> {
    /// Reads lines between empty ones: each as a paragraph, or all as one if only that closes their marks.
    fn read_block(&mut self, lines: &[Range<usize>]) {
        if let [first, .., last] = lines
            && last.end - first.start <= MAX_BLOCK
            && lines.iter().any(|line| !self.is_closed(line.clone()))
            && self.is_closed(first.start..last.end)
        {
            self.read(first.start..last.end);
        } else {
            lines.iter().for_each(|line| self.read(line.clone()));
        }
    }

    /// Returns whether all marks in `range` are closed.
    fn is_closed(&mut self, range: Range<usize>) -> bool {
        self.pair(&range);
        self.pairing.unclosed().is_none()
    }

    /// Pairs the marks in `range`, and returns whether there are any.
    fn pair(&mut self, range: &Range<usize>) -> bool {
        let rest = &self.marks[self.marks.partition_point(|mark| mark.start < range.start)..];
        let count = rest.partition_point(|mark| mark.start < range.end);
        self.pairing.pair(self.text, range, &rest[..count]);
        count > 0
    }

    fn read(&mut self, paragraph: Range<usize>) {
        self.found.paragraphs.push(paragraph.clone());
        if !self.pair(&paragraph) && !self.has_dialogue && self.pending.is_none() {
            return;
        }
        let content = &self.text[paragraph.clone()];
        let opening = self.pairing.opening();
        let mut runs_on = false;
        if let Some(unclosed) = self.pending.take() {
            runs_on = opening == Some(unclosed.family);
            self.settle(unclosed, runs_on);
        }
        if self.has_dialogue && opens_dialogue(content) && self.read_dialogue(&paragraph) {
            return;
        }
        let is_next = |mark: &Mark, pairing: &Pairing| runs_on && pairing.is_first(mark);
        for pair in self.pairing.pairs() {
            self.found.spans.push(MarkedSpan {
                range: trimmed(self.text, pair.open.end..pair.close.start),
                outer: pair.open.start..pair.close.end,
                paragraph: paragraph.clone(),
                runs_on: is_next(&pair.open, &self.pairing),
            });
        }
        let others = self.pairing.all_unclosed().skip(1).map(|open| open.start);
        self.found.unclosed.extend(others);
        self.pending = self.pairing.unclosed().map(|open| {
            let outer = open.start..paragraph.end;
            let keep = self.found.spans.partition_point(|span| span.outer.start < outer.start);
            let range = trimmed(self.text, open.end..paragraph.end);
            let runs_on = is_next(open, &self.pairing);
            UnclosedMark {
                family: open.family,
                span: MarkedSpan { range, outer, paragraph: paragraph.clone(), runs_on },
                keep,
            }
        });
    }

    /// Reads what is said behind the dash of a paragraph, and returns whether anything is. What it quotes
    /// belongs to it.
    fn read_dialogue(&mut self, paragraph: &Range<usize>) -> bool {
        let words = dialogue(&self.text[paragraph.clone()]);
        let is_said = !words.is_empty();
        self.found.spans.extend(words.into_iter().map(|range| {
            let range = paragraph.start + range.start..paragraph.start + range.end;
            MarkedSpan { outer: range.clone(), range, paragraph: paragraph.clone(), runs_on: false }
        }));
        is_said
    }

    /// Adds the quotation that a mark opens which nothing closes, if it goes on in the next paragraph or
    /// comes from the one before. What it contains is no quotation then.
    fn settle(&mut self, unclosed: UnclosedMark, goes_on: bool) {
        if goes_on || unclosed.span.runs_on {
            self.found.spans.truncate(unclosed.keep);
            self.found.spans.push(unclosed.span);
        } else {
            self.found.unclosed.push(unclosed.span.outer.start);
        }
    }
}

/// Returns a quotation of which nothing is known but its words.
pub(super) fn speech(span: MarkedSpan) -> Quotation {
    Quotation { range: span.range, kind: QuotationKind::Speech, is_continued: span.runs_on, speaker: None }
}
