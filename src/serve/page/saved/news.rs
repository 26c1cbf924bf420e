//! One saved search: what is new to it.

use maud::{Markup, html};

use crate::saved::reported::ReportedSearch;
use crate::saved::run::{KnownStory, NewHit, SearchNews};
use crate::saved::saved_query::SavedQuery;
use crate::search::{Hit, HitCopy};
use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::results::{anchor, origin, passage, place, title_or_name};
use crate::serve::page::saved::action::{ADDRESS, Action};
use crate::serve::page::text::{ENGLISH, counted};
use crate::serve::view::{ArticleId, ArticleView, FacetFilter, QueryString, ResultsView};

/// Number of new articles that are shown of each search.
const MAX_SHOWN: usize = 20;
/// Number of copies that are named with an article.
const MAX_COPIES: usize = 3;

/// Returns the section of a search; `tag` names the commit that `news` is of.
pub(super) fn section(news: &SearchNews, reported: Option<&ReportedSearch>, tag: &str) -> Markup {
    let (text, name) = (&ENGLISH.saved, news.search.name.as_str());
    let results = results_view(&news.search.saved_query);
    html! {
        section.saved {
            h2 dir="auto" {
                @match &results {
                    Some(view) => a href=(view.address()) { (ForeignText(name)) },
                    None => (ForeignText(name)),
                }
                " "
                span.count { "· " (summary(news)) }
            }
            p.origin {
                code { (ForeignText(&news.search.saved_query.query)) }
                @for option in news.search.saved_query.options() { " · " (ForeignText(&option)) }
                @if let Some(reported) = reported {
                    " · " (counted(reported.num_articles() as u64, text.known))
                    " · " (text.last_run) " "
                    (ENGLISH.ago(reported.last_run, jiff::Timestamp::now().as_second()))
                }
            }
            @if news.edited { p.note { (text.edited) } }
            @if let Some(error) = &news.error { p.note role="alert" { (Message(error)) } }
            @if !news.notes.is_empty() {
                ul.notes { @for note in &news.notes { li { (Message(&note.reason)) } } }
            }
            ol.hits { @for new in news.new.iter().take(MAX_SHOWN) { (item(new, results.as_ref())) } }
            @if news.new.len() > MAX_SHOWN { p { (counted((news.new.len() - MAX_SHOWN) as u64, text.more)) } }
            @if !news.copies.is_empty() {
                ul.copies { @for story in &news.copies { (known_story(story)) } }
            }
            form.inline method="post" action=(ADDRESS) {
                input type="hidden" name="commit" value=(tag);
                input type="hidden" name="name" value=(name);
                @if news.is_to_mark() { (Action::Mark.button(text.mark)) " " }
                (Action::Remove.button(text.remove))
            }
        }
    }
}

/// Says how much is new.
fn summary(news: &SearchNews) -> String {
    let text = &ENGLISH.saved;
    let copies: usize = news.copies.iter().map(|story| story.copies.len()).sum();
    let counts = [(news.new.len(), text.new), (copies, text.copies), (news.num_changed(), text.changed)];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts.map(|(count, words)| counted(count as u64, words)).collect();
    parts.extend(news.seeded.map(|count| counted(count as u64, text.first_run)));
    if parts.is_empty() { text.nothing_new.to_owned() } else { parts.join(", ") }
}

/// Returns a new article; its link leads to the first match.
fn item(new: &NewHit, results: Option<&ResultsView>) -> Markup {
    let NewHit { hit, changed, .. } = new;
    let lang = hit.language.unwrap_or_default();
    html! {
        li.hit {
            article {
                h3 lang=(lang) dir="auto" {
                    a href=(article_address(hit, results)) {
                        (ForeignText(&title_or_name(hit.metadata.title.as_deref(), &hit.path)))
                    }
                }
                p.origin {
                    (origin(&ENGLISH, &hit.metadata, hit.language))
                    @if *changed { " · " (ENGLISH.saved.has_changed) }
                }
                p.passage lang=(lang) dir="auto" { (passage(hit.passage())) }
                p.place { code { (ForeignText(&place(&hit.path, hit.id.as_deref(), hit.passage().position))) } }
                @if !hit.copies.is_empty() { p { (copies(&hit.copies)) } }
            }
        }
    }
}

/// Returns the new copies of a story that was reported.
fn known_story(story: &KnownStory) -> Markup {
    let title = story.title.as_deref().unwrap_or_default();
    let (before, after) = ENGLISH.saved.copies_of.split_once("{}").unwrap_or_default();
    html! {
        li { (copies(&story.copies)) @if !title.is_empty() { " – " (before) (ForeignText(title)) (after) } }
    }
}

/// Names copies with links: `+2 copies: Wire, Courier`.
fn copies(copies: &[HitCopy]) -> Markup {
    let text = &ENGLISH.saved;
    html! {
        (counted(copies.len() as u64, text.copies)) ": "
        @for (number, copy) in copies.iter().take(MAX_COPIES).enumerate() {
            @if number > 0 { ", " }
            @let id = ArticleId::new(&copy.path, copy.id.as_deref());
            a href={ (ArticleView::new(id, QueryString::default(), None).address()) "#" (anchor(copy.position)) } {
                @match copy.metadata.source() {
                    Some(source) => (ForeignText(&source)),
                    None => (ForeignText(&title_or_name(copy.metadata.title.as_deref(), &copy.path))),
                }
            }
        }
        @if copies.len() > MAX_COPIES { " " (counted((copies.len() - MAX_COPIES) as u64, text.more)) }
    }
}

/// Returns the address of an article, with the matches of the search marked.
fn article_address(hit: &Hit, results: Option<&ResultsView>) -> String {
    let id = ArticleId::new(&hit.path, hit.id.as_deref());
    let results = results.map(ResultsView::query_string).unwrap_or_default();
    format!("{}#{}", ArticleView::new(id, results, None).address(), anchor(hit.passage().position))
}

/// Returns the page of results of a saved query; `None` if no address says the same.
fn results_view(query: &SavedQuery) -> Option<ResultsView> {
    let request = query.request().ok()?;
    if !query.folders.is_empty() {
        return None;
    }
    let mut view = ResultsView {
        query: query.query.clone(),
        within: query.within.clone(),
        cut: query.cut,
        any: query.any,
        variants: query.variants,
        since: request.filter.since,
        until: request.filter.until,
        ..ResultsView::default()
    };
    for drill_down in request.filter.drill_downs {
        for value in drill_down.values {
            view.filters.push(FacetFilter::of(drill_down.by, value, drill_down.is_excluded)?);
        }
    }
    Some(view)
}
