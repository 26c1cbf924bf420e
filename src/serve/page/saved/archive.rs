//! The saved searches of the served index, or the reason why there are none.

use hyper::StatusCode;
use maud::{Markup, html};

use crate::archive::OpenedArchive;
use crate::error::Error;
use crate::saved::definitions::{SavedSearch, SavedSearches};
use crate::saved::files::{SavedFileError, SavedFiles, index_path, is_of_index};
use crate::saved::reported::ReportedLog;
use crate::saved::run::{RunOptions, SearchNews, find_news};
use crate::serve::page;
use crate::serve::page::foreign_text::Message;
use crate::serve::page::layout::{self, Tab};
use crate::serve::page::text::ENGLISH;
use crate::serve::response::ServerResponse;
use crate::serve::served::Served;

/// The saved searches of the served index.
pub(super) struct SavedArchive {
    pub files: SavedFiles,
    /// Searches of every index.
    pub all: SavedSearches,
    /// Searches of this one.
    pub searches: Vec<SavedSearch>,
    pub log: ReportedLog,
}

/// Reason why the page cannot be shown, or nothing can be saved.
pub(super) enum Refusal {
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
    pub(super) fn read(served: &Served) -> Result<Self, Refusal> {
        let files = files(served)?;
        let index = index_path(served.archive.location());
        let (all, log) = (files.searches()?, files.log()?);
        let searches = all.searches().iter().filter(|search| is_of_index(search, &index)).cloned().collect();
        Ok(SavedArchive { files, all, searches, log })
    }

    /// Returns whether a search of this index has this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.get(name).is_some() && self.searches.iter().any(|search| search.name == name)
    }

    /// Finds what is new to the searches.
    pub(super) fn news(&self, archive: &OpenedArchive) -> Vec<SearchNews> {
        find_news(&archive.searcher, &self.searches, &self.log, RunOptions::default())
    }
}

impl Refusal {
    /// Returns the page that says why.
    pub(super) fn page(self, served: &Served) -> ServerResponse {
        match self {
            Refusal::Archive(error) => page::answer(served, Err(error)),
            Refusal::Message(status, message) => {
                let main = html! { h1 { (ENGLISH.saved.saved) } p.note role="alert" { (Message(&message)) } };
                framed(served, status, &main)
            }
        }
    }
}

/// Returns the files of saved searches.
pub(super) fn files(served: &Served) -> Result<SavedFiles, Refusal> {
    let options = &served.options;
    let folders = options.config_dir.as_deref().zip(options.state_dir.as_deref());
    let no_folder =
        || Refusal::Message(StatusCode::INTERNAL_SERVER_ERROR, ENGLISH.saved.no_folder.to_owned());
    folders.map(|(config, state)| SavedFiles::new(config, state)).ok_or_else(no_folder)
}

/// Answers with `main` in the frame of the page.
pub(super) fn framed(served: &Served, status: StatusCode, main: &Markup) -> ServerResponse {
    layout::framed(served, status, (ENGLISH.saved.saved, Tab::Saved), main)
}
