//! Files with pages in place of lines: every answer tells the page.

use std::fs;

use clippings::internals::analysis::Language;
use clippings::internals::article::{
    Document, Folder, Metadata, QuotationKind, ReadOptions, RecordKey, SourceKey, StoredQuotation, StoredText,
};
use clippings::internals::index::{FileTable, IndexSession, Meta, Update};
use clippings::internals::text::{LineIndex, PageStart};
use clippings::{FilePosition, IndexDir};
use serde_json::{Value, json};

use crate::common::stored::paragraphs;
use crate::common::{Dir, run};

const BUDGET: &str = "The council met on Monday.\n\nThe port gets less money, and the ferry\nstays.\n\n\
                      Nobody objected.\n\n“We will sell the crane,” she said.";

/// Indexes a file of three pages; the second begins within a paragraph.
fn archive() -> Dir {
    let dir = Dir::new();
    let updater = IndexSession::open(&IndexDir::new(dir.path("idx")), false)
        .and_then(IndexSession::into_updater)
        .expect("a new index");
    let start_of = |needle: &str| BUDGET.find(needle).expect("it is there");
    let pages = [(0, 1), (start_of("and the"), 2), (start_of("“We"), 3)];
    let lines = LineIndex::new(BUDGET).with_pages(&pages.map(|(offset, page)| PageStart { offset, page }));
    let (language, start) = (Language::ENGLISH, start_of("We will"));
    let document = Document {
        key: SourceKey { folder: 1, path: "budget.pdf".into() },
        record: RecordKey::default(),
        metadata: Metadata { title: Some("Budget of the port".into()), ..Metadata::default() },
        title_position: FilePosition::Page(1),
        body: StoredText { language, ..paragraphs(BUDGET, 0, &lines) },
        cut: StoredText::default(),
        quotations: vec![StoredQuotation {
            range: start..start_of("crane") + "crane".len(),
            kind: QuotationKind::Speech,
            is_continued: false,
            speaker: None,
            original: None,
        }],
        language,
        content: None,
    };
    updater.update(&Update { remove: None, add: Some(&document) }, || ()).expect("added");
    let root = dir.path("").canonicalize().expect("a folder");
    let folder = Folder { id: 1, path: root, options: ReadOptions::default() };
    updater.commit(|| (Meta::new(vec![folder]), FileTable::new())).expect("committed");
    drop(updater.finish().expect("an index"));
    fs::write(dir.path("budget.pdf"), "%PDF-1.4\n").expect("written");
    dir
}

fn position(value: &Value) -> (&Value, &Value) {
    (&value["line"], &value["page"])
}

#[test]
fn results_name_the_page() {
    let dir = archive();
    dir.run("search ferry").code(0).shows("budget.pdf:p.2\n");
    dir.run("search council --cite").shows("budget.pdf:p.1\nThe council");
    dir.run("search path:budget.pdf:p.2").code(0).shows("budget.pdf:p.1");
    let answer = dir.search("crane");
    assert_eq!(position(&answer.hits()[0]), (&Value::Null, &json!(3)));
    dir.run("search crane --format csv").shows("path,id,line,page,published,").shows("\"budget.pdf\",,,3,,");
}

#[test]
fn an_article_shows_each_page_once_where_it_begins() {
    let dir = archive();
    let shown = "\n p.1  The council met on Monday.\n\n      The port gets less money, and the ferry stays.\n\n \
                 p.2  Nobody objected.\n\n p.3  “We will";
    dir.run("show budget.pdf").code(0).shows(shown);
    dir.run("show budget.pdf:p.2").code(0).shows(shown);
    let article: Value =
        serde_json::from_str(&dir.run("show budget.pdf --format json").stdout).expect("JSON");
    assert_eq!(position(&article["paragraphs"][3]), (&Value::Null, &json!(3)));
}

#[test]
fn quotations_and_verdicts_name_the_page() {
    let dir = archive();
    dir.run("quotes said:crane").code(0).shows("budget.pdf:p.3");
    dir.run("quotes said:crane --format csv").shows("path,id,line,page,begin").shows(",\"budget.pdf\",,,3,,");
    dir.write("draft.txt", "“We will sell the crane,” she said.\n");
    dir.run("verify draft.txt").shows("budget.pdf:p.3");
    let rows = dir.run("verify draft.txt --format json");
    let report: Value = serde_json::from_str(&rows.stdout).expect("JSON");
    assert_eq!(position(&report["matches"][0]), (&Value::Null, &json!(3)));
    dir.run("verify draft.txt --format html").shows("budget.pdf:p.3").shows("budget.pdf#page=3\">");
}

#[test]
fn the_original_opens_in_a_viewer() {
    let dir = archive();
    let opened = |args: &str, viewer: &str| {
        let mut command = dir.command();
        command.env("EDITOR", "false").env("PDFVIEWER", viewer).env("PATH", "/usr/bin:/bin");
        run(command.args(args.split(' ')), "")
    };
    let file = dir.path("budget.pdf").canonicalize().expect("a path").display().to_string();
    for args in ["show budget.pdf --open", "show budget.pdf:2 --open", "search -q ferry --open 1"] {
        let run = opened(args, "echo at");
        assert!(run.stdout.ends_with(&format!("at {file}\n")), "{args}: {} {}", run.stdout, run.stderr);
    }
    opened("show budget.pdf --open", "false").fails("the viewer false failed");
    opened("show budget.pdf --open", "/nowhere/evince").fails("cannot start the viewer /nowhere/evince");
}
