//! File formats and encodings.

mod completeness;
mod detection;
mod embedded;
mod encodings;
mod exports;
mod names;
mod pages;
