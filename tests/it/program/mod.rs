//! The config file, the help, `clippings bench`, and the transcripts in the documentation.

mod bench;
mod config;
mod help;
mod transcripts;
