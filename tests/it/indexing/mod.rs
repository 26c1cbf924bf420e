//! Indexing articles and keeping the index up to date.

mod day_orders;
mod frozen;
mod in_step;
mod moved;
mod readers;
mod records;
mod renewal;
mod report;
mod warnings;
mod watching;
