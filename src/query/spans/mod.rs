//! Span matching: the positions at which a query matches in a text.

pub(crate) mod budget;
mod compound;
pub(crate) mod finder;
pub(crate) mod node;
pub(crate) mod pattern;
pub(crate) mod proximity;
mod sloppy;
pub(crate) mod span_set;
pub(crate) mod speech;
mod speech_pattern;
pub(crate) mod term_matcher;
