//! The page of keys and of the language of queries, and the description of the search box for browsers.

use hyper::StatusCode;
use hyper::header::HOST;
use maud::{Markup, PreEscaped, html};

use crate::query::CHEAT_SHEET;
use crate::serve::page::layout::{Tab, framed};
use crate::serve::page::text::ENGLISH;
use crate::serve::response::{Call, ServerResponse, respond};
use crate::serve::served::Served;

/// Answers with the page of help.
pub(crate) fn get(served: &Served, _: &Call) -> ServerResponse {
    framed(served, StatusCode::OK, (ENGLISH.help, Tab::Help), &help())
}

/// Returns the main part.
fn help() -> Markup {
    let text = &ENGLISH;
    html! {
        h1 { (text.help) }
        h2 id="keys" { (text.keys) }
        p id="keys-note" { (text.keys_note) }
        dl.keys {
            @for (keys, meaning) in text.key_list {
                dt { @for key in keys.split(' ') { kbd { (key) } " " } }
                dd { (meaning) }
            }
        }
        p { label { input id="keys-on" type="checkbox" checked disabled; " " (text.keys_on) } }
        h2 id="language" { (text.query_language) }
        pre tabindex="0" { (CHEAT_SHEET) }
    }
}

/// Answers with the description by which a browser adds this search to its box.
pub(crate) fn open_search(call: &Call) -> ServerResponse {
    let text = &ENGLISH;
    // The guard has let pass names of this machine only.
    let host = call.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let description = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/" {
            ShortName { "clippings" }
            Description { (text.query) }
            InputEncoding { "UTF-8" }
            Url type="text/html" template={ "http://" (host) "/?q={searchTerms}" } {}
        }
    };
    let media_type = "application/opensearchdescription+xml; charset=utf-8";
    respond(StatusCode::OK, media_type, description.into_string())
}
