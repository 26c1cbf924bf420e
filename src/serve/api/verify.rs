//! `/api/v1/verify`.

use hyper::StatusCode;
use serde::Deserialize;

use crate::extract::draft::DraftText;
use crate::serve::api::operations::VERIFY;
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::Reply;
use crate::serve::drafts::{DraftReports, MAX_DRAFT, MAX_QUOTATIONS};
use crate::serve::response::{Call, ServerResponse, content_type};
use crate::serve::served::Served;
use crate::wire::PathDisplay;
use crate::wire::draft::Draft;
use crate::wire::verify::ReportJson;

/// Draft in JSON.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// Text of the draft.
    text: String,
}

/// Answers with a report on each quotation of the draft in the body, which is not kept.
pub(crate) fn post(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    ParamValues::read(call.uri().query(), VERIFY.params)?;
    let text = read_draft(call)?;
    let draft = Draft { path: None, text: DraftText::of_text(&text) };
    let checked = DraftReports::new(served.archive.location(), draft.text.readable())?;
    if checked.is_cut_off {
        let detail = format!("the draft has more than {MAX_QUOTATIONS} quotations: send it in parts");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail));
    }
    let reports = checked.reports;
    let display = PathDisplay::absolute();
    let places: Vec<_> = reports.iter().map(|report| draft.place(&report.range)).collect();
    let json = reports.iter().zip(&places);
    let json = json.map(|(report, place)| ReportJson::of(&draft, place, report, &display));
    Ok(Reply::of(&json.collect::<Vec<_>>())?.into_response())
}

/// Reads a draft as text or as JSON.
fn read_draft(call: &Call) -> Result<String, Problem> {
    let media_type = content_type(call);
    let (media_type, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    let charset = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("charset="));
    let charset = charset.map(|charset| charset.trim_matches('"').to_ascii_lowercase());
    let is_json = match media_type.trim().to_ascii_lowercase().as_str() {
        "text/plain" => false,
        "application/json" => true,
        _ => return Err(unsupported("the body must be text/plain or application/json")),
    };
    if charset.is_some_and(|charset| !matches!(charset.as_str(), "utf-8" | "utf8" | "us-ascii")) {
        return Err(unsupported("the body must be UTF-8"));
    }
    if call.body().len() > MAX_DRAFT {
        let detail = "the body is larger than 2 MB";
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail));
    }
    let text = std::str::from_utf8(call.body()).map_err(|_| bad_body("the body is not UTF-8"))?;
    match is_json {
        true => serde_json::from_str(text)
            .map(|DraftBody { text }| text)
            .map_err(|error| bad_body(format!("the body must be {{\"text\": \"…\"}}: {error}"))),
        false => Ok(text.to_owned()),
    }
}

fn unsupported(detail: &str) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad_media_type", detail)
}

fn bad_body(detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad_body", detail)
}
