//! Commands that index articles, keep the index up to date, and clean articles.

pub(crate) mod check;
pub(crate) mod clean;
pub(crate) mod forget;
pub(crate) mod freshness;
pub(crate) mod index;
pub(crate) mod status;
pub(crate) mod watch;
