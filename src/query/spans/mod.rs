//! Span matching: the positions at which a query matches in a text.

pub(crate) mod finder;
pub(crate) mod pattern;
pub(crate) mod proximity;
