//! Finds articles that tell one story in the same words: copies, cut versions, updates.
//!
//! An article has a [`sketch`] of its runs of words, made when it is indexed. Articles whose sketches have
//! values in common are [`candidates`]; the [`overlap`] of their texts tells whether one is a copy of the
//! other; [`grouping`] forms stories round representatives. All of it depends on the articles alone: their
//! order, threads and the history of an index change nothing. `docs/stories.md` says what counts as a copy.

pub(crate) mod candidates;
pub(crate) mod differences;
pub(crate) mod grouping;
pub(crate) mod overlap;
pub(crate) mod shared_values;
pub(crate) mod shingles;
pub(crate) mod sketch;
pub(crate) mod words;

/// Day of publication, in days since 1970.
pub(crate) type Day = i32;
