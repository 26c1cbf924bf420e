//! Pages that say why nothing can be shown, and what to do.

use hyper::StatusCode;
use maud::{Markup, html};

use crate::error::Error;
use crate::serve::options::ServeOptions;
use crate::serve::page::foreign_text::Message;
use crate::serve::page::layout::{PageFrame, Tab, framed, shown};
use crate::serve::page::reading_text::ErrorText;
use crate::serve::page::text::ENGLISH;
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::view::ResultsView;

/// Returns the page on an error of the archive. `is_replaced` says that another index took its place.
pub(crate) fn of_archive(error: &Error, is_replaced: bool, options: &ServeOptions) -> ServerResponse {
    let words = &ENGLISH.reading.errors;
    let (status, (title, advice)) = match is_replaced {
        true => (StatusCode::SERVICE_UNAVAILABLE, words.replaced),
        false => explanation(error, words),
    };
    let detail = match error {
        // The rest of the message is advice for the command line.
        Error::NoIndex { path } => format!("no index at {}", path.display()),
        _ => error.to_string(),
    };
    let passes = match error {
        Error::NoIndex { .. } | Error::BeingBuilt { .. } | Error::Locked { .. } => true,
        Error::Cluster { problem, .. } => problem.may_pass(),
        _ => false,
    };
    let main = html! {
        h1 data-passes[passes] { (title) }
        p { (Message(&options.advice(advice))) }
        p.note { (Message(&options.advice(&detail))) }
        p { a href="" { (words.try_again) } }
    };
    response(status, title, &main)
}

/// Returns the page on an article that the index does not have; `results` is the address to go back to.
pub(crate) fn no_article(served: &Served, results: &str) -> ServerResponse {
    let text = &ENGLISH.reading;
    let main = html! {
        h1 { (text.not_found) }
        p { (text.not_found_hint) }
        p { a href=(if results.is_empty() { "/" } else { results }) { (text.search) } }
    };
    framed(served, StatusCode::NOT_FOUND, (text.not_found, Tab::Search), &main)
}

/// Returns the page on an address that nothing is at.
pub(crate) fn no_page(served: &Served, _: &Call) -> ServerResponse {
    let (title, advice) = ENGLISH.reading.errors.no_page;
    let main = html! { h1 { (title) } p { (advice) } p { a href="/" { (ENGLISH.search) } } };
    framed(served, StatusCode::NOT_FOUND, (title, Tab::Search), &main)
}

/// Returns the page on a failure of the program itself.
pub(crate) fn failed() -> ServerResponse {
    let (title, advice) = ENGLISH.reading.errors.other;
    response(StatusCode::INTERNAL_SERVER_ERROR, title, &html! { h1 { (title) } p { (Message(advice)) } })
}

/// Returns what an index without articles shows in place of results.
pub(crate) fn empty_index(options: &ServeOptions) -> Markup {
    let (title, advice) = ENGLISH.reading.errors.empty;
    html! { h1 { (title) } p { (Message(&options.advice(advice))) } }
}

/// Returns the status of an error, its title and what to do.
fn explanation(error: &Error, words: &ErrorText) -> (StatusCode, (&'static str, &'static str)) {
    const UNAVAILABLE: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
    const FAILURE: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;
    match error {
        Error::NoIndex { .. } => (UNAVAILABLE, words.no_index),
        Error::BeingBuilt { .. } => (UNAVAILABLE, words.being_built),
        Error::Locked { .. } => (UNAVAILABLE, words.locked),
        Error::Damaged { .. } => (FAILURE, words.damaged),
        Error::OtherVersion { .. } | Error::NeedsIndexing { .. } | Error::NotCompared { .. } => {
            (FAILURE, words.older)
        }
        Error::NewerVersion { .. } => (FAILURE, words.newer),
        Error::Io { .. } => (FAILURE, words.unreadable),
        Error::Cluster { problem, .. } if problem.may_pass() => (UNAVAILABLE, words.cluster),
        Error::Cluster { .. } => (FAILURE, words.cluster_refused),
        Error::NotOnCluster { .. } => (StatusCode::NOT_IMPLEMENTED, words.not_on_cluster),
        _ => (FAILURE, words.other),
    }
}

fn response(status: StatusCode, title: &str, main: &Markup) -> ServerResponse {
    let view = ResultsView::default();
    let frame = PageFrame { text: &ENGLISH, title, tab: Tab::Search, view: &view, freshness: None };
    shown(status, frame.page(main))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use crate::error::ClusterProblem;
    use crate::index::IndexDir;
    use crate::serve::page::errors::*;

    #[test]
    fn every_state_of_an_index_has_its_page() {
        let path = || PathBuf::from("/idx");
        let options = ServeOptions::new(IndexDir::new("/idx"));
        let words = &ENGLISH.reading.errors;
        let cluster = |problem| Error::Cluster { address: "http://localhost/a".into(), problem };
        for (error, status, title) in [
            (Error::NoIndex { path: path() }, 503, words.no_index.0),
            (Error::BeingBuilt { path: path(), builder: "process 7".into() }, 503, words.being_built.0),
            (Error::Locked { path: path(), holder: "process 7".into() }, 503, words.locked.0),
            (Error::Damaged { path: path(), detail: "x".into() }, 500, words.damaged.0),
            (Error::OtherVersion { path: path() }, 500, words.older.0),
            (Error::NewerVersion { path: path(), program: "clippings 9".into() }, 500, words.newer.0),
            (
                Error::io("read", &path(), std::io::ErrorKind::PermissionDenied.into()),
                500,
                words.unreadable.0,
            ),
            (Error::Internal("x".into()), 500, words.other.0),
            (cluster(ClusterProblem::Timeout(9)), 503, words.cluster.0),
            (cluster(ClusterProblem::Unauthorized), 500, words.cluster_refused.0),
            (Error::NotOnCluster { what: "this".into() }, 501, words.not_on_cluster.0),
        ] {
            assert_eq!(of_archive(&error, false, &options).status().as_u16(), status, "{error}");
            assert_eq!(explanation(&error, words).1.0, title, "{error}");
            assert_eq!(of_archive(&error, true, &options).status().as_u16(), 503, "{error}");
        }
    }
}
