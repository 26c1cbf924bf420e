//! Stored documents: the display fields of an article, and its compressed texts with their line maps.

pub(crate) mod display;
pub(crate) mod fields;
pub(crate) mod reader;
pub(crate) mod text_codec;
