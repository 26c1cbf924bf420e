//! Markdown, as clippers and note programs save articles: what stands above the text about it, and a block for every
//! line or paragraph, without the signs of the markup.
//!
//! A quote is looked for as it is read, so the address of a link must not stand between its words.

mod blocks;
mod front_matter;

use crate::article::Metadata;
use crate::extract::{Block, plain};

/// A text in Markdown.
#[derive(Debug)]
pub struct Note {
    /// What it says about itself above the text.
    pub about: Metadata,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
    /// How many of the first of them are no text but say something about it.
    pub front: usize,
}

/// Reads a text in Markdown.
///
/// ```
/// let note = clippings::extract::markdown::read("---\ntitle: Ferry\n---\nIt [stays](https://a.example) in *port*.\n");
/// assert_eq!(note.about.title.as_deref(), Some("Ferry"));
/// assert_eq!(note.blocks[note.front].text.as_str(), "It stays in port.");
/// ```
pub fn read(text: &str) -> Note {
    let (about, start) = front_matter::matter(text).unwrap_or_default();
    let mut blocks = plain::blocks(&text[..start]);
    let front = blocks.len();
    blocks.extend(blocks::blocks(text, start));
    Note { about, blocks, front }
}

#[cfg(test)]
mod tests {
    use crate::extract::markdown::*;
    use proptest::prelude::*;

    const CLIPPING: &str = "---\ntitle: \"Tunnel minister resigns\"\nsource: \"https://daily.example/tunnel\"\nauthor:\n  - \
        \"[[Ann Smith]]\"\npublished: 2024-03-04\n---\n![Photo](https://daily.example/p.jpg)\n\n\
        # Tunnel minister resigns\n\nThe [minister of transport](https://daily.example/m) resigned on **Monday**.\n";

    #[test]
    fn a_clipping_is_read_as_its_reader_sees_it() {
        let note = read(CLIPPING);
        let texts: Vec<_> = note.blocks[note.front..].iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Tunnel minister resigns", "The minister of transport resigned on Monday."]);
        assert_eq!(note.front, 7);
        assert_eq!(note.about.url.as_deref(), Some("https://daily.example/tunnel"));
    }

    proptest! {
        /// Whatever is written, blocks stand in order, and every letter of one leads back to where it stands.
        #[test]
        fn letters_lead_back(text in "([a-zé ]{0,9}|[*_~=`!<>&|#\\[\\]()\\\\:-]{1,3}|\\]\\(https://a.example\\)|&amp;|<br>|\n){0,40}") {
            let mut end = 0;
            for block in read(&text).blocks {
                let span = block.text.origin_span();
                prop_assert!(span.start >= end && !block.text.as_str().trim().is_empty());
                end = span.end;
                for (at, c) in block.text.as_str().char_indices().filter(|(_, c)| c.is_alphabetic()) {
                    let origin = &text[block.text.origin(at..at + c.len_utf8())];
                    // Code over several lines of a quote is one unit.
                    let unit = origin.contains('`') && origin.contains(c);
                    prop_assert!(unit || origin == c.to_string(), "{:?} for {:?}", origin, c);
                }
            }
        }
    }
}
