//! Words that are struck out: `~~not~~`, `<del>not</del>`.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::extract::html::is_struck;
use crate::extract::markdown::blocks::OPTIONS;
use crate::extract::markdown::remarks::{self, Remark};

/// Maximum length of a tag, in bytes.
const MAX_TAG_BYTES: usize = 1000;

/// Returns `source` as it is parsed without the words that are struck out. Offsets stay.
pub(super) fn remove(source: &str) -> Cow<'_, str> {
    if !source.contains(['~', '<']) {
        return Cow::Borrowed(source);
    }
    let ranges = ranges(source);
    if ranges.is_empty() {
        return Cow::Borrowed(source);
    }
    let struck: Vec<Remark> =
        ranges.into_iter().map(|range| Remark { words: range.end..range.end, range }).collect();
    Cow::Owned(remarks::remove(source, &struck))
}

/// Returns the ranges that are struck out, none of which overlap.
fn ranges(source: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    // Start of the open element.
    let mut open: Option<usize> = None;
    for (event, range) in Parser::new_ext(source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Strikethrough) if ranges.last().is_none_or(|last| last.end <= range.start) => {
                ranges.push(range);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                let tags = source[range.clone()].match_indices('<');
                for (offset, _) in tags {
                    let tag = &source[range.start + offset + 1..range.end];
                    let name = tag.strip_prefix('/').unwrap_or(tag);
                    let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
                    if !is_struck(name) {
                        continue;
                    }
                    let end = tag.bytes().take(MAX_TAG_BYTES).position(|byte| byte == b'>');
                    let Some(length) = end.map(|end| end + 1) else { continue };
                    if !tag.starts_with('/') {
                        open.get_or_insert(range.start + offset);
                    } else if let Some(start) = open.take() {
                        while ranges.last().is_some_and(|inner| inner.end > start) {
                            ranges.pop();
                        }
                        ranges.push(start..range.start + offset + 1 + length);
                    }
                }
            }
            // An element that is not closed in its paragraph strikes nothing out.
            Event::Start(Tag::Paragraph | Tag::HtmlBlock | Tag::Heading { .. } | Tag::Item) => open = None,
            _ => {}
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::remarks::REMOVED;
    use crate::extract::markdown::struck::*;

    #[test]
    fn words_that_are_struck_out_are_removed() {
        for (source, expected) in [
            ("We will ~~not~~ sell.", "We will  sell."),
            ("We ~~will *not* sell~~ stay, ~~yes~~.", "We  stay, ."),
            ("We will <del>not</del> <S class=x>sell</S> <strike>it</strike>.", "We will   ."),
            ("We <del>will ~~not~~ sell</del> stay.", "We  stay."),
            ("<p>We will <del>not</del> sell.</p>", "<p>We will  sell.</p>"),
            ("Code `~~stays~~`, 5 ~ 6, ~~open", "Code `~~stays~~`, 5 ~ 6, ~~open"),
            ("One <del>open\n\ntwo</del>", "One <del>open\n\ntwo</del>"),
            ("<strong>Stays</strong>", "<strong>Stays</strong>"),
        ] {
            let removed = remove(source);
            assert_eq!((removed.len(), removed.replace(REMOVED, "")), (source.len(), expected.to_owned()));
        }
    }
}
