//! Rows of what is new to saved searches.

use std::path::Path;

use crate::article::Metadata;
use crate::saved::run::{NewHit, SearchNews};
use crate::search::HitCopy;
use crate::text::FilePosition;
use crate::wire::csv::hits::{copies, snippet};
use crate::wire::csv::{cell, optional_cell, plain, row};
use crate::wire::path_display::PathDisplay;

/// Header of the rows.
pub const HEADER: &str = "search,query,kind,title,source,date,path,id,line,page,url,text,copies\r\n";

/// Returns the rows of a search: its new and changed articles, and the copies of stories that it has
/// reported.
pub fn of_news(news: &SearchNews, display: &PathDisplay) -> String {
    let article_row =
        |kind: &str, place: (&Path, Option<&str>, FilePosition), metadata: &Metadata, last: [String; 2]| {
            let (path, id, position) = place;
            let cells = [
                cell(&news.search.name),
                cell(&news.search.saved_query.query),
                kind.to_owned(),
                optional_cell(metadata.title.as_deref()),
                cell(&metadata.source().unwrap_or_default()),
                plain(metadata.published),
                cell(&display.name(path)),
                optional_cell(id),
                plain(position.line()),
                plain(position.page()),
                optional_cell(metadata.url.as_deref()),
            ];
            row(&[&cells[..], &last].concat())
        };
    let hit_row = |new: &NewHit| {
        let hit = &new.hit;
        let place = (hit.path.as_path(), hit.id.as_deref(), hit.passage().position);
        article_row(new.kind(), place, &hit.metadata, [cell(&snippet(hit)), copies(hit, display)])
    };
    let copy_row = |copy: &HitCopy| {
        let place = (copy.path.as_path(), copy.id.as_deref(), copy.position);
        article_row("copy", place, &copy.metadata, Default::default())
    };
    let new = news.new.iter().map(hit_row);
    let copies = news.copies.iter().flat_map(|story| &story.copies).map(copy_row);
    new.chain(copies).collect()
}
