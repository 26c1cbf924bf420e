//! Queries that would take longer than anyone waits: their work is bounded, and what is left out is said.

use std::fmt::Write as _;
use std::fs;

use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Request, Response, Searcher};

use crate::common::Dir;

const ARTICLES: usize = 60;

/// Indexes articles in which a few words stand again and again.
fn searcher(dir: &tempfile::TempDir) -> Searcher {
    let (index_dir, folder) = (IndexDir::new(dir.path().join("index")), dir.path().join("a"));
    fs::create_dir_all(&folder).expect("a folder");
    for number in 0..ARTICLES {
        let mut text = format!("Harbor number {number} rests.\n\n");
        for word in 0..150 {
            let rare = char::from(b'a' + ((number + word) % 26) as u8);
            let _ = write!(text, "the crew of the boat and quay{rare} in the dock. ");
        }
        fs::write(folder.join(format!("{number:03}.txt")), text).expect("written");
    }
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(true);
    let indexer = Indexer::new(index_dir.clone()).options(options);
    assert_eq!(indexer.run(&[folder], &NoProgress).expect("indexed").failures, []);
    Searcher::open(&index_dir).expect("open")
}

fn search(searcher: &Searcher, query: &str, max_steps: Option<u64>) -> Response {
    let mut request = Request::new(query);
    request.max_steps = max_steps;
    searcher.search(&request).expect("a response")
}

fn is_noted(response: &Response) -> bool {
    response.notes.iter().any(|note| note.reason.contains("more work than a search may do"))
}

#[test]
fn chains_and_slop_take_work_in_proportion_to_the_text() {
    let dir = tempfile::tempdir().expect("a folder");
    let searcher = searcher(&dir);
    let chain = ["the", "of", "and", "in", "boat", "crew", "dock"];
    // A word may stand within the matches of those before it, and then be missed.
    for (words, max_steps) in [(3, 400_000), (5, 1_500_000), (7, 3_000_000)] {
        let response = search(&searcher, &chain[..words].join(" w/999 "), Some(max_steps));
        assert_eq!((response.total, response.total_is_lower_bound), (ARTICLES, false), "{words} words");
    }
    for (words, max_steps) in [(5, 5_000_000), (12, 20_000_000)] {
        let phrase = format!("\"{}\"~99", vec!["the"; words].join(" "));
        let response = search(&searcher, &phrase, Some(max_steps));
        assert_eq!((response.total, response.total_is_lower_bound), (ARTICLES, false), "{words} words");
    }
}

#[test]
fn many_patterns_search_the_words_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let searcher = searcher(&dir);
    let patterns: Vec<String> = (0..26 * 26)
        .map(|number| {
            let [first, second] = [number / 26, number % 26].map(|letter| char::from(b'a' + letter as u8));
            format!("*{first}{second}*")
        })
        .collect();
    let any = search(&searcher, &patterns.join(" OR "), Some(2_000_000));
    assert_eq!((any.total, any.total_is_lower_bound), (ARTICLES, false));
    // As many as the same patterns find one by one.
    for pattern in ["*ya*", "*ayb*", "?u?yc", "*ew", "*xx*"] {
        let alone = search(&searcher, pattern, None).total;
        let among = format!("{pattern} (*qq* OR *jj* OR *zz* OR *vv* OR {pattern})");
        assert_eq!(search(&searcher, &among, None).total, alone, "{pattern}");
    }
}

#[test]
fn what_is_left_out_is_said_and_what_is_found_is_right() {
    let dir = tempfile::tempdir().expect("a folder");
    let searcher = searcher(&dir);
    for query in [
        "the w/50 of w/50 and w/50 in",
        "\"the of the and in\"~60",
        "\"the … of … and … in\"",
        "(*a* OR *e*) w/5 (*o* OR *u*)",
        "the /p of",
        "the NOT (the w/3 rests)",
        "the NOT (the w/1 quaya)",
        "*qq* OR *rr* OR *ss* OR *tt* OR *ay*",
        "the NOT (*qq* OR *rr* OR *ss* OR *tt* OR *b*t)",
    ] {
        let whole = search(&searcher, query, None);
        assert!(!whole.total_is_lower_bound && !is_noted(&whole), "{query}");
        for max_steps in [0, 10, 1_000, 20_000, 100_000] {
            let part = search(&searcher, query, Some(max_steps));
            assert!(part.total <= whole.total, "{query} in {max_steps} steps: {} articles", part.total);
            assert_eq!(part.total_is_lower_bound, is_noted(&part), "{query} in {max_steps} steps");
            assert!(part.total == whole.total || part.total_is_lower_bound, "{query} in {max_steps} steps");
            assert_eq!(search(&searcher, query, Some(max_steps)).total, part.total, "{query} again");
        }
        assert!(search(&searcher, query, Some(10)).total_is_lower_bound, "{query}");
    }
    // Words cost nothing.
    let words = search(&searcher, "the crew -zebra \"the boat\"", Some(0));
    assert_eq!((words.total, words.total_is_lower_bound), (ARTICLES, false));
}

#[test]
fn a_long_article_is_answered_and_marked_in_part() {
    let dir = Dir::new();
    dir.write("long.txt", "a b ".repeat(400_000));
    dir.args(&["index", "long.txt", "--no-clean"]).code(0);
    for query in ["a w/5 b", "a w/999 b w/999 a", "\"a b\"~5", "*a* OR *b* OR ?"] {
        assert_eq!(dir.search(query).total(), 1, "{query}");
        dir.args(&["show", "long.txt", "--lines"]);
    }
}
