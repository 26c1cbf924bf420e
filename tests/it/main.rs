//! Tests of the command line and the public library, as one binary.

mod architecture;
mod archive;
mod clean;
mod common;
mod formats;
mod licenses;
mod program;
mod robustness;
mod search;
