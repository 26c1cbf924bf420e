//! The matches of a node in one text, as spans that lead back to the ranges they are made of.

use crate::query::spans::budget::MAX_SPANS;

/// A match of a clause, in word positions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// Position of the first word.
    pub start: u32,
    /// Position after the last word.
    pub end: u32,
    /// The ranges that match, if not everything from start to end does.
    ranges: Option<Vec<(u32, u32)>>,
    /// Whether the ranges are parts of one quote with words left out between them.
    pub elided: bool,
}

impl Match {
    /// Creates a match of ranges in order; `None` if there are none.
    pub(super) fn of_ranges(ranges: Vec<(u32, u32)>, elided: bool) -> Option<Self> {
        let (start, end) = (ranges.first()?.0, ranges.last()?.1);
        Some(Match { start, end, ranges: Some(ranges).filter(|ranges| ranges.len() > 1), elided })
    }

    /// Returns the ranges that match, each from its first word to the position after its last. Empty if the
    /// match is contiguous.
    pub fn ranges(&self) -> &[(u32, u32)] {
        self.ranges.as_deref().unwrap_or(&[])
    }
}

/// A range of positions that a node covers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub start: u32,
    pub end: u32,
    /// Where it comes from: see [`SpanOrigin`].
    pub first: u32,
    /// Index of the second match of a pair.
    pub second: u32,
}

/// The [`Span::second`] of a span that is no pair.
const NO_SECOND: u32 = u32::MAX;

impl Span {
    pub(super) fn new(start: u32, end: u32) -> Self {
        Span { start, end, first: 0, second: NO_SECOND }
    }

    /// Returns the span as one that comes from a child.
    pub(super) fn of_child(self, index: usize) -> Self {
        Span { first: index as u32, second: NO_SECOND, ..self }
    }
}

/// Sorts by start, then by end.
pub(super) fn sort_spans(spans: &mut [Span]) {
    // They come in a few runs, which a stable sort merges.
    spans.sort_by_key(|span| u64::from(span.start) << 32 | u64::from(span.end));
}

/// Keeps the spans that contain no other. The spans must be sorted.
pub(super) fn keep_shortest(spans: &mut Vec<Span>) {
    let mut kept = 0;
    for index in 0..spans.len() {
        let span = spans[index];
        // Of two that begin together the shorter comes first.
        if kept > 0 && spans[kept - 1].start == span.start {
            continue;
        }
        while kept > 0 && spans[kept - 1].end >= span.end {
            kept -= 1;
        }
        spans[kept] = span;
        kept += 1;
    }
    spans.truncate(kept);
}

/// The spans of a node in one text.
#[derive(Debug, Default)]
pub(crate) struct SpanSet {
    /// Spans by start, then by end.
    pub(super) spans: Vec<Span>,
    pub(super) origin: SpanOrigin,
}

/// Parts that the spans of a node are made of.
#[derive(Debug, Default)]
pub(super) enum SpanOrigin {
    /// All words from start to end.
    #[default]
    Whole,
    /// The `count` ranges from index [`Span::first`] on. Without ranges if they are not wanted.
    Ranges { ranges: Vec<(u32, u32)>, count: usize, elided: bool },
    /// One span or a pair of the children, whose spans are numbered one after the other.
    Children(Vec<SpanSet>),
}

impl SpanSet {
    /// Returns the positions at which the spans begin.
    pub(super) fn starts(&self) -> impl Iterator<Item = u32> + '_ {
        self.spans.iter().map(|span| span.start)
    }

    /// Returns the number of spans.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Returns the matches that the spans stand for, with at most [`MAX_SPANS`] ranges.
    pub(super) fn matches(&self) -> Vec<Match> {
        let mut ranges_left = MAX_SPANS;
        let matches = self.spans.iter().map_while(|span| {
            let found = self.match_of(*span);
            ranges_left = ranges_left.checked_sub(found.ranges().len().max(1))?;
            Some(found)
        });
        matches.collect()
    }

    fn match_of(&self, span: Span) -> Match {
        let Span { start, end, first, second } = span;
        match &self.origin {
            SpanOrigin::Whole => Match { start, end, ranges: None, elided: false },
            SpanOrigin::Ranges { ranges, count, elided } => {
                let begin = first as usize;
                let ranges = ranges.get(begin..begin + count).map(<[_]>::to_vec);
                Match { start, end, ranges, elided: *elided }
            }
            SpanOrigin::Children(_) if second == NO_SECOND => {
                let child = self.child_match(first);
                child.unwrap_or(Match { start, end, ranges: None, elided: false })
            }
            SpanOrigin::Children(_) => {
                let mut ranges = Vec::new();
                for part in [first, second].into_iter().filter_map(|index| self.child_match(index)) {
                    match part.ranges {
                        Some(parts) => ranges.extend(parts),
                        None => ranges.push((part.start, part.end)),
                    }
                }
                Match { start, end, ranges: Some(ranges), elided: false }
            }
        }
    }

    /// Returns the match of the children with this number.
    fn child_match(&self, index: u32) -> Option<Match> {
        let SpanOrigin::Children(children) = &self.origin else { return None };
        let mut index = index as usize;
        for child in children {
            match child.spans.get(index) {
                Some(span) => return Some(child.match_of(*span)),
                None => index -= child.spans.len(),
            }
        }
        None
    }
}
