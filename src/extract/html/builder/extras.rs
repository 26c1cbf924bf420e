//! Texts of a page outside its running text: the title of the window, the descriptions and labels of
//! pictures, the content of text boxes, and the names of buttons. They are no blocks, since they say nothing
//! about the text around them.

use crate::extract::html::builder::Builder;
use crate::extract::html::entities;
use crate::extract::html::tag::Tag;
use crate::extract::html::tokenizer::StartTag;
use crate::extract::{Block, BlockKind};
use crate::text::MappedText;
use std::ops::Range;

/// Maximum number of such texts.
const MAX_EXTRAS: usize = 10_000;
/// Maximum length of an attribute that is read, in bytes; a longer one has data.
const MAX_VALUE_BYTES: usize = 2_000;
/// Descriptions of pictures with fewer words name an icon.
const MIN_DESCRIPTION_WORDS: usize = 4;

impl Builder<'_, '_> {
    /// Adds the text in `range`.
    pub(in crate::extract::html) fn extra(&mut self, kind: BlockKind, range: Range<usize>) {
        let displayed = entities::decode_all(&self.source[range.clone()]);
        if self.tree.extras.len() < MAX_EXTRAS && displayed.contains(char::is_alphanumeric) {
            let mut text = MappedText::new();
            text.push_as(&displayed, range);
            self.tree.extras.push(Block { kind, text });
        }
    }

    /// Adds an element without content: the description of a picture, the name of a button.
    pub(super) fn void_element(&mut self, tag: Tag, start: &StartTag<'_>) {
        if tag == Tag::Input {
            self.button(start)
        } else {
            self.description(start)
        }
        if tag != Tag::OtherVoid {
            self.dom.void(tag);
        }
    }

    /// Adds the title of the window.
    pub(super) fn window_title(&mut self, content: Range<usize>) {
        self.page.title(&self.source[content.clone()]);
        self.extra(BlockKind::Heading, content);
    }

    fn description(&mut self, start: &StartTag<'_>) {
        let Some((_, value)) = start.attributes().find(|(name, _)| name.eq_ignore_ascii_case("alt")) else {
            return;
        };
        if value.split_whitespace().nth(MIN_DESCRIPTION_WORDS - 1).is_some() {
            self.value(BlockKind::Caption, value);
        }
    }

    fn button(&mut self, start: &StartTag<'_>) {
        let is_button =
            |value: &str| ["submit", "button", "reset"].iter().any(|kind| value.eq_ignore_ascii_case(kind));
        let named = |name: &str| start.attributes().find(|(key, _)| key.eq_ignore_ascii_case(name));
        if named("type").is_some_and(|(_, value)| is_button(value))
            && let Some((_, value)) = named("value")
        {
            self.value(BlockKind::Paragraph, value);
        }
    }

    fn value(&mut self, kind: BlockKind, value: &str) {
        if value.len() <= MAX_VALUE_BYTES {
            let offset = value.as_ptr() as usize - self.source.as_ptr() as usize;
            self.extra(kind, offset..offset + value.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::read;

    #[test]
    fn texts_beside_the_running_text_are_read() {
        let page = read(
            "<title>Tide &amp; wind</title><p>High <img alt='A harbour at low\ntide'>water</p><img alt=Logo>\
             <svg><title>Icon</title><text x=1>Wind by hour</text></svg><textarea>Dear editor</textarea>\
             <input type=SUBMIT value='Send it'><input value=no><title>Second</title>",
        );
        let extras: Vec<&str> = page.tree.extras.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            extras,
            ["Tide & wind", "A harbour at low tide", "Wind by hour", "Dear editor", "Send it", "Second"]
        );
        assert_eq!(page.tree.blocks[0].text.as_str(), "High water");
    }

    #[test]
    fn text_of_an_old_example_is_read() {
        let page = read("<p>See:</p><xmp>a <b> c</xmp><listing>d\ne</listing>");
        let texts: Vec<&str> = page.tree.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["See:", "a <b> c", "d\ne"]);
    }
}
