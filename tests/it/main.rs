//! The tests of the command line and of the library from outside, as one binary.

mod architecture;
mod archive;
mod clean;
mod common;
mod formats;
mod licences;
mod program;
mod robustness;
mod search;
