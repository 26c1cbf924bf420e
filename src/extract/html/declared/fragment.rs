//! Text with markup inside another text.

use crate::extract::html::builder;
use crate::extract::html::entities;
use crate::extract::html::metadata::PageReader;
use crate::extract::html::readability::LightDom;
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;

/// Number of times that markup may be escaped.
const MAX_ESCAPES: usize = 2;

/// Splits a text into blocks. It may be plain, HTML, or HTML that is escaped once more.
pub(in crate::extract::html) fn split(text: &MappedText, kind: BlockKind) -> Vec<Block> {
    let mut text = text.clone();
    for _ in 0..MAX_ESCAPES {
        if !has_escaped_markup(text.as_str()) && !has_escaped_reference(text.as_str()) {
            break;
        }
        text = entities::decode_mapped(text.as_str(), 0).through(&text);
    }
    let blocks = if has_block_markup(text.as_str()) {
        read(text.as_str())
    } else {
        // Markup within lines, or none.
        let lines = text.as_str().split('\n').scan(0, |offset, line| {
            let start = *offset;
            *offset += line.len() + 1;
            Some((start, line))
        });
        let read_line = |(start, line): (usize, &str)| {
            let line_text = MappedText::verbatim(line, start);
            let blocks = read(line).into_iter();
            blocks.map(|block| Block { text: block.text.through(&line_text), ..block }).collect::<Vec<_>>()
        };
        lines.filter(|(_, line)| !line.trim().is_empty()).flat_map(read_line).collect()
    };
    let is_heading = kind == BlockKind::Heading;
    blocks
        .into_iter()
        .map(|block| Block {
            kind: if is_heading { kind } else { block.kind },
            text: block.text.through(&text),
        })
        .collect()
}

/// Elements whose markup separates paragraphs.
const BLOCK_TAGS: [&str; 12] =
    ["p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "figure"];

/// Returns whether the markup in `text` separates paragraphs.
fn has_block_markup(text: &str) -> bool {
    has_tag(text, "<", &BLOCK_TAGS)
}

fn has_escaped_markup(text: &str) -> bool {
    const TAGS: [&str; 10] = ["a", "em", "i", "b", "strong", "span", "h5", "h6", "section", "img"];
    has_tag(text, "&lt;", &BLOCK_TAGS) || has_tag(text, "&lt;", &TAGS)
}

/// Returns whether a character reference in `text` is escaped once more: `&amp;eacute;`.
fn has_escaped_reference(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "&amp;").any(|start| {
        let name = &text.as_bytes()[start + 5..];
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
        length > 1 && name.get(length) == Some(&b';')
    })
}

/// Returns whether one of `tags` begins after an `opening` in `text`.
fn has_tag(text: &str, opening: &str, tags: &[&str]) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), opening).any(|start| {
        let tail = text[start + opening.len()..].trim_start_matches('/');
        let length = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
        tags.iter().any(|tag| tag.eq_ignore_ascii_case(&tail[..length]))
    })
}

fn read(html: &str) -> Vec<Block> {
    builder::build(html, &mut PageReader::default(), &mut LightDom::default()).blocks
}
