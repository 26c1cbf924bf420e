//! The examples in the documentation of the query language.
//!
//! The examples are the tables of `docs/query-language.md`, the articles those of `tests/language`. An
//! example gives the canonical form of a query, the articles that it finds, the words that are marked, and
//! the notes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::stored::{index_documents, paragraphs};
use clippings::internals::analysis::Language;
use clippings::internals::article::{
    Content, Document, Metadata, RecordKey, SourceKey, StoredQuotation, StoredText, StoryKeys,
};
use clippings::internals::quote::find_quotations;
use clippings::internals::text::LineIndex;
use clippings::{FilePosition, IndexDir};
use clippings::{Request, Response, Searcher};

/// Minimum number of examples.
const EXAMPLES: usize = 120;

/// A row of a table of examples.
#[derive(Debug, PartialEq, Eq)]
struct Example {
    query: String,
    read: String,
    finds: String,
    marked: String,
    /// Remark; text in italics must be part of a note, and without italics there must be no note.
    remark: String,
}

#[test]
fn documented_examples_hold() {
    check_examples(&Archive::new());
}

/// Fails unless `archive` answers all examples as they are documented.
pub(crate) fn check_examples(archive: &Archive) {
    let examples = examples();
    let mut mismatches = Vec::new();
    for example in &examples {
        let (actual, notes) = archive.example(example);
        let expected_notes: Vec<&str> = example.remark.split('*').skip(1).step_by(2).collect();
        let noted = match expected_notes.as_slice() {
            [] => notes.is_empty(),
            expected_notes => expected_notes.iter().all(|part| notes.iter().any(|note| note.contains(part))),
        };
        if actual != *example || !noted {
            mismatches.push(format!("{}\n  wanted {}\n  notes: {notes:?}", actual.row(), example.row()));
        }
    }
    assert!(mismatches.is_empty(), "{} examples are otherwise:\n{}", mismatches.len(), mismatches.join("\n"));
    assert!(examples.len() >= EXAMPLES, "only {} examples", examples.len());
}

#[test]
fn canonical_query_gives_the_same_results() {
    let archive = Archive::new();
    for Example { query, .. } in examples() {
        let first = archive.search(&query);
        let again = archive.search(&first.query.to_string());
        assert_eq!(again.query, first.query, "{query}");
        assert_eq!(again.notes, archive.search(&again.query.to_string()).notes, "{query}");
        let answer = |response: Response| {
            let hits = response.hits.into_iter();
            hits.map(|hit| (hit.path, hit.score.to_bits(), hit.passages)).collect::<Vec<_>>()
        };
        assert_eq!(answer(again), answer(first), "{query}");
    }
}

#[test]
fn ellipsis_shows_the_omitted_words() {
    let response = Archive::new().search("“We will fight … never give up”");
    let gap = response.hits[0].passage().segments.iter().find(|segment| segment.gap);
    let text = gap.map(|segment| segment.text.trim()).unwrap_or_default();
    assert!(text.starts_with("in the fields,”") && text.ends_with("he said: “We will"), "{text}");
}

/// Folder that the articles are said to be in.
pub(crate) const ROOT: &str = "/articles";

/// Returns the articles of `tests/language` with their names.
pub(crate) fn documents() -> Vec<(String, Document)> {
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language");
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(entry.path()).expect("an article");
        (name.replace(".txt", ""), document(&name, &text))
    };
    fs::read_dir(articles).expect("articles").flatten().map(read).collect()
}

/// Index of the articles in `tests/language`.
pub(crate) struct Archive {
    searcher: Searcher,
    names: Vec<String>,
    _folder: Option<tempfile::TempDir>,
}

impl Archive {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let index_dir = IndexDir::new(folder.path());
        index_documents(&index_dir, ROOT, documents().into_iter().map(|(_, document)| document));
        let searcher = Searcher::open(&index_dir).expect("an index");
        Archive { _folder: Some(folder), ..Archive::of(searcher) }
    }

    /// Returns an archive whose articles `searcher` has.
    pub(crate) fn of(searcher: Searcher) -> Self {
        let mut names: Vec<String> = documents().into_iter().map(|(name, _)| name).collect();
        names.sort();
        Archive { searcher, names, _folder: None }
    }

    fn search(&self, query: &str) -> Response {
        let mut request = Request::new(query);
        request.limit = 100;
        request.max_passages = 9;
        request.suggestions = false;
        request.today = Some("2024-10-20".parse().expect("a day"));
        self.searcher.search(&request).unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// Runs the query; returns the example with the actual results, and the notes.
    fn example(&self, example: &Example) -> (Example, Vec<String>) {
        let response = self.search(&example.query);
        let actual = Example {
            query: example.query.clone(),
            read: response.query.to_string(),
            finds: self.finds(&response),
            marked: marked(&response),
            remark: example.remark.clone(),
        };
        assert_eq!(response.hits.len(), response.total, "{}", example.query);
        (actual, response.notes.into_iter().map(|note| note.reason).collect())
    }

    fn finds(&self, response: &Response) -> String {
        let mut hit_names: Vec<String> = response.hits.iter().map(name).collect();
        hit_names.sort();
        let missing: Vec<String> =
            self.names.iter().filter(|name| !hit_names.contains(name)).cloned().collect();
        match (hit_names.len(), missing.len()) {
            (0, _) => "nothing".into(),
            (_, 0) => "all".into(),
            (_, few) if few < 4 => format!("all but {}", missing.join(", ")),
            _ => hit_names.join(", "),
        }
    }
}

fn name(hit: &clippings::Hit) -> String {
    hit.path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// Returns the distinct marked texts, in the order of the names of the articles.
fn marked(response: &Response) -> String {
    let mut hits: Vec<_> = response.hits.iter().collect();
    hits.sort_by_key(|hit| name(hit));
    let passages = hits.into_iter().flat_map(|hit| &hit.passages);
    let mut marks: Vec<&str> = Vec::new();
    for segment in passages.flat_map(|passage| &passage.segments).filter(|segment| segment.matched) {
        if !marks.contains(&segment.text.as_str()) {
            marks.push(&segment.text);
        }
    }
    marks.join(" · ")
}

impl Example {
    /// Formats the example as a row of the table.
    fn row(&self) -> String {
        let code = |text: &str| match text {
            "" => String::new(),
            text => format!("`{}`", escape(text)),
        };
        let (query, read, marked) = (code(&self.query), code(&self.read), escape(&self.marked));
        format!("| {query} | {read} | {} | {marked} | {} |", self.remark, self.finds)
    }
}

/// Replaces invisible characters by the escapes that the documentation uses.
const UNSEEN: [(&str, &str); 5] =
    [("\\|", "|"), ("⟨nbsp⟩", "\u{a0}"), ("⟨shy⟩", "\u{ad}"), ("⟨tab⟩", "\t"), ("⟨accent⟩", "\u{301}")];

fn escape(text: &str) -> String {
    UNSEEN.iter().fold(text.to_owned(), |text, (escape, character)| text.replace(character, escape))
}

fn unescape(text: &str) -> String {
    UNSEEN.iter().fold(text.to_owned(), |text, (escape, character)| text.replace(escape, character))
}

/// Reads the rows of all tables of examples.
fn examples() -> Vec<Example> {
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/query-language.md");
    let text = fs::read_to_string(text).expect("the query language");
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while lines.by_ref().any(|line| line.starts_with("| Query |")) {
        let rows = lines.by_ref().skip(1).take_while(|line| line.starts_with('|'));
        examples.extend(rows.map(example));
    }
    examples
}

fn example(row: &str) -> Example {
    let hidden = row.replace("\\|", "\u{1}");
    let cells: Vec<String> = hidden.split('|').map(|cell| cell.trim().replace('\u{1}', "\\|")).collect();
    let [_, query, read, remark, marked, finds, _] = cells.as_slice() else {
        panic!("not five cells: {row}")
    };
    let code = |cell: &str| unescape(cell.trim_matches('`'));
    Example {
        query: code(query),
        read: code(read),
        finds: finds.clone(),
        marked: unescape(marked),
        remark: remark.clone(),
    }
}

/// Reads an article of `tests/language`: metadata, an empty line, paragraphs, and the text cut after `# cut`.
fn document(name: &str, source: &str) -> Document {
    let lines = LineIndex::new(source);
    let (head, text) = source.split_once("\n\n").expect("an empty line");
    let fields: BTreeMap<&str, &str> = head.lines().filter_map(|line| line.split_once(": ")).collect();
    let field = |name: &str| fields.get(name).map(|value| (*value).to_owned());
    let (body, cut) = text.split_once("\n# cut\n").unwrap_or((text, ""));
    let offset_of = |part: &str| part.as_ptr() as usize - source.as_ptr() as usize;
    let mut document = Document {
        key: SourceKey { folder: 1, path: name.to_owned() },
        record: RecordKey::default(),
        metadata: Metadata {
            title: field("title"),
            author: field("author"),
            site: field("site"),
            published: fields.get("date").map(|day| day.parse().expect("a day")),
            ..Metadata::default()
        },
        title_position: FilePosition::Line(1),
        content: fields.get("added").map(|day| Content { hash: 1, added: day.parse().ok() }),
        body: StoredText::default(),
        cut: StoredText::default(),
        quotations: Vec::new(),
        stories: StoryKeys::default(),
        language: field("lang").and_then(|code| Language::named(&code)).unwrap_or_default(),
    };
    document.body = paragraphs(body, offset_of(body), &lines);
    let quotations = find_quotations(&document.body.text, document.language).into_iter();
    document.quotations = quotations.map(|quotation| StoredQuotation::new(quotation, None)).collect();
    document.cut = paragraphs(cut, if cut.is_empty() { 0 } else { offset_of(cut) }, &lines);
    document
}
