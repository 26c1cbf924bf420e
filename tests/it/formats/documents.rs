//! Documents of word processors, and books.

use crate::common::Dir;
use crate::common::packed::zip;

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let paragraphs = paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"));
    let body: String = paragraphs.collect();
    let core = "<p><dc:title>Ferry stays in port</dc:title><dc:creator>Ann Lee</dc:creator></p>";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relationships = format!(
        "<r><Relationship Type=\"{kinds}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Type=\"{kinds}/core-properties\" Target=\"docProps/core.xml\"/></r>"
    );
    zip(&[
        ("_rels/.rels", &relationships),
        ("docProps/core.xml", core),
        ("word/document.xml", &format!("<w:document>{body}</w:document>")),
    ])
}

const STORY: [&str; 2] = [
    "The ferry stays at its berth until the engine has been examined, the authority said.",
    "Passengers go by bus, which takes three hours longer than the crossing does.",
];

fn odt() -> Vec<u8> {
    let content = "<office:document-content><office:text><text:h>Barge is stuck</text:h><text:p>The barge is stuck at the \
        lock.<text:note-body><text:p>Lemurs were aboard.</text:p></text:note-body></text:p></office:text></office:document-content>";
    zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content)])
}

fn epub() -> Vec<u8> {
    let item = |id: &str| format!("<item id='{id}' href='{id}.xhtml' media-type='application/xhtml+xml'/>");
    let package = format!(
        "<package><metadata><dc:creator>Eve Hill</dc:creator></metadata><manifest>{}{}</manifest><spine><itemref idref='two'/>\
         <itemref idref='one'/></spine></package>",
        item("one"),
        item("two")
    );
    zip(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<c><rootfile full-path='O/p.opf'/></c>"),
        ("O/p.opf", &package),
        ("O/one.xhtml", "<html><body><h1>The storm</h1><p>It hit the coast.</p></body></html>"),
        ("O/two.xhtml", "<html><body><h1>The calm</h1><p>Nobody was hurt, he said.</p></body></html>"),
    ])
}

#[test]
fn documents_are_found_with_their_paragraphs() {
    let dir = Dir::new();
    let rtf = "{\\rtf1\\ansi Crow takes chain\\par A crow took the mayor\\'92s chain. {\\v ocelot}\\par}";
    dir.write("a/ferry.docx", docx(&STORY)).write("a/barge.odt", odt()).write("a/crow.rtf", rtf);
    dir.run("index a").code(0).shows("3 articles").clear();
    let answer = dir.search("passengers");
    let hit = &answer.hits()[0];
    assert_eq!(
        (hit["line"].as_u64(), &hit["title"], &hit["author"]),
        (Some(2), &"Ferry stays in port".into(), &"Ann Lee".into())
    );
    dir.run("search lemurs").code(0).shows("barge.odt:3");
    dir.run("search mayor’s").code(0).shows("crow.rtf:2");
    dir.run("search ocelot").code(1);
    dir.run("search --cut ocelot").code(0).shows("crow.rtf:3");
    dir.run("check --all").code(0).shows("no text is missing");
    dir.run("index a").code(0).shows("3 unchanged");
}

#[test]
fn chapters_are_articles() {
    let dir = Dir::new();
    dir.write("a/book.epub", epub());
    dir.run("index a").code(0).shows("2 articles").clear();
    dir.run("search hurt").code(0).shows("book.epub#two.xhtml:2");
    dir.run("show a/book.epub#one.xhtml").code(0).shows("It hit the coast.");
    dir.run("check --all").code(0).shows("no text is missing");
}

#[test]
fn the_content_tells_a_document() {
    let dir = Dir::new();
    let old = [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 600]].concat();
    dir.write("a/ferry.doc", docx(&STORY))
        .write("a/page.doc", "<html><body><p>A page of a word processor.</p></body></html>");
    dir.write("a/old.doc", old).write("a/barge", odt());
    dir.run("index a").code(0).shows("3 articles").shows("not read: 1 doc (old Word document)");
    dir.run("clean a/old.doc").code(2).fails("which is not read");
}

#[test]
fn a_broken_document_is_named_with_the_reason() {
    let dir = Dir::new();
    let whole = docx(&STORY);
    dir.write("a/cut.docx", &whole[..whole.len() - 30])
        .write("a/other.odt", zip(&[("mimetype", "text/plain")]));
    dir.write("a/whole.docx", whole).write("a/cut.rtf", "{\\rtf1 It stays for a week");
    let run = dir.run("index a");
    run.code(2)
        .says("cut.rtf: the end of the file is missing")
        .says("cut.docx: damaged")
        .says("other.odt: a ZIP archive without a document");
    dir.run("status").shows("3 files or records could not be read");
}
