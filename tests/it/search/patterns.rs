//! Wildcards that match more words than are scored: all hits have the same score.

use std::fs;
use std::path::Path;

use clippings::IndexDir;
use clippings::IndexOptions;
use clippings::Indexer;
use clippings::NoProgress;
use clippings::{Request, Response, Searcher};

const ARTICLES: usize = 120;

/// Writes the files of `articles`, each with a unique word that begins with `quay`, and updates the index.
fn index(index_dir: &IndexDir, folder: &Path, articles: std::ops::Range<usize>) {
    fs::create_dir_all(folder).expect("a folder");
    for number in articles {
        // The order of dates differs from that of files, and some dates are equal.
        let day = 1 + number * 7 % 28;
        let word = format!(
            "quay{}{}",
            char::from(b'a' + (number / 26) as u8),
            char::from(b'a' + (number % 26) as u8)
        );
        let text = format!(
            "Notice\n\nOctober {day}, 2024\n\nThe ferry left {word} at noon, said the mayor of the town.\n"
        );
        fs::write(folder.join(format!("{number:03}.txt")), text).expect("written");
    }
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(true);
    let indexer = Indexer::new(index_dir.clone()).options(options);
    let report = indexer.run(&[folder.to_owned()], &NoProgress).expect("indexed");
    assert_eq!(report.failures, []);
}

fn search(searcher: &Searcher, query: &str, limit: usize) -> Response {
    let mut request = Request::new(query);
    request.limit = limit;
    searcher.search(&request).expect("an answer")
}

fn names(response: &Response) -> Vec<String> {
    let name = |path: &Path| path.file_stem().map(|name| name.to_string_lossy().into_owned());
    response.hits.iter().filter_map(|hit| name(&hit.path)).collect()
}

#[test]
fn matches_are_counted_in_every_segment() {
    let dir = tempfile::tempdir().expect("a folder");
    let (index_dir, folder) = (IndexDir::new(dir.path().join("index")), dir.path().join("a"));
    index(&index_dir, &folder, 0..80);
    index(&index_dir, &folder, 80..ARTICLES);
    let searcher = Searcher::open(&index_dir).expect("open");
    for (query, total) in [
        ("quay*", ARTICLES),
        ("q*y*", ARTICLES),
        ("quay* ferry", ARTICLES),
        ("quay* -quaya*", ARTICLES - 26),
        ("ferry -quay*", 0),
        ("quaya*", 26),
        ("quay* OR harbour", ARTICLES),
        ("qu?y*", ARTICLES),
        ("quay*e", 5),
    ] {
        assert_eq!(search(&searcher, query, 10).total, total, "{query}");
    }
    assert!(search(&searcher, "quay*", 10).hits.iter().all(|hit| (hit.score - 1.0).abs() < 1e-6));
}

/// The sorted order of all articles is built after some searches; it must equal the order of comparing one by
/// one.
#[test]
fn ties_keep_their_order_across_searches() {
    let dir = tempfile::tempdir().expect("a folder");
    let (index_dir, folder) = (IndexDir::new(dir.path().join("index")), dir.path().join("a"));
    index(&index_dir, &folder, 0..70);
    index(&index_dir, &folder, 70..ARTICLES);
    let mut expected: Vec<usize> = (0..ARTICLES).collect();
    expected.sort_by_key(|number| (std::cmp::Reverse(1 + number * 7 % 28), *number));
    let expected: Vec<String> = expected.iter().map(|number| format!("{number:03}")).collect();
    let searcher = Searcher::open(&index_dir).expect("open");
    for turn in 0..12 {
        assert_eq!(names(&search(&searcher, "quay*", 7)), expected[..7], "turn {turn}");
    }
    assert_eq!(names(&search(&searcher, "quay*", ARTICLES)), expected);
    assert_eq!(search(&searcher, "quay*", 0).hits.len(), 0);
}
