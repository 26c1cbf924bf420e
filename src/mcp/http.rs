//! The transport Streamable HTTP, without its connections: what the headers of a request say must be what its
//! message says.

use serde_json::Value;

use crate::mcp::era::{
    Era, HANDSHAKE_VERSIONS, STATELESS_VERSION, envelope_version, stands_alone, unsupported_version,
};
use crate::mcp::message::{ErrorCode, Message, RpcError, RpcRequest};
use crate::mcp::server::{McpServer, line_of};
use crate::text::url::base64;

/// Values of the headers of a request that tell of its message.
#[derive(Debug, Clone, Default)]
pub struct HttpHead<'h> {
    /// Values of `Mcp-Protocol-Version`.
    pub versions: Vec<&'h [u8]>,
    /// Values of `Mcp-Method`.
    pub methods: Vec<&'h [u8]>,
    /// Values of `Mcp-Name`.
    pub names: Vec<&'h [u8]>,
}

/// Answer to a message that came over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status.
    pub status: u16,
    /// JSON; none if the message asked for no answer.
    pub body: Option<String>,
}

impl McpServer {
    /// Answers the message in the body of a POST.
    pub fn answer_http(&self, head: &HttpHead<'_>, body: &[u8]) -> HttpAnswer {
        let refuse = |id: &Value, error: RpcError| {
            let status = status_of(error.code);
            HttpAnswer { status, body: Some(line_of(id, Err(error))) }
        };
        let message = match Message::read(body) {
            Ok(message) => message,
            Err((id, error)) => return refuse(&id, error),
        };
        let Message::Request(request) = message else {
            return match head.version().map(|version| (version, is_known(version))) {
                Ok((Some(version), false)) => refuse(&Value::Null, unsupported_version(version)),
                Ok(_) => HttpAnswer { status: 202, body: None },
                Err(error) => refuse(&Value::Null, error),
            };
        };
        let era = match head.era_of(&request) {
            Ok(era) => era,
            Err(error) => return refuse(&request.id, error),
        };
        let outcome = self.outcome(&request, era);
        let status = match (&outcome, era) {
            (Err(error), Era::Stateless) => status_of(error.code),
            _ => 200,
        };
        HttpAnswer { status, body: Some(line_of(&request.id, outcome)) }
    }
}

impl HttpHead<'_> {
    /// Returns the version in the headers.
    fn version(&self) -> Result<Option<&str>, RpcError> {
        single(&self.versions, "Mcp-Protocol-Version")
    }

    /// Returns the era of a request with these headers.
    fn era_of(&self, request: &RpcRequest) -> Result<Era, RpcError> {
        let version = self.version()?;
        let is_handshake = version.is_none_or(|version| HANDSHAKE_VERSIONS.contains(&version));
        if is_handshake && !stands_alone(request) {
            return Ok(Era::Handshake);
        }
        let era = Era::of(request);
        // A request that lacks its metadata is told so first, and one that contradicts its headers before its
        // version is looked at.
        if matches!(&era, Err(error) if error.code == ErrorCode::InvalidParams) {
            return era;
        }
        match version {
            Some(version) if !stands_alone(request) && request.method != "initialize" => {
                let error =
                    RpcError::invalid_params("params._meta lacks what a request of this version carries");
                return Err(if version == STATELESS_VERSION { error } else { unsupported_version(version) });
            }
            Some(version) if request.method == "initialize" && version != STATELESS_VERSION => {
                return Err(unsupported_version(version));
            }
            _ if request.method == "initialize" => return Ok(Era::Stateless), // which has no such method
            version if version != envelope_version(&request.params) => {
                return Err(mismatch("Mcp-Protocol-Version", "the version of the message"));
            }
            _ => {}
        }
        if single(&self.methods, "Mcp-Method")? != Some(request.method.as_str()) {
            return Err(mismatch("Mcp-Method", "the method of the message"));
        }
        let key = match request.method.as_str() {
            "tools/call" | "prompts/get" => "name",
            "resources/read" => "uri",
            _ => return era,
        };
        let named = request.params.get(key).and_then(Value::as_str);
        let name = single(&self.names, "Mcp-Name")?.and_then(decoded);
        if named.is_some() && name.as_deref() != named {
            return Err(mismatch("Mcp-Name", "the name in the message"));
        }
        era
    }
}

fn is_known(version: Option<&str>) -> bool {
    version.is_none_or(|version| version == STATELESS_VERSION || HANDSHAKE_VERSIONS.contains(&version))
}

/// Returns the value of a header, which readers of the first and of the last one must understand alike.
fn single<'h>(values: &[&'h [u8]], name: &str) -> Result<Option<&'h str>, RpcError> {
    match values {
        [] => Ok(None),
        [value] => match str::from_utf8(value) {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(RpcError::new(ErrorCode::HeaderMismatch, format!("{name} is not UTF-8"))),
        },
        _ => Err(RpcError::new(ErrorCode::HeaderMismatch, format!("{name} is sent more than once"))),
    }
}

fn mismatch(header: &str, part: &str) -> RpcError {
    RpcError::new(ErrorCode::HeaderMismatch, format!("the header {header} is not {part}"))
}

/// Returns the value that a header stands for: clients write what a header cannot have in base64.
fn decoded(value: &str) -> Option<String> {
    let Some(encoded) = value.strip_prefix("=?base64?").and_then(|value| value.strip_suffix("?=")) else {
        return Some(value.to_owned());
    };
    let in_address = encoded.trim_end_matches('=').replace('+', "-").replace('/', "_");
    String::from_utf8(base64::decode(&in_address)?).ok()
}

/// Returns the status of an error.
fn status_of(code: ErrorCode) -> u16 {
    match code {
        ErrorCode::MethodNotFound => 404,
        ErrorCode::Internal => 200,
        _ => 400,
    }
}
