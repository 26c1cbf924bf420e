//! `/api/v1/search` and `/api/v1/counts`.

use crate::index::SearchTarget;
use crate::search::{CountBy, MatchMode, Request, Sort};
use crate::serve::api::operations::{
    ANY, BY, COLLAPSE, CONTEXT, COUNTS, CUT, EXPLAIN, FIRST, LIMIT, OFFSET, Q, SEARCH, SNIPPETS, SORT,
    STORIES, SUGGEST, VARIANTS,
};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::api::scope::{check_folders, filter};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::wire::PathDisplay;
use crate::wire::hit::HitParts;
use crate::wire::search::ResponseJson;

/// Number of hits unless another is asked for.
const DEFAULT_LIMIT: usize = 10;

/// Answers a search.
pub(crate) fn search(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let request = search_request(&ParamValues::read(call.uri().query(), SEARCH.params)?)?;
    answer(served, call, request)
}

/// Answers a request for counts.
pub(crate) fn counts(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let mut request = common_request(&ParamValues::read(call.uri().query(), COUNTS.params)?)?;
    request.limit = 0;
    answer(served, call, request)
}

fn answer(served: &Served, call: &Call, mut request: Request) -> Result<ServerResponse, Problem> {
    conditional(served, call, |archive, day| {
        check_folders(&archive.searcher, &request.filter)?;
        request.today = Some(day);
        let response = archive.searcher.search(&request)?;
        let display = PathDisplay::absolute();
        let json = ResponseJson::of((None, &request.query), &response, HitParts::of(&request), &display);
        Ok(Reply::of(&json.without_time())?.took(response.took))
    })
}

/// Maximum number of sentences of an answer, which is built in memory.
const MAX_SENTENCES: usize = 20_000;

/// Reads the parameters of a search.
fn search_request(values: &ParamValues) -> Result<Request, Problem> {
    let mut request = common_request(values)?;
    let limit = values.number(&LIMIT)?;
    request.offset = values.number(&OFFSET)?.unwrap_or_default();
    request.sort = match values.choice(&SORT)? {
        Some(1) => Sort::Newest,
        Some(2) => Sort::Oldest,
        _ => Sort::Relevance,
    };
    request.list_spellings = values.flag(&SUGGEST)?;
    request.list_forms = values.flag(&EXPLAIN)?;
    request.max_passages = values.number(&SNIPPETS)?.unwrap_or(1).max(1);
    request.context_sentences = values.number(&CONTEXT)?.unwrap_or_default();
    request.collapse |= values.flag(&COLLAPSE)?;
    // Beside counts, hits are given only if a parameter asks for them, as on the command line.
    let has_facets = request.first || !request.count_by.is_empty();
    let asks_for_hits = limit.is_some()
        || request.offset > 0
        || request.sort != Sort::Relevance
        || request.context_sentences > 0;
    request.limit = limit.unwrap_or(if has_facets && !asks_for_hits { 0 } else { DEFAULT_LIMIT });
    let passages = request.limit.saturating_mul(request.max_passages);
    let sentences = passages.saturating_mul(request.context_sentences.saturating_mul(2).saturating_add(1));
    if sentences > MAX_SENTENCES {
        let detail = format!(
            "limit, snippets and context ask for up to {sentences} sentences, and {MAX_SENTENCES} are the most: \
             ask for fewer, and page with offset"
        );
        return Err(Problem::of_parameter(LIMIT.name, detail));
    }
    Ok(request)
}

/// Reads the parameters that searches and counts have.
fn common_request(values: &ParamValues) -> Result<Request, Problem> {
    let mut request = Request::new(values.text(&Q).unwrap_or("*"));
    request.filter = filter(values)?;
    request.target = if values.flag(&CUT)? { SearchTarget::Cut } else { SearchTarget::Article };
    request.match_mode = if values.flag(&ANY)? { MatchMode::Any } else { MatchMode::All };
    request.expand_spellings = values.flag(&VARIANTS)?;
    request.count_by = values.choices(&BY)?.into_iter().map(|index| CountBy::ALL[index]).collect();
    request.first = values.flag(&FIRST)?;
    request.stories = values.flag(&STORIES)?;
    request.collapse = request.stories;
    request.max_copies = usize::MAX;
    Ok(request)
}
