//! Prints measurements as tables, and draws their histograms.

pub(crate) mod svg;
pub(crate) mod table;
