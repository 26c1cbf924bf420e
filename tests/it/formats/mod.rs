//! File formats and encodings.

mod detection;
mod encodings;
mod pages;
