//! The lines of an article, as they are read.

use std::ops::Range;

use crate::search::{BlockSource, PieceStyle, ReadingArticle};
use crate::text::{FilePosition, SentenceRules, sentence_starts};

/// Length in bytes from which a line is split between sentences.
const MAX_ROW: usize = 600;

/// A line of an article, a part of a long one, or lines that were cut. In a file with pages, a block is a
/// line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// Text.
    Text {
        /// Line or page of the file.
        position: FilePosition,
        /// Whether it goes on with the line of the row before.
        is_rest: bool,
        /// Text of the article that has it.
        source: BlockSource,
        /// Place in this text, in bytes.
        range: Range<usize>,
        /// Number of matches that begin in it.
        matches: usize,
    },
    /// Lines that were cut and are not shown.
    Cut {
        /// First line or page.
        first: FilePosition,
        /// Last line or page.
        last: FilePosition,
    },
}

impl Row {
    /// Returns the first line or page.
    pub(super) fn position(&self) -> FilePosition {
        match self {
            Row::Text { position, .. } => *position,
            Row::Cut { first, .. } => *first,
        }
    }

    /// Returns the last line or page.
    pub(super) fn last_position(&self) -> FilePosition {
        match self {
            Row::Text { position, .. } => *position,
            Row::Cut { last, .. } => *last,
        }
    }

    /// Returns the number of matches.
    pub(super) fn matches(&self) -> usize {
        match self {
            Row::Text { matches, .. } => *matches,
            Row::Cut { .. } => 0,
        }
    }

    fn is_cut_text(&self) -> bool {
        matches!(self, Row::Text { source: BlockSource::Cut, .. })
    }
}

/// Returns the rows of an article. Lines that were cut are folded, but those where `is_wanted`.
pub(super) fn rows(article: &ReadingArticle, is_wanted: impl Fn(&Row) -> bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let rows_of_all = all_rows(article);
    for run in rows_of_all.chunk_by(|a, b| a.is_cut_text() == b.is_cut_text()) {
        match run {
            [first, .., last] | [first @ last] if first.is_cut_text() && !run.iter().any(&is_wanted) => {
                rows.push(Row::Cut { first: first.position(), last: last.last_position() });
            }
            run => rows.extend_from_slice(run),
        }
    }
    rows
}

/// Returns the rows of all text.
fn all_rows(article: &ReadingArticle) -> Vec<Row> {
    let rules = SentenceRules::of(article.article.text.language.code());
    let mut rows = Vec::new();
    for block in &article.blocks {
        let pieces = article.pieces_of(block);
        let mut position = block.position;
        for group in pieces.chunk_by(|_, next| next.position.is_none()) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            position = first.position.unwrap_or(position);
            let range = first.range.start..last.range.end;
            let text = article.text_of_source(block.source);
            for (index, range) in parts(text, range, rules).into_iter().enumerate() {
                let begins = |range: &Range<usize>, offset: usize| range.contains(&offset);
                let matches = group.iter().filter(|piece| matches!(piece.style, PieceStyle::Match(_)));
                let matches = matches.filter(|piece| begins(&range, piece.range.start)).count();
                rows.push(Row::Text { position, is_rest: index > 0, source: block.source, range, matches });
            }
        }
    }
    rows
}

/// Splits a long line between sentences; a line that is not long is one part.
fn parts(text: &str, line: Range<usize>, rules: &SentenceRules) -> Vec<Range<usize>> {
    if text.get(line.clone()).is_none_or(|line| line.trim().is_empty()) {
        return Vec::new();
    }
    if line.len() <= MAX_ROW {
        return vec![line];
    }
    let mut parts = Vec::new();
    let mut start = line.start;
    let mut end = line.start;
    let starts = sentence_starts(text, line.clone(), rules);
    for next in starts.into_iter().skip(1).chain([line.end]) {
        if next - start > MAX_ROW && end > start {
            parts.push(start..end);
            start = end;
        }
        end = next;
    }
    parts.push(start..line.end);
    parts
}

#[cfg(test)]
mod tests {
    use crate::mcp::tools::rows::*;

    #[test]
    fn long_lines_are_split_between_sentences() {
        let sentence = "The ferry stays in the harbor until the storm is over. ";
        let text = sentence.repeat(30);
        let parts = parts(&text, 0..text.len(), SentenceRules::of("en"));
        assert!(parts.len() > 2, "{parts:?}");
        assert!(
            parts.iter().all(|part| part.len() <= MAX_ROW && text[part.clone()].starts_with("The ferry"))
        );
        assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start), "{parts:?}");
        assert_eq!(parts.last().map(|part| part.end), Some(text.len()));
    }
}
