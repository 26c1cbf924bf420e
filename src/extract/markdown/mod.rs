//! Markdown, as web clippers and note-taking programs save it: the metadata of the front matter, and one
//! block per line or paragraph without the markup.
//!
//! Queries match the text as it is displayed, so the address of a link must not stand between two words.

mod blocks;
mod front_matter;
mod remarks;
mod struck;
mod visible;
mod wrapping;
mod yaml;

pub(crate) use visible::visible_text;

use crate::article::Metadata;
use crate::extract::markdown::blocks::SoftBreaks;
use crate::extract::{Block, plain};

/// A Markdown file, split into blocks.
#[derive(Debug)]
pub struct MarkdownFile {
    /// Metadata from the front matter.
    pub metadata: Metadata,
    /// Blocks, in order.
    pub blocks: Vec<Block>,
    /// Number of leading blocks that are front matter.
    pub front_matter_blocks: usize,
}

/// Reads a Markdown file.
///
/// ```
/// use clippings::internals::extract::markdown::read;
/// let note = read("---\ntitle: Ferry\n---\nIt [stays](https://a.example) in *port*.\n");
/// assert_eq!(note.metadata.title.as_deref(), Some("Ferry"));
/// assert_eq!(note.blocks[note.front_matter_blocks].text.as_str(), "It stays in port.");
/// ```
pub fn read(text: &str) -> MarkdownFile {
    let (metadata, start) = front_matter::read(text).unwrap_or_default();
    let mut blocks = plain::blocks(&text[..start]);
    let front_matter_blocks = blocks.len();
    blocks.extend(blocks::blocks(text, start, SoftBreaks::BetweenBlocks));
    MarkdownFile { metadata, blocks, front_matter_blocks }
}

/// Reads a Markdown file without breaking its paragraphs into lines, and without what is struck out. Returns
/// the offset at which its front matter ends, and its blocks.
pub(crate) fn read_paragraphs(text: &str) -> (usize, Vec<Block>) {
    let start = front_matter::read(text).map_or(0, |(_, start)| start);
    let source = text[..start].to_owned() + &struck::remove(&text[start..]);
    (start, blocks::blocks(&source, start, SoftBreaks::WithinBlocks))
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::*;
    use proptest::prelude::*;

    const CLIPPING: &str = "---\ntitle: \"Tunnel minister resigns\"\nsource: \"https://daily.example/tunnel\"\nauthor:\n  - \
        \"[[Ann Smith]]\"\npublished: 2024-03-04\n---\n![Photo](https://daily.example/p.jpg)\n\n\
        # Tunnel minister resigns\n\nThe [minister of transport](https://daily.example/m) resigned on **Monday**.\n";

    #[test]
    fn a_clipping_is_read_as_displayed() {
        let note = read(CLIPPING);
        let texts: Vec<_> =
            note.blocks[note.front_matter_blocks..].iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Tunnel minister resigns", "The minister of transport resigned on Monday."]);
        assert_eq!(note.front_matter_blocks, 7);
        assert_eq!(note.metadata.url.as_deref(), Some("https://daily.example/tunnel"));
    }

    proptest! {
        /// Whatever is written, blocks stand in order, and every letter of one leads back to where it stands.
        #[test]
        fn letters_map_back(text in "([a-zé ]{0,9}|[*_~=`!<>&|#%^\\[\\]()\\\\:-]{1,3}|\\]\\(https://a.example\\)|&amp;|<br>|\n){0,40}") {
            let mut end = 0;
            for block in read(&text).blocks {
                let span = block.text.origin_span();
                let in_order = span.start >= end || block.kind == crate::extract::BlockKind::Remark;
                prop_assert!(in_order && !block.text.as_str().trim().is_empty());
                end = end.max(span.end);
                for (offset, c) in block.text.as_str().char_indices().filter(|(_, c)| c.is_alphabetic()) {
                    let origin = &text[block.text.origin(offset..offset + c.len_utf8())];
                    // Code over several lines of a quote is one unit.
                    let unit = origin.contains('`') && origin.contains(c);
                    prop_assert!(unit || origin == c.to_string(), "{:?} for {:?}", origin, c);
                }
            }
        }
    }
}
