//! Rows of stories, and of the copies of an article.

use crate::copies::CopyReport;
use crate::search::{Story, StoryCopy};
use crate::wire::copies::identity_name;
use crate::wire::csv::{cell, optional_cell, plain, row, yes_or_no};
use crate::wire::path_display::PathDisplay;

/// Header of a list of stories.
pub const STORIES_HEADER: &str = "story,representative,path,id,published,site,title,guest\r\n";

/// Header of the copies of an article.
pub const COPIES_HEADER: &str = "path,id,published,site,title,identical,contains,contained,earliest,agency,\
                                 added,dropped,moved,changes,guest\r\n";

/// Returns a row per article of the story of this number, by day.
pub fn of_story(number: u64, story: &Story, display: &PathDisplay) -> String {
    let rows = story.by_day().into_iter().map(|copy| {
        let mut cells = vec![number.to_string(), yes_or_no(*copy == story.representative)];
        cells.extend(place_cells(copy, display));
        cells.push(yes_or_no(copy.is_guest));
        row(&cells)
    });
    rows.collect()
}

/// Returns a row per copy of an article, with the numbers of what differs.
pub fn of_report(report: &CopyReport, display: &PathDisplay) -> String {
    let earliest = report.earliest();
    let rows = report.copies.iter().map(|compared| {
        let is_earliest = earliest.is_some() && compared.copy.metadata.published == earliest;
        let changes: usize = compared.changed.iter().map(|paragraph| paragraph.changes().len()).sum();
        let mut cells = place_cells(&compared.copy, display);
        cells.push(compared.identity.map(identity_name).unwrap_or_default().to_owned());
        cells.extend([compared.contains, compared.is_contained, is_earliest].map(yes_or_no));
        cells.push(optional_cell(compared.agency.as_deref()));
        let counts = [compared.added.len(), compared.dropped.len(), compared.moved.len(), changes];
        cells.extend(counts.map(|count| count.to_string()));
        cells.push(yes_or_no(compared.copy.is_guest));
        row(&cells)
    });
    rows.collect()
}

/// Returns the cells of the path, the id, the day, the source and the title of an article.
fn place_cells(copy: &StoryCopy, display: &PathDisplay) -> Vec<String> {
    vec![
        cell(&display.name(&copy.path)),
        optional_cell(copy.id.as_deref()),
        plain(copy.metadata.published),
        cell(&copy.metadata.source().unwrap_or_default()),
        optional_cell(copy.metadata.title.as_deref()),
    ]
}
