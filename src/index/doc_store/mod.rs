//! Stored documents: what is shown of an article, and its text with its lines, encoded.

pub(crate) mod display;
pub(crate) mod fields;
pub(crate) mod reader;
pub(crate) mod text_codec;
