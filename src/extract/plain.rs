//! Plain text: one block per line, or per paragraph if the text is hard-wrapped.
//!
//! Crawl dumps have one paragraph per line. Mails, RFCs and the output of text browsers break paragraphs at a
//! fixed column; the lines of such a paragraph form one block. A line is broken if the first word of the next
//! one would not have fitted.

use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::ops::Range;

/// Maximum width of hard-wrapped text, in characters.
const MAX_WIDTH: usize = 110;
/// Minimum width of hard-wrapped text, in characters.
const MIN_WIDTH: usize = 45;

/// Returns the blocks of `text`: one per non-blank line, or per paragraph if the text is hard-wrapped.
///
/// ```
/// let blocks = clippings::internals::extract::plain::blocks("One.\n\n  Two.\r\n");
/// let texts: Vec<_> = blocks.iter().map(|block| block.text.as_str()).collect();
/// assert_eq!(texts, ["One.", "Two."]);
/// ```
pub fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let Some(width) = wrap_width(text, &lines) else {
        return lines.into_iter().map(|span| block(text, span)).collect();
    };
    let mut blocks = Vec::with_capacity(lines.len() / 4);
    let mut lines = lines.into_iter().peekable();
    while let Some(mut span) = lines.next() {
        let mut last = span.clone();
        while let Some(next) = lines.next_if(|next| is_broken(text, &last, next, width)) {
            span.end = next.end;
            last = next;
        }
        blocks.push(block(text, span));
    }
    blocks
}

fn block(text: &str, span: Range<usize>) -> Block {
    let kind = BlockKind::Paragraph;
    Block { kind, text: MappedText::verbatim(&text[span.clone()], span.start) }
}

/// Returns the ranges of the non-blank lines, without surrounding white space.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::with_capacity(text.len() / 48);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        // Most lines begin and end with a visible ASCII character.
        let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if visible(line.as_bytes().first()) && visible(line.as_bytes().last()) {
            spans.push(start..end);
        } else {
            let trimmed = line.trim_matches(is_blank);
            if !trimmed.is_empty() {
                let trimmed_start = start + (trimmed.as_ptr() as usize - line.as_ptr() as usize);
                spans.push(trimmed_start..trimmed_start + trimmed.len());
            }
        }
        start = end + 1;
    }
    spans
}

/// Returns whether `c` is white space or invisible.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}')
}

/// Returns the column at which paragraphs are wrapped, or `None` if they are not.
fn wrap_width(text: &str, lines: &[Range<usize>]) -> Option<usize> {
    if lines.len() < 4 {
        return None;
    }
    let longest = lines.iter().map(|span| span.len()).max()?;
    if longest > 4 * 4 * MAX_WIDTH && lines.len() < 1000 {
        return None; // most dumps return here, before characters are counted
    }
    let mut widths: Vec<usize> = lines.iter().map(|span| columns(text, span)).collect();
    widths.sort_unstable();
    let width = widths[(widths.len() - 1) * 97 / 100];
    if !(MIN_WIDTH..=MAX_WIDTH).contains(&width) {
        return None;
    }
    // Count the lines that continue on the next one in the middle of a sentence.
    let (mut pairs, mut broken) = (0, 0);
    for pair in lines.windows(2) {
        if adjacent(text, &pair[0], &pair[1]) {
            pairs += 1;
            let runs_on = text[pair[1].clone()].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            broken += usize::from(runs_on && is_broken(text, &pair[0], &pair[1], width));
        }
    }
    (broken >= 3 && broken * 4 >= pairs && broken * 8 >= lines.len()).then_some(width)
}

/// Returns whether `next` continues the paragraph of `line` in a text wrapped at `width` columns.
fn is_broken(text: &str, line: &Range<usize>, next: &Range<usize>, width: usize) -> bool {
    if !adjacent(text, line, next) {
        return false;
    }
    let next = &text[next.clone()];
    if next.starts_with(['*', '•', '#', '|', '>']) || next.starts_with("- ") {
        return false;
    }
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    // Allow a tenth: text wrapped on a screen with proportional fonts is not exact to the column.
    columns(text, line) + 1 + word > width * 9 / 10
}

/// Returns whether no blank line separates the two.
fn adjacent(text: &str, line: &Range<usize>, next: &Range<usize>) -> bool {
    text[line.end..next.start].bytes().filter(|byte| *byte == b'\n').count() == 1
}

fn columns(text: &str, span: &Range<usize>) -> usize {
    if span.len() > 8 * MAX_WIDTH { span.len() } else { text[span.clone()].chars().count() }
}

#[cfg(test)]
mod tests {
    use crate::extract::plain::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text).iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn every_line_is_a_block() {
        assert_eq!(texts("One\nTwo\n\n\nThree"), ["One", "Two", "Three"]);
        assert!(texts("").is_empty());
        assert!(texts(" \r\n\0\n\u{feff}\n").is_empty());
    }

    #[test]
    fn wrapped_paragraphs_are_one_block_each() {
        let text = "\
The harbour authority said on Monday that the ferry would remain at its
berth until the engine had been examined, which could take as long as
a week, and that passengers would be carried by bus in the meantime.

A second paragraph follows, and it is broken at the very same column as
the first one was, because it came out of the same program.

Short heading

And a last one that goes on for a while so that there is something for
the test to count.
";
        let texts = texts(text);
        assert_eq!(texts.len(), 4);
        assert!(texts[0].starts_with("The harbour") && texts[0].ends_with("meantime."));
        assert_eq!(texts[2], "Short heading");
    }

    #[test]
    fn menus_and_lists_are_not_paragraphs() {
        let text = "Home\nWorld\nSport\nA headline that is rather long and goes on for sixty columns at least\n\
                    Another headline, just about as long as the one before, of another story\nContact\n";
        assert_eq!(texts(text).len(), 6);
    }

    #[test]
    fn one_enormous_line_is_one_block() {
        let text = "word ".repeat(1 << 20);
        assert_eq!(texts(&text).len(), 1);
    }

    proptest! {
        /// Blocks stand in order, are verbatim and leave out nothing but blanks.
        #[test]
        fn blocks_are_verbatim_and_complete(text in "([a-z ]{0,12}|\n|\r\n|\0|é|[A-Z][a-z ]{40,90}\n){0,40}") {
            let mut end = 0;
            for block in blocks(&text) {
                let span = block.text.origin_span();
                prop_assert!(span.start >= end);
                prop_assert!(text[end..span.start].chars().all(is_blank));
                prop_assert_eq!(&text[span.clone()], block.text.as_str());
                end = span.end;
            }
            prop_assert!(text[end..].chars().all(is_blank));
        }
    }
}
