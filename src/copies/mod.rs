//! Compares the copies of an article with it: what they add and drop, and which agency they name.
//!
//! Words are compared as quotations are: typography is folded, and numbers, signs and letters count.

mod agencies;
mod compared_text;
mod credits;
mod differences;
mod report;
mod searcher;

pub use report::{
    ChangedParagraph, ComparedCopy, CopyIdentity, CopyParagraph, CopyReport, DiffKind, DiffPart,
};
