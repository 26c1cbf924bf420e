//! The page of the state of the index.

use maud::{Markup, html};

use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::layout::{PageFrame, Tab};
use crate::serve::page::text::{ENGLISH, counted};
use crate::serve::page::{PageResult, answer};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::view::ResultsView;
use crate::status::{FolderStatus, Status};
use crate::text::{grouped, path_key};

/// Number of failures that are listed.
const MAX_FAILURES: usize = 200;

/// Answers with the state of the index.
pub(crate) fn get(served: &Served, _: &Call) -> ServerResponse {
    answer(served, page(served))
}

/// Returns the page.
fn page(served: &Served) -> PageResult {
    let text = &ENGLISH;
    let archive = served.archive.current()?;
    let mut state = served.archive.location().status()?;
    for note in &mut state.notes {
        *note = served.options.advice(note).into_owned();
    }
    let view = ResultsView::default();
    let freshness = Some(served.folders.freshness_of(&archive, &state.folders));
    let frame = PageFrame { text, title: text.status, tab: Tab::Status, view: &view, freshness };
    Ok(frame.page(&main(&state, &path_key::shown(served.archive.location().name()))))
}

/// Returns the main part.
fn main(state: &Status, index: &str) -> Markup {
    let text = &ENGLISH;
    let day = |day: &Option<String>| day.as_deref().unwrap_or("–").to_owned();
    html! {
        h1 { (text.status) }
        @if !state.notes.is_empty() { ul.notes { @for note in &state.notes { li { (Message(note)) } } } }
        dl.state {
            dt { (text.index_place) } dd { code { (ForeignText(index)) } }
            dt { (text.articles_column) } dd { (grouped(state.articles)) }
            dt { (text.size) } dd { (megabytes(state.bytes)) }
            dt { (text.first_day) } dd { (day(&state.first_date)) }
            dt { (text.last_day) } dd { (day(&state.last_date)) }
        }
        h2 id="folders" { (text.folders) }
        div.scroll tabindex="0" role="region" aria-labelledby="folders" {
            table {
                thead { tr { th scope="col" { (text.folder) } th scope="col" { (text.files) } th scope="col" { (text.articles_column) }
                    th scope="col" { (text.size) } th scope="col" { (text.changes) } } }
                tbody { @for folder in &state.folders { (row(folder)) } }
            }
        }
        @if !state.failures.is_empty() {
            h2 { (text.failures) }
            ul {
                @for failure in state.failures.iter().take(MAX_FAILURES) {
                    li { code { (ForeignText(&path_key::shown(&failure.path))) } ": " (ForeignText(&failure.reason)) }
                }
                @if state.failures.len() > MAX_FAILURES { li { "… " (grouped(state.failures.len() as u64)) } }
            }
        }
    }
}

/// Returns the row of a folder.
fn row(folder: &FolderStatus) -> Markup {
    let text = &ENGLISH;
    html! {
        tr {
            th scope="row" { code { (ForeignText(&path_key::shown(&folder.path))) } }
            td { (grouped(folder.files)) }
            td { (grouped(folder.articles)) }
            td { (megabytes(folder.bytes)) }
            td {
                @match &folder.pending {
                    _ if !folder.exists => strong { (text.missing) },
                    None => (text.not_checked),
                    Some(changes) if changes.files() == 0 => (text.up_to_date),
                    Some(changes) => strong { (counted(changes.files(), text.behind)) },
                }
            }
        }
    }
}

/// Formats a size in megabytes.
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
