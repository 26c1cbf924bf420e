//! Rows of articles that match.

use crate::search::snippet::{Passage, PassageQuote};
use crate::search::{Hit, HitCopy};
use crate::wire::csv::{cell, optional_cell, plain, row};
use crate::wire::path_display::PathDisplay;

/// Columns of the rows of hits beside the usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HitColumns {
    /// Whether the identifier and the text of the query come first.
    pub query: bool,
    /// Whether the speakers of the passages come behind the others.
    pub speakers: bool,
    /// Whether the copies come last.
    pub copies: bool,
}

impl HitColumns {
    /// Returns the header.
    pub fn header(self) -> String {
        let query = if self.query { "qid,query," } else { "" };
        let speakers = if self.speakers { ",speaker" } else { "" };
        let copies = if self.copies { ",copies" } else { "" };
        let columns = "rank,score,path,id,line,page,published,title,snippet,site,author,url";
        format!("{query}{columns}{speakers}{copies}\r\n")
    }

    /// Returns the row of a hit, with its passages joined by ` … `, behind the cells of the query.
    pub fn row(self, query: &[String], hit: &Hit, display: &PathDisplay) -> String {
        let mut cells = query.to_vec();
        cells.extend([
            hit.rank.to_string(),
            hit.score.to_string(),
            cell(&display.name(&hit.path)),
            optional_cell(hit.id.as_deref()),
            plain(hit.passage().position.line()),
            plain(hit.passage().position.page()),
            plain(hit.metadata.published),
            optional_cell(hit.metadata.title.as_deref()),
            cell(&snippet(hit)),
            cell(&hit.metadata.source().unwrap_or_default()),
            optional_cell(hit.metadata.author.as_deref()),
            optional_cell(hit.metadata.url.as_deref()),
        ]);
        if self.speakers {
            let quotes = hit.passages.iter().filter_map(|passage| passage.quote.as_ref());
            let speakers: Vec<&str> = quotes.flat_map(PassageQuote::speakers).collect();
            cells.push(cell(&speakers.join(" … ")));
        }
        if self.copies {
            cells.push(copies(hit, display));
        }
        row(&cells)
    }
}

/// Writes the cell with the places of the copies of a result.
pub(super) fn copies(hit: &Hit, display: &PathDisplay) -> String {
    let place = |copy: &HitCopy| display.position(&copy.path, copy.id.as_deref(), copy.position);
    cell(&hit.copies.iter().map(place).collect::<Vec<_>>().join("; "))
}

/// Formats the passages of a result on one line, without marks.
pub(super) fn snippet(hit: &Hit) -> String {
    hit.passages.iter().map(Passage::text).collect::<Vec<_>>().join(" … ")
}
