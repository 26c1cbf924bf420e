//! The list of saved searches, with what is new to each.

use hyper::StatusCode;
use maud::{Markup, html};

use crate::saved::run::SearchNews;
use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::layout::hidden_fields;
use crate::serve::page::saved::action::{ADDRESS, Action};
use crate::serve::page::saved::archive::{Refusal, SavedArchive, framed};
use crate::serve::page::saved::news;
use crate::serve::page::saved_text::SavedText;
use crate::serve::page::text::{ENGLISH, counted};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::view::{QueryString, ResultsView};

/// Shows the page. With the state of a page of results behind `?`, it has a form that saves this search.
pub(crate) fn get(served: &Served, call: &Call) -> ServerResponse {
    let view = ResultsView::read(&QueryString::read(call.uri().query().unwrap_or_default()));
    page(served, &view, None).unwrap_or_else(|refusal| refusal.page(served))
}

/// Returns the page, with a message of an action.
pub(super) fn page(
    served: &Served,
    view: &ResultsView,
    message: Option<(StatusCode, &str)>,
) -> Result<ServerResponse, Refusal> {
    let text = &ENGLISH.saved;
    let archive = served.archive.current()?;
    let saved = SavedArchive::read(served)?;
    let news = saved.news(&archive);
    let others = saved.all.searches().len() - saved.searches.len();
    let main = html! {
        h1 { (text.saved) }
        @if let Some((_, message)) = message { p.note role="alert" { (ForeignText(message)) } }
        @if !view.is_blank() { (save_form(view, text)) }
        @if news.is_empty() && view.is_blank() { p { (text.none) } }
        @if !news.is_empty() { p { (Message(text.hint)) } }
        @if others > 0 { p.note { (counted(others as u64, text.other_indexes)) } }
        @if news.len() > 1 && news.iter().any(SearchNews::is_to_mark) {
            form method="post" action=(ADDRESS) {
                input type="hidden" name="commit" value=(archive.tag);
                (Action::Mark.button(text.mark_all))
            }
        }
        @for news in &news { (news::section(news, saved.log.search(&news.search.name), &archive.tag)) }
    };
    let status = message.map_or(StatusCode::OK, |(status, _)| status);
    Ok(framed(served, status, &main))
}

/// Returns the form that saves a search.
fn save_form(view: &ResultsView, text: &SavedText) -> Markup {
    let name = if view.query.is_empty() { String::new() } else { first_words(&view.query) };
    html! {
        form.within method="post" action=(ADDRESS) {
            h2 { (text.save_this) }
            p { a href=(view.at_start().address()) { code { (ForeignText(&view.query)) } } }
            label for="name" { (text.name) }
            input id="name" name="name" value=(name) maxlength="200" required dir="auto";
            (hidden_fields(&view.at_start()))
            (Action::Save.button(text.save))
        }
    }
}

/// Returns the first words of a query, as its name.
fn first_words(query: &str) -> String {
    const MAX_CHARS: usize = 60;
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.char_indices().nth(MAX_CHARS).map_or(line.len(), |(offset, _)| offset);
    let cut = if end < line.len() { line[..end].rfind(' ').unwrap_or(end) } else { end };
    line[..cut].to_owned()
}
