//! The stories of an index on a cluster: which of its articles are copies of each other.
//!
//! Each article has its sketch in a column. At the end of a run the sketches are read, compared by the code
//! that compares those of an index in a folder ([`compare`]), and each article whose stories have changed is
//! written again, with their keys. So a search counts stories and finds copies by a column, whoever indexed
//! them. The overlaps of the texts stay in the index ([`overlaps`]), so that the next run compares only what
//! is new.

mod articles;
pub(super) mod compare;
mod overlaps;
pub(super) mod search;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use serde_json::Value;

use crate::article::StoryKeys;
use crate::opensearch::mapping::{OTHER_STORIES, STORY};
use crate::opensearch::pages::column;

/// Sketch of an article, by which its copies are found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ArticleSketch {
    /// Hash of the text.
    pub text_hash: u64,
    /// Values of the sketch, sorted.
    pub values: Vec<u32>,
}

impl ArticleSketch {
    /// Returns the sketch as it is stored.
    pub(super) fn encode(&self) -> String {
        let values = self.values.iter().flat_map(|value| value.to_le_bytes());
        let bytes: Vec<u8> = self.text_hash.to_le_bytes().into_iter().chain(values).collect();
        BASE64_STANDARD.encode(bytes)
    }

    /// Reads a sketch; `None` if it is damaged.
    pub(super) fn decode(stored: &str) -> Option<Self> {
        // Columns come without padding.
        let bytes = BASE64_STANDARD_NO_PAD.decode(stored.trim_end_matches('=')).ok()?;
        let (text_hash, values) = bytes.split_first_chunk::<8>()?;
        let (values, rest) = values.as_chunks::<4>();
        let values = values.iter().map(|value| u32::from_le_bytes(*value)).collect();
        rest.is_empty().then_some(ArticleSketch { text_hash: u64::from_le_bytes(*text_hash), values })
    }
}

/// Returns the keys of the stories in the columns of a hit.
pub(super) fn story_keys(hit: &Value) -> StoryKeys {
    let others = hit["fields"][OTHER_STORIES].as_array().into_iter().flatten();
    let mut others: Vec<u64> = others.filter_map(Value::as_i64).map(i64::cast_unsigned).collect();
    others.sort_unstable();
    StoryKeys { own: column(hit, STORY).as_i64().map(i64::cast_unsigned), others }
}

#[cfg(test)]
mod tests {
    use crate::opensearch::stories::*;

    #[test]
    fn a_sketch_is_read_as_it_was_written() {
        let sketch =
            ArticleSketch { text_hash: u64::MAX - 1, values: (0..30).map(|n| n * 99_999_999).collect() };
        let encoded = sketch.encode();
        assert_eq!((ArticleSketch::decode(&encoded), encoded.len()), (Some(sketch), 172));
        assert_eq!(ArticleSketch::decode(&ArticleSketch::default().encode()), Some(ArticleSketch::default()));
        assert_eq!(ArticleSketch::decode("AAAAAAAAAAA"), Some(ArticleSketch::default()));
        for damaged in ["", "AAAA", "?", &encoded[..168]] {
            assert_eq!(ArticleSketch::decode(damaged), None, "{damaged}");
        }
    }
}
