//! Line maps: map offsets in a stored text to lines or pages of the original file.

use std::ops::Range;

use crate::text::leb128::{put, take};
use crate::text::mapped_text::MappedText;
use crate::text::position::file_position::FilePosition;
use crate::text::position::line_index::LineIndex;

/// An offset at which a new line or page of the original, or a new block, begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineStart {
    /// Offset in the text, in bytes.
    pub offset: usize,
    /// Line or page of the original.
    pub position: FilePosition,
    /// Whether a block (a paragraph, a heading) begins here.
    pub block: bool,
    /// Whether something was cut between the previous block and this one.
    pub after_gap: bool,
}

/// Maps offsets in a stored text to lines of the original, or to its pages if it has those.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineMap {
    starts: Vec<LineStart>,
}

impl LineMap {
    /// Builds the map of `text`. `blocks` holds the offset of each block and whether something was cut before
    /// it.
    pub fn new(
        text: &MappedText,
        lines: &LineIndex,
        blocks: impl IntoIterator<Item = (usize, bool)>,
    ) -> Self {
        let mut starts: Vec<LineStart> = Vec::new();
        let mut blocks = blocks.into_iter().peekable();
        let mut add = |offset: usize, block: Option<bool>| {
            // Empty lines need no entry.
            if block.is_none() && text.as_str().as_bytes().get(offset) == Some(&b'\n') {
                return;
            }
            let position = lines.position(text.origin(offset..offset + 1).start);
            if block.is_some() || starts.last().is_none_or(|last| last.position != position) {
                starts.push(LineStart {
                    offset,
                    position,
                    block: block.is_some(),
                    after_gap: block.unwrap_or(false),
                });
            }
        };
        // Lines change where a run begins and, inside verbatim runs, after a newline. Pages may begin
        // anywhere.
        let pages: Vec<usize> = lines.pages().iter().map(|start| start.offset).collect();
        let mut page_starts = text.offsets_of(&pages).peekable();
        let mut piece_starts = text.piece_starts().peekable();
        while let Some(offset) = match (piece_starts.peek(), page_starts.peek()) {
            (Some(piece), Some(page)) if page < piece => page_starts.next(),
            (None, _) => page_starts.next(),
            _ => piece_starts.next(),
        } {
            while let Some((block, gap)) = blocks.next_if(|(block, _)| *block <= offset) {
                add(block, Some(gap));
                if block == offset {
                    break;
                }
            }
            add(offset, None);
        }
        for (block, gap) in blocks {
            add(block, Some(gap));
        }
        LineMap { starts }
    }

    /// Returns the position in the original that the byte at `offset` came from. An empty line counts as the
    /// previous one.
    pub fn position(&self, offset: usize) -> FilePosition {
        let index = self.starts.partition_point(|start| start.offset <= offset);
        self.starts.get(index.saturating_sub(1)).map_or(FilePosition::START, |start| start.position)
    }

    /// Returns the first part of a text of `length` bytes that is on page `page`.
    pub(crate) fn range_of_page(&self, page: u32, length: usize) -> Option<Range<usize>> {
        let is_on_page = |start: &&LineStart| start.position.page() == Some(page);
        let mut starts = self.starts.iter().skip_while(|start| !is_on_page(start));
        let begin = starts.next()?.offset;
        Some(begin..starts.find(|start| !is_on_page(start)).map_or(length, |start| start.offset))
    }

    /// Returns the map of a part of the text, which begins a block.
    pub(crate) fn slice(&self, range: Range<usize>) -> LineMap {
        let position = self.position(range.start);
        let first = LineStart { offset: 0, position, block: true, after_gap: false };
        let is_inside = |start: &&LineStart| start.offset > range.start && start.offset < range.end;
        let shift = |start: &LineStart| LineStart { offset: start.offset - range.start, ..*start };
        let others = self.starts.iter().filter(is_inside).map(shift);
        LineMap { starts: std::iter::once(first).chain(others).collect() }
    }

    /// Returns the starts of all lines and blocks, in order.
    pub(crate) fn starts(&self) -> &[LineStart] {
        &self.starts
    }

    /// Iterates over the starts of blocks, in order.
    pub fn blocks(&self) -> impl Iterator<Item = LineStart> + '_ {
        self.starts.iter().copied().filter(|start| start.block)
    }

    /// Encodes the map of `text`: for each start its offset, and the difference in lines with two flags. The
    /// offset is 0 if the start is that of the next line of `text`, the common case, which compresses to
    /// almost nothing.
    pub fn to_bytes(&self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.starts.len() * 3);
        let (mut offset, mut line) = (0, 0);
        for start in &self.starts {
            let expected = next_line(text.as_bytes(), offset) == Some(start.offset);
            put(&mut bytes, if expected { 0 } else { (start.offset - offset) as u64 + 1 });
            let step = i64::from(start.position.to_bits()) - i64::from(line);
            let zigzag = ((step << 1) ^ (step >> 63)) as u64;
            put(&mut bytes, zigzag << 2 | u64::from(start.block) << 1 | u64::from(start.after_gap));
            (offset, line) = (start.offset, start.position.to_bits());
        }
        bytes
    }

    /// Decodes the map of `text` that [`LineMap::to_bytes`] encoded. Returns `None` if the bytes are
    /// malformed.
    pub fn from_bytes(mut bytes: &[u8], text: &[u8]) -> Option<Self> {
        let mut starts = Vec::new();
        let (mut offset, mut line) = (0usize, 0i64);
        while !bytes.is_empty() {
            offset = match take(&mut bytes)?.checked_sub(1) {
                Some(step) => offset.checked_add(usize::try_from(step).ok()?)?,
                None => next_line(text, offset)?,
            };
            let encoded = take(&mut bytes)?;
            let zigzag = encoded >> 2;
            line = line.checked_add((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))?;
            starts.push(LineStart {
                offset,
                position: FilePosition::from_bits(u32::try_from(line).ok()?),
                block: encoded & 2 != 0,
                after_gap: encoded & 1 != 0,
            });
        }
        Some(LineMap { starts })
    }
}

/// Returns the offset of the next non-empty line of `text` after `offset`.
fn next_line(text: &[u8], offset: usize) -> Option<usize> {
    let tail = text.get(offset..)?;
    let end = memchr::memchr(b'\n', tail)?;
    let newlines = tail[end..].iter().take_while(|byte| **byte == b'\n').count();
    Some(offset + end + newlines)
}

#[cfg(test)]
mod tests {
    use crate::text::position::file_position::PageStart;
    use crate::text::position::line_map::*;
    use proptest::prelude::*;

    #[test]
    fn every_offset_maps_to_a_line() {
        let original = "one\ntwo wraps\nhere\n\ncut\nlast";
        let (mut text, lines) = (MappedText::verbatim(&original[4..18], 4), LineIndex::new(original));
        text.push_as("\n\n", 18..24);
        text.push(&original[24..], 24);
        let map = LineMap::new(&text, &lines, [(0, true), (16, true)]);
        assert_eq!(text.as_str(), "two wraps\nhere\n\nlast");
        let line_of = |needle: &str| text.as_str().find(needle).map(|offset| map.position(offset).number());
        assert_eq!([line_of("wraps"), line_of("here"), line_of("last")], [Some(2), Some(3), Some(6)]);
        assert_eq!(
            map.blocks().map(|start| (start.offset, start.after_gap)).collect::<Vec<_>>(),
            [(0, true), (16, true)]
        );
    }

    #[test]
    fn pages_begin_within_lines_and_may_go_back() {
        let original = "Page one goes on\nhere, and ends.\n\nLast\n1\n2\n";
        let pages = [(0, 1), (9, 2), (34, 3), (39, 1), (41, 2)];
        let pages = pages.map(|(offset, page)| PageStart { offset, page });
        let lines = LineIndex::new(original).with_pages(&pages);
        let map = LineMap::new(&MappedText::verbatim(original, 0), &lines, [(0, true), (34, true)]);
        let starts: Vec<_> =
            map.starts.iter().map(|start| (start.offset, start.position.to_string())).collect();
        let expected = [(0, "p.1"), (9, "p.2"), (34, "p.3"), (39, "p.1"), (41, "p.2")];
        assert_eq!(starts, expected.map(|(offset, page)| (offset, page.to_owned())));
        assert_eq!(map.position(18), FilePosition::Page(2));
        assert_eq!(LineMap::from_bytes(&map.to_bytes(original), original.as_bytes()), Some(map));
    }

    #[test]
    fn consecutive_lines_encode_to_little() {
        let text = "one\ntwo\n\nthree\n".repeat(20);
        let (mapped, lines) = (MappedText::verbatim(&text, 0), LineIndex::new(&text));
        let map = LineMap::new(&mapped, &lines, []);
        let bytes = map.to_bytes(&text);
        assert_eq!(map.starts.len(), 3 * 20, "{map:?}");
        assert_eq!(bytes.chunks(2).skip(1).filter(|start| start[0] == 0).count(), 3 * 20 - 1, "{bytes:?}");
        assert_eq!(LineMap::from_bytes(&bytes, text.as_bytes()), Some(map));
    }

    proptest! {
        #[test]
        fn round_trip(
            steps in prop::collection::vec((0usize..30, 0u32..70_000, any::<bool>(), any::<bool>()), 0..40),
            text in "([a-z]{0,9}\n{0,2}){0,60}",
            bit in prop::sample::select(vec![0, 1 << 31]),
        ) {
            let mut offset = 0;
            let starts = steps.into_iter().map(|(step, line, block, after_gap)| {
                offset += step;
                LineStart { offset, position: FilePosition::from_bits(line | bit), block, after_gap }
            }).collect();
            let map = LineMap { starts };
            let bytes = map.to_bytes(&text);
            prop_assert_eq!(LineMap::from_bytes(&bytes, text.as_bytes()), Some(map));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = LineMap::from_bytes(&bytes, b"a\n\nb\nc");
        }
    }
}
