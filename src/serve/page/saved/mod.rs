//! The page of saved searches: what is new to each.
//!
//! Showing the page marks nothing: a form marks what it has shown.

mod actions;
mod news;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use hyper::StatusCode;
use maud::{Markup, html};

use crate::error::Error;
use crate::saved::definitions::SavedSearch;
use crate::saved::files::{SavedFileError, SavedFiles, index_path, is_of_index};
use crate::saved::reported::ReportedLog;
use crate::saved::run::{RunOptions, SearchNews, find_news};
use crate::serve::archive::OpenedArchive;
use crate::serve::page::errors;
use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::layout::{PageFrame, Tab, hidden_fields, shown};
use crate::serve::page::saved::actions::Action;
use crate::serve::page::saved_text::SavedText;
use crate::serve::page::text::{ENGLISH, counted};
use crate::serve::response::{Call, Response};
use crate::serve::served::Served;
use crate::serve::view::{QueryString, ResultsView};

pub(crate) use actions::post;

/// Address of the page.
pub(crate) const ADDRESS: &str = "/saved";

/// The saved searches of the served index.
struct SavedArchive {
    files: SavedFiles,
    searches: Vec<SavedSearch>,
    /// Number of searches of other indexes.
    others: usize,
    log: ReportedLog,
    /// Path of the index in the definitions.
    index: PathBuf,
}

/// Reason why the page cannot be shown, or nothing can be saved.
enum Refusal {
    /// The index cannot be read.
    Archive(Error),
    /// A message for the reader.
    Message(StatusCode, String),
}

impl From<SavedFileError> for Refusal {
    fn from(error: SavedFileError) -> Self {
        let status = match error {
            SavedFileError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            SavedFileError::File { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Refusal::Message(status, error.to_string())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Archive(error)
    }
}

impl SavedArchive {
    /// Reads the files.
    fn read(served: &Served) -> Result<Self, Refusal> {
        let files = files(served)?;
        let index = index_path(served.archive.dir());
        let (all, log) = (files.searches()?, files.log()?);
        let (searches, others): (Vec<_>, Vec<_>) =
            all.searches().iter().cloned().partition(|search| is_of_index(search, &index));
        Ok(SavedArchive { files, searches, others: others.len(), log, index })
    }

    /// Finds what is new to the searches.
    fn news(&self, archive: &OpenedArchive) -> Vec<SearchNews> {
        find_news(&archive.searcher, &self.searches, &self.log, RunOptions::default())
    }
}

impl Refusal {
    /// Returns the page that says why.
    fn page(&self, served: &Served) -> Response {
        match self {
            Refusal::Archive(error) => {
                errors::of_archive(error, served.archive.is_replaced(), &served.options)
            }
            Refusal::Message(status, message) => {
                let main = html! { h1 { (ENGLISH.saved.saved) } p.note role="alert" { (Message(message)) } };
                framed(served, *status, &main)
            }
        }
    }
}

/// Returns the files of saved searches.
fn files(served: &Served) -> Result<SavedFiles, Refusal> {
    let options = &served.options;
    let folders = options.config_dir.as_deref().zip(options.state_dir.as_deref());
    let no_folder =
        || Refusal::Message(StatusCode::INTERNAL_SERVER_ERROR, ENGLISH.saved.no_folder.to_owned());
    folders.map(|(config, state)| SavedFiles::new(config, state)).ok_or_else(no_folder)
}

/// Shows the page. With the state of a page of results behind `?`, it has a form that saves this search.
pub(crate) fn get(served: &Served, call: &Call) -> Response {
    let view = ResultsView::read(&QueryString::read(call.uri().query().unwrap_or_default()));
    page(served, &view, None).unwrap_or_else(|refusal| refusal.page(served))
}

/// Returns the page, with a message of an action.
fn page(
    served: &Served,
    view: &ResultsView,
    message: Option<(StatusCode, &str)>,
) -> Result<Response, Refusal> {
    let text = &ENGLISH.saved;
    let archive = served.archive.current()?;
    let saved = SavedArchive::read(served)?;
    let news = saved.news(&archive);
    let main = html! {
        h1 { (text.saved) }
        @if let Some((_, message)) = message { p.note role="alert" { (ForeignText(message)) } }
        @if !view.is_blank() { (save_form(view, text)) }
        @if news.is_empty() && view.is_blank() { p { (text.none) } }
        @if !news.is_empty() { p { (Message(text.hint)) } }
        @if saved.others > 0 { p.note { (counted(saved.others as u64, text.other_indexes)) } }
        @if news.len() > 1 && news.iter().any(SearchNews::is_to_mark) {
            form method="post" action=(ADDRESS) {
                input type="hidden" name="commit" value=(archive.tag);
                (Action::Mark.button(text.mark_all))
            }
        }
        @for news in &news { (news::section(news, saved.log.search(&news.search.name), &archive.tag)) }
    };
    let status = message.map_or(StatusCode::OK, |(status, _)| status);
    Ok(framed(served, status, &main))
}

/// Returns the form that saves a search.
fn save_form(view: &ResultsView, text: &SavedText) -> Markup {
    let name = if view.query.is_empty() { String::new() } else { first_words(&view.query) };
    html! {
        form.within method="post" action=(ADDRESS) {
            h2 { (text.save_this) }
            p { a href=(view.at_start().address()) { code { (ForeignText(&view.query)) } } }
            label for="name" { (text.name) }
            input id="name" name="name" value=(name) maxlength="200" required dir="auto";
            (hidden_fields(&view.at_start()))
            (Action::Save.button(text.save))
        }
    }
}

/// Returns the first words of a query, as its name.
fn first_words(query: &str) -> String {
    const MAX_CHARS: usize = 60;
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.char_indices().nth(MAX_CHARS).map_or(line.len(), |(offset, _)| offset);
    let cut = if end < line.len() { line[..end].rfind(' ').unwrap_or(end) } else { end };
    line[..cut].to_owned()
}

/// Returns the frame round `main`.
fn framed(served: &Served, status: StatusCode, main: &Markup) -> Response {
    let text = &ENGLISH;
    let archive = served.archive.current();
    let freshness = archive.ok().map(|archive| served.folders.freshness(&archive));
    let view = ResultsView::default();
    let frame = PageFrame { text, title: text.saved.saved, tab: Tab::Saved, view: &view, freshness };
    shown(status, frame.page(main))
}
