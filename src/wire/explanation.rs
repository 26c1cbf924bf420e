//! How a query was understood.

use serde::Serialize;

use crate::query::{self, Note, Parsed};
use crate::search::WordForms;

/// A query as typed and as it was understood.
#[derive(Serialize)]
pub struct ExplanationJson<'a> {
    query: &'a str,
    understood: String,
    notes: &'a [Note],
    words: String,
    tree: String,
    /// Forms of an index that can be read.
    forms: &'a [WordForms],
}

impl<'a> ExplanationJson<'a> {
    /// Explains `query`, which was read as `parsed`.
    pub fn of(query: &'a str, parsed: &'a Parsed, forms: &'a [WordForms]) -> Self {
        ExplanationJson {
            query,
            understood: parsed.query.to_string(),
            notes: &parsed.notes,
            words: query::explain(&parsed.query),
            tree: query::tree(&parsed.query),
            forms,
        }
    }
}
