//! Commands that search.

pub(crate) mod batch;
pub(crate) mod explain;
pub(crate) mod search;
pub(crate) mod show;
