//! Pages of hits fit together.

use std::sync::atomic::Ordering;

use crate::article::{Document, Metadata, RecordKey};
use crate::search::remote::tests::engines::{document, engines, engines_of};
use crate::search::request::{Request, Sort};
use crate::search::searcher::Searcher;

/// Returns the ids of the hits from `offset` on.
fn ids(searcher: &Searcher, request: &Request, offset: usize, limit: usize) -> Vec<String> {
    let request = Request { offset, limit, max_passages: 0, suggestions: false, ..request.clone() };
    let response = searcher.search(&request).expect("an answer");
    response.hits.into_iter().map(|hit| hit.id.expect("an id")).collect()
}

#[test]
fn pages_beyond_thousands_of_hits_fit_together() {
    let text = |number: u64| format!("{}{}", "storm ".repeat(number as usize % 7 + 1), "port ".repeat(8));
    let documents = (1..2_101).map(|number| {
        let metadata = Metadata {
            published: Some(jiff::civil::date(1900 + (number % 90) as i16, 1, 1)),
            ..Metadata::default()
        };
        let record = RecordKey { number, id: Some(number.to_string()) };
        Document { record, metadata, ..document(1, "en", &text(number)) }
    });
    let engines = engines_of(documents.collect());
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let request = Request { sort, ..Request::new("storm") };
        let all = ids(&engines.local, &request, 0, usize::MAX);
        for (offset, limit) in [(0, 10), (1_995, 10), (2_001, 3), (2_095, 10), (2_100, 10), (90, 2_000)] {
            let expected: Vec<String> = all.iter().skip(offset).take(limit).cloned().collect();
            assert_eq!(ids(&engines.remote, &request, offset, limit), expected, "{sort:?} {offset}");
        }
    }
    // The first ones are reranked by counts that are rounded otherwise.
    let request = Request::new("storm port");
    let all = ids(&engines.remote, &request, 0, usize::MAX);
    let pages = (0..all.len()).step_by(700).flat_map(|offset| ids(&engines.remote, &request, offset, 700));
    assert_eq!(pages.collect::<Vec<_>>(), all);
    let pages = [(0, 7), (7, 20), (27, 6), (33, 2_067)];
    let pages = pages.into_iter().flat_map(|(offset, limit)| ids(&engines.remote, &request, offset, limit));
    assert_eq!(pages.collect::<Vec<_>>(), all);
}

#[test]
fn articles_that_go_while_they_are_fetched_are_ranked_around() {
    let engines = engines();
    for request in [Request::new("storm port"), Request { collapse: true, ..Request::new("storm port") }] {
        let all = ids(&engines.remote, &request, 0, 5);
        // The engine has the article again when it is asked once more.
        engines.losses.store(1, Ordering::SeqCst);
        assert_eq!(ids(&engines.remote, &request, 0, 5), all);
        assert_eq!(engines.losses.load(Ordering::SeqCst), 0);
        // One that stays away is left out.
        engines.losses.store(100, Ordering::SeqCst);
        assert_eq!(ids(&engines.remote, &request, 0, 5), all[1..]);
        engines.losses.store(0, Ordering::SeqCst);
    }
}
