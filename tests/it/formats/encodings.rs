//! Legacy encodings: detection, decoding, reports, and searches.

use crate::common::Dir;
use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, ISO_2022_JP, KOI8_R, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251,
    WINDOWS_1252,
};

/// Encoding, the name that reports may use, an article, and words of the article.
const ARTICLES: [(&Encoding, &str, &str, &str); 11] = [
    (
        ISO_2022_JP,
        "ISO-2022-JP",
        "フェリーは港にとどまる\n\nフェリーは機関の検査が終わるまで港にとどまる、と港湾局は月曜日に発表した。\n",
        "港湾局",
    ),
    (
        UTF_8,
        "",
        "Пором лишається в порту\n\nПором лишатиметься в порту, доки не оглянуть його двигун, повідомила влада.\n",
        "двигун",
    ),
    (
        UTF_16LE,
        "UTF-16LE",
        "Die Fähre bleibt im Hafen\n\nDie Fähre bleibt im Hafen, bis ihre Maschine geprüft ist, teilte die Behörde mit.\n",
        "Behörde",
    ),
    (
        UTF_16BE,
        "UTF-16BE",
        "Паром остаётся в порту\n\nПаром останется в порту, пока не осмотрят двигатель, сообщила администрация.\n",
        "двигатель",
    ),
    (
        WINDOWS_1251,
        "windows-1251",
        "Паром остаётся в порту\n\nПаром останется в порту, пока не осмотрят двигатель, сообщила администрация.\n",
        "администрация",
    ),
    (
        WINDOWS_1252,
        "windows-1252",
        "Le bac reste au port\n\nLe bac restera au port jusqu’à ce que son moteur ait été examiné, a déclaré l’autorité.\n",
        "déclaré",
    ),
    (
        KOI8_R,
        "KOI8-R",
        "Паром остается в порту\n\nПаром останется в порту, пока не осмотрят двигатель, сообщила администрация.\n",
        "двигатель",
    ),
    (
        GBK,
        "GBK",
        "渡轮停留在港口\n\n港务局星期一表示，渡轮将停留在港口，直到发动机检查完毕。乘客将改乘公共汽车。\n",
        "港务局",
    ),
    (
        BIG5,
        "Big5",
        "渡輪停留在港口\n\n港務局星期一表示，渡輪將停留在港口，直到發動機檢查完畢。乘客將改乘公共汽車。\n",
        "港務局",
    ),
    (
        SHIFT_JIS,
        "Shift_JIS",
        "フェリーは港にとどまる\n\nフェリーは機関の検査が終わるまで港にとどまる、と港湾局は月曜日に発表した。\n",
        "港湾局",
    ),
    (
        EUC_KR,
        "EUC-KR",
        "여객선은 항구에 머문다\n\n항만청은 월요일에 기관 점검이 끝날 때까지 여객선이 항구에 머물 것이라고 밝혔다.\n",
        "항만청",
    ),
];

fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    if encoding == UTF_16LE {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if encoding == UTF_16BE {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text} cannot be written in {}", encoding.name());
    bytes.into_owned()
}

/// Indexes one file and checks the report and the search results.
#[track_caller]
fn check(name: &str, bytes: Vec<u8>, encoding: &str, text: &str, word: &str) {
    let dir = Dir::new();
    dir.write(name, bytes);
    let run = dir.run("index a --no-clean");
    run.code(0).shows("1 article in").clear();
    match encoding {
        "" => assert_eq!(run.stderr, "", "{name}"),
        encoding => _ = run.says(&format!("read as {encoding}")),
    }
    let article = dir.run(&format!("show {name} --mark {word}"));
    article.code(0).shows(text.lines().last().and_then(|line| line.split(word).next()).expect("a sentence"));
}

#[test]
fn encodings_of_plain_texts_are_detected() {
    for (encoding, name, text, word) in ARTICLES {
        check("a/article.txt", encode(encoding, text), name, text, word);
    }
}

#[test]
fn indexing_search_reports_encodings() {
    let dir = Dir::new();
    dir.write("a/article.txt", encode(WINDOWS_1252, "L’autorité portuaire l’a déclaré lundi.\n"));
    dir.run("search autorité --in a").code(0).says("a/article.txt: read as windows-1252");
    dir.write("a/article.txt", encode(WINDOWS_1252, "L’autorité portuaire l’a déclaré.\n"));
    assert_eq!(dir.run("search autorité --in a -q").code(0).stderr, "");
}

#[test]
fn byte_order_mark_decides_the_encoding() {
    for encoding in [UTF_8, UTF_16LE, UTF_16BE] {
        let name = if encoding == UTF_8 { "" } else { encoding.name() };
        check("a/article.txt", encode(encoding, "\u{feff}Київ, місто\n"), name, "Київ, місто", "місто");
    }
}

#[test]
fn declared_encodings_of_pages_are_used() {
    for (encoding, _, text, word) in
        ARTICLES.into_iter().filter(|(encoding, ..)| !encoding.name().starts_with("UTF"))
    {
        let name = encoding.name();
        let last = text.lines().last().expect("a sentence");
        let declarations = [
            format!("<html><head><meta charset=\"{name}\">"),
            format!("<html><head><meta http-equiv=Content-Type content='text/html; charset={name}'>"),
            format!(
                "<?xml version=\"1.0\" encoding=\"{name}\"?>\n<html xmlns='http://www.w3.org/1999/xhtml'><head>"
            ),
        ];
        for declaration in declarations {
            let page = format!("{declaration}<title>x</title></head><body>\n<p>{last}</p></body></html>\n");
            check("a/page.html", encode(encoding, &page), name, last, word);
        }
    }
}

#[test]
fn declared_encodings_of_archive_records_are_used() {
    for (encoding, _, text, word) in
        ARTICLES.into_iter().filter(|(encoding, ..)| !encoding.name().starts_with("UTF"))
    {
        let last = text.lines().last().expect("a sentence");
        let body = encode(encoding, &format!("<html><title>x</title><body>\n<p>{last}</p></body></html>\n"));
        let answer = [
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={}\r\n\r\n", encoding.name())
                .into_bytes(),
            body.clone(),
        ]
        .concat();
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/1\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            answer.len()
        );
        check(
            "a/crawl.warc",
            [head.into_bytes(), answer, b"\r\n\r\n".to_vec()].concat(),
            encoding.name(),
            last,
            word,
        );
        let encoded: String = body.iter().map(|byte| format!("={byte:02X}=\r\n")).collect();
        let mhtml = format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n\
             Content-Type: text/html; charset={}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}\r\n--B--\r\n",
            encoding.name()
        );
        check("a/page.mhtml", mhtml.into_bytes(), encoding.name(), last, word);
    }
}

#[test]
fn records_in_utf16_are_read() {
    let dir = Dir::new();
    let line = serde_json::json!({ "id": "a", "title": "Ferry", "text": "Le bac restera au port cet été." })
        .to_string();
    dir.write("a/one.jsonl", encode(UTF_16LE, &format!("\u{feff}{line}\r\n{line}\r\n")));
    dir.write("a/two.jsonl", encode(UTF_16BE, &format!("{line}\n")));
    dir.run("index a")
        .code(0)
        .says("a/one.jsonl: 2 of its records: read as UTF-16LE")
        .shows("3 articles")
        .clear();
    assert_eq!(dir.search("été").total(), 3);
}

/// UTF-8 text that was decoded with another encoding and saved is found by its original words at its line,
/// and the report mentions it; this includes pages and escapes.
#[test]
fn mojibake_is_repaired() {
    let dir = Dir::new();
    let read_as = |encoding: &'static Encoding, text: &str| encoding.decode(text.as_bytes()).0.into_owned();
    let line = "“It isn’t a café,” the mayor said – “not yet…”";
    dir.write("a/once.txt", format!("Ferry stays in port\n\n{}\n", read_as(WINDOWS_1252, line)));
    dir.write("a/twice.txt", format!("\n\n{}\n", read_as(WINDOWS_1252, &read_as(WINDOWS_1252, line))));
    dir.write("a/page.html", format!("<p>\n\n{}</p>", read_as(WINDOWS_1252, line)));
    let escaped: String =
        read_as(WINDOWS_1252, line).encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    dir.write("a/some.jsonl", format!("{{\"id\": \"a\", \"text\": \"\\n\\n{escaped}\"}}\n"));
    dir.write(
        "a/russian.txt",
        format!("\n\n{}\n", read_as(WINDOWS_1251, "Паром «Надежда» остался в порту до мая")),
    );
    dir.run("index a --no-clean").code(0).says("garbled characters (such as â€™ for ’) were repaired (5);");
    dir.run("status --warnings")
        .shows("a/once.txt: garbled characters (such as â€™ for ’) were repaired")
        .shows("a/some.jsonl:1: garbled characters");
    for query in [r#""it isn't a cafe""#, "“the mayor said—not yet”", "\"isnâ€™t a cafÃ©\""] {
        assert_eq!(dir.search(query).total(), 4, "{query}");
    }
    let answer = dir.search("\"остался в порту\"");
    assert_eq!((answer.total(), &answer.hits()[0]["line"]), (1, &serde_json::json!(3)));
}
