//! Messages of JSON-RPC 2.0.

use serde_json::{Map, Value, json};

/// Request of a client.
#[derive(Debug, PartialEq)]
pub(super) struct RpcRequest {
    /// Identifier: a whole number or a text.
    pub id: Value,
    pub method: String,
    /// Parameters; empty if there are none.
    pub params: Map<String, Value>,
}

/// Error of the protocol, which a client sees and a model does not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RpcError {
    pub code: ErrorCode,
    message: String,
    data: Option<Value>,
}

/// Code of an error of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorCode {
    Parse = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    Internal = -32603,
    /// Of versions with a handshake only.
    ResourceNotFound = -32002,
    HeaderMismatch = -32020,
    UnsupportedVersion = -32022,
}

impl RpcError {
    /// Creates an error.
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        RpcError { code, message: message.into(), data: None }
    }

    /// Creates the error of parameters that are not of the form that the protocol asks for.
    pub(super) fn invalid_params(message: impl Into<String>) -> Self {
        RpcError::new(ErrorCode::InvalidParams, message)
    }

    /// Adds data for the client.
    #[must_use]
    pub(super) fn with_data(self, data: Value) -> Self {
        RpcError { data: Some(data), ..self }
    }
}

/// Message that is none, with its identifier as far as it can be read.
pub(super) type Malformed = (Value, RpcError);

impl RpcRequest {
    /// Reads a message; `None` if it is not answered: a notification, or a response to a request, of which
    /// the server sends none.
    ///
    /// # Errors
    /// If it is no JSON, or no single message of JSON-RPC.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<RpcRequest>, Malformed> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| {
            let message = format!("the message is not JSON in UTF-8: {error}");
            (Value::Null, RpcError::new(ErrorCode::Parse, message))
        })?;
        let Value::Object(mut message) = value else {
            let reason = match value {
                Value::Array(_) => "batches are not answered: send one message at a time",
                _ => "a message is an object",
            };
            return Err((Value::Null, RpcError::new(ErrorCode::InvalidRequest, reason)));
        };
        let id = message.remove("id");
        let known_id = id.clone().filter(is_id).unwrap_or_default();
        let invalid =
            |reason: &str| Err((known_id.clone(), RpcError::new(ErrorCode::InvalidRequest, reason)));
        if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return invalid("jsonrpc must be \"2.0\"");
        }
        let method = match message.remove("method") {
            Some(Value::String(method)) => method,
            None if message.contains_key("result") || message.contains_key("error") => {
                return Ok(None);
            }
            _ => return invalid("method must be a string"),
        };
        let Some(id) = id else { return Ok(None) };
        if !is_id(&id) {
            return invalid("id must be a string or a whole number");
        }
        let params = match message.remove("params") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(params)) => params,
            Some(_) => return Err((id, RpcError::invalid_params("params must be an object"))),
        };
        Ok(Some(RpcRequest { id, method, params }))
    }
}

fn is_id(id: &Value) -> bool {
    id.is_string() || id.is_i64() || id.is_u64()
}

/// Returns the message with which a request is answered.
pub(super) fn response(id: &Value, outcome: Result<Value, RpcError>) -> Value {
    match outcome {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(RpcError { code, message, data }) => {
            let mut error = json!({"code": code as i32, "message": message});
            if let Some(data) = data {
                error["data"] = data;
            }
            json!({"jsonrpc": "2.0", "id": id, "error": error})
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mcp::message::*;

    fn code(text: &str) -> Option<(Value, i32)> {
        RpcRequest::read(text.as_bytes()).err().map(|(id, error)| (id, error.code as i32))
    }

    #[test]
    fn malformed_messages_have_the_codes_of_the_standard() {
        for (text, id, expected) in [
            ("", Value::Null, -32700),
            ("{", Value::Null, -32700),
            ("[]", Value::Null, -32600),
            (r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, Value::Null, -32600),
            ("7", Value::Null, -32600),
            (r#"{"id":1,"method":"ping"}"#, 1.into(), -32600),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, Value::Null, -32600),
            (r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, Value::Null, -32600),
            (r#"{"jsonrpc":"2.0","id":"a","method":7}"#, "a".into(), -32600),
            (r#"{"jsonrpc":"2.0","id":1}"#, 1.into(), -32600),
            (r#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}"#, 1.into(), -32602),
        ] {
            assert_eq!(code(text), Some((id, expected)), "{text}");
        }
        assert_eq!(RpcRequest::read(b"\"\xff\"").err().map(|(_, error)| error.code), Some(ErrorCode::Parse));
        let deep = "[".repeat(100_000);
        assert_eq!(code(&deep), Some((Value::Null, -32700)));
    }

    #[test]
    fn notifications_and_responses_are_not_answered() {
        for text in [
            r#"{"jsonrpc":"2.0","method":"notifications/any","params":[]}"#,
            r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":""}}"#,
        ] {
            assert_eq!(RpcRequest::read(text.as_bytes()), Ok(None), "{text}");
        }
    }
}
