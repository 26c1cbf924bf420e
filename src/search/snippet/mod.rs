//! Snippets: the sentences in which a query matches, with the matches highlighted.
//!
//! The stored text is analyzed again, by the same analyzer as at indexing, so highlights are exactly what the
//! search matched. A passage consists of whole sentences of the original. An ellipsis separates sentences
//! that are not adjacent or marks where something was cut out.

mod first_bytes;
mod full_article;
mod highlighter;
mod on_page;
mod passage_quote;
mod passages;
mod query_fields;
mod render;
mod sentences;
mod speech_scan;
mod stem_prefixes;
mod text_scan;
mod wording;

pub(super) use full_article::highlight_paragraphs;
pub(crate) use highlighter::Highlight;
pub use highlighter::Highlighter;
pub(crate) use on_page::passage_on_page;
pub use passage_quote::{PassageQuote, QuoteSpan};
pub use passages::passages;
pub(crate) use passages::passages_in_context;
pub(crate) use query_fields::only_field;
pub(crate) use render::segments_of;
pub use render::{Passage, PassageSegment};
pub(crate) use render::{Style, styled_ranges};
pub(crate) use wording::{passage_of_ranges, title_of_ranges};

/// Tells whether the matches so far, which are complete before an offset, are enough.
pub(crate) type EnoughMatches<'f> = &'f dyn Fn(&[Highlight], usize) -> bool;
