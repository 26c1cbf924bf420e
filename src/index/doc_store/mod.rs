//! Stored documents: the display fields of an article, and its compressed texts with their line maps. They
//! can be read back as articles for a new index.

pub(crate) mod display;
pub(crate) mod fields;
#[cfg(feature = "opensearch")]
pub(crate) mod portable;
pub(crate) mod quotations;
pub(crate) mod reader;
pub(crate) mod stored_articles;
pub(crate) mod text_codec;
