//! What the forms do: save a search, mark what was shown as reported, remove a search.

use std::time::Duration;

use hyper::StatusCode;
use jiff::Timestamp;

use crate::saved::definitions::SavedSearch;
use crate::saved::facet_filters::facet_filter;
use crate::saved::files::index_path;
use crate::saved::saved_query::SavedQuery;
use crate::serve::page::errors;
use crate::serve::page::reading_text::filled;
use crate::serve::page::saved::action::{ACTION, ADDRESS, Action};
use crate::serve::page::saved::archive::{Refusal, SavedArchive, files};
use crate::serve::page::saved::list::page;
use crate::serve::page::text::ENGLISH;
use crate::serve::response::{Call, ServerResponse, redirect};
use crate::serve::served::Served;
use crate::serve::view::{QueryString, ResultsView};

/// Time to wait for another process that reports or edits.
const PATIENCE: Duration = Duration::from_secs(2);
/// Does what a form asks for, and leads back to the page.
pub(crate) fn post(served: &Served, call: &Call) -> ServerResponse {
    let fields = QueryString::read(&String::from_utf8_lossy(call.body()));
    let action = fields.0.iter().find(|(key, _)| key == ACTION).map(|(_, value)| value.as_str());
    let done = match Action::ALL.into_iter().find(|known| Some(known.name()) == action) {
        Some(Action::Save) => save(served, &fields),
        Some(Action::Mark) => mark(served, &fields),
        Some(Action::Remove) => remove(served, &fields),
        None => Ok(errors::no_page(served, call)),
    };
    done.unwrap_or_else(|refusal| refusal.page(served))
}

/// Saves the search of a page of results.
fn save(served: &Served, fields: &QueryString) -> Result<ServerResponse, Refusal> {
    let text = &ENGLISH.saved;
    let mut state = fields.clone();
    state.0.retain(|(key, _)| key != ACTION && key != "name");
    let view = ResultsView::read(&state);
    if view.is_blank() {
        return page(served, &view, Some((StatusCode::BAD_REQUEST, text.no_query)));
    }
    let name = names(fields).next().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    let name = name.unwrap_or_default();
    let files = files(served)?;
    let _lock = files.lock(PATIENCE)?;
    let mut searches = files.searches()?;
    if searches.named(&name).next().is_some() {
        let taken = filled(text.taken, &[&name]);
        return page(served, &view, Some((StatusCode::CONFLICT, &taken)));
    }
    let search = SavedSearch::new(name, index_path(served.archive.location()), saved_query(&view));
    if let Err(error) = searches.add(&[search]) {
        return page(served, &view, Some((StatusCode::BAD_REQUEST, &error)));
    }
    files.write(&searches)?;
    Ok(back())
}

/// Returns the query of a page of results, with the days that it shows.
fn saved_query(view: &ResultsView) -> SavedQuery {
    let request = view.to_request(false);
    let mut query = SavedQuery::new(request.query);
    query.within = request.filter_queries;
    let filters = view.filters.iter();
    query.filters = filters
        .map(|filter| facet_filter(filter.field.count_by(), &filter.value, filter.is_excluded))
        .collect();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    (query.since, query.until) = (day(view.since), day(view.until));
    (query.any, query.variants, query.cut) = (view.any, view.variants, view.cut);
    query
}

/// Marks what is new to one search, or to all, if the index is still the one that the page was of.
fn mark(served: &Served, fields: &QueryString) -> Result<ServerResponse, Refusal> {
    let archive = served.archive.current()?;
    let commit = fields.0.iter().find(|(key, _)| key == "commit").map(|(_, value)| value);
    if commit != Some(&archive.tag) {
        return page(served, &ResultsView::default(), Some((StatusCode::CONFLICT, ENGLISH.saved.stale)));
    }
    let _lock = files(served)?.lock(PATIENCE)?;
    let mut saved = SavedArchive::read(served)?;
    let wanted: Vec<&str> = names(fields).collect();
    if let Some(unknown) = wanted.iter().find(|name| !saved.has(name)) {
        let message = filled(ENGLISH.saved.not_here, &[unknown]);
        return page(served, &ResultsView::default(), Some((StatusCode::NOT_FOUND, &message)));
    }
    saved.searches.retain(|search| wanted.is_empty() || wanted.contains(&search.name.as_str()));
    let marks: Vec<_> = saved.news(&archive).into_iter().filter_map(|news| news.mark).collect();
    let ran = marks.iter().map(|mark| mark.search.clone()).collect();
    if !marks.is_empty() {
        saved.files.mark(&mut saved.log, &marks, Timestamp::now().as_second(), ran)?;
    }
    Ok(back())
}

/// Removes a search, and forgets what it has reported.
fn remove(served: &Served, fields: &QueryString) -> Result<ServerResponse, Refusal> {
    let _lock = files(served)?.lock(PATIENCE)?;
    let mut saved = SavedArchive::read(served)?;
    for name in names(fields) {
        if !saved.has(name) {
            let message = filled(ENGLISH.saved.not_here, &[name]);
            return page(served, &ResultsView::default(), Some((StatusCode::NOT_FOUND, &message)));
        }
        if let Err(error) = saved.all.remove(&[name]) {
            return Err(Refusal::Message(StatusCode::CONFLICT, error));
        }
        saved.files.write(&saved.all)?;
        saved.files.forget(&mut saved.log, &[name])?;
    }
    Ok(back())
}

fn names(fields: &QueryString) -> impl Iterator<Item = &str> {
    fields.0.iter().filter(|(key, _)| key == "name").map(|(_, value)| value.as_str())
}

/// Leads back to the page, so that loading it again does nothing twice.
fn back() -> ServerResponse {
    redirect(ADDRESS)
}
