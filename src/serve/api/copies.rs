//! `/api/v1/copies` and `/api/v1/stories`.

use std::io::Write as _;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::serve::api::article::missing;
use crate::serve::api::operations::{ALL_STORIES, COPIES, ID, NUM_STORIES, PATH};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::api::scope::{check_folders, filter};
use crate::serve::served::Served;
use crate::serve::streaming::stream;
use crate::text::path_key;
use crate::wire::copies::{ComparedCopyJson, StoryJson};
use crate::wire::{PathDisplay, to_line};

/// Answers with the copies of an article.
pub(crate) async fn copies(
    State(served): State<Served>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let values = match ParamValues::read(raw.as_deref(), COPIES.params) {
        Ok(values) => values,
        Err(problem) => return problem.into_response(),
    };
    conditional(&served, &headers, move |archive, _| {
        let (path, id) = (path_key::from_shown(values.text(&PATH).unwrap_or_default()), values.text(&ID));
        match archive.searcher.copies_of(&path, id)? {
            Some(report) => Reply::of(&ComparedCopyJson::all(&report, &PathDisplay::absolute())),
            None => Err(missing(&archive.searcher, &path, id)),
        }
    })
    .await
}

/// Answers with all stories, one by one.
pub(crate) async fn stories(State(served): State<Served>, RawQuery(raw): RawQuery) -> Response {
    let read = ParamValues::read(raw.as_deref(), ALL_STORIES.params)
        .and_then(|values| Ok((filter(&values)?, values.number(&NUM_STORIES)?)));
    let (filter, limit) = match read {
        Ok(read) => read,
        Err(problem) => return problem.into_response(),
    };
    let body = stream(&served, move |served, out| {
        let archive = served.archive.current()?;
        check_folders(&archive.searcher, &filter)?;
        let display = PathDisplay::absolute();
        let mut before = "[";
        for story in archive.searcher.stories(&filter)?.take(limit.unwrap_or(usize::MAX)) {
            let line = to_line(&StoryJson::of(&story?, &display)).map_err(|_| Problem::internal())?;
            write!(out, "{before}{}", line.trim_end())?;
            before = ",\n";
        }
        writeln!(out, "{}]", if before == "[" { before } else { "" })?;
        Ok(())
    });
    match body.await {
        Ok(body) => {
            let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "private, no-cache")];
            (headers, body).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}
