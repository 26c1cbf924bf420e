//! Reads free text as a query: posts, claims, drafts, whose words weigh and ask for nothing.

mod any;
mod post_signs;
mod readable;
mod words;

pub(crate) use any::parse_any;
pub use words::{FreeTextWord, free_text_words};
