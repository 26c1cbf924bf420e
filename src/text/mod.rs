//! Offsets and lines: text that knows where in the original file it came from.
//!
//! Everything that cuts or decodes text does it through [`MappedText`], so a position in the clean text
//! leads back to a byte, and through [`LineIndex`] to a line, of the file as it was saved.

pub(crate) mod leb128;
mod line_index;
mod line_map;
mod mapped_text;
pub mod mojibake;
mod sentences;
pub(crate) mod url;

pub use line_index::LineIndex;
pub use line_map::{LineMap, LineStart};
pub use mapped_text::MappedText;
pub use sentences::{sentence_around, sentence_starts};
