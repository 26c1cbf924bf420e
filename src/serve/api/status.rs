//! `/api/v1/status`.

use crate::search::CountBy;
use crate::serve::api::operations::{AUTHORS, SITES, STATUS, WARNINGS};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::Reply;
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::wire::status::StatusJson;

/// Answers with the status of the index. It depends on the files of its folders, so that it has no tag.
pub(crate) fn get(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let values = ParamValues::read(call.uri().query(), STATUS.params)?;
    let warnings = values.flag(&WARNINGS)?;
    let facets = [(values.flag(&SITES)?, CountBy::Site), (values.flag(&AUTHORS)?, CountBy::Author)];
    let facets: Vec<_> = facets.into_iter().filter(|(is_given, _)| *is_given).map(|(_, by)| by).collect();
    let counts = match facets.is_empty() {
        true => Vec::new(),
        false => served.archive.current()?.searcher.count_all(facets)?,
    };
    let mut status = served.archive.location().status()?;
    if !warnings {
        status.warnings.clear();
    }
    Ok(Reply::of(&StatusJson::of(&status, &counts, None))?.into_response())
}
