//! Pages: HTML from the server, complete without JavaScript.

pub(crate) mod article;
pub(crate) mod assets;
pub(crate) mod errors;
pub(crate) mod foreign_text;
pub(crate) mod help;
pub(crate) mod layout;
pub(crate) mod reading_text;
pub(crate) mod results;
pub(crate) mod saved;
pub(crate) mod saved_text;
pub(crate) mod status;
pub(crate) mod text;
pub(crate) mod verify;

use hyper::StatusCode;
use maud::Markup;

use crate::error::Error;
use crate::serve::page::layout::shown;
use crate::serve::response::ServerResponse;
use crate::serve::served::Served;

/// A page, or the reason that it cannot be shown.
pub(crate) type PageResult = Result<Markup, Error>;

/// Answers with a page, or with one that says why there is none.
pub(crate) fn answer(served: &Served, page: PageResult) -> ServerResponse {
    match page {
        Ok(page) => shown(StatusCode::OK, page),
        Err(error) => {
            // A cluster that does not answer tells nothing of another index, and is not waited for again.
            let is_silent = matches!(&error, Error::Cluster { problem, .. } if problem.may_pass());
            let is_replaced = !is_silent && served.archive.is_replaced();
            errors::of_archive(&error, is_replaced, &served.options)
        }
    }
}
