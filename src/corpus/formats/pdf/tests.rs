//! Tests of reading PDFs, broken ones too.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};

use crate::corpus::formats::pdf::tests::sample::{STORY, column, file, pdf, pdf_of_contents, story, stream};
use crate::corpus::formats::pdf::time_limit::MAX_TIME;
use crate::corpus::formats::pdf::{PdfError, built_in, is_pdf, record};
use crate::corpus::record::{BlankPages, Record, RecordPartKind};

#[path = "../../../../tests/it/common/pdf.rs"]
mod sample;

fn read(bytes: &[u8]) -> Result<Record, PdfError> {
    record::record(built_in::read(bytes, MAX_TIME, &Arc::default())?)
}

fn text(bytes: &[u8]) -> String {
    read(bytes).map_or_else(|error| format!("error: {error}"), |record| record.main_text().to_owned())
}

#[test]
fn a_page_is_read_with_what_the_file_says_of_itself() {
    let record = read(&story()).expect("a PDF");
    assert_eq!(
        record.text,
        "The ferry stays at its berth until the interna-\ntional board has looked at its engine, and the \
         passengers go by bus.\n\n"
    );
    assert_eq!(record.metadata.title.as_deref(), Some("Ferry stays in port"));
    assert_eq!((record.creator.as_deref(), record.date), (Some("Ann Lee"), None));
    assert_eq!((record.pages[0].offset, record.pages[0].page, record.pages.len()), (0, 1, 1));
}

const BOARD: [&str; 8] = [
    "The harbour board has bought three",
    "lemurs from a circus which had no",
    "money left, and keeps them in the",
    "tower, where nobody knows them and",
    "nobody feeds them. The members say",
    "that they will find somebody who is",
    "willing to come by twice a day, and",
    "that they are not to be disturbed.",
];

#[test]
fn pages_have_their_beginnings_and_heads_behind_the_text() {
    let pages: Vec<_> = (1..=4)
        .map(|page| {
            let mut lines = column(&BOARD[2 * page - 2..2 * page], 11.0, 60.0, 690.0);
            lines.push(("Harbour report", 9.0, 60.0, 800.0));
            lines.push((["1", "2", "3", "4"][page - 1], 9.0, 300.0, 30.0));
            lines
        })
        .collect();
    let record = read(&pdf("", "", &pages)).expect("a PDF");
    assert!(record.main_text().contains("from a circus which had no money left"), "{}", record.text);
    assert!(!record.main_text().contains("report"));
    assert_eq!(record.appended.len(), 1);
    assert_eq!(record.appended[0].kind, RecordPartKind::RunningHead);
    assert_eq!(&record.text[record.appended[0].range.clone()], "Harbour report\n1\n2\n3\n4\n");
    let pages: Vec<u32> = record.pages.iter().map(|start| start.page).collect();
    assert_eq!(pages, [1, 2, 3, 4, 1, 2, 3, 4]);
    let second = record.pages[1].offset;
    assert!(record.text[second..].starts_with("money left"), "{}", &record.text[second..]);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut lines = column(
        &["The ferry stays at its berth until", "the engine has been looked at by"],
        10.0,
        50.0,
        700.0,
    );
    lines.extend(column(&["somebody who knows it. Buses go", "twice a day."], 10.0, 320.0, 700.0));
    assert_eq!(
        text(&pdf("", "", &[lines])).trim(),
        "The ferry stays at its berth until the engine has been looked at by somebody who knows it. Buses go \
         twice a day."
    );
}

#[test]
fn a_title_is_the_largest_line() {
    let mut lines = column(&["Ferry stays in port"], 24.0, 60.0, 760.0);
    lines.extend(column(&STORY, 11.0, 60.0, 700.0));
    let record = read(&pdf("Microsoft Word - ferry.doc", "", &[lines])).expect("a PDF");
    assert_eq!(record.metadata.title.as_deref(), Some("Ferry stays in port"));
    assert_eq!(record.parts[0].kind, RecordPartKind::Title);
}

#[test]
fn pages_without_text_are_counted() {
    let record = read(&pdf("", "", &[column(&STORY, 11.0, 60.0, 700.0), Vec::new()])).expect("a PDF");
    assert_eq!(record.blank_pages, Some(BlankPages { blank: 1, pages: 2 }));
    let record = read(&pdf("", "", &[Vec::new()])).expect("a PDF");
    assert!(record.text.is_empty());
}

#[test]
fn the_content_tells_a_pdf() {
    assert!(is_pdf(b"%PDF-1.4\n", false) && is_pdf(b"\n%PDF-1.4", false));
    assert!(is_pdf(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", true));
    assert!(!is_pdf(b"A file that begins with %PDF-1.4 is one.", false));
    assert!(!is_pdf(b"<html>", true));
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Returns a file with the letters of `bytes` as the stream of object 6.
fn with_stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let whole = pdf_of_contents("", "", &["PLACE".to_owned()]);
    let start = memchr::memmem::find(&whole, b"<</Length 5>>stream\nPLACE").expect("the stream");
    let head = format!("<</Length {}{dictionary}>>stream\n", bytes.len());
    [&whole[..start], head.as_bytes(), bytes, &whole[start + 25..]].concat()
}

#[test]
fn compressed_pages_are_read() {
    let content = "BT /F1 11 Tf 60 700 Td (The ferry stays.) Tj ET";
    assert_eq!(
        text(&with_stream("/Filter/FlateDecode", &compress(content.as_bytes()))).trim(),
        "The ferry stays."
    );
}

#[test]
fn broken_files_are_read_as_far_as_possible() {
    let whole = story();
    let is_read = |bytes: &[u8], what: &str| {
        let text = text(bytes);
        assert!(text.contains("passengers"), "{what}: {text}");
    };
    is_read(&whole, "whole");
    is_read(&[&b"garbage\n"[..], &[b'x'; 900], b"\n", &whole].concat(), "garbage before the header");
    let place = memchr::memmem::find(&whole, b"xref").expect("a table");
    is_read(&whole[..place], "no table");
    let text_of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    is_read(text_of(&whole).replace("startxref\n", "startxref\n9").as_bytes(), "a wrong place of the table");
    is_read(text_of(&whole).replace("/Length ", "/Length 9").as_bytes(), "a length that is too large");
    is_read(text_of(&whole).replace("/Count 1", "/Count 2147483647").as_bytes(), "too many pages");
    is_read(text_of(&whole).replace("/Kids[5 0 R ]", "/Kids[2 0 R 5 0 R 2 0 R]").as_bytes(), "a circle");
    is_read(
        text_of(&whole).replace("/Parent 2 0 R", "/Parent 5 0 R/Resources<</Font<</F1 3 0 R>>>>").as_bytes(),
        "its own parent",
    );
    is_read(
        text_of(&whole).replace("/Encoding/WinAnsiEncoding", "/Encoding 3 0 R").as_bytes(),
        "a wrong encoding",
    );
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let error = |bytes: &[u8]| read(bytes).expect_err("it cannot be read").to_string();
    assert!(error(b"%PDF-1.7\n").starts_with("a damaged PDF: "), "{}", error(b"%PDF-1.7\n"));
    assert!(error(&[0; 3000]).starts_with("a damaged PDF: "));
    let no_pages = file(&["<</Type/Catalog>>".into(), "null".into(), "null".into(), "<<>>".into()]);
    assert_eq!(error(&no_pages), "a damaged PDF: it has no pages");
    let half = story();
    let third = read(&half[..half.len() / 3]);
    assert!(third.is_err() || third.is_ok_and(|record| record.damage.is_some()));
}

#[test]
fn hostile_files_end_without_a_panic() {
    let is_read = |bytes: &[u8]| {
        let is_panic = |error: PdfError| matches!(error, PdfError::Damaged { detail } if detail.contains("objects cannot"));
        assert!(!read(bytes).is_err_and(is_panic));
    };
    let bomb = compress(&vec![b' '; 48 << 20]);
    is_read(&with_stream("/Filter/FlateDecode", &bomb));
    let twice = compress(&bomb);
    is_read(&with_stream("/Filter[/FlateDecode/FlateDecode]", &twice));
    for nested in ["[", "<<", "<</A", "(", "<</A["] {
        let content = nested.repeat(200_000);
        is_read(&pdf_of_contents("", "", std::slice::from_ref(&content)));
        is_read(&file(&["<</Type/Catalog/Pages 2 0 R>>".into(), content]));
    }
    // Forms that show themselves, and each other, twice.
    let form = |next: usize| {
        let content = "/F Do /F Do ".repeat(2);
        format!(
            "<</Type/XObject/Subtype/Form/Resources<</XObject<</F {next} 0 R>>>>/Length {}>>stream\n{content}\nendstream",
            content.len()
        )
    };
    let page = "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</XObject<</F 7 0 R>>>>>>";
    let objects: Vec<String> = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[5 0 R]/Count 1>>",
        "null",
        "<<>>",
        page,
        &stream("/F Do"),
        &form(8),
        &form(7),
    ]
    .map(str::to_owned)
    .to_vec();
    is_read(&file(&objects));
}

#[test]
fn a_line_for_each_letter_is_too_much() {
    let lines: String = (0..10_001).map(|line| format!("1 0 0 1 0 {} Tm (a) Tj ", 20 * line)).collect();
    let bytes = pdf_of_contents("", "", &[format!("BT /F1 10 Tf {lines}ET")]);
    assert_eq!(read(&bytes).expect_err("it is hostile"), PdfError::TooLarge);
}

#[test]
fn only_the_edge_of_a_printed_page_is_its_address() {
    let url = |head: &'static str, foot: &'static str, count: [&'static str; 2]| {
        let page = |page: usize| {
            let mut lines = column(&BOARD[4 * page..4 * page + 3], 11.0, 60.0, 690.0);
            lines.extend([
                (head, 9.0, 60.0, 800.0),
                (foot, 9.0, 60.0, 30.0),
                (count[page], 9.0, 500.0, 30.0),
            ]);
            lines
        };
        read(&pdf("", "", &[page(0), page(1)])).expect("a PDF").metadata.url
    };
    let story = Some("https://coast.example/2021/lemurs".to_owned());
    assert_eq!(url("Lemurs", "https://coast.example/2021/lemurs", ["1/2", "2/2"]), story);
    assert_eq!(url("https://coast.example/2021/lemurs", "Monday", ["1 of 2", "2 of 2"]), story);
    assert_eq!(url("Lemurs", "https://publisher.example/terms", ["1", "2"]), None);
    assert_eq!(url("https://coast.example/ Coast Weekly", "Monday", ["1", "2"]), None);
}

#[test]
fn reading_ends_with_its_time_or_when_it_is_stopped() {
    let error = |time: Duration, stop: bool| {
        built_in::read(&story(), time, &Arc::new(AtomicBool::new(stop))).map(|_| ()).err()
    };
    assert_eq!(error(MAX_TIME, false), None);
    assert_eq!(error(MAX_TIME, true), Some(PdfError::Stopped));
    assert_eq!(error(Duration::ZERO, false), Some(PdfError::TooSlow));
}

#[test]
fn a_form_that_is_lost_is_damage() {
    let form = "<</Type/XObject/Subtype/Form/Filter/Unknown/Length 4>>stream\n1234\nendstream";
    let page = "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</XObject<</F 7 0 R>>>>>>";
    let pages = "<</Type/Pages/Kids[5 0 R]/Count 1>>";
    let objects = ["<</Type/Catalog/Pages 2 0 R>>", pages, "null", "<<>>", page, &stream("/F Do"), form]
        .map(str::to_owned);
    let record = read(&file(&objects)).expect("a PDF");
    assert!(record.damage.is_some_and(|damage| damage.starts_with("1 of 1 pages is damaged")));
}

#[test]
fn one_object_that_is_named_again_and_again_is_counted() {
    // A table whose 60,000 entries are the place of one array.
    let array = format!("[{}]", "0 ".repeat(200_000));
    let mut bytes = format!("%PDF-1.7\n3 0 obj\n{array}\nendobj\n").into_bytes();
    let table = bytes.len();
    let entries = "0000000009 00000 n \n".repeat(60_000);
    bytes.extend_from_slice(
        format!("xref\n0 60000\n{entries}trailer\n<</Size 60000/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n")
            .as_bytes(),
    );
    assert_eq!(read(&bytes).expect_err("it is hostile"), PdfError::TooLarge);
}

#[test]
fn a_bomb_in_a_stream_of_objects_is_too_large() {
    let objects = "10 0 11 400000 ";
    let content = format!("{objects}[{}] [{}]", "0 ".repeat(199_990), "1 ".repeat(1_000_000));
    let packed = compress(content.as_bytes());
    let head = format!("/Type/ObjStm/N 2/First {}/Filter/FlateDecode", objects.len());
    let _ = read(&with_stream(&head, &packed));
    let huge = compress(&vec![b'0'; 64 << 20]);
    assert_eq!(read(&with_stream(&head, &huge)).expect_err("a bomb"), PdfError::TooLarge);
}

fn encrypted(user_password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&story()).expect("a PDF");
    let id = lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("a state");
    document.encrypt(&state).expect("encrypted");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("written");
    bytes
}

#[test]
fn an_encrypted_file_is_read_without_a_password() {
    assert!(text(&encrypted("")).contains("passengers"), "{}", text(&encrypted("")));
    assert_eq!(read(&encrypted("secret")).expect_err("it is encrypted"), PdfError::Encrypted);
}
