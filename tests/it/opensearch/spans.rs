//! Clauses over positions match the same articles on a cluster as in a folder.

use std::collections::BTreeSet;

use clippings::internals::analysis::Language;
use clippings::internals::article::{
    Document, Metadata, RecordKey, SourceKey, StoredQuotation, StoredText, StoryKeys,
};
use clippings::internals::opensearch::index_documents as index_on_cluster;
use clippings::internals::quote::find_quotations;
use clippings::internals::text::LineIndex;
use clippings::{FilePosition, IndexDir, Request, Searcher};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::common::stored::{index_documents, paragraphs};
use crate::opensearch::server::TestIndex;

const ROOT: &str = "/articles";
const ARTICLES: usize = 300;
const QUERIES: usize = 400;

/// Words of drawn texts by language. Few, so that they repeat, overlap, and meet borders.
const WORDS: [(&str, &str, &[&str]); 4] = [
    (
        "en",
        " ",
        &[
            "ferry", "ferries", "port", "ports", "old", "the", "of", "new", "news", "storm", "Storm", "U.S.",
            "US", "us", "F-16", "PM's", "café", "cafe", "Banks", "bank", "bank's",
        ],
    ),
    ("de", " ", &["Hafen", "Häfen", "Haefen", "alte", "alter", "der", "den", "F-16-Jäger", "Fähre", "port"]),
    ("ru", " ", &["порт", "порта", "в", "старый", "шторм", "Banks", "port"]),
    ("zh", "", &["港口", "风暴", "渡轮", "的", "，", "US", "10"]),
];

/// Words and phrases of drawn queries.
const OPERANDS: [&str; 40] = [
    "ferry",
    "ferries",
    "port",
    "old",
    "the",
    "of",
    "new",
    "news",
    "storm",
    "Storm",
    "U.S.",
    "US",
    "F-16",
    "PM's",
    "PM",
    "café",
    "=cafe",
    "\"café\"",
    "Banks",
    "banks",
    "bank",
    "hafen",
    "Häfen",
    "alte",
    "der",
    "порт",
    "в",
    "港口",
    "风暴",
    "\"old port\"",
    "\"the old\"",
    "\"port port\"",
    "\"the … port\"",
    "\"old … of … port\"",
    "\"old port\"~2",
    "\"new U.S.\"",
    "st*",
    "f?rry",
    "\"港口 … 风暴\"",
    "\"p* port\"",
];

const OPERATORS: [&str; 12] =
    ["w/1", "w/2", "w/3", "w/9", "+1", "+4", "/s", "/s", "/p", "/p", "OR", "w/1050"];

fn text(language: usize) -> impl Strategy<Value = String> {
    let (_, space, words) = WORDS[language];
    let word = (prop::sample::select(words), 0..12);
    let end = if space.is_empty() { "。" } else { "." };
    prop::collection::vec(word, 0..50).prop_map(move |words| {
        let parts = words.into_iter().map(|(word, end_of)| match end_of {
            0 => format!("{word}{end}\n\n"),
            1 | 2 => format!("{word}{end}{space}"),
            3 => format!("“{word}{space}"),
            4 => format!("{word}”{space}"),
            _ => format!("{word}{space}"),
        });
        parts.collect()
    })
}

fn article(number: usize) -> impl Strategy<Value = Document> {
    let language = [0, 0, 0, 1, 2, 3][number % 6];
    (text(language), prop::option::of(text(language)), text(language)).prop_map(move |(body, title, cut)| {
        let language = Language::named(WORDS[language].0).unwrap_or_default();
        let stored = |text: &str| StoredText { language, ..paragraphs(text, 0, &LineIndex::new(text)) };
        let body = stored(&body);
        let title = title.map(|title| title.replace('\n', " ").trim().to_owned());
        let quotations = find_quotations(&body.text, language).into_iter();
        let quotations = quotations.map(|quotation| StoredQuotation::new(quotation, None)).collect();
        Document {
            key: SourceKey { folder: 1, path: format!("{number}.txt") },
            record: RecordKey::default(),
            metadata: Metadata { title: title.filter(|title| !title.is_empty()), ..Metadata::default() },
            title_position: FilePosition::Line(1),
            content: None,
            stories: StoryKeys::default(),
            body,
            cut: stored(&cut),
            quotations,
            language,
        }
    })
}

fn query() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(&OPERANDS[..]).prop_map(str::to_owned);
    let clause = leaf.prop_recursive(3, 6, 2, |inner| {
        let operator = prop::sample::select(&OPERATORS[..]);
        (inner.clone(), operator, inner)
            .prop_map(|(left, operator, right)| format!("({left} {operator} {right})"))
    });
    // Most rules over two words are ones that the cluster can tell exactly.
    let word = || prop::sample::select(&OPERANDS[..10]);
    let operator = prop::sample::select(&OPERATORS[..]);
    let pair =
        (word(), operator, word()).prop_map(|(left, operator, right)| format!("({left} {operator} {right})"));
    let twice = (word(), prop::sample::select(&OPERATORS[..]))
        .prop_map(|(word, operator)| format!("({word} {operator} {word})"));
    let clause = prop_oneof![2 => pair, 1 => twice, 3 => clause];
    let field = prop::sample::select(&["", "", "", "", "", "title:", "cut:", "said:", "said:"][..]);
    let rest = prop::option::of((prop::sample::select(&["AND", "NOT"][..]), clause.clone()));
    (field, clause, rest).prop_map(|(field, clause, rest)| {
        let rest = rest.map(|(operator, clause)| format!(" {operator} {clause}")).unwrap_or_default();
        format!("{field}{clause}{rest}")
    })
}

fn drawn<T: Strategy>(strategy: T, runner: &mut TestRunner) -> T::Value {
    strategy.new_tree(runner).expect("drawn").current()
}

#[test]
fn drawn_clauses_match_the_same_articles_as_in_a_folder() {
    let Some(index) = TestIndex::new() else { return };
    let mut runner = TestRunner::deterministic();
    let documents: Vec<Document> = (0..ARTICLES).map(|number| drawn(article(number), &mut runner)).collect();
    index_on_cluster(&index.address(), ROOT.as_ref(), &documents).expect("an index");
    let folder = tempfile::tempdir().expect("a folder");
    let dir = IndexDir::new(folder.path());
    index_documents(&dir, ROOT, documents);
    let local = Searcher::open(&dir).expect("an index");
    let remote = Searcher::on_cluster(&index.address()).expect("an index");
    let mut other = Vec::new();
    for _ in 0..QUERIES {
        let query = drawn(query(), &mut runner);
        let mut request = Request::new(&query);
        (request.limit, request.max_passages, request.suggestions) = (ARTICLES, 0, false);
        let [expected, found] = [&local, &remote].map(|searcher| {
            let response = searcher.search(&request).unwrap_or_else(|error| panic!("{query}: {error}"));
            let hits: BTreeSet<_> = response.hits.into_iter().map(|hit| hit.path).collect();
            assert_eq!(hits.len(), response.total, "{query}");
            hits
        });
        if found != expected {
            let more: Vec<_> = found.difference(&expected).collect();
            let fewer: Vec<_> = expected.difference(&found).collect();
            other.push(format!("{query}: more {more:?}, fewer {fewer:?}"));
        }
    }
    assert!(other.is_empty(), "{} of {QUERIES}:\n{}", other.len(), other.join("\n"));
}
