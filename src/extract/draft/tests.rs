use crate::corpus::zip;
use crate::extract::draft::*;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relationships(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(kind, target)| {
        format!("<Relationship Id=\"r{kind}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
    });
    format!("<?xml version=\"1.0\"?><Relationships>{}</Relationships>", parts.collect::<String>())
}

fn word(paragraph: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/\
        wordprocessingml/2006/main\"><w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p></w:document>"
    )
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, String> {
    read_draft(bytes, name).map(|draft| draft.text().to_owned()).map_err(|error| error.to_string())
}

#[test]
fn texts_keep_the_offsets_of_the_file() {
    let draft = read_draft(b"\xef\xbb\xbfOne.\r\n\r\nHe said: \"We will\r\nstay.\"\r\n".to_vec(), "a.txt")
        .expect("text");
    assert_eq!(draft.readable(), "One.\n\nHe said: \"We will stay.\"");
    let start = draft.readable().find("We").expect("it is there");
    assert_eq!(draft.characters(start..start + 13), 18..32);
    assert_eq!((draft.line(start), draft.line(start + 8)), (Some(3), Some(4)));
    let latin = read_draft(b"Er sagte: \x84Gr\xfc\xdfe\x93.".to_vec(), "-").expect("text");
    assert_eq!(latin.text(), "Er sagte: „Grüße“.");
    assert_eq!((latin.characters(13..20), latin.paragraph(0)), (11..16, None));
}

#[test]
fn pages_are_read_whole() {
    let page = "<html><title>A “title”</title><nav>Menu</nav><p>He said “we <b>stay</b>”.<p>Share";
    let draft = read_draft(page.as_bytes().to_vec(), "-").expect("a page");
    assert_eq!(draft.text(), "A “title”\n\nMenu\n\nHe said “we stay”.\n\nShare");
    assert_eq!((draft.readable(), draft.line(0)), (draft.text(), None));
    let paragraphs = |words: &str| draft.paragraph(draft.readable().find(words).expect("it is there"));
    assert_eq!(
        (paragraphs("A “"), paragraphs("Menu"), paragraphs("stay"), paragraphs("Share")),
        (Some(1), Some(2), Some(3), Some(4))
    );
    let page = "<title>A “title” | Daily</title><h1>A “title”</h1>";
    assert_eq!(text(page.into(), "a.html").as_deref(), Ok("A “title”"));
    assert_eq!(text(b"<p>One</p><p>Two</p>".to_vec(), "a.html").as_deref(), Ok("One\n\nTwo"));
}

#[test]
fn documents_have_notes_behind_the_text() {
    let (main, document) = (relationships(&[("officeDocument", "word/document.xml")]), word("A “text”."));
    let notes = relationships(&[("endnotes", "endnotes.xml"), ("footnotes", "/word/footnotes.xml")]);
    let (footnotes, endnotes) = (word("Foot."), word("End."));
    let bytes = zip(&[
        ("_rels/.rels", main.as_bytes()),
        ("=word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", notes.as_bytes()),
        ("word/endnotes.xml", endnotes.as_bytes()),
        ("word\\Footnotes.xml", footnotes.as_bytes()),
    ]);
    for name in ["a.docx", "-", "a.txt"] {
        assert_eq!(text(bytes.clone(), name).as_deref(), Ok("A “text”.\n\nFoot.\n\nEnd."));
    }
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(document.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(text(zip(&[("word/document.xml", &utf16)]), "a.docx").as_deref(), Ok("A “text”."));
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let document = word("x");
    let twice =
        zip(&[("word/document.xml", document.as_bytes()), ("word/document.xml", document.as_bytes())]);
    let odt = zip(&[("=mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    let sheet = relationships(&[("officeDocument", "xl/workbook.xml")]);
    let sheet = zip(&[("_rels/.rels", sheet.as_bytes()), ("xl/workbook.xml", b"<x/>")]);
    let mut encrypted = zip(&[("word/document.xml", document.as_bytes())]);
    for position in memchr::memmem::find_iter(&encrypted.clone(), b"PK\x01\x02") {
        encrypted[position + 8] |= 1;
    }
    let mut changed = zip(&[("=word/document.xml", document.as_bytes())]);
    let position = memchr::memmem::find(&changed, b"<w:t>x").expect("the text");
    changed[position + 5] = b'y';
    let whole = zip(&[("word/document.xml", document.as_bytes())]);
    let protected: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let stream: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    for (bytes, name, expected) in [
        (twice, "a.docx", "it has two parts called word/document.xml"),
        (odt, "a.odt", "the document is damaged (content.xml has no text)"),
        (sheet, "a.docx", "a spreadsheet (.xlsx) cannot be read"),
        (zip(&[("a.txt", b"x")]), "-", "a ZIP archive without a document cannot be read: unpack it"),
        (encrypted, "a.docx", "protected by a password: save a copy without one"),
        (changed, "a.docx", "the document is damaged"),
        (whole[..whole.len() - 30].to_vec(), "a.docx", "the document is damaged"),
        (b"PK\x03\x04".to_vec(), "a.docx", "the document is damaged"),
        (b"text".to_vec(), "a.docx", "DOCX files are ZIP archives"),
        (
            [&old[..], &stream].concat(),
            "a.doc",
            "an old Word document (.doc) cannot be read: save it as DOCX",
        ),
        ([&old[..], &protected].concat(), "a.docx", "protected by a password"),
        (b"%PDF-1.7\n".to_vec(), "a.txt", "the document is damaged"),
        (b"x".to_vec(), "a.odt", "ODT files are ZIP archives"),
        (
            b"{\"text\": \"x\"}\n{\"text\": \"y\"}\n".to_vec(),
            "a.jsonl",
            "an archive of many texts cannot be read",
        ),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0".to_vec(),
            "-",
            "not a text file: a draft is a text, Markdown",
        ),
    ] {
        let error = text(bytes, name).expect_err(expected);
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_bomb_is_too_large() {
    let bomb = zip(&[("word/document.xml", &vec![b' '; 100 << 20])]);
    assert!(text(bomb, "a.docx").is_err_and(|error| error.contains("larger than the limit of 96 MB")));
    let long = word(&"x".repeat(17 << 20));
    let long = text(zip(&[("word/document.xml", long.as_bytes())]), "a.docx");
    assert!(long.is_err_and(|error| error.contains("larger than the limit of 16 MB")));
}

#[test]
fn an_empty_draft_is_one() {
    let draft = read_draft(Vec::new(), "-").expect("no text");
    assert_eq!(
        (draft.text(), draft.readable(), draft.characters(0..0), draft.line(0)),
        ("", "", 0..0, Some(1))
    );
}

#[test]
fn other_documents_are_read() {
    let rich = b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}He said \\ldblquote we stay\\rdblquote .\\par Two.}";
    assert_eq!(text(rich.to_vec(), "-").as_deref(), Ok("He said “we stay”.\n\nTwo."));
    let odt = zip(&[
        ("=mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"<office:document-content><office:text><text:p>One.</text:p></office:text></office:document-content>"),
    ]);
    assert_eq!(text(odt, "a.odt").as_deref(), Ok("One."));
}
