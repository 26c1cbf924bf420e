//! `/api/v1/quotes`.

use crate::error::Error;
use crate::search::{QuotationHit, QuotesRequest, Searcher, Sort};
use crate::serve::api::operations::{
    ARTICLE_ORDER, BY_SPEAKER, ONCE, QUOTATIONS, QUOTES, SAID, SITE, SKIPPED, SPEAKER,
};
use crate::serve::api::params::{Param, ParamValues};
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::api::scope::{check_folders, filter};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::wire::PathDisplay;
use crate::wire::counts::{SpeakerCountsJson, counts_by_speaker};
use crate::wire::quotes::QuotationsJson;

/// Number of quotations unless another is asked for.
const DEFAULT_LIMIT: usize = 100;

/// Page of quotations that is asked for.
struct QuotesPage {
    request: QuotesRequest,
    offset: usize,
    limit: usize,
    /// Whether the quotations are counted by speaker instead.
    by_speaker: bool,
}

/// Answers with quotations.
pub(crate) fn get(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let page = read_page(&ParamValues::read(call.uri().query(), QUOTES.params)?)?;
    conditional(served, call, |archive, _| answer(&archive.searcher, &page))
}

fn answer(searcher: &Searcher, page: &QuotesPage) -> Result<Reply, Problem> {
    check_folders(searcher, &page.request.filter)?;
    let mut quotations = searcher.quotations(&page.request)?;
    if page.by_speaker {
        let mut counts = counts_by_speaker(quotations.count_speakers()?);
        let total = counts.values.iter().map(|count| count.count as usize).sum();
        counts.values.truncate(page.limit);
        return Reply::of(&SpeakerCountsJson::of(total, &counts));
    }
    let (understood, articles) = (quotations.query.to_string(), quotations.articles);
    let notes = std::mem::take(&mut quotations.notes);
    let mut hits = quotations.skip(page.offset);
    let listed = hits.by_ref().take(page.limit).collect::<Result<Vec<QuotationHit>, Error>>()?;
    let more = hits.next().transpose()?.is_some();
    let (display, has_copies) = (PathDisplay::absolute(), page.request.stories);
    let query = &page.request.query;
    Reply::of(&QuotationsJson::of(
        (query, understood, &notes),
        (articles, more),
        (&listed, has_copies),
        &display,
    ))
}

fn read_page(values: &ParamValues) -> Result<QuotesPage, Problem> {
    let names = |param: &Param| -> Result<Vec<String>, Problem> {
        let names = values.texts(param).map(|name| match name.contains(char::is_alphanumeric) {
            true => Ok(name.to_owned()),
            false => Err(Problem::of_parameter(param.name, "expected a name with a letter or digit")),
        });
        names.collect()
    };
    let request = QuotesRequest {
        query: values.text(&SAID).unwrap_or_default().to_owned(),
        speakers: names(&SPEAKER)?,
        sites: names(&SITE)?,
        filter: filter(values)?,
        sort: if values.choice(&ARTICLE_ORDER)? == Some(1) { Sort::Oldest } else { Sort::Newest },
        stories: values.flag(&ONCE)?,
        max_steps: None,
    };
    Ok(QuotesPage {
        request,
        offset: values.number(&SKIPPED)?.unwrap_or_default(),
        limit: values.number(&QUOTATIONS)?.unwrap_or(DEFAULT_LIMIT),
        by_speaker: values.choice(&BY_SPEAKER)?.is_some(),
    })
}
