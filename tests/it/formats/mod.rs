//! File formats and encodings.

mod detection;
mod encodings;
mod names;
mod pages;
