//! The quotation that a passage shows.

use std::ops::Range;

use crate::article::StoredQuotation;

/// Quotation in which a passage matches, with its speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PassageQuote {
    /// Name of the speaker, if it is known.
    pub speaker: Option<String>,
    /// The parts of the quotation, in order: several if an attribution or a paragraph parts it.
    pub spans: Vec<QuoteSpan>,
}

/// Part of a quotation.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct QuoteSpan {
    /// Words without the marks.
    pub text: String,
    /// Place of the first word in the original, in code points, if it is known.
    pub begin: Option<usize>,
    /// Place behind the last word in the original.
    pub end: Option<usize>,
}

impl QuoteSpan {
    /// Returns the quotation of `text`.
    pub(crate) fn of(quotation: &StoredQuotation, text: &str) -> Self {
        QuoteSpan {
            text: text.get(quotation.range.clone()).unwrap_or_default().to_owned(),
            begin: quotation.original.as_ref().map(|range| range.start),
            end: quotation.original.as_ref().map(|range| range.end),
        }
    }
}

impl PassageQuote {
    /// Returns the quotation of `text` at the offset `offset`, with all that its speaker says in one go.
    pub(crate) fn containing(text: &str, quotations: &[StoredQuotation], offset: usize) -> Option<Self> {
        let index = quotations.partition_point(|quotation| quotation.range.end <= offset);
        quotations.get(index).filter(|quotation| quotation.range.start <= offset)?;
        let parts = &quotations[utterance(quotations, index)];
        let parts = || parts.iter().filter(|quotation| quotation.is_speech());
        Some(PassageQuote {
            speaker: parts().find_map(|quotation| quotation.speaker.clone()),
            spans: parts().map(|quotation| QuoteSpan::of(quotation, text)).collect(),
        })
    }
}

/// Returns the quotations that belong together with that at `index`: each but the first goes on from the one
/// before.
pub(crate) fn utterance(quotations: &[StoredQuotation], index: usize) -> Range<usize> {
    let goes_on = |quotation: &StoredQuotation| quotation.is_continued || !quotation.is_speech();
    let is_first = |index: &usize| !goes_on(&quotations[*index]);
    let start = (0..=index).rev().find(is_first).unwrap_or(0);
    let end = (index + 1..quotations.len()).find(is_first).unwrap_or(quotations.len());
    start..end
}
