//! Detection of file formats by content, and their records.

use crate::common::Dir;
use crate::common::packed::{gzip, zst};

/// Returns a page with a menu and an article that contains `sentence`.
fn page(sentence: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Ferry stays in port</title></head><body>\n\
         <ul><li><a href=/>Home</a></li><li><a href=/s>Shipping</a></li></ul>\n<article><h1>Ferry stays in port</h1>\n\
         <p>{sentence}, the harbour authority said on Monday after a long meeting with the crew.</p>\n\
         <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p></article>\n\
         <p>Copyright 2021 Coast News</p></body></html>\n"
    )
}

fn mhtml(sentence: &str) -> String {
    let encoded = page(sentence).replace('=', "=3D").replace('\n', "\r\n");
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://coast.example/mhtml\r\nSubject: Ferry\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--X\"\r\n\r\n\r\n\
         ----X\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\
         Content-Location: https://coast.example/mhtml\r\n\r\n{encoded}\r\n\
         ----X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----X--\r\n"
    )
}

fn warc_record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-02T03:04:05Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nServer: x\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Returns the records of a crawl: metadata, a page, a picture, a missing page, and a page in a legacy
/// encoding.
fn crawl() -> Vec<Vec<u8>> {
    let http = "application/http; msgtype=response";
    let russian = page("Паром останется в порту на неделю, пока не осмотрят двигатель");
    let koi8 = encoding_rs::KOI8_R.encode(&russian).0;
    vec![
        warc_record("warcinfo", "", "application/warc-fields", b"software: tests\r\n"),
        warc_record("request", "https://coast.example/1", "application/http", b"GET /1 HTTP/1.1\r\n\r\n"),
        warc_record(
            "response",
            "https://coast.example/1",
            http,
            &answer("200 OK", "text/html", page("The lighthouse was lit again").as_bytes()),
        ),
        warc_record(
            "response",
            "https://coast.example/p",
            http,
            &answer("200 OK", "image/png", b"\x89PNG\r\n"),
        ),
        warc_record(
            "response",
            "https://coast.example/x",
            http,
            &answer("404 Not Found", "text/html", b"Gone"),
        ),
        warc_record(
            "response",
            "https://coast.example/2#top",
            http,
            &answer("200 OK", "text/html; charset=koi8-r", &koi8),
        ),
    ]
}

#[test]
fn all_formats_are_read_compressed_or_not() {
    let dir = Dir::new();
    let sentence = "The lighthouse was lit again";
    let wet = warc_record(
        "conversion",
        "https://coast.example/wet",
        "text/plain",
        format!("{sentence}, they said.").as_bytes(),
    );
    let record =
        serde_json::json!({ "id": 1, "title": "Lit", "text": format!("{sentence}, they said.") }).to_string();
    let formats: [(&str, Vec<u8>); 8] = [
        ("txt", format!("Lit\n\n{sentence}, they said.\n").into()),
        ("md", format!("# Lit\n\n{sentence}, they said.\n").into()),
        ("html", page(sentence).into()),
        ("xhtml", format!("<?xml version=\"1.0\"?>\n{}", page(sentence)).into()),
        ("mhtml", mhtml(sentence).into()),
        ("jsonl", record.into()),
        ("warc", crawl().concat()),
        ("wet", wet),
    ];
    for (extension, bytes) in &formats {
        dir.write(&format!("a/plain/x.{extension}"), bytes);
        dir.write(&format!("a/gz/x.{extension}.gz"), gzip(bytes.as_slice()));
        dir.write(&format!("a/zst/x.{extension}.zst"), zst(bytes.as_slice()));
        // The name is a hint only.
        dir.write(&format!("a/names/{extension}.txt"), bytes);
        dir.write(&format!("a/none/{extension}.gz"), gzip(bytes.as_slice()));
    }
    let run = dir.run("index a");
    run.code(0).shows("40 files, 45 articles").shows("5 HTTP 404, 5 image/png").clear();
    let answer = dir.args(&["search", "lighthouse", "--format", "json", "-n", "50"]);
    let answer = crate::common::Answer(serde_json::from_str(&answer.stdout).expect("JSON"));
    assert_eq!(answer.total(), 40);
    for (index, hit) in answer.hits().iter().enumerate() {
        assert_eq!(answer.marks(index), ["lighthouse"], "{hit}");
    }
    assert_eq!(dir.search("shipping").total(), 0, "menus are cut");
    dir.run("index a").code(0).shows("45 unchanged");
    dir.run("check").code(0);
}

#[test]
fn web_archive_pages_are_found_by_url() {
    let dir = Dir::new();
    // One gzip member per record, as crawlers write them.
    dir.write("a/crawl.warc.gz", crawl().iter().flat_map(|record| gzip(&record[..])).collect::<Vec<u8>>());
    dir.run("index a").code(0).says("a/crawl.warc.gz: 1 of its records: read as KOI8-R").shows("2 articles");
    let answer = dir.search("\"паром останется в порту\"");
    let hit = &answer.hits()[0];
    assert_eq!((hit["id"].as_str(), hit["line"].as_u64()), (Some("https://coast.example/2#top"), Some(4)));
    assert_eq!(hit["site"], "coast.example");
    dir.run("search паром").shows("a/crawl.warc.gz#https://coast.example/2#top");
    dir.run("show a/crawl.warc.gz#https://coast.example/2#top").code(0).shows("двигатель");
}

#[test]
fn saved_pages_have_their_url() {
    let dir = Dir::new();
    dir.write("a/page.mht", mhtml("The lighthouse was lit again"));
    let saved = page("The beacon was lit again")
        .replace("<html>", "<!-- saved from url=(0025)https://coast.example/save -->\n<html>");
    dir.write("a/page.html", saved);
    dir.run("index a").code(0).clear();
    assert_eq!(dir.search("lighthouse").hits()[0]["url"], "https://coast.example/mhtml");
    assert_eq!(dir.search("beacon").hits()[0]["url"], "https://coast.example/save");
}

#[test]
fn broken_records_do_not_affect_others() {
    let dir = Dir::new();
    let mut records = crawl();
    records.insert(3, b"WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n\r\n".to_vec());
    let archive = records.concat();
    dir.write("a/crawl.warc", &archive[..archive.len() - 40]);
    let run = dir.run("index a");
    run.code(2)
        .says("a/crawl.warc: record 4: the header does not give the length")
        .shows("2 articles in")
        .clear();
    run.says("record 7 (https://coast.example/2#top): truncated: the file ends within the record");
    dir.write("a/crawl.warc", &archive);
    dir.run("index a").code(2).shows("2 articles");
}

/// Note as web clippers save it: metadata first, and a URL for every link.
const CLIPPING: &str = "---\ntitle: \"Ferry stays in port\"\nsource: \"https://coast.example/ferry\"\nauthor:\n  - \"[[Ann Lee]]\"\n\
    published: 2021-05-03\ncreated: 2024-01-01\ntags:\n  - \"clippings\"\n---\n![The quay](https://coast.example/q.jpg)\n\n\
    The ferry will stay [in port until its *engine*](https://coast.example/engine \"The engine\") has been examined, the harbour \
    authority said on **Monday**.\n\n\
    > Passengers are to be carried by bus, which takes three hours longer than the\n> crossing does, said Ann&nbsp;Lee.[^1]\n\n\
    [^1]: She has the key.\n";

#[test]
fn markdown_markup_is_not_searched() {
    let dir = Dir::new();
    dir.write("a/ferry.md", CLIPPING).run("index a").code(0);
    let answer = dir.search("\"in port until its engine has been examined\"");
    let hit = &answer.hits()[0];
    assert_eq!((&hit["line"], &hit["title"]), (&13.into(), &"Ferry stays in port".into()));
    assert_eq!(
        [&hit["author"], &hit["published"], &hit["url"], &hit["site"]],
        ["Ann Lee", "2021-05-03", "https://coast.example/ferry", "coast.example"]
    );
    dir.run("search 'hours longer than'").shows("three **hours** **longer** **than** the").hides(">");
    assert_eq!(dir.search("\"longer than the crossing does\"").hits()[0]["line"], 15);
    assert_eq!(dir.search("\"said Ann Lee\"").total(), 1);
    for nowhere in ["quay", "https", "clippings", "created"] {
        assert_eq!(dir.search(nowhere).total(), 0, "{nowhere}");
    }
    assert_eq!(dir.run("search --cut clippings --count").stdout, "1\n");
    dir.run("clean --explain a/ferry.md").shows("[known of the article, no text]").shows("13 +");
    // In a plain text, the markup is text.
    dir.write("a/ferry.txt", CLIPPING).run("index a").code(0);
    assert_eq!(dir.search("\"in port until its engine has been examined\"").total(), 1);
}
