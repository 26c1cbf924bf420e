//! Files with pages in place of lines: every answer tells the page.

use serde_json::{Value, json};

use crate::common::paged::paged_archive;
use crate::common::{Dir, run};

fn position(value: &Value) -> (&Value, &Value) {
    (&value["line"], &value["page"])
}

#[test]
fn results_name_the_page() {
    let dir = paged_archive();
    dir.run("search ferry").code(0).shows("budget.pdf:p.2\n");
    dir.run("search council --cite").shows("budget.pdf:p.1\nThe council");
    dir.run("search path:budget.pdf:p.2").code(0).shows("budget.pdf:p.1");
    let answer = dir.search("crane");
    assert_eq!(position(&answer.hits()[0]), (&Value::Null, &json!(3)));
    dir.run("search crane --format csv").shows("path,id,line,page,published,").shows("\"budget.pdf\",,,3,,");
}

#[test]
fn the_page_that_is_typed_is_cited() {
    let dir = paged_archive();
    for (typed, cited) in [("p.1", "The council met"), ("p.2", "Nobody objected"), ("3", "“We will sell")] {
        let place = format!("budget.pdf:{}", if typed == "3" { "p.3" } else { typed });
        dir.run(&format!("show budget.pdf:{typed} --cite")).code(0).shows(&format!("{place}\n{cited}"));
    }
    dir.run("show budget.pdf:p.2 --cite --mark ferry")
        .shows("budget.pdf:p.2\nThe port gets less money, and the ferry");
}

#[test]
fn a_page_that_is_not_there_is_named_with_those_that_are() {
    let dir = paged_archive();
    for page in ["99", "0"] {
        let message = format!("budget.pdf has no text on page {page}, only on pages 1 to 3");
        dir.run(&format!("show budget.pdf:p.{page}")).code(0).shows("The council met").says(&message);
        dir.run(&format!("show budget.pdf:p.{page} --cite")).fails(&message);
    }
}

#[test]
fn a_file_that_is_gone_does_not_open() {
    let dir = paged_archive();
    std::fs::remove_file(dir.path("budget.pdf")).expect("removed");
    let mut command = dir.command();
    command.env("PDFVIEWER", "echo at").args(["show", "budget.pdf", "--open"]);
    run(&mut command, "").fails("budget.pdf is no longer there");
    dir.run("show budget.pdf").code(0).shows("The council met");
}

#[test]
fn an_article_shows_each_page_once_where_it_begins() {
    let dir = paged_archive();
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
    let dir = paged_archive();
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
    let dir = paged_archive();
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

#[cfg(target_os = "linux")]
#[test]
fn a_document_opens_in_the_program_of_the_system() {
    let dir = Dir::new();
    dir.write("a/tide.rtf", "{\\rtf1\\ansi The tide\\par The tide was high, said the harbormaster.\\par}");
    dir.run("index a").code(0);
    let mut command = dir.command();
    command.env("EDITOR", "echo").env("PATH", "/nowhere");
    let run = run(command.args(["show", "a/tide.rtf", "--open"]), "");
    run.fails("cannot start the viewer xdg-open");
}
