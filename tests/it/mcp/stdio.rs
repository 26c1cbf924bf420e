//! The transport: lines of JSON, and nothing else.

use serde_json::{Value, json};

use crate::common::{Dir, files};
use crate::mcp::client::{Assistant, cursor_in};

#[test]
fn the_first_messages_are_answered_without_an_index() {
    let dir = Dir::new();
    let mut assistant = Assistant::start(&dir);
    assistant
        .ask("initialize", json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {}}));
    let tools = assistant.ask("tools/list", json!({}));
    assert_eq!(tools["result"]["tools"].as_array().map(Vec::len), Some(4));
    assert!(tools["result"].to_string().len() <= 4000);
    let error = assistant.error("search", json!({"query": "ferry"}));
    assert!(
        error.starts_with("no index at ") && error.contains("run `clippings index FOLDER` first"),
        "{error}"
    );
    assert_eq!(assistant.end(), (String::new(), String::new(), Some(0)));
    assert!(!dir.path("idx").exists());
}

#[test]
fn an_index_that_comes_later_is_found() {
    let dir = Dir::new();
    let mut assistant = Assistant::start(&dir);
    assistant.error("overview", json!({}));
    dir.write("news/a.txt", "The ferry stays in the harbor.\n").run("index news --no-clean").code(0);
    assert!(assistant.text("search", json!({"query": "ferry"})).contains("a.txt:1"));
}

#[test]
fn messages_that_are_none_are_answered_and_the_next_one_is_too() {
    let mut assistant = Assistant::start(&Dir::new());
    let long = format!("{{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"{}\"}}", "x".repeat(2 << 20));
    let batch = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]";
    for (line, code) in [
        (&b"{"[..], -32700),
        (b"\"\xff\xfe\"", -32700),
        (batch.as_bytes(), -32600),
        (long.as_bytes(), -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\"}", -32601),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"write\"}}", -32602),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32602),
    ] {
        assistant.send(line);
        assert_eq!(
            assistant.read()["error"]["code"],
            code,
            "{}",
            String::from_utf8_lossy(&line[..line.len().min(90)])
        );
    }
    assistant.send("\n  \r");
    assistant.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assert_eq!(assistant.ask("ping", json!({}))["result"], json!({}));
    assert_eq!(assistant.end().0, "");
}

#[test]
fn the_program_ends_with_its_input() {
    let dir = Dir::seeded();
    let mut assistant = Assistant::start(&dir);
    for id in 0..10 {
        let params = json!({"name": "check_quote", "arguments": {"quotes": vec!["they're fair game"; 20]}});
        assistant
            .send(json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params}).to_string());
    }
    let (printed, messages, code) = assistant.end();
    assert_eq!((messages.as_str(), code), ("", Some(0)));
    assert!(printed.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{printed}");
}

#[test]
fn nothing_is_written_and_nobody_is_kept_from_writing() {
    let dir = Dir::seeded();
    let before = files(&dir.path(""));
    let mut assistant = Assistant::start(&dir);
    let article = dir.path("seeds/003_f7d78eb1bd6ee391.txt").canonicalize().expect("a file");
    for (tool, arguments) in [
        ("search", json!({"query": "Kursk"})),
        ("read", json!({"article": article})),
        ("check_quote", json!({"quotes": ["the Kursk region"]})),
        ("overview", json!({})),
    ] {
        assistant.text(tool, arguments);
    }
    assert!(before == files(&dir.path("")));
    dir.run("index --rebuild").code(0);
    assistant.text("search", json!({"query": "Kursk"}));
    assert_eq!(assistant.end().2, Some(0));
}

#[test]
fn a_cursor_is_of_one_commit() {
    let dir =
        Dir::with_articles((0..5).map(|number| (number, format!("The ferry number {number} stays.\n"))));
    let mut assistant = Assistant::start(&dir);
    let mut seen = Vec::new();
    let mut text = assistant.text("search", json!({"query": "ferry", "limit": 2}));
    let stale = cursor_in(&text);
    loop {
        seen.extend(text.lines().filter(|line| line.starts_with("The ferry number")).map(str::to_owned));
        if !text.contains('`') {
            break;
        }
        text = assistant.text("search", json!({"cursor": cursor_in(&text)}));
    }
    seen.sort();
    assert_eq!(seen, (0..5).map(|number| format!("The ferry number {number} stays.")).collect::<Vec<_>>());
    let other = assistant.error("search", json!({"cursor": stale, "query": "lighthouse"}));
    assert!(other.contains("other arguments"), "{other}");
    assert!(assistant.error("read", json!({"cursor": stale})).contains("no cursor of read"));
    assert!(assistant.error("search", json!({"cursor": "AAAA"})).contains("no cursor of search"));
    dir.write("news/new.txt", "The ferry number 9 stays.\n").run("index").code(0);
    let error = loop {
        // The commit is looked for a few times in a second.
        let answer = assistant.call("search", json!({"cursor": stale}));
        if answer.is_error {
            break answer.text;
        }
    };
    assert!(error.contains("stale: the index has changed"), "{error}");
}
