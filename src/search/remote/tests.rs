//! Compares answers from another engine, which is an index in memory here, with those of an index in a
//! folder.

use std::sync::Arc;

use proptest::prelude::*;

use crate::analysis::Language;
use crate::article::{
    Content, Document, Folder, Metadata, QuotationKind, ReadOptions, RecordKey, StoredQuotation, StoredText,
};
use crate::error::Error;
use crate::index::write::in_memory::MemoryIndex;
use crate::index::{FileTable, IndexDir, IndexSession, Meta, SearchTarget, Update};
use crate::search::facets::kinds::CountBy;
use crate::search::quotes::QuotesRequest;
use crate::search::remote::memory_engine::MemoryEngine;
use crate::search::request::{MatchMode, Request, Sort};
use crate::search::searcher::Searcher;
use crate::text::{LineIndex, LineMap, MappedText};

const TEXTS: [(&str, &str); 18] = [
    ("en", "The ferry left the old harbour. The crew said that the storm was over."),
    ("en", "Ferries stay in port; the harbour master closes the gates. Nobody was hurt."),
    ("en", "“We will not wait for the river,” said Ann Lee. The river was high."),
    ("en", "Don Banks left the bank. Both Don Banks and Ann Lee stayed at the bank of the river."),
    ("en", "The U.S. navy and the US crews met. F-16s landed near the harbour at 10:30."),
    ("en", "Banks were closed. The chief of the bank, Don Banks, said nothing of the storms."),
    ("de", "Die Fähre blieb im alten Hafen. Die Häfen waren voll, sagte der Kapitän."),
    ("de", "Im Hafen lagen drei Schiffe. Der Sturm war vorüber; die Fähren fuhren wieder."),
    ("ru", "Паром остался в порту. Капитан сказал, что шторм прошёл."),
    ("ru", "Паромы стояли в портах Крыма, сообщил Пётр Петров."),
    ("zh", "8月6日下午，渡轮停在港口。船长说风暴已经过去。"),
    ("fr", "Le bac est resté au port. Les bacs partiront demain, a dit le capitaine."),
    ("", "storm storm storm 12 500"),
    (
        "en",
        "A storm closed the port on Monday. The master of the ferry waited, then the ferry left port again.",
    ),
    (
        "en",
        "Storm. Ferry! Port? Storm after storm left the ferry. No news is good news, the new crew said.\n\nFerry crew",
    ),
    (
        "en",
        "The crew of the old ferry. Old port.\n\nOld ferry, old port, old crew: the ferry left the port.\n\nStorm",
    ),
    (
        "de",
        "Nach dem Sturm fuhr die alte Fähre. Hafen an Hafen lagen F-16-Jäger.\n\nDer Hafen. Alter Hafen, alte Fähre.",
    ),
    ("zh", "渡轮停在港口，港口有风暴。船长说：港口。\n\n风暴已经过去，渡轮离开港口。"),
];

fn document(number: u64, language: &str, text: &str) -> Document {
    let mapped = MappedText::verbatim(text, 0);
    let paragraphs = text.match_indices("\n\n").map(|(offset, _)| (offset + 2, false));
    let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)].into_iter().chain(paragraphs));
    let language = Language::named(language).unwrap_or_default();
    let range = text.find('“').zip(text.find('”'));
    let quotations = range.map(|(start, end)| StoredQuotation {
        range: start + '“'.len_utf8()..end,
        kind: QuotationKind::Speech,
        is_continued: false,
        speaker: Some("Ann Lee".into()),
        original: None,
    });
    let metadata = Metadata {
        title: (!number.is_multiple_of(3)).then(|| format!("Storm report {number}")),
        published: (!number.is_multiple_of(5)).then(|| jiff::civil::date(2024, 1, number as i8)),
        author: (!number.is_multiple_of(2)).then(|| "Max Field".to_owned()),
        site: Some("Coast Courier".to_owned()),
        ..Metadata::default()
    };
    Document {
        record: RecordKey { number, id: Some(number.to_string()) },
        metadata,
        language,
        quotations: quotations.into_iter().collect(),
        cut: if number.is_multiple_of(4) { cut(language) } else { StoredText::default() },
        content: Some(Content { hash: number, added: None }),
        ..Document::of_text(1, "wire.jsonl", StoredText { text: text.to_owned(), lines, language })
    }
}

fn cut(language: Language) -> StoredText {
    let text = "Storm watch. Log in to read of the port, the ferry and the storm. Ferry port.";
    let lines = LineMap::new(&MappedText::verbatim(text, 0), &LineIndex::new(text), [(0, false)]);
    StoredText { text: text.to_owned(), lines, language }
}

struct Engines {
    local: Searcher,
    remote: Searcher,
    /// The same without intervals, as an index of an older version is searched.
    without_intervals: Searcher,
    _folder: tempfile::TempDir,
}

fn engines() -> Engines {
    let numbered = (1..).zip(TEXTS);
    engines_of(numbered.map(|(number, (language, text))| document(number, language, text)).collect())
}

fn engines_of(documents: Vec<Document>) -> Engines {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = IndexDir::new(folder.path().join("index"));
    let updater = IndexSession::open(&dir, false).and_then(IndexSession::into_updater).expect("an index");
    for document in &documents {
        updater.update(&Update { remove: None, add: Some(document) }, || ()).expect("an update");
    }
    let root = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
    updater.commit_and_merge(|| (Meta::new(vec![root]), FileTable::new())).expect("a commit");
    updater.finish().and_then(|session| session.compare_articles()).expect("a comparison");
    let local = Searcher::open(&dir).expect("an index");
    let meta = Meta { segments: Vec::new(), ..local.snapshot().meta().clone() };
    // One thread adds the documents in their order, so that a document id is a position among them.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let engine = |has_intervals: bool| {
        let memory = one_thread.install(|| MemoryIndex::build(&documents, meta.analyzer()));
        let memory = memory.expect("an index in memory");
        let (documents, meta) = (documents.clone(), meta.clone());
        let engine = MemoryEngine { memory, documents, meta, has_intervals };
        Searcher::of_remote(Arc::new(engine)).expect("a searcher")
    };
    let (remote, without_intervals) = (engine(true), engine(false));
    Engines { local, remote, without_intervals, _folder: folder }
}

/// Answers of a searcher, as far as another engine is asked for them. Weights are told to it in thousandths
/// and counts rounded, and clauses over positions scored by their words, so that only days are in order.
fn answer(searcher: &Searcher, request: &Request) -> String {
    let response = searcher.search(request).expect("an answer");
    let mut lines = vec![format!("{} = {}", response.query, response.total)];
    lines.extend(response.notes.iter().map(|note| note.reason.clone()));
    lines.extend(response.counts.iter().map(|counts| format!("{counts:?}")));
    lines.extend(response.first.iter().map(|first| format!("{:?}", (first.undated, &first.hits))));
    if request.sort != Sort::Relevance {
        lines.extend(response.hits.iter().map(|hit| format!("{:?}", hit.metadata.published)));
    }
    let mut hits: Vec<String> = Vec::new();
    hits.extend(response.hits.iter().map(|hit| format!("{:?} {:?}", hit.id, hit.passages)));
    hits.sort_unstable();
    lines.extend(hits);
    lines.join("\n")
}

fn same_answers(engines: &Engines, request: &Request) {
    let request = Request { suggestions: false, limit: 50, ..request.clone() };
    let local = answer(&engines.local, &request);
    assert_eq!(answer(&engines.remote, &request), local, "{}", request.query);
    assert_eq!(answer(&engines.without_intervals, &request), local, "{} without intervals", request.query);
}

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

/// Draws clauses over positions.
fn clauses() -> impl Strategy<Value = String> {
    let words = [
        "storm", "ferry", "the", "port", "old", "crew", "new", "Banks", "=left", "hafen", "港口", "F-16",
        "st*",
    ];
    let phrases =
        ["\"old port\"", "\"the … ferry\"", "\"port port\"", "\"ferry port\"~2", "\"the … old … port\""];
    let leaf = prop::sample::select([&words[..], &phrases].concat()).prop_map(str::to_owned);
    leaf.prop_recursive(3, 8, 2, |inner| {
        let operators = prop::sample::select(vec!["w/1", "w/2", "w/5", "+3", "/s", "/p", "OR"]);
        (inner.clone(), operators, inner)
            .prop_map(|(left, operator, right)| format!("({left} {operator} {right})"))
    })
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn drawn_queries_have_the_answers_of_an_index_in_a_folder(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "ferry", "storm", "the", "harbour", "Banks", "bank", "crew", "-port", "OR", "AND", "NOT", "(river", "lee)",
                "w/4", "/s", "\"of", "river\"", "hafen", "порт", "st*", "said:river", "title:storm", "港口", "=storm",
            ]),
            1..6,
        )
    ) {
        thread_local! {
            static ENGINES: Engines = engines();
        }
        ENGINES.with(|engines| same_answers(engines, &Request::new(words.join(" "))));
    }

    #[test]
    fn drawn_clauses_have_the_answers_of_an_index_in_a_folder(
        clause in clauses(),
        rest in prop::option::of((prop::sample::select(vec!["AND", "NOT"]), clauses())),
    ) {
        thread_local! {
            static ENGINES: Engines = engines();
        }
        let rest = rest.map(|(operator, clause)| format!(" {operator} {clause}")).unwrap_or_default();
        ENGINES.with(|engines| same_answers(engines, &Request::new(format!("{clause}{rest}"))));
    }
}
