//! Verifies the quotations of a draft against an index.
//!
//! Everything is exact: the words of a quotation stand in an article or they do not ([`words`] says what is
//! folded). Similarity finds the passage to show for a quotation that differs, and never makes it a match.

mod brackets;
mod candidates;
mod differences;
mod elsewhere;
mod pattern;
mod report;
mod source_text;
mod speakers;
mod verifier;
mod words;

pub use report::{
    QuotationReport, QuotationVerdict, SourcePassage, SpeakerReport, SpeakerVerdict, WordChange,
};
pub use verifier::Verifier;
