//! Output of measurements: tables, and histograms as a picture.

pub(crate) mod svg;
pub(crate) mod table;
