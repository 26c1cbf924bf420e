//! The stories of an index: which of its articles are copies of each other.
//!
//! Each article has a sketch in a column. The last step of a run compares the sketches and, where they are
//! alike, the texts ([`compare_all`]), and stores the stories ([`table`]), the articles that share something
//! ([`linked`]) and the overlaps of the texts that it compared ([`overlaps`]), so that the next run compares
//! only what has changed ([`compare_changes`]).

mod changes;
pub(crate) mod compare;
pub(crate) mod compare_all;
pub(crate) mod compare_changes;
pub(crate) mod comparison;
pub(crate) mod linked;
pub(crate) mod overlaps;
pub(crate) mod sketches;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
