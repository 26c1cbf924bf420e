use proptest::prelude::*;

use crate::clean::{CleanOptions, StoredLetters, clean_record, missing_texts};
use crate::corpus::formats::documents::archive::zip;
use crate::corpus::read_records;
use crate::corpus::record::Record;

const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument.text";
const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path=\"O/p.opf\"/></rootfiles></container>";

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zip(&[("word/document.xml", document.as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>\
        <style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Title\"/>\
        <style:style style:name=\"T1\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"T2\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
        <style:style style:name=\"T3\" style:family=\"text\" style:parent-style-name=\"T2\"/>\
        <style:style style:name=\"T4\" style:family=\"text\"><style:text-properties style:text-position=\"-8% 58%\"/></style:style>\
        </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    zip(&[("=mimetype", OPEN_DOCUMENT), ("content.xml", content.as_bytes())])
}

fn rtf(body: &str) -> Vec<u8> {
    format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fcharset0 Arial;}}{{\\f1\\fcharset204 Times;}}}}\
        {{\\stylesheet{{\\s0 Normal;}}{{\\s1 heading 1;}}}}{{\\info{{\\title A crow}}{{\\author Tom Ray}}}}\n{body}}}"
    )
    .into_bytes()
}

fn epub(chapters: &[(&str, &str)]) -> Vec<u8> {
    let items = chapters.iter().map(|(name, _)| {
        format!("<item id=\"{name}\" href=\"{name}.xhtml\" media-type=\"application/xhtml+xml\"/>")
    });
    let order = chapters.iter().map(|(name, _)| format!("<itemref idref=\"{name}\"/>"));
    let package = format!(
        "<package><metadata><dc:title>A book</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2014-05-03</dc:date>\
        </metadata><manifest>{}</manifest><spine>{}</spine></package>",
        items.collect::<String>(),
        order.collect::<String>()
    );
    let pages: Vec<(String, &str)> =
        chapters.iter().map(|(name, page)| (format!("O/{name}.xhtml"), *page)).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("=mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", package.as_bytes()),
    ];
    parts.extend(pages.iter().map(|(name, page)| (name.as_str(), page.as_bytes())));
    zip(&parts)
}

fn only(bytes: &[u8]) -> Result<Record, String> {
    read_records(bytes, "a").pop().expect("a record or a reason")
}

/// Returns the text of a document, and what stands beside it.
fn texts(bytes: &[u8]) -> (String, String) {
    let record = only(bytes).expect("a document");
    let main = record.main_text();
    let shown = |text: &str| text.trim_end().replace('\n', "¶");
    (shown(main), shown(&record.text[main.len()..]))
}

#[test]
fn word_documents_are_texts_with_what_stands_beside_them() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr>{}</w:p><w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>dark</w:t></w:r>\
        <w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>\
        <w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        run("Ferry"),
        run("It stays."),
        run("a"),
        run("b")
    );
    assert_eq!(texts(&docx(&body)), ("Ferry¶It stays.¶a\tb".into(), "darkgone".into()));
    assert_eq!(only(&docx(&body)).expect("a document").metadata.title.as_deref(), Some("Ferry"));
}

#[test]
fn open_documents_are_texts_with_what_stands_beside_them() {
    let body = "<text:p text:style-name='P1'>Ferry</text:p><text:p>It<text:s text:c='2'/>stays,\n   he<text:note>\
        <text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> said\
        <text:span text:style-name='T1'>dark</text:span><text:line-break/>twice.<office:annotation><dc:creator>Ann</dc:creator>\
        <text:p>Is it so?</text:p></office:annotation></text:p><text:list><text:list-item><text:p>One</text:p></text:list-item>\
        </text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>\
        <text:p>b</text:p></table:table-cell></table:table-row></table:table>\
        <text:p>c<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:desc>A boat</svg:desc></draw:frame>d</text:p>";
    let (text, beside) = texts(&odt(body));
    assert_eq!(text, "Ferry¶It  stays, he said¶twice.¶One¶a\tb¶cd¶box¶A note.");
    assert_eq!(beside, "Is it so?¶dark¶A boat");
    let flat = format!(
        "<office:document><office:body><office:text>{body}</office:text></office:body></office:document>"
    );
    assert!(texts(flat.as_bytes()).0.contains("a\tb¶cd¶box"));
}

#[test]
fn numbers_off_the_line_of_open_documents_are_no_part_of_a_number() {
    let span = |style: &str, text: &str| format!("<text:span text:style-name='{style}'>{text}</text:span>");
    for (body, expected) in [
        (format!("10{} barrels", span("T2", "6")), "10⁶ barrels"),
        (format!("10{} barrels", span("T3", "−6")), "10⁻⁶ barrels"),
        (format!("10{} and CO{}", span("T4", "6"), span("T4", "2")), "10₆ and CO2"),
        (format!("the 1{} of 10{}", span("T2", "st"), span("T5", "6")), "the 1st of 106"),
        (span("T2", &("a".to_owned() + &span("T4", "b") + "7")), "ab⁷"),
    ] {
        assert_eq!(texts(&odt(&format!("<text:p>{body}</text:p>"))).0, expected, "{body}");
    }
}

#[test]
fn rich_text_is_decoded_and_laid_out() {
    for (body, expected, beside) in [
        ("caf\\'e9 {\\f1\\'cf\\'e0\\'f0\\'ee\\'ec}\\par Two\\line lines", "café Паром¶Two¶lines", ""),
        ("\\u1055?\\u-10179?\\u-8704?\\uc0\\u8217 s", "П😀’s", ""),
        ("\\uc2\\u26085\\'93\\'fa x", "日 x", ""),
        ("{\\upr{ab}{\\*\\ud{\\u1055?b}}} c", "Пb c", ""),
        ("a{\\footnote A note.\\par More.}b\\par c", "ab¶c¶A note.¶More.", ""),
        ("a {\\v dark}b {\\deleted gone}c\\par {\\header top\\par}", "a b c", "darkgone¶top"),
        ("a {\\strike not }b {\\striked1 or }{\\strike0 c}", "a b c", "not or"),
        ("10{\\super 6} km, the 1{\\super st}, 10\\super 3\\nosupersub 4", "10⁶ km, the 1st, 10³4", ""),
        ("10{\\up6 6} km, 10{\\sub 6}, CO{\\sub 2}, 10\\super\\plain 6", "10⁶ km, 10₆, CO2, 106", ""),
        ("{\\*\\unknown x}{\\pict 0a}{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt link}}", "link", ""),
        (
            "\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl c\\cell d\\cell\\row\\pard e\\par",
            "a\tb¶c\td¶e",
            "",
        ),
        ("a\\~b\\_c \\emdash \\{\\\\\\}\\bullet", "a\u{a0}b\u{2011}c —{\\}•", ""),
        ("{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt box\\par}}}after\\par", "after¶box", ""),
        ("a\\bin3 {{{b", "ab", ""),
        ("\\pard\\s1 Heading\\par\\pard text", "Heading¶text", ""),
        ("{\\listtext 1.\\tab}item\\par", "item", ""),
        ("a{\\*\\annotation Is it so?}b", "ab", "Is it so?"),
    ] {
        assert_eq!(texts(&rtf(body)), (expected.into(), beside.into()), "{body}");
    }
    let record = only(&rtf("\\s1 Crow takes chain\\par\\pard It took it.")).expect("a document");
    assert_eq!(record.metadata.title.as_deref(), Some("Crow takes chain"));
    assert_eq!(record.creator.as_deref(), Some("Tom Ray"));
    assert_eq!(only(&rtf("It took it.")).expect("a document").metadata.title.as_deref(), Some("A crow"));
    assert!(only(b"{\\rtf1 It took").expect("a document").damage.is_some());
}

#[test]
fn chapters_are_records_in_the_order_of_the_book() {
    let book = epub(&[
        ("cover", "<html><body><img src='a.png'/></body></html>"),
        ("two", "<html><body><h1>Second</h1><p>The ferry.</p></body></html>"),
        ("one", "<html><body><p>The barge.</p></body></html>"),
    ]);
    let records: Vec<_> = read_records(&book, "a.epub");
    assert!(records[0].as_ref().is_err_and(|reason| reason == "chapters without a text"));
    let seen: Vec<_> = records[1..].iter().flatten().collect();
    assert_eq!(
        seen.iter().map(|record| record.id.as_deref()).collect::<Vec<_>>(),
        [Some("two.xhtml"), Some("one.xhtml")]
    );
    assert_eq!(
        (seen[0].text.as_str(), seen[0].metadata.title.as_deref()),
        ("Second\nThe ferry.\n", Some("Second"))
    );
    assert_eq!((seen[1].metadata.title.as_deref(), seen[1].creator.as_deref()), (None, Some("Ann Lee")));
    assert_eq!(seen[1].date.as_deref(), Some("2014-05-03"));
}

#[test]
fn broken_documents_have_a_reason() {
    let whole = docx("<w:p><w:r><w:t>It stays.</w:t></w:r></w:p>");
    let book = epub(&[("one", "<p>The barge.</p>")]);
    let mut encrypted = whole.clone();
    for position in memchr::memmem::find_iter(&whole, b"PK\x01\x02") {
        encrypted[position + 8] |= 1;
    }
    let manifest: &[u8] = b"<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let encryption: &[u8] = b"<encryption><CipherReference URI=\"O/one.xhtml\"/></encryption>";
    let package: &[u8] =
        b"<package><manifest><item id='a' href='one.xhtml' media-type='text/html'/></manifest>\
        <spine><itemref idref='a'/></spine></package>";
    let locked_book = zip(&[
        ("=mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("META-INF/encryption.xml", encryption),
        ("O/p.opf", package),
        ("O/one.xhtml", b"xx"),
    ]);
    let deep = format!("<w:p>{}", "<w:x>".repeat(200_000));
    let wide = format!("<w:p a=\"{}\"><w:r><w:t>x</w:t></w:r></w:p>", "y".repeat(4 << 20));
    let container: &[u8] = b"<container/>";
    for (bytes, name, expected) in [
        (whole[..whole.len() - 30].to_vec(), "a.docx", Err("damaged")),
        (b"PK\x03\x04".to_vec(), "a.odt", Err("damaged")),
        (book[..book.len() / 2].to_vec(), "a.epub", Err("damaged")),
        (zip(&[("a.txt", b"x")]), "a.docx", Err("a ZIP archive without a document in it")),
        (
            zip(&[("word/document.xml", &vec![b' '; 100 << 20])]),
            "a.docx",
            Err("larger than the limit of 96 MB"),
        ),
        (zip(&[("=mimetype", OPEN_DOCUMENT)]), "a.odt", Err("content.xml is missing")),
        (
            zip(&[("=mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]),
            "a.odt",
            Err("a .ods file"),
        ),
        (
            zip(&[("=mimetype", OPEN_DOCUMENT), ("META-INF/manifest.xml", manifest)]),
            "a.odt",
            Err("is encrypted"),
        ),
        (zip(&[("=mimetype", b"application/epub+zip")]), "a.epub", Err("container.xml is missing")),
        (zip(&[("META-INF/container.xml", container)]), "a.epub", Err("names no package")),
        (epub(&[]), "a.epub", Err("it has no chapters")),
        (encrypted, "a.docx", Err("is encrypted")),
        (locked_book, "a.epub", Err("one.xhtml: is encrypted")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "a.docx", Err("an older Office program")),
        (docx(""), "a.docx", Ok("")),
        (odt(""), "a.odt", Ok("")),
        (docx(&deep), "a.docx", Err("damaged")),
        (docx(&wide), "a.docx", Ok("x\n")),
        (docx("<w:p>&a;<w:r><w:t>x&b;</w:t></w:r></w:p>"), "a.docx", Ok("x\n")),
        ("{\\rtf1 ".repeat(5000).into_bytes(), "a.rtf", Err("nested too deeply")),
        (b"{\\rtf1}".to_vec(), "a.rtf", Ok("")),
        (b"{\\rtf1\\bin2147483647 x}".to_vec(), "a.rtf", Ok("")),
        (b"{\\rtf1\\ansicpg-5\\f-3\\u-65423 ?\\'zzx\\".to_vec(), "a.rtf", Ok("qzzx\n")),
        (b"{\\rtf1 a}}}}b".to_vec(), "a.rtf", Ok("a\n")),
        (b"not a document".to_vec(), "a.docx", Ok("not a document")),
    ] {
        let found = read_records(&bytes, name).pop().expect("a record or a reason");
        match expected {
            Ok(text) => assert_eq!(found.map(|record| record.text).as_deref(), Ok(text), "{name}"),
            Err(reason) => {
                let found = found.expect_err(reason);
                assert!(found.contains(reason), "{found} for {reason}");
            }
        }
    }
}

#[test]
fn too_many_paragraphs_are_an_error() {
    let cells = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>".repeat(200_001);
    assert!(only(&docx(&format!("<w:tr>{cells}</w:tr>"))).is_err_and(|reason| reason.contains("too many")));
}

/// Pieces of documents, each with the words that a reader sees of it.
fn pieces() -> impl Strategy<Value = Vec<(usize, String)>> {
    prop::collection::vec((0usize..6, "[a-zé]{2,9}( [a-zß]{2,9}){0,4}"), 1..12)
}

proptest! {
    #[test]
    fn every_word_is_in_the_article_or_cut(pieces in pieces()) {
        let (mut word, mut open, mut rich) = (String::new(), String::new(), String::new());
        for (kind, text) in &pieces {
            let encoded: String = text.chars().map(|c| match c {
                c if c.is_ascii() => c.to_string(),
                c => format!("\\'{:02x}", c as u32),
            }).collect();
            let run = format!("<w:r><w:t>{text}</w:t></w:r>");
            let (in_word, in_open, in_rich) = match kind {
                0 => (format!("<w:p>{run}</w:p>"), format!("<text:p>{text}</text:p>"), format!("{encoded}\\par ")),
                1 => (
                    format!("<w:p><w:del><w:r><w:delText>{text}</w:delText></w:r></w:del></w:p>"),
                    format!("<text:p><text:span text:style-name='T1'>{text}</text:span></text:p>"),
                    format!("{{\\v {encoded}}}\\par "),
                ),
                2 => (
                    format!("<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"),
                    format!("<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"),
                    format!("\\trowd\\intbl {encoded}\\cell {encoded}\\cell\\row\\pard "),
                ),
                3 => (
                    format!("<w:p><w:r><w:txbxContent><w:p>{run}</w:p></w:txbxContent></w:r></w:p>"),
                    format!("<text:p>x<draw:text-box><text:p>{text}</text:p></draw:text-box></text:p>"),
                    format!("{{\\shp{{\\*\\shpinst{{\\shptxt {encoded}\\par}}}}}}"),
                ),
                4 => (
                    format!("<w:p>{run}<w:r><w:br/></w:r>{run}</w:p>"),
                    format!("<text:p>x<text:note-body><text:p>{text}</text:p></text:note-body></text:p>"),
                    format!("x{{\\footnote {encoded}}}\\par "),
                ),
                _ => (
                    format!("<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{run}</w:p>"),
                    format!("<text:h>{text}</text:h>"),
                    format!("\\s1 {encoded}\\par\\pard "),
                ),
            };
            word.push_str(&in_word);
            open.push_str(&in_open);
            rich.push_str(&in_rich);
        }
        for bytes in [docx(&word), odt(&open), rtf(&rich)] {
            // What is only beside a text is no document.
            let Ok(record) = only(&bytes) else { continue };
            let article = clean_record(&record, &CleanOptions::default()).article;
            let stored = StoredLetters::of_article(&article);
            prop_assert!(missing_texts(&record, &stored).is_empty(), "{:?}", record.text);
            for (_, text) in &pieces {
                prop_assert!(stored.missing_words(text).is_empty(), "{text:?} of {:?}", record.text);
            }
        }
    }

    #[test]
    fn anything_may_be_rich_text(body in "[ -~\\\\{}]{0,200}") {
        let _ = only(format!("{{\\rtf1 {body}").as_bytes());
    }

    #[test]
    fn damaged_archives_do_not_panic(position in 0usize..2000, value in any::<u8>()) {
        for mut bytes in [docx("<w:p><w:r><w:t>It stays.</w:t></w:r></w:p>"), epub(&[("one", "<p>The barge.</p>")])] {
            let position = position % bytes.len();
            bytes[position] = value;
            let _ = read_records(&bytes, "a.docx");
            let _ = read_records(&bytes, "a.epub");
        }
    }
}
