//! `clippings mcp` from outside: what an assistant reads.

pub(crate) mod client;
mod fuzz;
mod injection;
mod stdio;
mod tools;
mod transcripts;
