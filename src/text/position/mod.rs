//! Lines and pages: the positions in a file that offsets in a text stand for.

mod file_position;
mod line_index;
mod line_map;

pub use file_position::{FilePosition, PageStart, split_position};
pub use line_index::LineIndex;
pub use line_map::LineMap;
pub(crate) use line_map::LineStart;
