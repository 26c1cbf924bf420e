//! PDFs.

use crate::common::Dir;
use crate::common::packed::gzip;
use crate::common::pdf::{STORY, column, pdf, story};

#[test]
fn a_pdf_is_an_article_whatever_its_name() {
    let dir = Dir::new();
    dir.write("a/ferry.pdf", story()).write("a/old.pdf.1", story()).write("a/b.pdf?download=1", story());
    dir.write("a/-c.PDF.gz", gzip(&story()[..])).write("a/named.txt", story());
    dir.run("index a").code(0).shows("5 articles").shows("PDFs: read ").clear();
    dir.run("search '\"international board\"'").code(0).shows("Ferry stays in port");
    let answer = dir.search("passengers");
    assert_eq!(answer.hits()[0]["title"], "Ferry stays in port");
    assert_eq!(answer.hits()[0]["author"], "Ann Lee");
    dir.run("check --all").code(0).shows("no text is missing");
    dir.run("status").code(0).shows("PDFs: new ones are read ");
    dir.run("index a").code(0).shows("5 unchanged");
}

#[test]
fn sentences_go_on_over_pages_and_heads_are_cut() {
    let dir = Dir::new();
    let page = |text: &[&'static str], number: &'static str| {
        let heads = [("Harbour weekly", 9.0, 60.0, 800.0), (number, 9.0, 300.0, 30.0)];
        [column(text, 11.0, 60.0, 700.0), heads.to_vec()].concat()
    };
    let pages = [
        page(&["The harbour board has bought three", "lemurs from a circus which had no"], "1"),
        page(&["money left, and keeps them in the", "tower."], "2"),
        page(&["Nobody feeds them."], "3"),
    ];
    dir.write("a/board.pdf", pdf("", "", &pages));
    dir.run("index a").code(0);
    dir.run("search '\"no money left\"'").code(0).shows("board.pdf");
    dir.run("search weekly").code(1);
    dir.run("search --cut weekly").code(0).shows("board.pdf");
    dir.run("check --all").code(0).shows("no text is missing");
}

#[test]
fn scanned_and_broken_files_are_named() {
    let dir = Dir::new();
    dir.write("a/scan.pdf", pdf("", "", &[Vec::new(), Vec::new()]));
    dir.write("a/half.pdf", pdf("", "", &[column(&STORY, 11.0, 60.0, 700.0), Vec::new()]));
    dir.run("index a").code(0).shows("not read: 1 pdf (no text: scanned?)").clear();
    dir.run("status --warnings")
        .shows("scan.pdf: no page has text: scanned pictures?")
        .shows("half.pdf: 1 of 2 pages has no text");
    dir.run("index a").code(0).shows("1 unchanged").shows("0 added");
    dir.write("a/broken.pdf", "%PDF-1.7\n");
    dir.run("index a").code(2).says("broken.pdf: a damaged PDF");
}

#[test]
fn drafts_may_be_pdfs() {
    let dir = Dir::new();
    dir.write("a/ferry.txt", "Ferry stays\n\n\"The ferry stays for a week\", said the mayor, Ann Lee.\n");
    let draft = ["The mayor, Ann Lee, said: \"The ferry stays for a", "week\"."];
    dir.write("draft.pdf", pdf("", "", &[column(&draft, 11.0, 60.0, 700.0)]));
    dir.run("index a").code(0);
    dir.run("verify draft.pdf").code(0).shows("ferry.txt");
}

/// Returns the folder `bin` with a `pdftotext` that is this script.
#[cfg(unix)]
fn with_poppler(dir: &Dir, script: &str) -> String {
    dir.write_program("bin/pdftotext", script);
    dir.path("bin").display().to_string()
}

#[cfg(unix)]
#[test]
fn pdftotext_reads_pdfs_where_it_is_installed() {
    let dir = Dir::new();
    dir.write("a/-ferry.pdf", story());
    let line = "<line xMin=\"72\" yMin=\"80\" xMax=\"300\" yMax=\"92\">";
    let output = format!(
        "<html><head><title>Ocelots</title></head><body><doc><page width=\"612\" height=\"792\">{line}\
         <word>Two</word><word>ocelots</word><word>escaped.</word></line></page></doc></body></html>"
    );
    let folder = with_poppler(&dir, &format!("cat > /dev/null\ncat <<'END'\n{output}\nEND"));
    let mut command = dir.command();
    command.env("PATH", format!("{folder}:/usr/bin:/bin")).args(["index", "a"]);
    crate::common::run(&mut command, "").code(0).shows("bin/pdftotext");
    dir.run("search ocelots").code(0).shows("Two ");
}

#[cfg(unix)]
#[test]
fn pdftotext_that_fails_or_is_relative_is_not_needed() {
    let dir = Dir::new();
    dir.write("a/ferry.pdf", story());
    let folder = with_poppler(&dir, "echo broken >&2; exit 3");
    let mut command = dir.command();
    command.env("PATH", &folder).args(["index", "a"]);
    crate::common::run(&mut command, "").code(0).shows("1 article");
    dir.run("search passengers").code(0).shows("bus");
    let mut command = dir.command();
    command.env("PATH", "bin:.:").args(["index", "a", "--rebuild"]);
    crate::common::run(&mut command, "").code(0).shows("install poppler-utils");
}
