//! The stories of an index: which of its articles are copies of each other.
//!
//! Each article has a sketch in a column. The last step of a run compares the sketches and, where they are
//! alike, the texts, and stores the stories ([`table`]) and the overlaps of the texts that it compared
//! ([`overlaps`]), so that the next run compares only what is new.

pub(crate) mod compare;
pub(crate) mod overlaps;
pub(crate) mod sketches;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod texts;
