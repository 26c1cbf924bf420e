//! Saved searches, and which of the articles that match them have been reported.
//!
//! [`definitions`] reads and edits the file of the searches. [`reported`] keeps what each has reported, in a
//! log that is only appended to. [`run`] finds what is new; the caller prints it and then marks it as
//! reported, so that a crash in between repeats it and loses nothing. New is never a matter of time: an
//! article is known by its content, its text and its story. `docs/alerts.md` says what counts as new.

mod classify;
mod csv_reader;
pub(crate) mod definitions;
pub(crate) mod facet_filters;
pub(crate) mod files;
mod hex;
mod log_index;
mod log_line;
pub(crate) mod names;
mod remote_articles;
pub(crate) mod reported;
pub(crate) mod run;
pub(crate) mod saved_query;
#[cfg(test)]
mod tests;
