//! Errors of the API as problem details (RFC 9457).

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, RETRY_AFTER};
use serde::Serialize;

use crate::error::Error;
use crate::serve::options::ServeOptions;
use crate::serve::response::{ServerResponse, WithHeader, respond};

/// Seconds after which a request is worth another try while an index is being built.
const RETRY_SECONDS: &str = "30";

/// Problem that keeps a request from an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem(Box<ProblemJson>);

/// Problem that keeps a request from an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemJson {
    /// Always `about:blank`: the status says what kind of problem it is, and `code` more.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Name of the status.
    title: &'static str,
    /// Status of the answer.
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// Explanation in a sentence, as the command line prints it.
    detail: String,
    /// Name of the problem for programs.
    code: &'static str,
    /// Parameter that is the problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Value that may have been meant in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    did_you_mean: Option<String>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl Problem {
    /// Creates a problem.
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Problem(Box::new(ProblemJson {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status,
            detail: detail.into(),
            code,
            parameter: None,
            did_you_mean: None,
        }))
    }

    /// Creates the problem of a parameter whose value cannot be used.
    pub(crate) fn of_parameter(name: &str, detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, "bad_parameter", detail).naming(name)
    }

    /// Creates the problem of a parameter that there is none of.
    pub(crate) fn unknown_parameter(name: &str, meant: Option<&str>) -> Self {
        let detail = match meant {
            Some(meant) => format!("there is no parameter {name}: did you mean {meant}?"),
            None => format!("there is no parameter {name}"),
        };
        let problem = Problem::new(StatusCode::BAD_REQUEST, "unknown_parameter", detail);
        problem.naming(name).meaning(meant.map(str::to_owned))
    }

    /// Creates the problem of something that the index does not have.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// Creates the problem of a handler that failed without an error.
    pub(crate) fn internal() -> Self {
        let detail = "the request ended with an internal error; please report it";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }

    /// Adds the index to the commands that an error of the archive tells, if they have to name it. Other
    /// problems may quote the request.
    #[must_use]
    pub(crate) fn advised(mut self, options: &ServeOptions) -> Self {
        if self.0.status.is_server_error() {
            self.0.detail = options.advice(&self.0.detail).into_owned();
        }
        self
    }

    /// Adds what may have been meant.
    #[must_use]
    pub(crate) fn meaning(mut self, meant: Option<String>) -> Self {
        self.0.did_you_mean = meant;
        self
    }

    /// Names the parameter that is the problem.
    #[must_use]
    fn naming(mut self, parameter: &str) -> Self {
        self.0.parameter = Some(parameter.to_owned());
        self
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (status, code) = match &error {
            Error::NoIndex { .. } => (StatusCode::SERVICE_UNAVAILABLE, "no_index"),
            Error::BeingBuilt { .. } => (StatusCode::SERVICE_UNAVAILABLE, "being_built"),
            Error::Locked { .. } => (StatusCode::SERVICE_UNAVAILABLE, "locked"),
            Error::OtherVersion { .. } | Error::NewerVersion { .. } | Error::NeedsIndexing { .. } => {
                (StatusCode::SERVICE_UNAVAILABLE, "other_version")
            }
            Error::Cluster { problem, .. } if problem.may_pass() => {
                (StatusCode::SERVICE_UNAVAILABLE, "cluster")
            }
            Error::Cluster { .. } => (StatusCode::BAD_GATEWAY, "cluster_refused"),
            Error::NotOnCluster { .. } => (StatusCode::NOT_IMPLEMENTED, "not_on_cluster"),
            Error::NotCompared { .. } => (StatusCode::SERVICE_UNAVAILABLE, "not_compared"),
            Error::AmbiguousRecord { .. } => (StatusCode::CONFLICT, "ambiguous_record"),
            Error::Damaged { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "damaged"),
            Error::Io { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "io"),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        let problem = Problem::new(status, code, error.to_string());
        if status == StatusCode::CONFLICT { problem.naming("id") } else { problem }
    }
}

impl Problem {
    /// Returns the answer that names the problem.
    pub(crate) fn into_response(self) -> ServerResponse {
        let body = crate::wire::to_line(&*self.0).unwrap_or_default();
        let response = respond(self.0.status, "application/problem+json", body);
        let response = response.with_header(CACHE_CONTROL, "no-store");
        match self.0.code {
            "being_built" | "locked" | "cluster" => response.with_header(RETRY_AFTER, RETRY_SECONDS),
            _ => response,
        }
    }
}
