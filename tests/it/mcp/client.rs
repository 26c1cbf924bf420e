//! An assistant: it starts the program and asks it, message by message.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::common::Dir;

/// A running program that answers messages.
pub(crate) struct Assistant {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
}

/// Answer of a tool.
#[derive(Debug)]
pub(crate) struct ToolAnswer {
    pub text: String,
    pub is_error: bool,
}

impl Assistant {
    /// Starts the program in `dir`.
    pub(crate) fn start(dir: &Dir) -> Assistant {
        Assistant::of(dir.command())
    }

    /// Starts the program of a command that has no arguments yet.
    pub(crate) fn of(mut command: Command) -> Assistant {
        command.arg("mcp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("clippings starts");
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Assistant { child, input, output, id: 0 }
    }

    /// Sends a line.
    pub(crate) fn send(&mut self, line: impl AsRef<[u8]>) {
        let input = self.input.as_mut().expect("an input");
        input.write_all(line.as_ref()).expect("sent");
        input.write_all(b"\n").expect("sent");
    }

    /// Reads the next line that is printed.
    pub(crate) fn read(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// Sends a request and returns the answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        self.send(json!({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params}).to_string());
        let answer = self.read();
        assert_eq!(answer["id"], self.id, "{answer}");
        answer
    }

    /// Calls a tool.
    pub(crate) fn call(&mut self, name: &str, arguments: Value) -> ToolAnswer {
        let answer = self.ask("tools/call", json!({"name": name, "arguments": arguments}));
        let result = &answer["result"];
        assert_eq!(result["content"].as_array().map(Vec::len), Some(1), "{answer}");
        let text = result["content"][0]["text"].as_str().expect("a text").to_owned();
        assert!(text.len() <= 10_000, "{} bytes", text.len());
        ToolAnswer { text, is_error: result["isError"] == true }
    }

    /// Calls a tool, which succeeds, and returns the text.
    #[track_caller]
    pub(crate) fn text(&mut self, name: &str, arguments: Value) -> String {
        let answer = self.call(name, arguments);
        assert!(!answer.is_error, "{}", answer.text);
        answer.text
    }

    /// Calls a tool, which says that it cannot answer, and why.
    #[track_caller]
    pub(crate) fn error(&mut self, name: &str, arguments: Value) -> String {
        let answer = self.call(name, arguments);
        assert!(answer.is_error, "{}", answer.text);
        answer.text
    }

    /// Ends the input; returns what else is printed, on standard output and error, and the exit code.
    pub(crate) fn end(mut self) -> (String, String, Option<i32>) {
        drop(self.input.take());
        let (mut printed, mut messages) = (String::new(), String::new());
        self.output.read_to_string(&mut printed).expect("text");
        let code = self.child.wait().expect("an end").code();
        self.child.stderr.take().expect("a pipe").read_to_string(&mut messages).expect("text");
        (printed, messages, code)
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the cursor in an answer.
#[track_caller]
pub(crate) fn cursor_in(text: &str) -> String {
    let cursor = text.split('`').nth(1);
    cursor.unwrap_or_else(|| panic!("no cursor: {text}")).to_owned()
}

/// Returns the id of the fence in an answer, and what stands outside and inside of it.
#[track_caller]
pub(crate) fn fenced(text: &str) -> (String, String, String) {
    let is_fence = |line: &&str| line.contains("archive-text") && line.starts_with('<');
    let fences: Vec<&str> = text.lines().filter(is_fence).collect();
    let [open, close] = fences.as_slice() else { panic!("{} fences: {text}", fences.len()) };
    let id = open.strip_prefix("<archive-text id=\"").and_then(|id| id.strip_suffix("\">")).expect("an id");
    assert_eq!(*close, format!("</archive-text id=\"{id}\">"));
    let (before, rest) = text.split_once(&format!("{open}\n")).expect("a beginning");
    let (inside, after) = rest.split_once(close).expect("an end");
    assert!(!inside.contains(id), "{text}");
    (id.to_owned(), format!("{before}{after}"), inside.to_owned())
}
