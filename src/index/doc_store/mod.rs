//! Stored documents: the display fields of an article, and its compressed texts with their line maps. They
//! can be read back as articles for a new index.

pub(crate) mod display;
pub(crate) mod fields;
pub(crate) mod quotations;
pub(crate) mod reader;
pub(crate) mod stored_articles;
pub(crate) mod text_codec;
