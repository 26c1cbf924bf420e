//! Compares answers from another engine, which is an index in memory here, with those of an index in a
//! folder.

mod drawn;
pub(in crate::search) mod engines;
mod memory_engine;
mod memory_spans;
mod paging;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::search::facets::kinds::CountBy;
use crate::search::quotes::QuotesRequest;
use crate::search::remote::tests::engines::{engines, same_answers};
use crate::search::request::{MatchMode, Request, Sort};
use crate::search::searcher::Searcher;

#[test]
fn queries_of_every_kind_have_the_answers_of_an_index_in_a_folder() {
    let engines = engines();
    for query in [
        "ferry",
        "Banks",
        "banks",
        "bank",
        "harbour storm",
        "harbour OR storm",
        "storm -harbour",
        "the",
        "и",
        "\"the old harbour\"",
        "\"old … storm\"",
        "\"the ferry left\"",
        "=ferries",
        "ferry w/5 port",
        "crew /s storm",
        "crew /p harbour",
        "har*",
        "*bour",
        "st?rm",
        "harbuor~",
        "ferry -\"left the\"",
        "-ferry",
        "storm -(crew w/9 harbour)",
        "title:storm",
        "title:\"storm report\"",
        "said:river",
        "speaker:lee",
        "speaker:lee said:wait",
        "-said:river",
        "said:the",
        "said:wait said:will",
        "said:(wait /s river)",
        "said:(wait OR high)",
        "storm -said:river",
        "lang:de",
        "lang:russian шторм",
        "hafen",
        "häfen",
        "=häfen",
        "паром",
        "порт",
        "Петров",
        "8月6日",
        "港口",
        "gan参加",
        "Hanni",
        "RiffReg 港口",
        "capitaine",
        "author:field",
        "site:courier",
        "path:wire",
        "path:wire.jsonl",
        "date:2024-01-03",
        "date:>2024-01-07 storm",
        "F-16",
        "US navy",
        "U.S.",
        "12500",
        "*",
        "",
        "zzz",
        "ferry zzz",
        "Ann Lee",
        "\"will not wait\"~2",
        "storm /s storm",
        "new w/2 good",
        "cut:(storm /s ferry)",
        "cut:\"ferry … storm\"",
        "title:(storm /s report)",
        "title:(report w/3 12)",
        "storm w/1100 report",
        "\"old … port … crew\"",
        "(old w/3 ferry) /s (port OR \"old crew\")",
        "港口 /s 风暴",
        "hafen w/2 hafen",
        "F-16 /s hafen",
        "-(ferry /s port) storm",
    ] {
        for match_mode in [MatchMode::All, MatchMode::Any] {
            for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
                same_answers(&engines, &Request { match_mode, sort, ..Request::new(query) });
            }
        }
    }
}

#[test]
fn facets_count_the_same_articles() {
    let engines = engines();
    for query in ["ferry", "*", "ferry w/5 port", "storm -(crew w/9 harbour)", "said:river", "zzz"] {
        let count_by = CountBy::ALL.to_vec();
        same_answers(&engines, &Request { count_by, first: true, ..Request::new(query) });
        let mut request = Request { count_by: vec![CountBy::Month], ..Request::new(query) };
        request.filter.since = Some(jiff::civil::date(2024, 1, 3));
        same_answers(&engines, &request);
    }
}

/// Quotations that a searcher lists.
fn quotations(searcher: &Searcher, request: &QuotesRequest) -> Vec<String> {
    let quotations = searcher.quotations(request).expect("an answer");
    let mut lines = vec![format!("{} {:?} {}", quotations.query, quotations.notes, quotations.articles)];
    lines.extend(quotations.map(|hit| {
        let hit = hit.expect("a quotation");
        format!("{:?} {} {:?} {:?} {}", hit.id, hit.position, hit.segments, hit.speaker, hit.quote)
    }));
    lines
}

#[test]
fn the_same_quotations_are_listed() {
    let engines = engines();
    for query in ["", "river", "river w/3 wait", "zzz", "speaker:lee", "ferry OR river"] {
        for (sort, since) in [(Sort::Newest, None), (Sort::Oldest, Some(jiff::civil::date(2024, 1, 2)))] {
            let mut request = QuotesRequest { query: query.to_owned(), sort, ..QuotesRequest::default() };
            request.filter.since = since;
            let [remote, local] = [&engines.remote, &engines.local].map(|of| quotations(of, &request));
            assert_eq!(remote, local, "{query}");
            let [remote, local] = [&engines.remote, &engines.local]
                .map(|of| of.quotations(&request).and_then(|found| found.count_speakers()).ok());
            assert_eq!(remote, local, "{query}");
        }
    }
    let path = std::path::Path::new("/a/wire.jsonl");
    let [remote, local] =
        [&engines.remote, &engines.local].map(|of| of.stored_quotations(path, Some("3")).ok().flatten());
    assert_eq!((local.as_ref().map(Vec::len), &remote), (Some(1), &local));
}

#[test]
fn words_have_the_same_forms() {
    let engines = engines();
    for query in
        ["ferry", "banks hafen", "title:storm", "har*", "harbuor~", "Lee", "паром", "=ferries", "zzz"]
    {
        let [remote, local] = [&engines.remote, &engines.local].map(|of| {
            let parsed = of.read(query, SearchTarget::Article).expect("a query");
            of.word_forms(&parsed.query).expect("forms")
        });
        assert_eq!(format!("{remote:#?}"), format!("{local:#?}"), "{query}");
    }
}

#[test]
fn what_tells_articles_apart_is_the_same() {
    let engines = engines();
    let traits = |searcher: &Searcher, request: &Request| -> Vec<String> {
        let table = searcher.article_table().expect("a table");
        let articles = table.matching(request).expect("an answer").articles;
        let mut all: Vec<String> =
            articles.iter().map(|article| format!("{:?}", table.traits(*article))).collect();
        all.sort_unstable();
        all
    };
    for query in ["ferry", "ferry w/5 port", "said:river"] {
        let request = Request::new(query);
        let local = traits(&engines.local, &request);
        let fetch = |left_out: &[u64], limit| {
            engines.remote.with_matches(std::slice::from_ref(&request), left_out, limit)
        };
        let fetched = fetch(&[], 9).expect("articles");
        assert_eq!(traits(&fetched, &request), local, "{query}");
        assert!(matches!(fetch(&[], 0), Err(Error::NotOnCluster { .. })), "{query}");
        let left = fetch(&[1, 2, 3], 9).expect("articles");
        assert!(traits(&left, &request).len() < local.len(), "{query}");
        let mut visited = 0;
        let mut visit = |searcher: &Searcher| {
            visited += traits(searcher, &request).len();
            Ok(())
        };
        engines.remote.visit_matches(&request, &[], &mut visit).expect("articles");
        assert_eq!(visited, local.len(), "{query}");
    }
    let contents = engines.remote.remote_contents(&[1, 99]).expect("contents");
    assert_eq!(contents.map(|contents| contents.into_iter().collect()), Some(vec![1]));
    assert!(engines.remote.article_table().is_err());
}
