//! File formats and encodings.

mod detection;
mod embedded;
mod encodings;
mod exports;
mod names;
mod pages;
