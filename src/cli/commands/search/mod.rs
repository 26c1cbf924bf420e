//! Commands that search.

pub(crate) mod batch;
mod chart;
mod collapsing;
pub(crate) mod copies;
pub(crate) mod explain;
pub(crate) mod like;
mod located;
pub(crate) mod quotes;
mod report;
#[expect(clippy::module_inception, reason = "the folder and the command have the same name")]
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod verify;
