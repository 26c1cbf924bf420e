//! Plain text: one block per line, or per paragraph if the text is hard-wrapped.
//!
//! Crawl dumps have one paragraph per line. Mails, RFCs and the output of text browsers break paragraphs at a
//! fixed column; the lines of such a paragraph form one block. A line is broken if the first word of the next
//! one would not have fitted.

mod hyphens;
mod references;

use crate::extract::plain::hyphens::{Break, Hyphens, hyphen};
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::ops::Range;

pub(crate) use references::{are_escapes, decode, read_value};

/// Maximum width of hard-wrapped text, in characters.
const MAX_WIDTH: usize = 110;
/// Minimum width of hard-wrapped text, in characters.
const MIN_WIDTH: usize = 20;
/// Width of a narrow column, in characters: a list has lines as short.
const NARROW_WIDTH: usize = 45;

/// Returns the blocks of `text`: one per non-blank line, or per paragraph if the text is hard-wrapped.
///
/// ```
/// let blocks = clippings::internals::extract::plain::blocks("One.\n\n  Two.\r\n");
/// let texts: Vec<_> = blocks.iter().map(|block| block.text.as_str()).collect();
/// assert_eq!(texts, ["One.", "Two."]);
/// ```
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = paragraphs(text);
    if are_escapes(text) {
        for block in &mut blocks {
            references::decode_block(&mut block.text);
        }
    }
    blocks
}

/// Returns the paragraphs of `text`, with the words whole that its lines break.
fn paragraphs(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    if width.is_none() && !lines.iter().any(|line| hyphen(&text[line.clone()]).is_some()) {
        return lines
            .into_iter()
            .map(|span| block(MappedText::verbatim(&text[span.clone()], span.start)))
            .collect();
    }
    let hyphens = Hyphens::new(text);
    let mut blocks = Vec::with_capacity(lines.len() / if width.is_some() { 4 } else { 1 });
    let mut lines = lines.into_iter().peekable();
    while let Some(mut last) = lines.next() {
        let mut paragraph = MappedText::new();
        let mut start = last.start;
        loop {
            let breaks_word = |next: &Range<usize>| breaks_word(text, &last, next);
            let goes_on = |next: &Range<usize>| {
                breaks_word(next) && text[next.clone()].starts_with(char::is_lowercase)
                    || width.is_some_and(|width| is_broken(text, &last, next, width))
            };
            let Some(next) = lines.next_if(goes_on) else { break };
            if breaks_word(&next)
                && let Some(length) = hyphen(&text[last.clone()])
            {
                let end = last.end - length;
                let read = hyphens.read(&text[last.start..end], &text[end..last.end], &text[next.clone()]);
                let end = match read {
                    Break::Word => Some(end),
                    Break::Compound => Some(last.end),
                    Break::Apart => None,
                };
                if let Some(end) = end {
                    paragraph.push(&text[start..end], start);
                    start = next.start;
                }
            }
            last = next;
        }
        paragraph.push(&text[start..last.end], start);
        blocks.push(block(paragraph));
    }
    blocks
}

fn block(text: MappedText) -> Block {
    Block { kind: BlockKind::Paragraph, text }
}

/// Returns whether a word begins at the end of `line` and goes on in `next`, also on the next page.
fn breaks_word(text: &str, line: &Range<usize>, next: &Range<usize>) -> bool {
    let gap = &text[line.end..next.start];
    let words = || text[line.clone()].split_whitespace().take(2).count();
    (adjacent(text, line, next) || gap.contains('\u{c}'))
        && hyphen(&text[line.clone()]).is_some()
        && text[next.clone()].starts_with(char::is_alphanumeric)
        && words() > 1
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
    let (mut pairs, mut broken, mut full) = (0, 0, 0);
    for pair in lines.windows(2) {
        if adjacent(text, &pair[0], &pair[1]) {
            pairs += 1;
            let runs_on = text[pair[1].clone()].starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
            let is_full = is_broken(text, &pair[0], &pair[1], width);
            full += usize::from(is_full);
            broken += usize::from(runs_on && is_full);
        }
    }
    if width < NARROW_WIDTH && (full * 10 < pairs * 9 || broken * 2 < pairs) {
        return None;
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

    #[test]
    fn narrow_columns_are_paragraphs_with_whole_words() {
        let text = "\
Harbour board meets

The board of the harbour said
on Monday that the interna-
tional ferry would stay in
port, a well-known ship with
a crew of twenty-one sai-
lors, until the engine had
been examined by the makers.
";
        let texts = texts(text);
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(
            texts[1].contains("international ferry") && texts[1].contains("twenty-one sailors,"),
            "{texts:?}"
        );
        let blocks = blocks(text);
        let tail = blocks[1].text.as_str().find("lors, until").expect("the word");
        assert!(text[blocks[1].text.origin(tail..tail + 4)].starts_with("lors"));
    }

    #[test]
    fn a_hyphen_joins_lines_of_any_length() {
        assert_eq!(
            texts("The interna-\r\ntional ferry stays.\nAnother line"),
            ["The international ferry stays.", "Another line"]
        );
        assert_eq!(texts("The board met the well-\nknown man"), ["The board met the well-known man"]);
        assert_eq!(texts("The interna-\n\u{c}\ntional ferry"), ["The international ferry"]);
        assert_eq!(texts("sub-\nmenu\nA - \nb"), ["sub-", "menu", "A -", "b"]);
    }

    #[test]
    fn short_lists_are_no_columns() {
        let text = "two cups of white flour\n1 spoon of salt\n200 g of cold butter\n3 eggs\na glass of cold water\nlemon peel\n";
        assert_eq!(texts(text).len(), 6);
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
