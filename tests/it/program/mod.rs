//! The config file, `clippings bench`, and what the documentation shows.

mod bench;
mod config;
mod transcripts;
