//! Answers to requests that are not routed.

use hyper::StatusCode;
use hyper::header::{ALLOW, CACHE_CONTROL, WWW_AUTHENTICATE};
use maud::{DOCTYPE, html};

use crate::serve::api;
use crate::serve::api::problem::Problem;
use crate::serve::guard::{DenialReason, METHODS};
use crate::serve::mcp;
use crate::serve::page::foreign_text::Message;
use crate::serve::page::text::ENGLISH;
use crate::serve::response::{HTML, ServerResponse, WithHeader, respond};

/// Explanations of refusals: the title, and what to do.
const NO_TOKEN: (&str, &str) = (
    "This page has to be opened from the program",
    "Run `clippings serve --new-link` on the computer that serves it, and open the address that it prints. A \
     script sends the header `Authorization: Bearer TOKEN`; `clippings serve` names the file with the token \
     when it starts.",
);
const SHUT_OUT: (&str, &str) = (
    "This browser is no longer let in",
    "`clippings serve` was started anew, or the address that opened the page was opened a second time \
     elsewhere, which shuts out both. Run `clippings serve --new-link` on the computer that serves the page, and \
     open the address that it prints.",
);
const USED_CODE: (&str, &str) = (
    "This address was used, or is older than a minute",
    "Run `clippings serve --new-link` on the computer that serves the page, and open the address that it \
     prints. If you have not opened this one yourself, somebody else has: they are shut out now.",
);
const FOREIGN_HOST: (&str, &str) = (
    "This server has no such name",
    "Open the address that `clippings serve` prints. If you reach it by another name, allow that name with \
     `--allow-host`.",
);
const LONG_QUERY: (&str, &str) = (
    "The address is too long",
    "What follows `?` has at most 4 KB: some 4,000 letters of English, 2,000 of Russian or Arabic, 1,300 of Chinese. \
     Search for a part of the text.",
);
const FOREIGN_ORIGIN: (&str, &str) = (
    "Another page has sent this request",
    "Only pages of this server may send requests to it. Open the address that `clippings serve` prints.",
);

/// Refuses a request to `path`; `has_cookie` if it has one that a server on this port gave once.
pub(crate) fn refuse(reason: DenialReason, path: &str, has_cookie: bool) -> ServerResponse {
    let status = StatusCode::from_u16(reason.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let (title, advice) = match reason {
        DenialReason::Method => ("There is no such method", "Use GET, HEAD or POST."),
        DenialReason::TargetForm => {
            ("This is no address of the server", "The target of a request begins with `/`.")
        }
        DenialReason::LongQuery => LONG_QUERY,
        DenialReason::HostCount => ("The request must name one host", "Send the header `Host` once."),
        DenialReason::ForeignHost => FOREIGN_HOST,
        DenialReason::ForeignOrigin => FOREIGN_ORIGIN,
        DenialReason::NoToken if has_cookie => SHUT_OUT,
        DenialReason::NoToken => NO_TOKEN,
        DenialReason::Path => ("There is no such page", "Begin with the search at `/`."),
    };
    let response = explain(status, title, advice, path);
    match reason {
        DenialReason::Method => {
            let route = if path == mcp::PATH { Some(mcp::ROUTE) } else { api::route(path) };
            let methods = route.map_or_else(|| METHODS.join(", "), |route| route.methods().to_owned());
            response.with_header(ALLOW, &methods)
        }
        DenialReason::NoToken => response.with_header(WWW_AUTHENTICATE, "Bearer"),
        _ => response,
    }
}

/// Refuses a code that is not good, or no longer.
pub(crate) fn refuse_code() -> ServerResponse {
    explain(StatusCode::UNAUTHORIZED, USED_CODE.0, USED_CODE.1, "/")
}

/// Refuses a body that is too large.
pub(crate) fn refuse_body(limit: usize, path: &str) -> ServerResponse {
    let advice = format!("At most {} KB can be sent here.", limit >> 10);
    explain(StatusCode::PAYLOAD_TOO_LARGE, "The text is too large", &advice, path)
}

/// Refuses a body that does not arrive.
pub(crate) fn refuse_slow_body(path: &str) -> ServerResponse {
    explain(StatusCode::REQUEST_TIMEOUT, "The request did not arrive in time", "Send it again.", path)
}

/// Says that something failed that is not the fault of the request.
pub(crate) fn fail(path: &str) -> ServerResponse {
    let advice = "The system does not give what is needed to answer. Try again.";
    explain(StatusCode::INTERNAL_SERVER_ERROR, "The server failed", advice, path)
}

/// Returns an answer for people, or for programs below `/api/`.
fn explain(status: StatusCode, title: &str, advice: &str, path: &str) -> ServerResponse {
    if is_for_programs(path) {
        return Problem::new(status, code_of(status), format!("{title}. {advice}")).into_response();
    }
    let asks_anew = status == StatusCode::URI_TOO_LONG;
    respond(status, HTML, explanation_page(title, advice, asks_anew)).with_header(CACHE_CONTROL, "no-store")
}

/// Returns whether programs ask for `path`, which read a problem rather than a page.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == mcp::PATH
}

/// Returns the name of a refusal for programs.
fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "no_token",
        StatusCode::FORBIDDEN => "foreign",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "wrong_method",
        StatusCode::REQUEST_TIMEOUT => "too_slow",
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => "too_large",
        StatusCode::INTERNAL_SERVER_ERROR => "internal",
        _ => "bad_request",
    }
}

/// Returns a page that needs no other file, since none is answered without a token. `asks_anew` adds a box
/// for another query, and the way to where a long text is checked.
fn explanation_page(title: &str, advice: &str, asks_anew: bool) -> String {
    let text = &ENGLISH;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – clippings" }
            }
            body {
                main {
                    h1 { (title) }
                    p { (Message(advice)) }
                    @if asks_anew {
                        form role="search" action="/" {
                            label { (text.query) " " input name="q" type="search" dir="auto"; }
                            " " button { (text.search) }
                        }
                        p { a href="/verify" { (text.reading.verify) } ": " (text.reading.verify_hint) }
                    }
                }
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use crate::serve::refusal::*;

    #[test]
    fn who_typed_too_much_can_type_again() {
        let page = explanation_page(LONG_QUERY.0, LONG_QUERY.1, true);
        assert!(page.contains("name=\"q\"") && page.contains("href=\"/verify\""), "{page}");
        assert!(!explanation_page(NO_TOKEN.0, NO_TOKEN.1, false).contains("<form"));
    }
}
