//! Whole conversations in both forms of the protocol, word for word.

use serde_json::Value;

use crate::common::Dir;
use crate::mcp::client::Assistant;

/// Conversations: lines that are sent (`>`), and those that answer them (`<`). Paths, versions and ids of
/// fences are replaced by their names.
const TRANSCRIPTS: [&str; 2] = [include_str!("handshake.txt"), include_str!("stateless.txt")];

/// Replaces what differs from run to run.
fn without_names(line: &str, folder: &str) -> String {
    let mut line = line.replace(folder, "FOLDER").replace(env!("CARGO_PKG_VERSION"), "VERSION");
    while let Some(start) =
        line.find("archive-text id=\\\"").map(|start| start + "archive-text id=\\\"".len())
    {
        let end = start + line[start..].find('\\').expect("an end");
        line.replace_range(start - "id=\\\"".len()..end + "\\\"".len(), "ID");
    }
    line
}

#[test]
fn conversations_are_as_they_were() {
    for transcript in TRANSCRIPTS {
        let sentence = "“The ferry stays in the harbor,” said the mayor, Ada Kirby.\n";
        let dir = Dir::with_articles([("a", sentence), ("b", "The lighthouse is dark.\n")]);
        let folder = dir.path("").canonicalize().expect("a folder").display().to_string();
        let mut assistant = Assistant::start(&dir);
        let mut lines = transcript.lines().filter(|line| !line.starts_with('#')).peekable();
        while let Some(sent) = lines.next() {
            let sent = sent.strip_prefix("> ").expect("a message");
            assistant.send(sent.replace("FOLDER", &folder));
            if let Some(expected) = lines.next_if(|line| line.starts_with("< ")) {
                let answer = without_names(&assistant.read().to_string(), &folder);
                let expected: Value = serde_json::from_str(&expected[2..]).expect("JSON");
                assert_eq!(answer, expected.to_string(), "\n> {sent}\n< {answer}\n");
            }
        }
        assert_eq!(assistant.end(), (String::new(), String::new(), Some(0)));
    }
}
