//! Offsets and lines: text that knows where in the original file it came from.
//!
//! Everything that cuts or decodes text does it through [`MappedText`], so a position in the clean text
//! leads back to a byte, and through [`LineIndex`] to a line, of the file as it was saved.

mod line_index;
mod line_map;
mod mapped;
pub mod mojibake;
mod sentence;
pub(crate) mod varint;

pub use line_index::LineIndex;
pub use line_map::{LineMap, LineStart};
pub use mapped::MappedText;
pub use sentence::{sentence_around, sentence_starts};
