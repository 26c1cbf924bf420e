//! Rows of what is new to saved searches.

use crate::saved::run::SearchNews;
use crate::search::{Hit, HitCopy};
use crate::wire::csv::hits::snippet;
use crate::wire::csv::{cell, optional_cell, plain, row};
use crate::wire::path_display::PathDisplay;

/// Header of the rows.
pub const HEADER: &str = "search,query,kind,title,source,date,path,id,line,url,text,copies\r\n";

/// Returns the rows of a search: its new and changed articles, and the copies of stories that it has
/// reported.
pub fn of_news(news: &SearchNews, display: &PathDisplay) -> String {
    let search = [cell(&news.search.name), cell(&news.search.saved_query.query)];
    let hit_row = |hit: &Hit, kind: &str| {
        let place =
            |copy: &HitCopy| format!("{}:{}", display.place(&copy.path, copy.id.as_deref()), copy.line);
        let copies: Vec<String> = hit.copies.iter().map(place).collect();
        let cells = [
            kind.to_owned(),
            optional_cell(hit.metadata.title.as_deref()),
            cell(&hit.metadata.source().unwrap_or_default()),
            plain(hit.metadata.published),
            cell(&display.name(&hit.path)),
            optional_cell(hit.id.as_deref()),
            hit.passage().line.to_string(),
            optional_cell(hit.metadata.url.as_deref()),
            cell(&snippet(hit)),
            cell(&copies.join("; ")),
        ];
        row(&[&search[..], &cells].concat())
    };
    let copy_row = |copy: &HitCopy| {
        let cells = [
            "copy".to_owned(),
            optional_cell(copy.metadata.title.as_deref()),
            cell(&copy.metadata.source().unwrap_or_default()),
            plain(copy.metadata.published),
            cell(&display.name(&copy.path)),
            optional_cell(copy.id.as_deref()),
            copy.line.to_string(),
            optional_cell(copy.metadata.url.as_deref()),
            String::new(),
            String::new(),
        ];
        row(&[&search[..], &cells].concat())
    };
    let new = news.new.iter().map(|new| hit_row(&new.hit, new.kind()));
    let copies = news.copies.iter().flat_map(|story| &story.copies).map(copy_row);
    new.chain(copies).collect()
}
