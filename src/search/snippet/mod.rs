//! Snippets: the sentences in which a query matched, with exactly what matched marked.
//!
//! The stored text is analyzed again, by the one analyzer, so a mark is always what the engine found. Every passage
//! is whole sentences of the original; where something was cut out of it, or where two sentences do not follow each
//! other, an ellipsis of its own stands between them.

mod full_article;
mod highlighter;
mod passages;
mod render;

pub(super) use full_article::highlight_paragraphs;
pub use highlighter::Highlighter;
pub use passages::{passages, passages_in_context};
pub use render::{Passage, PassageSegment};
