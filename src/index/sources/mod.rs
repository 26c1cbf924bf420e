//! Counts by file from which the articles of a source tell about one another.

pub(crate) mod day_orders;
pub(crate) mod languages;
