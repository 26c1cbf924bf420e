//! Text to blocks: white space collapsed, character references decoded, and for every byte where it stands.

use crate::extract::html::builder::{Builder, Open};
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tree::{MAX_NODES, Place};
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::ops::Range;

/// A block ends at the next sentence or space when it is this long and elements are no longer remembered.
const LONG_BLOCK: usize = 1 << 14;

impl Builder<'_, '_> {
    /// Adds the text between two tags to the block it belongs to.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let text = &self.source[range.clone()];
        let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if self.open[Tag::Head as usize] > 0 && !blank {
            self.close(Tag::Head);
        }
        if self.unshown > 0 {
            return;
        }
        if blank && self.current.is_none() {
            self.sketch.text(" ", None);
            return;
        }
        if !blank && self.breaks > 1 {
            self.flush();
        }
        if !blank {
            self.sketch.text(text, Some(self.tree.pieces.len()));
            self.tree.pieces.push(self.tree.blocks.len() as u32);
        } else {
            self.sketch.text(" ", None);
        }
        let before = self.current.as_ref().map_or(0, |block| block.text.len());
        if self.open[Tag::Pre as usize] > 0 {
            self.preformatted(text, range.start);
        } else {
            self.words(text, range.start);
        }
        self.count(before);
        let full = self.current.as_ref().is_some_and(|block| block.text.len() > LONG_BLOCK);
        if full && self.tree.nodes.len() >= MAX_NODES {
            self.flush();
        }
    }

    /// Adds the bytes written since the block was `before` long to its sums.
    fn count(&mut self, before: usize) {
        let (links, bold) = (
            self.links > 0,
            self.open[Tag::Strong as usize] + self.open[Tag::Label as usize] + self.open[Tag::Time as usize]
                > 0,
        );
        let Some(block) = &mut self.current else { return };
        let written = (block.text.len() - before) as u32;
        if links {
            block.place.link_bytes += written;
            block.place.links = block.place.links.max(1);
        }
        if bold {
            block.place.strong_bytes += written;
        }
    }

    /// Appends `text`, which stands at `offset`, with white space collapsed and character references decoded.
    fn words(&mut self, text: &str, offset: usize) {
        let bytes = text.as_bytes();
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() {
            let byte = bytes[at];
            let space = white_space(&bytes[at..]);
            if space > 0 {
                let plain = byte == b' '
                    && at > kept
                    && bytes.get(at + 1).is_some_and(|b| white_space(&bytes[at + 1..]) == 0 && *b != b'&');
                if plain {
                    at += 1;
                    continue;
                }
                self.put(&text[kept..at], offset + kept);
                let end = at + space;
                self.space = Some(self.space.take().map_or(offset + at, |s| s.start)..offset + end);
                (at, kept) = (end, end);
            } else if byte == b'&'
                && let Some((decoded, length)) = entities::decode(&text[at..])
            {
                self.put(&text[kept..at], offset + kept);
                let end = at + length;
                if decoded.trim().is_empty() {
                    self.space = Some(self.space.take().map_or(offset + at, |s| s.start)..offset + end);
                } else {
                    self.put_as(&decoded, offset + at..offset + end);
                }
                (at, kept) = (end, end);
            } else if byte == 0 {
                self.put(&text[kept..at], offset + kept);
                (at, kept) = (at + 1, at + 1);
            } else {
                at += 1;
            }
        }
        self.put(&text[kept..], offset + kept);
    }

    /// Appends `text` as it is, but for character references.
    fn preformatted(&mut self, text: &str, offset: usize) {
        let mut at = 0;
        while at < text.len() {
            let end = text[at..].find(['&', '\n', '\0']).map_or(text.len(), |found| at + found);
            if text[at..end].trim().is_empty() && self.current.is_none() {
                // Leading blank lines.
            } else {
                self.put(&text[at..end], offset + at);
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
            at = end + length;
        }
    }

    fn put(&mut self, slice: &str, offset: usize) {
        if !slice.is_empty() {
            self.open_block(offset);
            if let Some(block) = &mut self.current {
                block.text.push(slice, offset);
            }
        }
    }

    fn put_as(&mut self, replacement: &str, origin: Range<usize>) {
        if !replacement.is_empty() {
            self.open_block(origin.start);
            if let Some(block) = &mut self.current {
                block.text.push_as(replacement, origin);
            }
        }
    }

    /// Makes sure there is a block to write to, and writes the space or line break that was waiting.
    fn open_block(&mut self, offset: usize) {
        let space = self.space.take();
        let breaks = std::mem::take(&mut self.breaks);
        match &mut self.current {
            Some(block) => {
                let end = block.text.origin_span().end;
                if breaks > 0 {
                    block.text.push_as("\n", end.min(offset)..offset);
                    block.place.breaks = block.place.breaks.saturating_add(1);
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
                let place = Place { container, inline, link_bytes: 0, strong_bytes: 0, breaks: 0, links: 0 };
                self.current = Some(Open { text: MappedText::new(), place });
            }
        }
    }

    /// Ends the block being written.
    pub(super) fn flush(&mut self) {
        (self.space, self.breaks) = (None, 0);
        let Some(mut block) = self.current.take() else { return };
        block.text.trim_end();
        if block.text.as_str().chars().any(|c| !c.is_whitespace() && !is_invisible(c)) {
            let kind = self.kind(block.place.container);
            self.tree.blocks.push(Block { kind, text: block.text });
            self.tree.places.push(block.place);
        }
    }

    /// What the nearest elements around a block say it is.
    fn kind(&self, container: u32) -> BlockKind {
        let mut at = container as usize;
        for _ in 0..3 {
            let node = &self.tree.nodes[at];
            match node.tag {
                Tag::Pre => return BlockKind::Preformatted,
                Tag::Li | Tag::Dd | Tag::Dt => return BlockKind::ListItem,
                Tag::Blockquote => return BlockKind::Quote,
                Tag::Figcaption | Tag::Caption => return BlockKind::Caption,
                Tag::Td | Tag::Th => return BlockKind::Table,
                tag if tag.heading_level().is_some() => return BlockKind::Heading,
                _ => at = node.parent as usize,
            }
        }
        BlockKind::Paragraph
    }
}

/// Length of the run of white space at the start of `bytes`.
fn white_space(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match &bytes[at..] {
            [byte, ..] if byte.is_ascii_whitespace() => at += 1,
            [0xc2, 0xa0, ..] => at += 2,
            _ => return at,
        }
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}
