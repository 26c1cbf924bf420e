//! File formats and encodings.

mod detection;
mod embedded;
mod encodings;
mod names;
mod pages;
