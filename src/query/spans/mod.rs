//! Where a query matches in a text, by positions.

pub(crate) mod finder;
pub(crate) mod pattern;
pub(crate) mod proximity;
