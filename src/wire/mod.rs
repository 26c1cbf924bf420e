//! JSON and CSV forms of answers, the same on the command line and in the API.
//!
//! A form borrows an answer of the library and serializes it; how paths are shown is a parameter
//! ([`PathDisplay`]). [`write_line`] writes a form so that no text of an article can control a terminal.

pub mod article;
pub mod citation;
pub mod copies;
pub mod counts;
pub mod csv;
pub mod draft;
pub mod escape;
pub mod explanation;
pub mod hit;
mod line;
pub mod passage;
mod path_display;
pub mod quotes;
pub mod remarks;
pub mod saved;
pub mod search;
pub mod status;
pub mod verify;

pub use line::{to_line, write_line};
pub use path_display::PathDisplay;
