//! The queries that tantivy does not have, one file each.

pub(crate) mod forward_only;
pub(crate) mod multi_term;
pub(crate) mod spans;
pub(crate) mod stemmed_term;
