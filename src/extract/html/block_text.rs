//! The text of blocks: collapses white space, decodes character references, and maps every byte back to the
//! source.

use crate::extract::html::builder::{Builder, OpenBlock};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::{BlockContext, MAX_NODES};
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::ops::Range;

/// Maximum length of a block in bytes once the tree is full and no further elements delimit blocks.
const MAX_BLOCK_BYTES: usize = 1 << 14;

impl Builder<'_, '_> {
    /// Appends a text node to the current block.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        self.page.dates.text(text);
        let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if self.open[Tag::Head as usize] > 0 && !blank {
            self.close(Tag::Head);
        }
        if self.not_displayed > 0 {
            if self.not_displayed == self.open[Tag::Svg as usize] {
                self.extra(BlockKind::Caption, range);
            }
            return;
        }
        if blank && self.current.is_none() {
            self.dom.text(" ", None);
            return;
        }
        if self.open[Tag::Ruby as usize] > 0 && self.ruby(text) {
            return;
        }
        if !blank && self.line_breaks > 1 {
            self.flush();
        }
        if !blank {
            self.dom.text(text, Some(self.tree.text_nodes.len()));
            self.tree.text_nodes.push(self.tree.blocks.len() as u32);
        } else {
            self.dom.text(" ", None);
        }
        let before = self.current.as_ref().map_or(0, |block| block.text.len());
        if self.open[Tag::Pre as usize] > 0 {
            self.preformatted(text, range.start);
        } else if !self.note(text, range.start) {
            self.words(text, range.start);
        }
        self.count(before);
        let full = self.current.as_ref().is_some_and(|block| block.text.len() > MAX_BLOCK_BYTES);
        if full && self.tree.nodes.len() >= MAX_NODES {
            self.flush();
        }
    }

    /// Updates the counts of the block by the bytes written since its length was `before`.
    fn count(&mut self, before: usize) {
        let (links, bold) = (
            self.links > 0,
            self.open[Tag::Strong as usize] + self.open[Tag::Label as usize] + self.open[Tag::Time as usize]
                > 0,
        );
        let Some(block) = &mut self.current else { return };
        let written = (block.text.len() - before) as u32;
        if links {
            block.context.link_bytes += written;
            block.context.links = block.context.links.max(1);
        }
        if bold {
            block.context.strong_bytes += written;
        }
    }

    /// Appends `text` from `offset` of the source, with white space collapsed and character references
    /// decoded.
    fn words(&mut self, text: &str, offset: usize) {
        let bytes = text.as_bytes();
        let (mut index, mut kept) = (0, 0);
        while index < bytes.len() {
            let byte = bytes[index];
            let space = white_space(&bytes[index..]);
            if space > 0 {
                let plain = byte == b' '
                    && index > kept
                    && bytes
                        .get(index + 1)
                        .is_some_and(|b| white_space(&bytes[index + 1..]) == 0 && *b != b'&');
                if plain {
                    index += 1;
                    continue;
                }
                self.put(&text[kept..index], offset + kept);
                let end = index + space;
                self.space = Some(self.space.take().map_or(offset + index, |s| s.start)..offset + end);
                (index, kept) = (end, end);
            } else if byte == b'&'
                && let Some((decoded, length)) = entities::decode(&text[index..])
            {
                self.put(&text[kept..index], offset + kept);
                let end = index + length;
                if decoded.trim().is_empty() {
                    self.space = Some(self.space.take().map_or(offset + index, |s| s.start)..offset + end);
                } else {
                    self.put_as(&decoded, offset + index..offset + end);
                }
                (index, kept) = (end, end);
            } else if byte == 0 {
                self.put(&text[kept..index], offset + kept);
                (index, kept) = (index + 1, index + 1);
            } else {
                index += 1;
            }
        }
        self.put(&text[kept..], offset + kept);
    }

    /// Appends `text` with its white space, and with character references decoded.
    fn preformatted(&mut self, text: &str, offset: usize) {
        let mut start = 0;
        while start < text.len() {
            let end = text[start..].find(['&', '\n', '\0']).map_or(text.len(), |length| start + length);
            if text[start..end].trim().is_empty() && self.current.is_none() {
                // Leading blank lines.
            } else {
                self.put(&text[start..end], offset + start);
            }
            let Some(special) = text.as_bytes().get(end) else { return };
            let (replacement, length) = match special {
                b'\n' => ("\n".into(), 1),
                b'&' => entities::decode(&text[end..]).unwrap_or(("&".into(), 1)),
                _ => ("".into(), 1),
            };
            if self.current.is_some() || !replacement.trim().is_empty() {
                self.put_as(&replacement, offset + end..offset + end + length);
            }
            start = end + length;
        }
    }

    fn put(&mut self, slice: &str, offset: usize) {
        if !slice.is_empty() {
            self.part_words(slice, offset);
            self.open_block(offset);
            if let Some(block) = &mut self.current {
                block.text.push(slice, offset);
            }
        }
    }

    pub(super) fn put_as(&mut self, replacement: &str, origin: Range<usize>) {
        if !replacement.is_empty() {
            self.open_block(origin.start);
            if let Some(block) = &mut self.current {
                block.text.push_as(replacement, origin);
            }
        }
    }

    /// Opens a block if there is none, and writes pending white space.
    fn open_block(&mut self, offset: usize) {
        let space = self.space.take();
        let line_breaks = std::mem::take(&mut self.line_breaks);
        match &mut self.current {
            Some(block) => {
                let end = block.text.origin_span().end;
                if line_breaks > 0 {
                    block.text.push_as("\n", end.min(offset)..offset);
                    block.context.line_breaks = block.context.line_breaks.saturating_add(1);
                } else if let Some(space) = space {
                    block.text.push_as(" ", space.start.max(end).min(space.end)..space.end);
                }
            }
            None => {
                let inline = self.top();
                let mut container = inline;
                while container > 0 && !self.tree.nodes[container as usize].tag.is_block() {
                    container = self.tree.nodes[container as usize].parent;
                }
                let context = BlockContext {
                    container,
                    inline,
                    link_bytes: 0,
                    strong_bytes: 0,
                    line_breaks: 0,
                    links: 0,
                };
                self.current = Some(OpenBlock { text: MappedText::new(), context });
            }
        }
    }

    /// Finishes the current block.
    pub(super) fn flush(&mut self) {
        (self.space, self.line_breaks) = (None, 0);
        let Some(mut block) = self.current.take() else { return };
        block.text.trim_end();
        self.add_readings(&mut block);
        if block.text.as_str().chars().any(|c| !c.is_whitespace() && !is_invisible(c)) {
            let kind = self.kind(block.context.container);
            self.tree.blocks.push(Block { kind, text: block.text });
            self.tree.contexts.push(block.context);
        }
    }

    /// Returns the kind of a block from the nearest elements around it.
    fn kind(&self, container: u32) -> BlockKind {
        let mut index = container as usize;
        for _ in 0..3 {
            let node = &self.tree.nodes[index];
            match node.tag {
                Tag::Pre => return BlockKind::Preformatted,
                Tag::Li | Tag::Dd | Tag::Dt => return BlockKind::ListItem,
                Tag::Blockquote => return BlockKind::Quote,
                Tag::Figcaption | Tag::Caption => return BlockKind::Caption,
                Tag::Td | Tag::Th => return BlockKind::Table,
                tag if tag.heading_level().is_some() => return BlockKind::Heading,
                _ => index = node.parent as usize,
            }
        }
        BlockKind::Paragraph
    }
}

/// Returns the length of the run of white space at the start of `bytes`.
fn white_space(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        match &bytes[length..] {
            [byte, ..] if byte.is_ascii_whitespace() => length += 1,
            [0xc2, 0xa0, ..] => length += 2,
            _ => return length,
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
