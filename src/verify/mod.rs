//! Verifies the quotations of a draft against an index.
//!
//! Everything is exact: the words of a quotation stand in an article or they do not ([`words`] says what is
//! folded). Similarity finds the passage to show for a quotation that differs, and never makes it a match.

mod archive;
mod brackets;
mod candidates;
mod comparison;
mod differences;
mod elsewhere;
mod find;
mod pattern;
mod report;
mod reporting;
mod source_text;
mod speakers;
mod verifier;
mod words;

pub use report::{
    ChangeInWords, QuotationReport, QuotationVerdict, SourcePassage, SpeakerReport, SpeakerVerdict,
    WordChange,
};
pub use verifier::Verifier;
pub(crate) use words::folded::FoldedWords;

/// Place of a quotation in a text, for the fuzz targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedPassage {
    /// The passage, in bytes.
    pub range: std::ops::Range<usize>,
    /// Whether an ellipsis of the quotation leaves something out.
    pub is_elided: bool,
    /// Whether it has something in brackets.
    pub is_edited: bool,
}

/// Returns where `text` has the quotation `quote`, whatever an index has of it.
pub fn compare(quote: &str, text: &str) -> Option<ComparedPassage> {
    let language = crate::analysis::Language::ENGLISH;
    let source = source_text::SourceText::new(text.to_owned(), language);
    let found = pattern::QuotePattern::of(quote, language).find(&source)?;
    let range = source.words.span(found.words.clone());
    Some(ComparedPassage { range, is_elided: found.is_elided(), is_edited: found.is_edited })
}
