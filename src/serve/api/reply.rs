//! Answers as JSON, with a tag of the commit so that what has not changed is not sent again.

use std::time::Duration;

use hyper::StatusCode;
use hyper::header::{ETAG, HeaderName, HeaderValue, IF_NONE_MATCH};
use jiff::civil::Date;
use serde::Serialize;

use crate::archive::OpenedArchive;
use crate::serve::api::problem::Problem;
use crate::serve::response::{Call, JSON, ServerResponse, WithHeader, respond, respond_empty};
use crate::serve::served::Served;
use crate::text::dates::today;
use crate::wire::to_line;

/// Header with the time that an answer took.
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// JSON of an answer.
pub(crate) struct Reply {
    body: String,
    /// Time that it took, which is no part of the answer: the same request has the same answer.
    took: Option<Duration>,
}

impl Reply {
    /// Serializes an answer, as the command line does.
    ///
    /// # Errors
    /// If it cannot be serialized.
    pub(crate) fn of(answer: &impl Serialize) -> Result<Self, Problem> {
        let body = to_line(answer).map_err(|_| Problem::internal())?;
        Ok(Reply { body, took: None })
    }

    /// Adds the time that the answer took.
    #[must_use]
    pub(crate) fn took(self, took: Duration) -> Self {
        Reply { took: Some(took), ..self }
    }

    /// Returns the answer.
    pub(crate) fn into_response(self) -> ServerResponse {
        let response = respond(StatusCode::OK, JSON, self.body);
        match self.took {
            Some(took) => {
                response.with_header(SERVER_TIMING, &format!("search;dur={:.3}", took.as_secs_f64() * 1e3))
            }
            None => response,
        }
    }
}

/// Answers with `work` on the index, or says that the answer with the tag that the client has is still right.
/// `work` depends on nothing but the address, the commit and the day, which it gets.
pub(crate) fn conditional(
    served: &Served,
    call: &Call,
    work: impl FnOnce(&OpenedArchive, Date) -> Result<Reply, Problem>,
) -> Result<ServerResponse, Problem> {
    let archive = served.archive.current()?;
    let day = today();
    let tag = entity_tag(&archive.tag, day);
    let is_known = call.headers().get_all(IF_NONE_MATCH).iter().any(|known| has_tag(known, &tag));
    let response = match is_known {
        true => respond_empty(StatusCode::NOT_MODIFIED),
        false => work(&archive, day)?.into_response(),
    };
    Ok(response.with_header(ETAG, &tag))
}

/// Returns the tag of answers from a commit on a day: `yesterday` is another day tomorrow. Another version of
/// the program may answer in another form.
fn entity_tag(commit: &str, day: Date) -> String {
    format!("\"{commit}-{}-{day}\"", env!("CARGO_PKG_VERSION"))
}

/// Returns whether `known`, the value of `If-None-Match`, has `tag`; it is compared weakly (RFC 9110).
fn has_tag(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    let mut tags = known.split(',').map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use crate::serve::api::reply::*;

    #[test]
    fn a_tag_is_compared_weakly() {
        let has = |known: &'static str| has_tag(&HeaderValue::from_static(known), "\"a-1\"");
        assert!(has("\"a-1\"") && has("W/\"a-1\"") && has("\"b\", \"a-1\"") && has("*"));
        assert!(!has("a-1") && !has("\"a-2\"") && !has(""));
    }
}
