//! File formats and encodings.

mod completeness;
mod detection;
mod documents;
mod embedded;
mod encodings;
mod exports;
mod json;
mod mail;
mod names;
mod pages;
mod pdf;
