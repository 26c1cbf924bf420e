//! Quotations with their speakers.

use std::path::Path;

use serde::Serialize;

use crate::article::QuotationKind;
use crate::query::Note;
use crate::search::QuotationHit;
use crate::text::path_key;
use crate::wire::path_display::PathDisplay;

/// A quotation.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Quotation))]
pub struct QuoteJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Place of the first word in the file or record, in code points.
    begin: Option<usize>,
    /// Place behind the last word.
    end: Option<usize>,
    /// Line of the first word, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    /// Words, without the marks.
    quote: &'a str,
    /// Name of the speaker, if it is known.
    speaker: Option<&'a str>,
    /// `speech` or `term`.
    kind: &'a str,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    source: Option<String>,
    title: Option<&'a str>,
    /// Number of other articles of the story that have it, if copies are listed once.
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<usize>,
}

impl<'a> QuoteJson<'a> {
    /// Converts a quotation, with the number of its copies if copies are listed once.
    pub fn of(hit: &'a QuotationHit, has_copies: bool, display: &PathDisplay) -> Self {
        QuoteJson {
            path: display.path(&hit.path),
            id: hit.id.as_deref(),
            begin: hit.begin,
            end: hit.end,
            line: hit.position.line(),
            page: hit.position.page(),
            quote: &hit.quote,
            speaker: hit.speaker.as_deref(),
            kind: kind_name(hit.kind),
            published: hit.metadata.published.map(|day| day.to_string()),
            source: hit.metadata.source().map(|source| source.into_owned()),
            title: hit.metadata.title.as_deref(),
            copies: has_copies.then_some(hit.copies),
        }
    }
}

/// Quotations that a query finds.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Quotations))]
pub struct QuotationsJson<'a> {
    /// Query as typed.
    query: &'a str,
    /// Query for the articles with the quotations, in its canonical form.
    understood: String,
    /// Notes on what was read or searched differently than typed.
    notes: &'a [Note],
    /// Number of these articles.
    articles: usize,
    quotations: Vec<QuoteJson<'a>>,
    /// Whether there are more quotations behind them.
    more: bool,
}

impl<'a> QuotationsJson<'a> {
    /// Converts the quotations that `query` finds, which was `understood` so with these notes.
    pub fn of(
        (query, understood, notes): (&'a str, String, &'a [Note]),
        (articles, more): (usize, bool),
        (hits, has_copies): (&'a [QuotationHit], bool),
        display: &PathDisplay,
    ) -> Self {
        let quotations = hits.iter().map(|hit| QuoteJson::of(hit, has_copies, display)).collect();
        QuotationsJson { query, understood, notes, articles, quotations, more }
    }
}

/// Returns the name of a kind of quotations.
pub fn kind_name(kind: QuotationKind) -> &'static str {
    match kind {
        QuotationKind::Speech => "speech",
        QuotationKind::Term => "term",
    }
}
