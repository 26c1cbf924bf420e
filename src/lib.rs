//! Full-text search for the articles you have saved.

pub mod analysis;
pub mod clean;
pub mod extract;
pub mod text;
