//! Rows of quotations.

use crate::search::QuotationHit;
use crate::wire::csv::{cell, optional_cell, plain, row};
use crate::wire::path_display::PathDisplay;
use crate::wire::quotes::kind_name;

/// Returns the header, with the column of copies last if `has_copies`.
pub fn header(has_copies: bool) -> String {
    let copies = if has_copies { ",copies" } else { "" };
    format!("speaker,quote,published,source,path,id,line,page,begin,end,kind,title{copies}\r\n")
}

/// Returns the row of a quotation.
pub fn of_hit(hit: &QuotationHit, has_copies: bool, display: &PathDisplay) -> String {
    let mut cells = vec![
        optional_cell(hit.speaker.as_deref()),
        cell(&hit.quote),
        plain(hit.metadata.published),
        cell(&hit.metadata.source().unwrap_or_default()),
        cell(&display.name(&hit.path)),
        optional_cell(hit.id.as_deref()),
        plain(hit.position.line()),
        plain(hit.position.page()),
        plain(hit.begin),
        plain(hit.end),
        kind_name(hit.kind).to_owned(),
        optional_cell(hit.metadata.title.as_deref()),
    ];
    cells.extend(has_copies.then(|| hit.copies.to_string()));
    row(&cells)
}
