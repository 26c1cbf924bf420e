//! Prints stories and copies as CSV (RFC 4180).

use std::io::{self, Write};

use clippings::{CopyReport, Story, StoryCopy};

use crate::cli::output::copies::json::name;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::csv::cell;

/// Writes the header of a list of stories.
pub(super) fn begin_stories(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "story,representative,path,id,published,site,title,guest\r\n")
}

/// Writes a line per article of a story, by day.
pub(super) fn story(
    out: &mut dyn Write,
    number: u64,
    story: &Story,
    display: &PathDisplay,
) -> io::Result<()> {
    for copy in story.by_day() {
        let is_representative = yes_or_no(*copy == story.representative);
        let (cells, guest) = (cells(copy, display).join(","), yes_or_no(copy.is_guest));
        write!(out, "{number},{is_representative},{cells},{guest}\r\n")?;
    }
    Ok(())
}

/// Writes a line per copy of an article, with the numbers of what differs.
pub(super) fn report(out: &mut dyn Write, report: &CopyReport, display: &PathDisplay) -> io::Result<()> {
    let columns = "identical,contains,contained,earliest,agency,added,dropped,moved,changes,guest";
    write!(out, "path,id,published,site,title,{columns}\r\n")?;
    let earliest = report.earliest();
    for compared in &report.copies {
        let is_earliest = earliest.is_some() && compared.copy.metadata.published == earliest;
        let changes: usize = compared.changed.iter().map(|paragraph| paragraph.changes().len()).sum();
        let mut row = cells(&compared.copy, display);
        row.push(compared.identity.map(name).unwrap_or_default().to_owned());
        row.extend(
            [compared.contains, compared.is_contained, is_earliest].map(|is_so| yes_or_no(is_so).to_owned()),
        );
        row.push(cell(compared.agency.as_deref().unwrap_or_default()));
        let counts = [compared.added.len(), compared.dropped.len(), compared.moved.len(), changes];
        row.extend(counts.map(|count| count.to_string()));
        row.push(yes_or_no(compared.copy.is_guest).to_owned());
        write!(out, "{}\r\n", row.join(","))?;
    }
    Ok(())
}

/// Returns the cells of the path, the id, the day, the source and the title of an article.
fn cells(copy: &StoryCopy, display: &PathDisplay) -> Vec<String> {
    vec![
        cell(&display.name(&copy.path)),
        cell(copy.id.as_deref().unwrap_or_default()),
        copy.metadata.published.map(|day| day.to_string()).unwrap_or_default(),
        cell(&copy.metadata.source().unwrap_or_default()),
        cell(copy.metadata.title.as_deref().unwrap_or_default()),
    ]
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
