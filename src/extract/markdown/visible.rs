//! The text that a reader of a Markdown file sees, read without building blocks: what the blocks are checked
//! against.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::extract::html;
use crate::extract::markdown::blocks::{OPTIONS, is_description};
use crate::extract::markdown::{front_matter, remarks};

/// Returns every piece of text with its offset: the lines of the front matter, the remarks, and the text of
/// the file without addresses and marks.
pub(crate) fn visible_text(text: &str) -> Vec<(usize, Cow<'_, str>)> {
    let start = front_matter::read(text).map_or(0, |(_, start)| start);
    let mut pieces = Vec::new();
    let mut offset = 0;
    for line in text[..start].split_inclusive('\n') {
        pieces.push((offset, Cow::Borrowed(line)));
        offset += line.len();
    }
    // A remark is read by itself, and its sentence without it.
    let original = &text[start..];
    let remarks = remarks::find(original, OPTIONS);
    for remark in &remarks {
        pieces.push((start + remark.words.start, Cow::Borrowed(&original[remark.words.clone()])));
    }
    let source = remarks::remove(original, &remarks);
    let mut image: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(&source, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { .. }) => image = Some((start + range.start, String::new())),
            Event::End(TagEnd::Image) => {
                let described = image.take().filter(|(_, text)| is_description(text));
                pieces.extend(described.map(|(offset, text)| (offset, Cow::Owned(text))));
            }
            Event::Text(piece) | Event::Code(piece) if image.is_some() => {
                image.iter_mut().for_each(|(_, text)| text.push_str(&piece));
            }
            Event::Text(piece)
            | Event::Code(piece)
            | Event::InlineMath(piece)
            | Event::DisplayMath(piece) => {
                pieces.push((start + range.start, Cow::Owned(piece.into_string())));
            }
            Event::Html(code) => {
                let texts = html::visible_text(&code);
                pieces.extend(texts.into_iter().map(|piece| {
                    (start + range.start + piece.start, Cow::Owned(html::displayed(&code[piece])))
                }));
            }
            _ => {}
        }
    }
    pieces
}
