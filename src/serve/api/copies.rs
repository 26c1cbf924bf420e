//! `/api/v1/copies` and `/api/v1/stories`.

use hyper::StatusCode;

use crate::serve::api::article::missing;
use crate::serve::api::operations::{ALL_STORIES, COPIES, ID, NUM_STORIES, PATH};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::api::scope::{check_folders, filter};
use crate::serve::response::{Call, JSON, ServerResponse, respond};
use crate::serve::served::Served;
use crate::serve::streaming::{ListWriter, Streamed};
use crate::text::path_key;
use crate::wire::PathDisplay;
use crate::wire::copies::{ComparedCopyJson, StoryJson};

/// Answers with the copies of an article.
pub(crate) fn copies(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let values = ParamValues::read(call.uri().query(), COPIES.params)?;
    conditional(served, call, |archive, _| {
        let (path, id) = (path_key::from_shown(values.text(&PATH).unwrap_or_default()), values.text(&ID));
        match archive.searcher.copies_of(&path, id)? {
            Some(report) => Reply::of(&ComparedCopyJson::all(&report, &PathDisplay::absolute())),
            None => Err(missing(&archive.searcher, &path, id)),
        }
    })
}

/// Answers with all stories, one by one.
pub(crate) fn stories(_: &Served, call: &Call) -> Result<Streamed, Problem> {
    let values = ParamValues::read(call.uri().query(), ALL_STORIES.params)?;
    let (filter, limit) = (filter(&values)?, values.number(&NUM_STORIES)?);
    Ok(Streamed::new(respond(StatusCode::OK, JSON, ""), move |served, out| {
        let archive = served.archive.current()?;
        check_folders(&archive.searcher, &filter)?;
        let display = PathDisplay::absolute();
        let mut list = ListWriter::new(out);
        for story in archive.searcher.stories(&filter)?.take(limit.unwrap_or(usize::MAX)) {
            list.push(&StoryJson::of(&story?, &display))?;
        }
        Ok(list.finish()?)
    }))
}
