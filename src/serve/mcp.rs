//! `/mcp`: the Model Context Protocol over HTTP, for assistants that ask a running server in place
//! of starting `clippings mcp`. The guard has let the request in.

use hyper::StatusCode;
use hyper::header::{ACCEPT, HeaderMap};

use crate::mcp::HttpHead;
use crate::serve::api::problem::Problem;
use crate::serve::response::{
    Call, JSON, ServerResponse, content_type, header_values, respond, respond_empty,
};
use crate::serve::router::route::{Handler, Route};
use crate::serve::served::Served;

/// Address at which messages are answered.
pub(crate) const PATH: &str = "/mcp";
/// Route of the address: messages are posted, and no stream of events is offered.
pub(crate) const ROUTE: Route = Route { get: None, post: Some(Handler::Program(answer)) };

/// Answers a message.
fn answer(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let headers = call.headers();
    if !content_type(call).split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(JSON) {
        let detail = "the body must be application/json";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad_media_type", detail));
    }
    if !accepts_json(headers) {
        let detail = "the answer is application/json, which the header Accept does not allow";
        return Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", detail));
    }
    let head = HttpHead {
        versions: header_values(headers, "mcp-protocol-version"),
        methods: header_values(headers, "mcp-method"),
        names: header_values(headers, "mcp-name"),
    };
    let answered = served.mcp.answer_http(&head, call.body());
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
    Ok(match answered.body {
        Some(body) => respond(status, JSON, body),
        None => respond_empty(status),
    })
}

/// Returns whether a client reads JSON, which one that does not say what it reads may.
fn accepts_json(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT);
    let mut types = values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let is_json = |range: &str| {
        let range = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        matches!(range.as_str(), "application/json" | "application/*" | "*/*")
    };
    values.iter().next().is_none() || types.any(is_json)
}
