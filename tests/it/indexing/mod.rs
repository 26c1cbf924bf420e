//! Indexing articles and keeping the index up to date.

mod added;
mod day_orders;
#[cfg(unix)]
mod filters;
pub(crate) mod frozen;
mod in_step;
mod listing;
mod moved;
mod readers;
mod records;
mod renewal;
mod report;
mod source_languages;
mod warnings;
mod watching;
