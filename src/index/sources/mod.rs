//! What the articles of a source tell about one another, counted by file.

pub(crate) mod day_orders;
pub(crate) mod languages;
