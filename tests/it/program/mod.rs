//! The config file, the help, `clippings bench`, and what the documentation shows.

mod bench;
mod config;
mod help;
mod transcripts;
