//! `/mcp`: who may ask it, and with which headers.

use crate::serve::server::{Answer, Server, TOKEN, archive, bearer};

const PING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;

/// Posts a message with these headers beside those of every request.
fn post(server: &Server, headers: &[&str], body: &str) -> Answer {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    server.send(format!(
        "POST /mcp HTTP/1.1\r\n{}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
        server.host_line()
    ))
}

#[test]
fn messages_are_answered_to_who_has_the_token() {
    let dir = archive();
    let server = Server::start(&dir);
    let (token, json) = (bearer(TOKEN), "Content-Type: application/json");
    let elsewhere = "Origin: http://evil.example";
    let text = "Content-Type: text/plain";
    for (headers, body, status, part) in [
        (vec![json], PING, 401, "no_token"),
        (vec![&token, json, elsewhere], PING, 403, "foreign"),
        (vec![&token, json, "Origin: null"], PING, 403, "foreign"),
        (vec![&token, text], PING, 415, "bad_media_type"),
        (vec![&token], PING, 415, "bad_media_type"),
        (vec![&token, json, "Accept: text/html"], PING, 406, "not_acceptable"),
        (vec![&token, json, "Accept: application/json, text/event-stream"], PING, 200, "\"result\":{}"),
        (vec![&token, "Content-Type: application/json; charset=utf-8"], PING, 200, "\"result\":{}"),
        (vec![&token, json, "Mcp-Session-Id: any"], PING, 200, "\"result\":{}"),
        (vec![&token, json, "Mcp-Protocol-Version: 2025-06-18"], PING, 200, "\"result\":{}"),
        (vec![&token, json, "Mcp-Protocol-Version: 1999-01-01"], PING, 400, "-32022"),
        (vec![&token, json], "{", 400, "-32700"),
        (vec![&token, json], "[]", 400, "-32600"),
        (vec![&token, json], r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, 202, ""),
    ] {
        let answer = post(&server, &headers, body);
        assert!(answer.status == status && answer.body.contains(part), "{headers:?}: {answer:?}");
        assert_eq!(answer.header("mcp-session-id"), "", "{answer:?}");
    }
    let answer = post(&server, &[&token, json], &"x".repeat(70 << 10));
    assert_eq!(answer.status, 413, "{answer:?}");
}

#[test]
fn other_methods_are_refused() {
    let dir = archive();
    let server = Server::start(&dir);
    for method in ["GET", "DELETE", "OPTIONS", "PUT"] {
        let answer = server.ask(&format!("{method} /mcp"), &[server.host_line(), bearer(TOKEN)]);
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}: {answer:?}");
    }
}

#[test]
fn tools_are_answered_as_on_standard_input() {
    let dir = archive();
    let server = Server::start(&dir);
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"ferry"}}}"#;
    let answer = post(&server, &[&bearer(TOKEN), "Content-Type: application/json"], call);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert!(answer.body.contains("The ferry stays in the harbor, said the mayor."), "{answer:?}");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
}
