//! Compares answers that collapse copies from another engine, which is an index in memory here, with those of
//! an index in a folder.

use std::collections::BTreeSet;

use jiff::ToSpan;
use proptest::prelude::*;
use rustc_hash::FxHashMap;

use crate::article::{
    Content, Document, Metadata, QuotationKind, RecordKey, StoredQuotation, StoredText, StoryKeys,
};
use crate::error::Error;
use crate::search::facets::kinds::CountBy;
use crate::search::quotes::{QuotationHit, QuotesRequest};
use crate::search::remote::tests::engines::engines_of;
use crate::search::request::{Filter, Request, Sort};
use crate::search::response::{Hit, Response};
use crate::search::searcher::Searcher;
use crate::text::{LineIndex, LineMap, MappedText};

/// Gives `documents` the stories that `searcher`, whose index in a folder has them, tells.
pub(in crate::search) fn with_story_keys(searcher: &Searcher, mut documents: Vec<Document>) -> Vec<Document> {
    let snapshot = searcher.snapshot();
    let stories = snapshot.stories().expect("stories");
    let place_of = |document: &Document| (document.key.encode(), document.record.number);
    let key_of = |document: &Document| StoryKeys::key_of(&document.key, document.record.number);
    let keys: FxHashMap<_, u64> =
        documents.iter().map(|document| (place_of(document), key_of(document))).collect();
    let mut found: FxHashMap<_, StoryKeys> = FxHashMap::default();
    let place = |address: tantivy::DocAddress| {
        let fields = &snapshot.fast_fields[address.segment_ord as usize];
        (fields.source_key(address.doc_id), fields.source_ord_and_record(address.doc_id).1)
    };
    for story in 0..stories.len() {
        let key = keys[&place(stories.representative(story).expect("a representative"))];
        for doc in stories.docs_of(story) {
            found.entry(place(doc)).or_default().own = Some(key);
        }
        for doc in stories.guests_of(story) {
            found.entry(place(doc)).or_default().others.push(key);
        }
    }
    for document in &mut documents {
        document.stories = found.remove(&place_of(document)).unwrap_or_default();
        document.stories.others.sort_unstable();
    }
    documents
}

/// Returns one of the versions of a story: whole, cut, with another beginning, with another story behind it,
/// or without its middle; or a report on prices, which a template fills with numbers.
fn text(story: u32, version: u32) -> String {
    let sentence = |story: u32, number: u32| {
        let word = |index: u32| format!("w{}", (story * 997 + number * 41 + index * 7) % 3_001);
        let words: Vec<String> = (0..11).map(word).collect();
        let extra = ["storm", "ferry", "harbour"][(story + number) as usize % 3];
        format!("The {extra} {}.", words.join(" "))
    };
    let sentences = |story: u32, range: std::ops::Range<u32>| {
        range.map(|number| sentence(story, number)).collect::<Vec<_>>().join(" ")
    };
    let speech =
        format!("“The storm {} is over,” said Ann Lee.", ["of May", "of June", "now"][story as usize % 3]);
    match version {
        0 => format!("{} {speech}", sentences(story, 0..12)),
        1 => sentences(story, 0..8),
        2 => format!("{} {} {speech}", sentences(story + 7, 0..2), sentences(story, 0..12)),
        3 => format!("{} {}", sentences(story, 0..12), sentences((story + 1) % 3, 0..12)),
        4 => format!("{} {}", sentences(story, 0..5), sentences(story, 7..12)),
        _ => (0..9)
            .map(|row| {
                let price = story * 7_919 + version * 613 + row * 31;
                format!("Wheat number {price} closed the storm week at {} in Port {row}.", price * 3)
            })
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn document(number: u64, day: i32, (story, version, outlet): (u32, u32, u8), is_dated: bool) -> Document {
    let text = text(story, version);
    let mapped = MappedText::verbatim(&text, 0);
    let lines = LineMap::new(&mapped, &LineIndex::new(&text), [(0, false)]);
    let range = text.find('“').zip(text.find('”'));
    let quotations = range.map(|(start, end)| StoredQuotation {
        range: start + '“'.len_utf8()..end,
        kind: QuotationKind::Speech,
        is_continued: false,
        speaker: Some("Ann Lee".into()),
        original: None,
    });
    let metadata = Metadata {
        title: Some(format!("Storm {number}")),
        published: is_dated.then(|| jiff::civil::date(2024, 1, 20) + day.days()),
        site: ["Coast Courier", "Daily Wire", ""].get(outlet as usize % 3).map(|site| (*site).to_owned()),
        ..Metadata::default()
    };
    let metadata = Metadata { site: metadata.site.filter(|site| !site.is_empty()), ..metadata };
    let language = crate::analysis::Language::ENGLISH;
    // Some articles are the same file twice.
    let hash = if outlet == 5 { u64::from(story * 10 + version) + 1_000 } else { number };
    Document {
        record: RecordKey { number, id: Some(number.to_string()) },
        metadata,
        language,
        quotations: quotations.into_iter().collect(),
        content: Some(Content { hash, added: None }),
        ..Document::of_text(1, &format!("{}/wire.jsonl", outlet % 2), StoredText { text, lines, language })
    }
}

/// Story, version and outlet of an article, and whether it has a day.
type Version = ((u32, u32, u8), bool);

/// Draws the articles of an archive. What is drawn is short, so that a failure can be read.
fn versions() -> impl Strategy<Value = Vec<Version>> {
    prop::collection::vec(((0..3u32, 0..7u32, 0..6u8), prop::bool::weighted(0.9)), 4..26)
}

/// Returns an archive in which each article has a day of its own, so that days tell the order.
fn archive(versions: &[Version]) -> Vec<Document> {
    let numbered = (1..).zip(versions);
    let document = |(number, &(version, is_dated)): (u64, &Version)| {
        document(number, (number * 11 % 29) as i32, version, is_dated)
    };
    numbered.map(document).collect()
}

fn ids(hit: &Hit) -> (Option<&str>, Vec<Option<&str>>, usize) {
    (hit.id.as_deref(), hit.copies.iter().map(|copy| copy.id.as_deref()).collect(), hit.num_copies)
}

/// Returns what an answer tells of its hits: those that are ranked as sets of stories.
fn told(searcher: &Searcher, request: &Request) -> Vec<String> {
    let response: Response = searcher.search(request).expect("an answer");
    let mut lines = vec![format!("{} of {:?}", response.total, response.stories)];
    lines.extend(response.notes.iter().map(|note| note.reason.clone()));
    lines.extend(response.counts.iter().map(|counts| format!("{counts:?}")));
    lines.push(format!("{}", response.impossible_days));
    if let Some(first) = &response.first {
        lines.push(format!("{:?} {}", first.published, first.undated));
        lines.extend(first.hits.iter().map(|hit| format!("{:?}", ids(hit))));
    }
    lines.extend(response.left_out.iter().map(|copy| format!("left out: {:?}", copy.id)));
    match request.sort {
        Sort::Relevance => {
            let story = |hit: &Hit| {
                let copies = hit.copies.iter().map(|copy| copy.id.clone());
                copies.chain([hit.id.clone()]).collect::<BTreeSet<_>>()
            };
            let stories: BTreeSet<_> = response.hits.iter().map(story).collect();
            lines.push(format!("{stories:?}"));
        }
        Sort::Newest | Sort::Oldest => {
            let dated = response.hits.iter().filter(|hit| hit.metadata.published.is_some());
            lines.extend(dated.map(|hit| format!("{:?}", ids(hit))));
        }
    }
    lines
}

const QUERIES: [&str; 12] = [
    "storm",
    "storm ferry",
    "storm NOT harbour",
    "wheat",
    "\"the storm\"",
    "storm w/4 ferry",
    "storm /s harbour",
    "storm*",
    "said:storm",
    "said:(storm over)",
    "speaker:lee",
    "site:wire storm",
];

fn requests(query: &str) -> Vec<Request> {
    let collapsed = Request { collapse: true, limit: 100, max_copies: usize::MAX, ..Request::new(query) };
    let counted = Request {
        stories: true,
        count_by: vec![CountBy::Day, CountBy::Month, CountBy::Site, CountBy::Folder, CountBy::Speaker],
        first: true,
        ..collapsed.clone()
    };
    let filter = Filter {
        left_out: Some("/a/1/wire.jsonl".into()),
        left_out_id: Some("1".to_owned()),
        left_out_copies: true,
        ..Filter::default()
    };
    let page = Request { limit: 3, max_copies: 2, sort: Sort::Newest, ..collapsed.clone() };
    vec![
        counted.clone(),
        Request { limit: 0, ..counted },
        Request { offset: 2, ..page.clone() },
        Request { offset: 5, sort: Sort::Oldest, max_copies: 0, ..page.clone() },
        Request { filter, ..page.clone() },
        page,
        Request { first: true, ..collapsed.clone() },
        collapsed,
    ]
}

fn quotes(searcher: &Searcher) -> Vec<String> {
    let request = QuotesRequest { query: "storm".to_owned(), stories: true, ..QuotesRequest::default() };
    let found = searcher.quotations(&request).expect("quotations").map(|hit| hit.expect("a quotation"));
    let quote = |hit: QuotationHit| format!("{} {:?} {:?} {}", hit.quote, hit.id, hit.speaker, hit.copies);
    let mut quotes: Vec<String> = found.map(quote).collect();
    quotes.sort();
    quotes
}

fn check(documents: Vec<Document>) -> usize {
    let engines = engines_of(documents.clone());
    for query in QUERIES {
        for request in requests(query) {
            let [remote, local] = [&engines.remote, &engines.local].map(|searcher| told(searcher, &request));
            assert_eq!(remote, local, "{request:#?}");
        }
    }
    for filter in
        [Filter::default(), Filter { since: Some(jiff::civil::date(2024, 2, 5)), ..Filter::default() }]
    {
        let stories = |searcher: &Searcher| -> Vec<_> {
            searcher.stories(&filter).expect("stories").map(|story| story.expect("a story")).collect()
        };
        assert_eq!(stories(&engines.remote), stories(&engines.local));
    }
    for document in &documents {
        let path = format!("/a/{}", document.key.path);
        let copies = |searcher: &Searcher| {
            let report = searcher.copies_of(path.as_ref(), document.record.id.as_deref());
            let report = report.expect("an answer").expect("an article");
            let copies = report.copies.iter().map(|copy| format!("{:?} {:?}", copy.copy, copy.identity));
            (format!("{:?}", report.article), copies.collect::<Vec<_>>())
        };
        assert_eq!(copies(&engines.remote), copies(&engines.local));
    }
    assert_eq!(quotes(&engines.remote), quotes(&engines.local));
    engines.local.stories(&Filter::default()).expect("stories").num_left()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3) })]

    #[test]
    fn drawn_archives_are_collapsed_as_in_a_folder(versions in versions()) {
        check(archive(&versions));
    }
}

#[test]
fn records_with_one_id_are_hits_of_their_own() {
    let documents = (1..).zip([(0, 0, 0), (1, 0, 0)]).map(|(number, version)| {
        let record = RecordKey { number, id: Some("same".to_owned()) };
        Document { record, ..document(number, number as i32, version, true) }
    });
    let engines = engines_of(documents.collect());
    let request = Request { collapse: true, ..Request::new("storm w/20 ferry") };
    for searcher in [&engines.local, &engines.remote, &engines.without_intervals] {
        assert_eq!(searcher.search(&request).expect("an answer").hits.len(), 2);
    }
}

#[test]
fn undated_copies_that_are_left_out_are_in_the_order_of_their_files() {
    let articles = [(1, true), (1, false), (0, false)];
    let documents = (1..)
        .zip(articles)
        .map(|(number, (outlet, is_dated))| document(number, number as i32, (0, 0, outlet), is_dated));
    let engines = engines_of(documents.collect());
    let filter = Filter {
        left_out: Some("/a/1/wire.jsonl".into()),
        left_out_id: Some("1".to_owned()),
        left_out_copies: true,
        ..Filter::default()
    };
    let request = Request { filter, collapse: true, ..Request::new("storm") };
    for searcher in [&engines.local, &engines.remote] {
        let left_out = searcher.search(&request).expect("an answer").left_out;
        let ids: Vec<_> = left_out.iter().map(|copy| copy.id.as_deref()).collect();
        assert_eq!(ids, [Some("3"), Some("2")]);
    }
}

#[test]
fn a_copy_of_a_long_story_is_not_taken_for_new() {
    let documents = (1..9).map(|number| document(number, number as i32, (0, 0, 0), true));
    let engines = engines_of(documents.collect());
    let filter = Filter { since: Some(jiff::civil::date(2024, 1, 28)), ..Filter::default() };
    let request = Request { filter, ..Request::new("storm") };
    let fetch = |left_out: &[u64]| engines.remote.with_matches(std::slice::from_ref(&request), left_out, 3);
    let fetched = fetch(&[1]).expect("articles");
    assert_eq!(fetched.search(&Request::new("storm")).expect("an answer").total, 2);
    for too_many in [&[][..], &[1, 2, 3, 4]] {
        assert!(matches!(fetch(too_many), Err(Error::NotOnCluster { .. })), "{too_many:?}");
    }
}

#[test]
fn a_story_of_hundreds_is_collapsed_as_in_a_folder() {
    let copies = (3..403).map(|number| document(number, number as i32, (0, 1, 0), true));
    let others = (1..3).map(|number| document(number, number as i32, (number as u32, 0, 1), true));
    let engines = engines_of(copies.chain(others).collect());
    for query in ["storm", "storm ferry", "storm w/20 ferry"] {
        for (sort, offset) in [(Sort::Relevance, 0), (Sort::Newest, 0), (Sort::Newest, 1), (Sort::Oldest, 1)]
        {
            let request = Request { collapse: true, limit: 3, max_copies: 2, ..Request::new(query) };
            let request = Request { sort, offset, ..request };
            let [remote, local] = [&engines.remote, &engines.local].map(|searcher| told(searcher, &request));
            assert_eq!(remote, local, "{request:#?}");
        }
    }
}

#[test]
fn versions_of_stories_are_collapsed_as_in_a_folder() {
    let versions =
        (0..3).flat_map(|story| (0..7).map(move |version| (story, version, (story + version) as u8)));
    let documents = (1..).zip(versions).map(|(number, version)| {
        document(number, (number / 7) as i32 * 9 + (number % 7) as i32, version, number != 5)
    });
    assert!(check(documents.collect()) > 2, "no archive has a story");
}
