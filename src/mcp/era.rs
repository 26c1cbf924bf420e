//! The two forms of the protocol: with a handshake, and with requests that stand alone.

use serde_json::{Map, Value, json};

use crate::mcp::message::{ErrorCode, RpcError, RpcRequest};

/// Versions with a handshake, the newest first.
pub(super) const HANDSHAKE_VERSIONS: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
/// Version whose requests stand alone.
pub(super) const STATELESS_VERSION: &str = "2026-07-28";
/// Key of the version in the metadata of a request that stands alone.
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
/// Key of what the client can do, which such a request must have as well.
const CAPABILITIES_KEY: &str = "io.modelcontextprotocol/clientCapabilities";
/// Key of the name of the server in the metadata of an answer.
const SERVER_KEY: &str = "io.modelcontextprotocol/serverInfo";
/// Milliseconds for which a client may keep a list: the lists of a running program do not change.
const LIST_TTL_MS: u32 = 3_600_000;

/// Form of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// The client opens with `initialize`.
    Handshake,
    /// Each request carries its version.
    Stateless,
}

impl Era {
    /// Returns the era of a request.
    ///
    /// # Errors
    /// If the request stands alone, and lacks what it must carry or has another version.
    pub(super) fn of(request: &RpcRequest) -> Result<Era, RpcError> {
        if !stands_alone(request) {
            return Ok(Era::Handshake);
        }
        let meta = request.params.get("_meta").and_then(Value::as_object);
        let missing = |key: &&str| !meta.is_some_and(|meta| meta.contains_key(*key));
        let missing: Vec<&str> = [VERSION_KEY, CAPABILITIES_KEY].into_iter().filter(missing).collect();
        if !missing.is_empty() {
            return Err(RpcError::invalid_params(format!("params._meta lacks {}", missing.join(" and "))));
        }
        match envelope_version(&request.params) {
            Some(version) if version == STATELESS_VERSION => Ok(Era::Stateless),
            Some(version) => Err(unsupported_version(version)),
            None => Err(RpcError::invalid_params(format!("{VERSION_KEY} must be a string"))),
        }
    }

    /// Completes the result of a request: the newer era says what kind of result it is, who gives it, and, of
    /// a list, for how long it may be kept.
    pub(super) fn complete(self, mut result: Map<String, Value>, is_list: bool) -> Value {
        if self == Era::Stateless {
            result.insert("resultType".to_owned(), "complete".into());
            result.insert("_meta".to_owned(), json!({SERVER_KEY: server_info()}));
            if is_list {
                result.insert("ttlMs".to_owned(), LIST_TTL_MS.into());
                result.insert("cacheScope".to_owned(), "public".into());
            }
        }
        Value::Object(result)
    }
}

/// Returns whether a request stands alone, or means to.
pub(super) fn stands_alone(request: &RpcRequest) -> bool {
    let has_version = || {
        let meta = request.params.get("_meta").and_then(Value::as_object);
        meta.is_some_and(|meta| meta.contains_key(VERSION_KEY))
    };
    match request.method.as_str() {
        "initialize" => false,
        "server/discover" | "subscriptions/listen" => true,
        _ => has_version(),
    }
}

/// Returns the version that a request carries.
pub(super) fn envelope_version(params: &Map<String, Value>) -> Option<&str> {
    params.get("_meta")?.get(VERSION_KEY)?.as_str()
}

/// Returns the error of a version that is not answered.
pub(super) fn unsupported_version(requested: &str) -> RpcError {
    let data = json!({"supported": [STATELESS_VERSION], "requested": requested});
    RpcError::new(ErrorCode::UnsupportedVersion, "Unsupported protocol version").with_data(data)
}

/// Returns the version to speak after a handshake: the one that the client asks for, or else the newest.
///
/// # Errors
/// If the client asks for none.
pub(super) fn negotiate(params: &Map<String, Value>) -> Result<&'static str, RpcError> {
    let Some(requested) = params.get("protocolVersion").and_then(Value::as_str) else {
        return Err(RpcError::invalid_params("params.protocolVersion must be a string"));
    };
    let known = HANDSHAKE_VERSIONS.into_iter().find(|version| *version == requested);
    Ok(known.unwrap_or(HANDSHAKE_VERSIONS[0]))
}

/// Returns the name and the version of the server.
pub(super) fn server_info() -> Value {
    json!({"name": "clippings", "version": env!("CARGO_PKG_VERSION")})
}
