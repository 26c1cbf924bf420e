//! The check of a draft: each of its quotations is held against the articles.
//!
//! A draft that is posted has an address of its own, at which it is checked: there is a way back to it.
//! It is held in memory only.

mod draft;
mod report;
#[cfg(test)]
mod tests;

use hyper::StatusCode;
use maud::{Markup, html};

use crate::extract::draft::{DraftError, DraftText, read_draft};
use crate::serve::drafts::{DraftReports, MAX_DRAFT};
use crate::serve::page::layout::{self, Tab};
use crate::serve::page::reading_text::ReadingText;
use crate::serve::page::text::ENGLISH;
use crate::serve::page::verify::draft::CheckedDraft;
use crate::serve::page::{self, errors};
use crate::serve::response::{Call, ServerResponse, content_type, redirect};
use crate::serve::router::route::name_in;
use crate::serve::served::Served;
use crate::serve::view::DraftId;

/// Name of the field of the form.
const FIELD: &str = "draft";

/// Shows the form.
pub(crate) fn get(served: &Served, _: &Call) -> ServerResponse {
    framed(served, StatusCode::OK, &form("", &ENGLISH.reading))
}

/// Takes a draft and leads to its address.
pub(crate) fn post(served: &Served, call: &Call) -> ServerResponse {
    take(served, read_form(content_type(call), call.body()))
}

/// Checks a draft that was taken.
pub(crate) fn checked(served: &Served, call: &Call) -> ServerResponse {
    answer(served, name_in(call.uri().path(), "/verify/").unwrap_or_default())
}

/// Reads the draft from a form. A form that is sent as text has it as it was typed, behind the name of its
/// only field.
fn read_form(content_type: &str, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    if content_type.starts_with("text/plain") {
        let draft = text.strip_prefix(FIELD).and_then(|text| text.strip_prefix('=')).unwrap_or(&text);
        return draft.strip_suffix("\r\n").unwrap_or(draft).to_owned();
    }
    let field = form_urlencoded::parse(body).find(|(key, _)| key == FIELD);
    field.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Keeps a draft, unless it cannot be checked.
fn take(served: &Served, draft: String) -> ServerResponse {
    let text = &ENGLISH.reading;
    let show = |status, draft: &str, reason: &str| {
        framed(served, status, &html! { (form(draft, text)) p.note role="alert" { (reason) } })
    };
    if draft.len() > MAX_DRAFT {
        return show(StatusCode::PAYLOAD_TOO_LARGE, "", text.too_large);
    }
    if draft.trim().is_empty() {
        return show(StatusCode::OK, &draft, text.empty_draft);
    }
    if let Err(error) = read(&draft) {
        return show(StatusCode::BAD_REQUEST, &draft, &error.to_string());
    }
    let Ok(id) = served.drafts.keep(draft) else { return errors::failed() };
    // What was checked is shown first, and has the focus.
    redirect(&format!("{}#checked", id.address()))
}

/// Reads a draft. The name says that no markup is meant: a draft is pasted as it is read.
fn read(draft: &str) -> Result<DraftText, DraftError> {
    read_draft(draft.as_bytes().to_vec(), "draft.txt")
}

/// Returns the page of a checked draft, or the one that says that it is gone.
fn answer(served: &Served, id: &str) -> ServerResponse {
    let text = &ENGLISH.reading;
    let found = id.parse::<DraftId>().ok().and_then(|id| Some((id, served.drafts.get(id)?)));
    let Some((id, draft)) = found else {
        let (title, advice) = text.draft_gone;
        let main = html! { (form("", text)) section #checked tabindex="-1" role="alert" { h2 { (title) } p { (advice) } } };
        return framed(served, StatusCode::NOT_FOUND, &main);
    };
    // It was read before it was kept.
    let Ok(read) = read(&draft) else { return errors::failed() };
    match DraftReports::new(served.archive.location(), read.readable()) {
        Ok(reports) => {
            let checked = CheckedDraft { id, draft: &read, reports };
            let main = html! { (form(&draft, text)) (checked.markup(text)) };
            framed(served, StatusCode::OK, &main)
        }
        Err(error) => page::answer(served, Err(error)),
    }
}

/// Returns the form with a draft.
fn form(draft: &str, text: &ReadingText) -> Markup {
    html! {
        h1 { (text.verify) }
        p #hint { (text.verify_hint) }
        // Sent as text, a draft in any script has the size that it is typed with.
        form.verify method="post" action="/verify" enctype="text/plain" {
            label for="draft" { (text.draft) }
            // A line feed right behind the tag is not part of the text.
            textarea id="draft" name=(FIELD) rows="8" dir="auto" spellcheck="false"
                aria-describedby="hint" {
                "\n" (draft)
            }
            button { (text.check) }
        }
    }
}

fn framed(served: &Served, status: StatusCode, main: &Markup) -> ServerResponse {
    layout::framed(served, status, (ENGLISH.reading.verify, Tab::Verify), main)
}
