//! Prints measurements as tables, and draws their histograms.

mod beside;
pub(crate) mod svg;
pub(crate) mod table;
