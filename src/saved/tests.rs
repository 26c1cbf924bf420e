use std::fs;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use crate::saved::reported::{ReportedLog, ReportedMark, StateLock};
use crate::saved::saved_query::SavedQuery;
use crate::search::ArticleTraits;

fn traits(number: u64) -> Arc<ArticleTraits> {
    let sketch = (0..16).map(|value| value * 1000 + number as u32).collect();
    Arc::new(ArticleTraits { content: Some(number), text: Some(number), source: number, url: None, sketch })
}

fn mark(search: &str, query: &str, reported: &[u64], seeded: Option<&[u64]>) -> ReportedMark {
    let traits = |numbers: &[u64]| numbers.iter().map(|number| traits(*number)).collect();
    ReportedMark {
        search: search.to_owned(),
        query: SavedQuery::new(query),
        reported: traits(reported),
        changed: Vec::new(),
        seeded: seeded.map(traits),
    }
}

/// Returns the contents that a search has reported, in order.
fn contents(log: &ReportedLog, search: &str) -> Vec<u64> {
    let runs = log.search(search).map_or(&[][..], |search| &search.runs);
    let places = runs.iter().flat_map(|run| &run.articles);
    let mut contents: Vec<u64> = places.filter_map(|place| log.articles[*place as usize].content).collect();
    contents.sort_unstable();
    contents
}

#[test]
fn a_log_is_read_as_it_was_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("state/reported.jsonl");
    let mut log = ReportedLog::read(&path).expect("no file");
    log.append(&[mark("a", "x", &[], Some(&[1, 2])), mark("b", "y", &[], Some(&[]))], 7, Vec::new())
        .expect("written");
    log.append(&[mark("a", "x", &[2, 3], None)], 8, vec!["a".to_owned()]).expect("written");
    let read = ReportedLog::read(&path).expect("a log");
    for log in [&log, &read] {
        assert_eq!((contents(log, "a"), contents(log, "b")), (vec![1, 2, 2, 3], vec![]));
        let last_runs = ["a", "b"].map(|name| log.search(name).map(|search| search.last_run));
        assert_eq!((log.num_articles(), last_runs), (3, [Some(8), Some(7)]));
    }
    log.forget(&["a"]).expect("written");
    let read = ReportedLog::read(&path).expect("a log");
    assert!(read.search("a").is_none() && read.search("b").is_some());
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.starts_with("{\"version\":1}\n"), "{text}");
}

#[test]
fn a_torn_append_loses_no_line_before_it_and_is_cut_off() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("reported.jsonl");
    let mut log = ReportedLog::read(&path).expect("no file");
    log.append(&[mark("a", "x", &[], Some(&[1]))], 7, Vec::new()).expect("written");
    let first = fs::read(&path).expect("a file");
    log.append(&[mark("a", "z", &[2], Some(&[3]))], 8, Vec::new()).expect("written");
    let both = fs::read(&path).expect("a file");
    for length in first.len()..=both.len() {
        fs::write(&path, &both[..length]).expect("written");
        let mut torn = ReportedLog::read(&path).expect("a log");
        let before = contents(&torn, "a");
        assert!(before.contains(&1), "{length}");
        torn.append(&[mark("a", "z", &[2], Some(&[3]))], 9, Vec::new()).expect("written");
        let read = ReportedLog::read(&path).expect("a log");
        let found = contents(&read, "a");
        assert!([1, 2, 3].iter().all(|content| found.contains(content)), "{length}: {found:?}");
        assert_eq!(read.search("a").and_then(|search| search.query.clone()), Some(SavedQuery::new("z")));
    }
}

#[test]
fn an_unreadable_line_is_an_error_that_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("reported.jsonl");
    for (text, what) in [
        ("{\"version\":1}\n{\"article\":{}\n", "line 2 cannot be read"),
        ("{\"version\":2}\n", "version 2 is of a later program"),
        ("{\"forgotten\":\"a\"}\n\u{0}\u{0}\n", "line 2"),
        ("{\"article\":{\"number\":1,\"source\":\"+1\"}}\n", "a hash has up to 16 hexadecimal digits"),
        ("{\"article\":{\"number\":1,\"source\":\"1\",\"sketch\":\"0\"}}\n", "a sketch has up to 16"),
    ] {
        fs::write(&path, text).expect("written");
        let error = ReportedLog::read(&path).expect_err(text).to_string();
        assert!(error.contains(what) && error.contains("delete this line"), "{error}");
    }
    // Numbers of articles whose line was deleted are left out.
    fs::write(&path, "{\"reported\":{\"search\":\"a\",\"time\":1,\"articles\":[4294967295]}}\n")
        .expect("written");
    let log = ReportedLog::read(&path).expect("a log");
    assert_eq!(log.search("a").map(|search| (search.num_articles(), search.query.clone())), Some((0, None)));
}

#[test]
fn a_log_is_written_anew_once_most_of_it_is_stale() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("reported.jsonl");
    let mut log = ReportedLog::read(&path).expect("no file");
    let many: Vec<u64> = (100..600).collect();
    log.append(&[mark("a", "x", &[1], Some(&[2])), mark("b", "y", &[], Some(&many))], 7, Vec::new())
        .expect("written");
    log.append(&[mark("a", "x", &[3], None)], 8, vec!["a".to_owned()]).expect("written");
    log.forget(&["b"]).expect("written");
    let before = fs::metadata(&path).expect("a file").len();
    log.append(&[mark("a", "x", &[4], None)], 9, vec!["a".to_owned()]).expect("written");
    let after = fs::metadata(&path).expect("a file").len();
    assert!(after * 10 < before, "{before} {after}");
    let read = ReportedLog::read(&path).expect("a log");
    for log in [&log, &read] {
        assert_eq!((contents(log, "a"), log.num_articles()), (vec![1, 2, 3, 4], 4));
        assert_eq!(log.search("a").map(|search| search.last_run), Some(9));
        assert_eq!(log.search("a").and_then(|search| search.query.clone()), Some(SavedQuery::new("x")));
    }
}

#[test]
fn the_lock_is_held_by_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("state");
    let lock = StateLock::take(&folder, Duration::ZERO).expect("free");
    let second = StateLock::take(&folder, Duration::from_millis(1)).map(drop);
    assert_eq!(second.map_err(|error| error.kind()), Err(ErrorKind::WouldBlock));
    drop(lock);
    assert!(StateLock::take(&folder, Duration::ZERO).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_a_log_or_an_error(lines in prop::collection::vec("(\\{\"(article|reported|ran|forgotten|version)\":)?.{0,40}\n?", 0..6)) {
        let path = std::path::Path::new("/nonexistent/reported.jsonl");
        let _ = ReportedLog::parse(path, lines.concat().as_bytes());
    }
}
