//! Passages, with the quotations in which they match.

use serde::Serialize;

use crate::search::snippet::{Passage, PassageQuote, PassageSegment, QuoteSpan};

/// A passage with its position.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Passage))]
pub struct PassageJson<'a> {
    /// First line in the source file, if it has lines.
    line: Option<u32>,
    /// First page, if the file has pages in place of lines.
    page: Option<u32>,
    /// Text; together the segments are the passage.
    segments: &'a [PassageSegment],
    #[serde(flatten)]
    #[cfg_attr(feature = "serve", schema(value_type = PassageQuoteJson))]
    quote: Option<PassageQuoteJson<'a>>,
}

/// Quotation in which a passage matches.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = PassageQuote))]
pub struct PassageQuoteJson<'a> {
    /// Name of the speaker, if it is known.
    #[cfg_attr(feature = "serve", schema(required = false))]
    speaker: Option<&'a str>,
    /// Words of the quotation in the passage; none of both fields is there if it matches in no quotation.
    #[cfg_attr(feature = "serve", schema(required = false))]
    quote: &'a [QuoteSpan],
}

impl<'a> PassageQuoteJson<'a> {
    /// Converts a quotation.
    pub fn of(quote: &'a PassageQuote) -> Self {
        PassageQuoteJson { speaker: quote.speaker.as_deref(), quote: &quote.spans }
    }
}

impl<'a> PassageJson<'a> {
    /// Converts a passage.
    pub fn of(passage: &'a Passage) -> Self {
        let quote = passage.quote.as_ref().map(PassageQuoteJson::of);
        let position = passage.position;
        PassageJson { line: position.line(), page: position.page(), segments: &passage.segments, quote }
    }
}
