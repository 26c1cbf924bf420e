//! Quotations: what is said in a text, and by whom.

use crate::analysis::Language;
use crate::article::{Quotation, QuotationKind};

/// Returns the quotations of `text` in order. The words of a quotation within another one belong to the outer
/// one. Nothing outside a paragraph decides where a quotation in it ends.
pub fn find_quotations(text: &str, _language: Language) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open = None;
    for (offset, c) in text.char_indices() {
        match (c, open) {
            ('“', None) => open = Some(offset + c.len_utf8()),
            ('"', None) => open = Some(offset + 1),
            ('”' | '"', Some(start)) => {
                let kind = QuotationKind::Speech;
                found.push(Quotation { range: start..offset, kind, is_continued: false, speaker: None });
                open = None;
            }
            ('\n', _) => open = None,
            _ => {}
        }
    }
    found
}
