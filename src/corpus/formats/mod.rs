//! The formats that saved articles come in.

pub(crate) mod http;
pub(crate) mod line_reader;
pub(crate) mod mhtml;
pub(crate) mod records;
pub(crate) mod warc;
