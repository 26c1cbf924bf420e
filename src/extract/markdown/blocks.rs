//! Turns the events of a Markdown parser into blocks that map back to the source.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::extract::markdown::remarks::{self, REMOVED, Remark};
use crate::extract::markdown::wrapping::{is_full, wrap_width};
use crate::extract::notes::note_mark;
use crate::extract::{Block, BlockKind, html, plain};
use crate::text::{MappedText, TextShift};

/// Extensions beyond CommonMark. Without them markup would be text, and footnotes and tables would run into
/// adjacent blocks.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_WIKILINKS);

/// Descriptions of images with fewer words are left out, as those of pages are.
const MIN_DESCRIPTION_WORDS: usize = 4;

/// Kind of the lines of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SoftBreaks {
    /// Blocks of their own, unless the text is hard-wrapped.
    BetweenBlocks,
    /// Lines of one block, as CommonMark has them.
    WithinBlocks,
}

/// Returns the blocks of `text` from `start` on, after the front matter.
pub(super) fn blocks(text: &str, start: usize, soft_breaks: SoftBreaks) -> Vec<Block> {
    let original = &text[start..];
    let remarks = remarks::find(original, OPTIONS);
    let removed = if remarks.is_empty() {
        Cow::Borrowed(original)
    } else {
        Cow::Owned(remarks::remove(original, &remarks))
    };
    let source = removed.as_ref();
    let mut builder = BlockBuilder {
        original,
        remarks: remarks.into_iter().peekable(),
        source,
        offset: start,
        blocks: Vec::new(),
        text: MappedText::new(),
        kinds: Vec::new(),
        images: 0,
        description: MappedText::new(),
        descriptions: Vec::new(),
        shift: TextShift::None,
    };
    let width = wrap_width(source);
    let is_wrap = |offset: usize| {
        soft_breaks == SoftBreaks::WithinBlocks || width.is_some_and(|width| is_full(source, offset, width))
    };
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => builder.images += 1,
            Event::End(TagEnd::Image) => builder.end_image(),
            Event::Start(Tag::TableCell) if !builder.text.is_empty() => {
                builder.push(" ", range.start..range.start)
            }
            Event::Start(tag) => {
                if let Some(kind) = kind_of(&tag) {
                    builder.finish_block();
                    builder.kinds.push(kind);
                }
            }
            Event::End(tag) if is_block(tag) => {
                builder.finish_block();
                builder.kinds.pop();
            }
            Event::Text(text) => builder.text(&text, range),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                builder.code(&text, range)
            }
            Event::Html(_) => builder.html(range),
            Event::InlineHtml(tag) => builder.inline_html(&tag, range),
            Event::SoftBreak if !is_wrap(range.start) => builder.finish_block(),
            Event::SoftBreak | Event::HardBreak => builder.push("\n", range),
            Event::End(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {}
        }
    }
    builder.finish_block();
    builder.add_remarks(source.len());
    builder.blocks
}

/// Returns the kind of block that a tag begins, or `None` for an inline tag.
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

/// Returns whether the description of an image says more than the name of an icon.
pub(super) fn is_description(text: &str) -> bool {
    text.split_whitespace().nth(MIN_DESCRIPTION_WORDS - 1).is_some()
}

/// Returns whether an HTML tag begins or ends a block.
fn is_block_tag(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    html::tag::Tag::named(name).is_block()
}

/// Returns whether `tag` ends a block.
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

/// Returns whether the source of `displayed` is the same text. A newline in code is displayed as a space.
fn is_verbatim(displayed: &str, source: &str) -> bool {
    let same = |(displayed, source): (u8, u8)| displayed == source || (displayed, source) == (b' ', b'\n');
    displayed.len() == source.len() && displayed.bytes().zip(source.bytes()).all(same)
}

struct BlockBuilder<'t> {
    /// Source as it is written.
    original: &'t str,
    /// Remarks that are not blocks yet.
    remarks: Peekable<IntoIter<Remark>>,
    /// Source without the remarks.
    source: &'t str,
    /// Offset of `source` in the original.
    offset: usize,
    blocks: Vec<Block>,
    /// Text of the current block.
    text: MappedText,
    /// Kinds of the open blocks, outermost first.
    kinds: Vec<BlockKind>,
    /// Number of open images; their text is not displayed.
    images: usize,
    /// Text of the open image.
    description: MappedText,
    /// Descriptions of images in the current block.
    descriptions: Vec<MappedText>,
    /// Place of the open element against the line.
    shift: TextShift,
}

impl BlockBuilder<'_> {
    fn push(&mut self, displayed: &str, range: Range<usize>) {
        if self.images == 0 && !self.text.is_empty() {
            self.text.push_as(displayed, self.offset + range.start..self.offset + range.end);
        }
    }

    /// Appends text from `range` without the remarks in it.
    fn text(&mut self, displayed: &str, range: Range<usize>) {
        let mut tail = displayed;
        if !displayed.contains(REMOVED) {
            return self.piece(displayed, range);
        }
        if !is_verbatim(displayed, &self.source[range.clone()]) {
            return self.piece(&displayed.replace(REMOVED, ""), range);
        }
        while let Some(start) = tail.find(REMOVED) {
            let offset = range.end - tail.len();
            self.piece(&tail[..start], offset..offset + start);
            tail = tail[start..].trim_start_matches(REMOVED);
            // Of the spaces before and after a remark, one is left.
            let is_apart = self.text.is_empty() || self.text.as_str().ends_with([' ', '\n']);
            tail = if is_apart { tail.trim_start_matches(' ') } else { tail };
        }
        self.piece(tail, range.end - tail.len()..range.end);
    }

    /// Reads a tag.
    fn inline_html(&mut self, tag: &str, range: Range<usize>) {
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        if name.eq_ignore_ascii_case("br") && !range.is_empty() {
            self.push("\n", range);
        } else if let Some(shift) = TextShift::of_element(name) {
            self.shift = if tag.starts_with("</") { TextShift::None } else { shift };
        }
    }

    /// Appends text from `range`. Text that differs from its source maps to the whole range.
    fn piece(&mut self, displayed: &str, range: Range<usize>) {
        if self.images > 0 {
            let origin = self.offset + range.start..self.offset + range.end;
            return self.description.push_as(displayed, origin);
        }
        let before = self.text.as_str();
        let mark = match (self.shift, self.shift.written(before, displayed)) {
            (TextShift::Raised, _) => note_mark(before, displayed, false),
            (_, Cow::Owned(written)) => Some(written),
            _ => None,
        };
        if let Some(mark) = mark {
            return self.push(&mark, range);
        }
        let trimmed = if self.text.is_empty() { displayed.trim_start() } else { displayed };
        let range = match is_verbatim(displayed, &self.source[range.clone()]) {
            true => range.end - trimmed.len()..range.end,
            false => range,
        };
        let origin = self.offset + range.start..self.offset + range.end;
        // Different text of the same length would map byte for byte: push it in two pieces.
        let misleading = trimmed.len() == range.len() && !is_verbatim(trimmed, &self.source[range]);
        let unit = if misleading { trimmed.chars().next().map_or(0, char::len_utf8) } else { trimmed.len() };
        self.text.push_as(&trimmed[..unit], origin.clone());
        self.text.push_as(&trimmed[unit..], origin);
    }

    fn code(&mut self, displayed: &str, range: Range<usize>) {
        let source = &self.source[range.clone()];
        let ticks = source.len() - source.trim_start_matches(['`', '$']).len();
        // One space at each end is not displayed.
        let candidates =
            [ticks, ticks + 1].map(|skip| range.start + skip..range.start + skip + displayed.len());
        let matches = |candidate: &Range<usize>| {
            candidate.end <= range.end
                && self.source.get(candidate.clone()).is_some_and(|text| is_verbatim(displayed, text))
        };
        let origin = candidates.into_iter().find(matches);
        self.text(displayed, origin.unwrap_or(range));
    }

    /// Appends a line of HTML without its tags.
    fn html(&mut self, range: Range<usize>) {
        let mut offset = range.start;
        while offset < range.end {
            let tail = &self.source[offset..range.end];
            let text = memchr::memchr(b'<', tail.as_bytes()).unwrap_or(tail.len());
            self.text(&tail[..text], offset..offset + text);
            let tag = &tail[text..];
            if is_block_tag(tag) {
                self.finish_block();
            }
            let length = memchr::memchr(b'>', tag.as_bytes()).map_or(tag.len(), |end| end + 1);
            self.inline_html(tag, offset + text..offset + text + length);
            offset += text + length;
        }
        self.finish_block();
    }

    /// Finishes the current block.
    fn finish_block(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        self.shift = TextShift::None;
        text.trim_end();
        if !text.as_str().trim().is_empty() {
            let span = text.origin_span();
            self.add_remarks(span.start - self.offset);
            let kind = self.kinds.iter().rev().find(|kind| **kind != BlockKind::Paragraph);
            self.blocks.push(Block { kind: kind.copied().unwrap_or_default(), text });
            self.add_remarks(span.end - self.offset);
        }
        let described = std::mem::take(&mut self.descriptions).into_iter();
        self.blocks.extend(described.map(|text| Block { kind: BlockKind::Remark, text }));
    }

    /// Ends an image. Its description is no part of a sentence, but a block behind it.
    fn end_image(&mut self) {
        self.images -= 1;
        if self.images == 0 {
            let mut text = std::mem::take(&mut self.description);
            text.trim_end();
            if is_description(text.as_str()) {
                self.descriptions.push(text);
            }
        }
    }

    /// Adds the remarks that begin before `end`, each as a block.
    fn add_remarks(&mut self, end: usize) {
        while let Some(remark) = self.remarks.next_if(|remark| remark.range.start < end) {
            for mut block in plain::blocks(&self.original[remark.words.clone()]) {
                block.text.shift(self.offset + remark.words.start);
                self.blocks.push(Block { kind: BlockKind::Remark, text: block.text });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::blocks::*;

    fn displayed(text: &str) -> String {
        let texts: Vec<_> = blocks(text, 0, SoftBreaks::BetweenBlocks)
            .iter()
            .map(|block| block.text.as_str().to_owned())
            .collect();
        texts.join("¶")
    }

    #[test]
    fn markup_is_removed() {
        for (text, expected) in [
            ("The [minister of transport](https://a.example/m) went.", "The minister of transport went."),
            (
                "A [name](https://a.example/x_(y) \"A (title)\") and [*more*][1].\n\n[1]: https://a.example",
                "A name and more.",
            ),
            ("[![Photo](p.jpg)](https://a.example) By Ann", "By Ann"),
            ("![A caption](p.jpg)", ""),
            ("A ![ferry *with smoke* over it](p.jpg) ferry.", "A  ferry.¶ferry with smoke over it"),
            ("<details><summary>More</summary>It <b>rai</b>ns.</details>", "More¶It rains."),
            ("See [[People/Ann|Ann Smith]] and [[Ben]].", "See Ann Smith and Ben."),
            ("“We [sic] won,” he said.[^1]\n\n[^1]: The minister.", "“We [sic] won,” he said.¶The minister."),
            ("**Bold**, *it*, ***both***, __b__, _i_, ~~gone~~.", "Bold, it, both, b, i, gone."),
            (
                "Eastmere<sup>1</sup> voted, 5 m<sup>2</sup>, the 1<sup>st</sup>, 10<sub>6</sub>, CO<sub>2</sub>",
                "Eastmere¹ voted, 5 m², the 1st, 10₆, CO2",
            ),
            ("Eastmere<sup>[1](#n)</sup> voted", "Eastmere¹ voted"),
            ("<p>Eastmere<sup>1</sup> voted</p>", "Eastmere¹ voted"),
            ("<p>Eastmere<br>voted<BR/>twice</p>", "Eastmere\nvoted\ntwice"),
            ("5 * 3 is file_name_x, * alone", "5 * 3 is file_name_x, * alone"),
            ("A \\*star\\* and \\[brackets\\](x)", "A *star* and [brackets](x)"),
            ("`code *as* is` & AT&amp;T &copy; & so", "code *as* is & AT&T © & so"),
            ("one<br>two <b class=x>three</b> 1 < 2 > 1 <!-- no -->", "one\ntwo three 1 < 2 > 1¶no"),
            (
                "The board %%check this%% voted ==on Tues==day^[see p. 4] to close.",
                "The board voted on Tuesday to close.¶check this¶see p. 4",
            ),
            ("One <!-- a\n\nb --> two\n\n%%\nthree\n\nfour\n%%\n\nfive", "One two¶a¶b¶three¶four¶five"),
            ("> [!quote]- The mayor\n> We stay. ^a1", "quote¶The mayor¶We stay.¶a1"),
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
            assert_eq!(displayed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_hard_wrapped_paragraph_is_one_block() {
        let text = "> The harbour authority said on *Monday* that the ferry would remain at its\n\
            > berth until the engine had been examined, which could take as long as\n\
            > a week, and that passengers would be carried by bus in the meantime.\n\n\
            A second paragraph follows, and it is broken at the very same column as\n\
            the first one was, because it came out of the same [program](https://a.example),\n\
            which has never done anything else with what it was given to print out,\n\
            and so on.\n";
        let texts = blocks(text, 0, SoftBreaks::BetweenBlocks);
        assert!(texts.last().is_some_and(|block| block.text.as_str().ends_with("program,\nwhich has never done anything else with what it was given to print out,\nand so on.")), "{texts:?}");
    }

    #[test]
    fn code_over_lines_of_a_quote_maps_to_all_of_it() {
        let text = "> so `é\n> ü` is";
        let block = &blocks(text, 0, SoftBreaks::BetweenBlocks)[0];
        assert_eq!(block.text.as_str(), "so é ü is");
        let offset = block.text.as_str().find('ü').expect("it is there");
        assert_eq!(&text[block.text.origin(offset..offset + 2)], "`é\n> ü`");
    }

    #[test]
    fn unclosed_markup_takes_linear_time() {
        for signs in [
            "[", "![", "](", "[](", "<a ", "`", "*a", "_", "**a *", "&amp", "[[", "[^", "> ", "- ", "<div>",
            "|",
        ] {
            assert!(displayed(&signs.repeat(50_000)).len() <= 1_000_000, "{signs}");
        }
    }
}
