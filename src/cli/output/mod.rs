//! Prints to standard output, and messages to standard error.

pub(crate) mod advice;
pub(crate) mod bench;
pub(crate) mod changes;
pub(crate) mod clean;
pub(crate) mod copies;
pub(crate) mod escape;
pub(crate) mod file;
pub(crate) mod json;
pub(crate) mod messages;
mod origin;
pub(crate) mod pager;
pub(crate) mod progress_bar;
pub(crate) mod quotes;
pub(crate) mod response;
pub(crate) mod saved;
mod terminal;
pub(crate) mod text;
pub(crate) mod verify;
