//! The same articles in a folder and in another engine, which is an index in memory here.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::analysis::Language;
use crate::article::{
    Content, Document, Folder, Metadata, QuotationKind, ReadOptions, RecordKey, StoredQuotation, StoredText,
};
use crate::index::write::in_memory::MemoryIndex;
use crate::index::{FileTable, IndexDir, IndexSession, Meta, Update};
use crate::search::collapse::remote_tests::with_story_keys;
use crate::search::remote::tests::memory_engine::MemoryEngine;
use crate::search::request::{Request, Sort};
use crate::search::searcher::Searcher;
use crate::text::{LineIndex, LineMap, MappedText};

const TEXTS: [(&str, &str); 19] = [
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
    ("zh", "局长Hannigan参加会议，Riff Regan离开港口。"),
];

pub(super) fn document(number: u64, language: &str, text: &str) -> Document {
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

pub(in crate::search) struct Engines {
    pub local: Searcher,
    pub remote: Searcher,
    /// The same without intervals, as an index of an older version is searched.
    pub without_intervals: Searcher,
    /// Number of times that an article is gone when `remote` fetches it.
    pub losses: Arc<AtomicUsize>,
    _folder: tempfile::TempDir,
}

pub(super) fn engines() -> Engines {
    let numbered = (1..).zip(TEXTS);
    engines_of(numbered.map(|(number, (language, text))| document(number, language, text)).collect())
}

pub(in crate::search) fn engines_of(documents: Vec<Document>) -> Engines {
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
    let documents = with_story_keys(&local, documents);
    let meta = Meta { segments: Vec::new(), ..local.snapshot().meta().clone() };
    // One thread adds the documents in their order, so that a document id is a position among them.
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let losses = Arc::default();
    let engine = |has_intervals: bool, losses: &Arc<AtomicUsize>| {
        let memory = one_thread.install(|| MemoryIndex::build(&documents, meta.analyzer()));
        let memory = memory.expect("an index in memory");
        let (documents, meta) = (documents.clone(), meta.clone());
        let losses = Arc::clone(losses);
        let engine = MemoryEngine { memory, documents, meta, has_intervals, losses };
        Searcher::of_remote(Arc::new(engine)).expect("a searcher")
    };
    let (remote, without_intervals) = (engine(true, &losses), engine(false, &Arc::default()));
    Engines { local, remote, without_intervals, losses, _folder: folder }
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

pub(super) fn same_answers(engines: &Engines, request: &Request) {
    let request = Request { suggestions: false, limit: 50, ..request.clone() };
    let local = answer(&engines.local, &request);
    assert_eq!(answer(&engines.remote, &request), local, "{}", request.query);
    assert_eq!(answer(&engines.without_intervals, &request), local, "{} without intervals", request.query);
}
