//! From the events of a parser of Markdown to blocks that know where they stand.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::extract::{Block, BlockKind};
use crate::text::MappedText;

/// What is understood beyond CommonMark. Without it the signs would be text, which harms no search; footnotes and tables
/// would run into what stands around them.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_WIKILINKS);

/// Lines that are wrapped are so many columns wide.
const WIDTHS: Range<usize> = 45..200;

/// The blocks of `text` from `start` on, which is where the Markdown begins.
pub(super) fn blocks(text: &str, start: usize) -> Vec<Block> {
    let source = &text[start..];
    let mut reading = Reading {
        source,
        offset: start,
        blocks: Vec::new(),
        text: MappedText::new(),
        kinds: Vec::new(),
        pictures: 0,
    };
    let width = wrap_width(source);
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => reading.pictures += 1,
            Event::End(TagEnd::Image) => reading.pictures -= 1,
            Event::Start(Tag::TableCell) if !reading.text.is_empty() => {
                reading.put(" ", range.start..range.start)
            }
            Event::Start(tag) => {
                if let Some(kind) = kind_of(&tag) {
                    reading.end();
                    reading.kinds.push(kind);
                }
            }
            Event::End(tag) if is_block(tag) => {
                reading.end();
                reading.kinds.pop();
            }
            Event::Text(shown) => reading.text(&shown, range),
            Event::Code(shown) | Event::InlineMath(shown) | Event::DisplayMath(shown) => {
                reading.code(&shown, range)
            }
            Event::Html(_) => reading.html(range),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => reading.put("\n", range),
            Event::SoftBreak if !width.is_some_and(|width| is_full(source, range.start, width)) => {
                reading.end()
            }
            Event::SoftBreak | Event::HardBreak => reading.put("\n", range),
            Event::End(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule => {}
        }
    }
    reading.end();
    reading.blocks
}

/// The column at which lines are broken; `None` where they are not, as in dumps, which have a paragraph or an entry of a
/// menu on every line. Where they are, most lines that another follows have no room for its first word.
fn wrap_width(source: &str) -> Option<usize> {
    let ends = memchr::memchr_iter(b'\n', source.as_bytes());
    let ends: Vec<usize> = ends.filter(|at| line_after(source, *at).is_some()).collect();
    let mut widths: Vec<usize> = ends.iter().map(|at| columns(line_before(source, *at))).collect();
    widths.sort_unstable();
    // A line of code or a long address may be wider.
    let width = *widths.get((widths.len() * 9 / 10).min(widths.len().saturating_sub(1)))?;
    let full = ends.iter().filter(|at| is_full(source, **at, width)).count();
    (WIDTHS.contains(&width) && full * 2 > ends.len()).then_some(width)
}

/// Whether the line that ends at `at` has no room for the first word of the next in lines of `width` columns.
fn is_full(source: &str, at: usize, width: usize) -> bool {
    let word = line_after(source, at).and_then(|line| line.split_whitespace().next()).map_or(0, columns);
    columns(line_before(source, at)) + 1 + word > width * 9 / 10
}

fn line_before(source: &str, at: usize) -> &str {
    let start = memchr::memrchr(b'\n', &source.as_bytes()[..at]).map_or(0, |end| end + 1);
    source[start..at].trim_end()
}

/// The line after the line end at `at`, without signs of a quote; `None` of a line on which something else begins.
fn line_after(source: &str, at: usize) -> Option<&str> {
    let line = source[at + 1..].split('\n').next()?.trim_start_matches(['>', ' ']);
    let begins =
        |sign: char| matches!(sign, '#' | '|' | '-' | '*' | '+' | '`' | '~' | '=') || sign.is_ascii_digit();
    Some(line).filter(|line| !line.trim().is_empty() && !line.starts_with(begins))
}

fn columns(text: &str) -> usize {
    text.chars().count()
}

/// What a block is; `None` of what stands inside of one.
fn kind_of(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { .. } => BlockKind::Heading,
        Tag::BlockQuote(_) => BlockKind::Quote,
        Tag::List(_) | Tag::Item => BlockKind::ListItem,
        Tag::CodeBlock(_) => BlockKind::Preformatted,
        Tag::Table(_) | Tag::TableHead | Tag::TableRow => BlockKind::Table,
        Tag::Paragraph | Tag::HtmlBlock | Tag::FootnoteDefinition(_) => BlockKind::Paragraph,
        _ => return None,
    })
}

/// The same of its end.
fn is_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
    )
}

/// Whether `text` is written as it is shown. A line end in code is shown as a space.
fn is_written(shown: &str, text: &str) -> bool {
    let same = |(shown, written): (u8, u8)| shown == written || (shown, written) == (b' ', b'\n');
    shown.len() == text.len() && shown.bytes().zip(text.bytes()).all(same)
}

struct Reading<'t> {
    source: &'t str,
    /// Where it stands in the original.
    offset: usize,
    blocks: Vec<Block>,
    /// Of the block that is being read.
    text: MappedText,
    /// What it stands in, from the outside in.
    kinds: Vec<BlockKind>,
    /// In how many pictures: their text is not shown.
    pictures: usize,
}

impl Reading<'_> {
    fn put(&mut self, shown: &str, range: Range<usize>) {
        if self.pictures == 0 && !self.text.is_empty() {
            self.text.push_as(shown, self.offset + range.start..self.offset + range.end);
        }
    }

    /// Text that was written at `range`; where it was not written as it is shown, all of it leads to all of that.
    fn text(&mut self, shown: &str, range: Range<usize>) {
        if self.pictures > 0 {
            return;
        }
        let seen = if self.text.is_empty() { shown.trim_start() } else { shown };
        let range = match is_written(shown, &self.source[range.clone()]) {
            true => range.end - seen.len()..range.end,
            false => range,
        };
        let origin = self.offset + range.start..self.offset + range.end;
        // Of a piece that is as long as its origin every byte would lead to one byte.
        let misleads = seen.len() == range.len() && !is_written(seen, &self.source[range]);
        let unit = if misleads { seen.chars().next().map_or(0, char::len_utf8) } else { seen.len() };
        self.text.push_as(&seen[..unit], origin.clone());
        self.text.push_as(&seen[unit..], origin);
    }

    fn code(&mut self, shown: &str, range: Range<usize>) {
        let written = &self.source[range.clone()];
        let ticks = written.len() - written.trim_start_matches(['`', '$']).len();
        // Of the spaces at both ends one each is not shown.
        let places = [ticks, ticks + 1].map(|at| range.start + at..range.start + at + shown.len());
        let is_there = |place: &Range<usize>| {
            place.end <= range.end
                && self.source.get(place.clone()).is_some_and(|text| is_written(shown, text))
        };
        let found = places.into_iter().find(is_there);
        self.text(shown, found.unwrap_or(range));
    }

    /// A line of HTML: its tags go, what stands between them stays.
    fn html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let text = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            self.text(&rest[..text], at..at + text);
            let tag = &rest[text..];
            at += text + memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |end| end + 1);
        }
        self.end();
    }

    /// Ends the block that is being read.
    fn end(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        text.trim_end();
        if !text.as_str().trim().is_empty() {
            let kind = self.kinds.iter().rev().find(|kind| **kind != BlockKind::Paragraph);
            self.blocks.push(Block { kind: kind.copied().unwrap_or_default(), text });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::blocks::*;

    fn shown(text: &str) -> String {
        let texts: Vec<_> = blocks(text, 0).iter().map(|block| block.text.as_str().to_owned()).collect();
        texts.join("¶")
    }

    #[test]
    fn what_is_read_stays_and_the_signs_go() {
        for (text, expected) in [
            ("The [minister of transport](https://a.example/m) went.", "The minister of transport went."),
            (
                "A [name](https://a.example/x_(y) \"A (title)\") and [*more*][1].\n\n[1]: https://a.example",
                "A name and more.",
            ),
            ("[![Photo](p.jpg)](https://a.example) By Ann", "By Ann"),
            ("![A caption](p.jpg)", ""),
            ("See [[People/Ann|Ann Smith]] and [[Ben]].", "See Ann Smith and Ben."),
            ("“We [sic] won,” he said.[^1]\n\n[^1]: The minister.", "“We [sic] won,” he said.¶The minister."),
            ("**Bold**, *it*, ***both***, __b__, _i_, ~~gone~~.", "Bold, it, both, b, i, gone."),
            ("5 * 3 is file_name_x, * alone", "5 * 3 is file_name_x, * alone"),
            ("A \\*star\\* and \\[brackets\\](x)", "A *star* and [brackets](x)"),
            ("`code *as* is` & AT&amp;T &copy; & so", "code *as* is & AT&T © & so"),
            ("one<br>two <b class=x>three</b> 1 < 2 > 1 <!-- no -->", "one\ntwo three 1 < 2 > 1"),
            ("<https://a.example/b>", "https://a.example/b"),
            ("<figure><p>A <i>line</i></p>\n<p>Another</p></figure>\n\nText", "A line¶Another¶Text"),
            ("## What next ##\nText", "What next¶Text"),
            ("> > - [ ] quoted\n\n#hashtag stays", "quoted¶#hashtag stays"),
            ("- item\n- other\n\n---\n\n1. first", "item¶other¶first"),
            ("| a | b |\n|---|:-:|\n| c | d |\n\nText", "a b¶c d¶Text"),
            ("One line\nAnother line", "One line¶Another line"),
            ("[open (unclosed](", "[open (unclosed]("),
            ("```rust\nlet x = 1;\n```", "let x = 1;"),
            ("`` a`b ``, `\nc\nd\n`", "a`b, c d"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_paragraph_that_is_wrapped_is_one_block() {
        let text = "> The harbour authority said on *Monday* that the ferry would remain at its\n\
            > berth until the engine had been examined, which could take as long as\n\
            > a week, and that passengers would be carried by bus in the meantime.\n\n\
            A second paragraph follows, and it is broken at the very same column as\n\
            the first one was, because it came out of the same [program](https://a.example),\n\
            which has never done anything else with what it was given to print out,\n\
            and so on.\n";
        let texts = blocks(text, 0);
        assert!(texts.last().is_some_and(|block| block.text.as_str().ends_with("program,\nwhich has never done anything else with what it was given to print out,\nand so on.")), "{texts:?}");
    }

    #[test]
    fn code_over_lines_of_a_quote_leads_to_all_of_it() {
        let text = "> so `é\n> ü` is";
        let block = &blocks(text, 0)[0];
        assert_eq!(block.text.as_str(), "so é ü is");
        let at = block.text.as_str().find('ü').expect("it is there");
        assert_eq!(&text[block.text.origin(at..at + 2)], "`é\n> ü`");
    }

    #[test]
    fn what_never_ends_takes_no_time() {
        for signs in [
            "[", "![", "](", "[](", "<a ", "`", "*a", "_", "**a *", "&amp", "[[", "[^", "> ", "- ", "<div>",
            "|",
        ] {
            assert!(shown(&signs.repeat(50_000)).len() <= 1_000_000, "{signs}");
        }
    }
}
