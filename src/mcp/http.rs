//! The transport Streamable HTTP, without its connections: what the headers of a request say must be what its
//! message says.

use serde_json::Value;

use crate::mcp::era::{
    Era, HANDSHAKE_VERSIONS, STATELESS_VERSION, envelope_version, stands_alone, unsupported_version,
};
use crate::mcp::message::{ErrorCode, RpcError, RpcRequest};
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
        let request = match RpcRequest::read(body) {
            Ok(Some(request)) => request,
            Ok(None) => {
                return match head.version() {
                    Ok(Some(version))
                        if version != STATELESS_VERSION && !HANDSHAKE_VERSIONS.contains(&version) =>
                    {
                        refuse(&Value::Null, unsupported_version(version))
                    }
                    Ok(_) => HttpAnswer { status: 202, body: None },
                    Err(error) => refuse(&Value::Null, error),
                };
            }
            Err((id, error)) => return refuse(&id, error),
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
        if !stands_alone(request) {
            return match version {
                None => Ok(Era::Handshake),
                Some(version) if HANDSHAKE_VERSIONS.contains(&version) => Ok(Era::Handshake),
                Some(version) if version != STATELESS_VERSION => Err(unsupported_version(version)),
                Some(_) if request.method == "initialize" => Ok(Era::Stateless), // which has no such method
                Some(_) => {
                    Err(RpcError::invalid_params("params._meta lacks what a request of this version carries"))
                }
            };
        }
        let era = Era::of(request);
        // A request that lacks its metadata is told so first, and one that contradicts its headers before its
        // version is looked at.
        if matches!(&era, Err(error) if error.code == ErrorCode::InvalidParams) {
            return era;
        }
        if version != envelope_version(&request.params) {
            return Err(mismatch("Mcp-Protocol-Version", "the version of the message"));
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

#[cfg(test)]
mod tests {
    use crate::index::IndexDir;
    use crate::mcp::http::*;

    const META: &str = r#""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#;

    /// Answers a message with these headers: version, method and name, each of which may be missing.
    fn ask(headers: [Option<&str>; 3], method: &str, params: &str) -> (u16, String) {
        let server = McpServer::new(IndexDir::new("/nowhere"));
        let [versions, methods, names] =
            headers.map(|value| value.map(str::as_bytes).into_iter().collect::<Vec<_>>());
        let body = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{{{params}}}}}"#);
        let answer = server.answer_http(&HttpHead { versions, methods, names }, body.as_bytes());
        (answer.status, answer.body.unwrap_or_default())
    }

    #[test]
    fn headers_say_what_the_message_says() {
        let (new, old) = (Some("2026-07-28"), Some("2025-06-18"));
        let call = format!(r#""name":"overview",{META}"#);
        for (headers, method, params, status, code) in [
            ([None; 3], "ping", "", 200, "\"result\":{}"),
            ([old, None, None], "ping", "", 200, "\"result\":{}"),
            ([old, None, None], "nothing", "", 200, "-32601"),
            ([Some("1999-01-01"), None, None], "ping", "", 400, "-32022"),
            ([None; 3], "initialize", r#""protocolVersion":"2031-01-01""#, 200, "2025-11-25"),
            ([new, Some("tools/list"), None], "tools/list", META, 200, "search"),
            ([new, Some("ping"), None], "ping", META, 404, "-32601"),
            ([new, Some("initialize"), None], "initialize", "", 404, "-32601"),
            ([new, Some("tools/list"), None], "tools/list", "", 400, "-32602"),
            ([new, None, None], "server/discover", "", 400, "-32602"),
            ([None, Some("tools/list"), None], "tools/list", META, 400, "-32020"),
            ([old, Some("tools/list"), None], "tools/list", META, 400, "-32020"),
            ([new, None, None], "tools/list", META, 400, "-32020"),
            ([new, Some("Tools/List"), None], "tools/list", META, 400, "-32020"),
            ([new, Some("tools/call"), None], "tools/call", &call, 400, "-32020"),
            ([new, Some("tools/call"), Some("search")], "tools/call", &call, 400, "-32020"),
            ([new, Some("tools/call"), Some("overview")], "tools/call", &call, 200, "isError"),
            ([new, Some("tools/call"), Some("=?base64?b3ZlcnZpZXc=?=")], "tools/call", &call, 200, "isError"),
            ([new, Some("tools/call"), Some("=?base64?b3ZlcnZpZX?=")], "tools/call", &call, 400, "-32020"),
        ] {
            let (answered, body) = ask(headers, method, params);
            assert!(answered == status && body.contains(code), "{headers:?} {method}: {answered} {body}");
        }
    }

    #[test]
    fn a_header_that_is_sent_twice_is_refused() {
        let server = McpServer::new(IndexDir::new("/nowhere"));
        let head = HttpHead { versions: vec![b"2025-06-18", b"2026-07-28"], ..HttpHead::default() };
        let answer = server.answer_http(&head, br#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#);
        assert_eq!(answer.status, 400);
    }

    #[test]
    fn notifications_are_accepted_and_not_answered() {
        let server = McpServer::new(IndexDir::new("/nowhere"));
        let status = |version: Option<&'static str>, body: &str| {
            let versions = version.map(str::as_bytes).into_iter().collect();
            server.answer_http(&HttpHead { versions, ..HttpHead::default() }, body.as_bytes()).status
        };
        let notification = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
        assert_eq!(status(None, notification), 202);
        assert_eq!(status(Some("2026-07-28"), notification), 202);
        assert_eq!(status(Some("1999-01-01"), notification), 400);
        assert_eq!((status(None, "[]"), status(None, "{")), (400, 400));
    }
}
