//! Arbitrary lines: each answer is a message, and nothing else is printed.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::thread;

use clippings::internals::bench::Rng;
use serde_json::{Value, json};

use crate::common::Dir;
use crate::common::thorough::Trials;

/// Parts of messages, from which others are made.
fn seeds(article: &str) -> Vec<String> {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let call = |name: &str, arguments: Value| json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}});
    let stateless =
        json!({"jsonrpc": "2.0", "id": "a", "method": "server/discover", "params": {"_meta": meta}});
    [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25"}}),
        stateless,
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "ping"}),
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}}),
        call("search", json!({"query": "ferry OR \"a b\" -c", "since": "2024", "limit": 3, "sort": "newest", "site": "a.example"})),
        call("read", json!({"article": article, "mark": "harbor", "around_line": 1, "lines": 2})),
        call("check_quote", json!({"quotes": ["the ferry … stays", "[The] harbor"]})),
        call("overview", json!({})),
        call("search", json!({"cursor": "eyJ0Ijoic2VhcmNoIn0"})),
    ]
    .map(|message| message.to_string())
    .to_vec()
}

/// Returns a random number below `end`.
fn below(rng: &mut Rng, end: usize) -> usize {
    rng.below(end.max(1) as u64) as usize
}

/// Returns a line that is like a message.
fn line(rng: &mut Rng, seeds: &[String]) -> Vec<u8> {
    let mut bytes = seeds[below(rng, seeds.len())].clone().into_bytes();
    for _ in 0..below(rng, 5) {
        if bytes.is_empty() {
            break;
        }
        let place = below(rng, bytes.len());
        match below(rng, 6) {
            0 => bytes[place] = below(rng, 256) as u8,
            1 => bytes.truncate(place + 1),
            2 => bytes.insert(place, b"{}[]\",:0\\-"[below(rng, 10)]),
            3 => {
                bytes.remove(place);
                bytes.push(b'}');
            }
            4 => {
                let other = &seeds[below(rng, seeds.len())].as_bytes();
                bytes.splice(place..place, other[..below(rng, other.len())].iter().copied());
            }
            _ => {
                let end = place + below(rng, bytes.len() - place);
                let part = bytes[place..end].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes.retain(|byte| *byte != b'\n');
    bytes
}

#[test]
fn every_line_that_is_printed_is_a_message() {
    let dir = Dir::with_articles([("a", "The ferry stays in the harbor.\n")]);
    let article = dir.path("news/a.txt").canonicalize().expect("a file").display().to_string();
    let trials = Trials::new(1500, 27);
    let mut command = dir.command();
    command.arg("mcp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("clippings starts");
    let mut input = child.stdin.take().expect("a pipe");
    let (count, mut rng) = (trials.count, trials.rng());
    let writer = thread::spawn(move || {
        let seeds = seeds(&article);
        for _ in 0..count {
            let mut line = line(&mut rng, &seeds);
            line.push(b'\n');
            input.write_all(&line).expect("sent");
        }
        input.write_all(b"{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"tools/call\",\"params\":{\"name\":\"overview\"}}\n").expect("sent");
        input
    });
    let mut answers = 0;
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
        let line = line.expect("text");
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(message["jsonrpc"] == "2.0" && message.get("id").is_some(), "{line}");
        assert!(message["result"].is_object() != message["error"].is_object(), "{line}");
        assert!(message["error"]["code"] != -32603, "{line}");
        answers += 1;
        if message["id"] == "last" {
            break;
        }
    }
    drop(writer.join().expect("written"));
    let output = child.wait_with_output().expect("an end");
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(answers > count / 2 && answers <= count + 1, "{answers} answers");
    trials.say(&format!("{answers} answers to {count} lines"));
}
