//! Quotations: what is said in a text, and by whom.

mod marks;
mod pairs;
mod paragraphs;
mod spans;

use crate::analysis::Language;
use crate::article::{Quotation, QuotationKind};
use crate::quote::spans::find_spans;

/// Returns the quotations of `text` in order. The words of a quotation within another one belong to the outer
/// one. Nothing outside a paragraph decides where a quotation in it ends.
pub fn find_quotations(text: &str, _language: Language) -> Vec<Quotation> {
    let spans = find_spans(text);
    spans.iter().map(|span| Quotation { range: span.range.clone(), kind: QuotationKind::Speech, is_continued: span.runs_on, speaker: None }).collect()
}
