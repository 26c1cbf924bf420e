//! The report of an indexing run, as text and as JSON.

use crate::common::Dir;
use serde_json::Value;

fn archive() -> Dir {
    let dir = Dir::new();
    dir.write("a/good.txt", "The lighthouse was lit again, said the mayor of the town.\n");
    dir.write("a/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01");
    dir.write("a/old.txt", b"Le pr\xe9fet a \xe9t\xe9 tr\xe8s \xe9tonn\xe9 par la d\xe9cision du maire.\n");
    dir.write("a/some.jsonl", "{\"text\": \"The ferry stays.\"}\nrubbish\nmore rubbish\n");
    for name in ["a/talk.pptx", "a/letter.xlsx", "a/mail.msg", "a/photo.jpg", "a/photo.png", "a/other.jpg"] {
        dir.write(name, "x");
    }
    dir
}

#[test]
fn json_report_lists_every_failure() {
    let dir = archive();
    let run = dir.run("index a --format json");
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((run.code, &report["articles"], &report["files"]), (Some(2), &3.into(), &4.into()));
    let failures_in = |list: &str| {
        let one = |failure: &Value| {
            let path =
                failure["path"].as_str().expect("a path").rsplit('/').next().expect("a name").to_owned();
            (path, failure["line"].as_u64(), failure["reason"].as_str().expect("a reason").to_owned())
        };
        report[list].as_array().expect("a list").iter().map(one).collect::<Vec<_>>()
    };
    let reason = |path: &str, line, reason: &str| (path.to_owned(), line, reason.to_owned());
    assert_eq!(
        failures_in("failures"),
        [
            reason("picture.txt", None, "not a text file"),
            reason("some.jsonl", Some(2), "invalid JSON at column 1"),
            reason("some.jsonl", Some(3), "invalid JSON at column 1"),
        ]
    );
    assert_eq!(failures_in("remarks"), [reason("old.txt", None, "read as windows-1252")]);
    let kinds = serde_json::json!({ "pptx": 1, "xlsx": 1, "msg": 1, "jpg": 2, "png": 1 });
    assert_eq!(report["not_read"], kinds);
}

#[test]
fn text_report_lists_skipped_files() {
    let dir = archive();
    let run = dir.run("index a");
    run.code(2)
        .shows("not read: 2 jpg, 1 msg, 1 png, 1 pptx, 1 xlsx")
        .shows("2 of 4 files could not be read in full");
    let quiet = dir.run("index a --quiet");
    quiet.code(2).says("a/some.jsonl:3: invalid JSON");
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.lines().count()), ("", 3));
    dir.run("status").shows("a/picture.txt: not a text file");
}
