//! Prints measurements as tables, and draws their histograms.

mod beside;
pub(crate) mod svg;
pub(crate) mod table;

use clippings::internals::bench::QueryKind;

/// Returns the label of a row: a kind of query, or all.
fn row_label(kind: Option<QueryKind>) -> &'static str {
    kind.map_or("all", QueryKind::name)
}
