//! Broken files of every format: each is reported with the reason, none ends the run, none affects another.

use std::fs;
use std::io::{Read, Write};

use clippings::internals::bench::Rng;

use crate::common::Dir;
use crate::common::packed::{gzip, zst};

/// Name, content and expected message of a file.
type Case = (&'static str, Vec<u8>, &'static str);

/// Returns text that compresses badly, so that half of the compressed file is about half of the text.
fn noise(bytes: usize) -> Vec<u8> {
    const CHARACTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz     \n";
    let mut rng = Rng::new(7);
    (0..bytes).filter_map(|_| rng.pick(CHARACTERS).copied()).collect()
}

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

fn flipped(mut bytes: Vec<u8>, from_end: usize) -> Vec<u8> {
    let index = bytes.len() - from_end;
    bytes[index] ^= 0x55;
    bytes
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90\x77\x53\xde";

fn texts() -> Vec<Case> {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let program: Vec<u8> = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".repeat(20);
    let database = joined(&[b"SQLite format 3\0\x10\0\x01\x01\0\x40\x20\x20", &[0; 200]]);
    let document = joined(&[b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", &program]);
    vec![
        ("picture.txt", PNG.to_vec(), "not a text file"),
        ("program.txt", program, "not a text file"),
        ("zeros.txt", vec![0; 5000], "not a text file"),
        ("database.md", database, "not a text file"),
        ("archive.text", joined(&[b"PK\x03\x04\x14\0\0\0\x08\0", &[1, 0, 2].repeat(30)]), "not a text file"),
        ("document.txt", document, "a damaged PDF"),
        (
            "broken.txt",
            b"The caf\xc3\xa9 in na\xc3\xafve d\xc3 cor.\n".to_vec(),
            "some bytes are not valid UTF-8",
        ),
        ("odd.txt", joined(&[&utf16("\u{feff}The ferry stays"), b"x"]), "some bytes are invalid"),
        (
            "lone.txt",
            joined(&[&utf16("\u{feff}The ferry"), b"\0\xd8", &utf16(" stays")]),
            "some bytes are invalid",
        ),
    ]
}

fn compressed() -> Vec<Case> {
    let text = noise(300_000);
    let (gz, zs) = (gzip(&text[..]), zst(&text[..]));
    let mut dictionary = zstd::bulk::Compressor::with_dictionary(3, &text[..2000]).expect("a packer");
    let needs_dictionary = dictionary.compress(&text[..5000]).expect("packed");
    vec![
        ("cut.txt.gz", half(&gz), "truncated"),
        ("sum.txt.gz", flipped(gz.clone(), 6), "damaged"),
        ("bit.txt.gz", flipped(gz.clone(), 9000), "damaged"),
        ("head.txt.gz", gz[..10].to_vec(), "damaged or truncated"),
        ("two.txt.gz", b"\x1f\x8b".to_vec(), "damaged or truncated"),
        ("tail.txt.gz", joined(&[&gz, b"rubbish"]), "damaged"),
        ("twice.txt.gz", gzip(&gz[..]), "not a text file"),
        ("picture.txt.gz", gzip(PNG), "not a text file"),
        ("bomb.txt.gz", gzip(std::io::repeat(b'\n').take(40 << 20)), "larger than the limit of 16 MB"),
        ("cut.txt.zst", half(&zs), "truncated"),
        ("bit.txt.zst", flipped(zs.clone(), 9000), "damaged"),
        ("head.txt.zst", zs[..5].to_vec(), "damaged or truncated"),
        ("other.txt.zst", needs_dictionary, "damaged"),
        ("bomb.md.zst", zst(std::io::repeat(b' ').take(40 << 20)), "larger than the limit of 16 MB"),
        ("bomb.jsonl.zst", zst(std::io::repeat(b' ').take(100 << 20)), "times its size"),
    ]
}

fn pages() -> Vec<Case> {
    let mhtml = |parts: &str| {
        format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n{parts}")
            .into_bytes()
    };
    let part = |head: &str, body: &str| format!("--B\r\n{head}\r\n\r\n{body}\r\n--B--\r\n");
    let base64 = "Content-Type: text/html\r\nContent-Transfer-Encoding: base64";
    let deep: String = (0..2000)
        .map(|n| format!("Content-Type: multipart/related; boundary=b{n}x\r\n\r\n--b{n}x\r\n"))
        .collect();
    let links: String = (0..40).map(|n| format!("<li><a href=/{n}>Notice {n}</a>")).collect();
    vec![
        ("picture.html", PNG.to_vec(), "not a text file"),
        ("links.html", format!("<title>x</title><ul>{links}</ul>").into(), "no article found"),
        ("empty.html", b"<html></html>".to_vec(), "no article found"),
        (
            "broken.html",
            b"<meta charset=utf-8><p>The caf\xc3\xa9 in na\xc3\xafve d\xc3 cor.".to_vec(),
            "some bytes are not valid UTF-8",
        ),
        ("broken.htm.gz", half(&gzip(&noise(50_000)[..])), "truncated"),
        ("nothing.mhtml", mhtml(""), "no page in this MHTML file"),
        ("pictures.mhtml", mhtml(&part("Content-Type: image/png", "x")), "no page in this MHTML file"),
        ("packing.mht", mhtml(&part(base64, "=!!=")), "damaged"),
        (
            "noise.mht",
            mhtml(&part(base64, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nA==")),
            "not a text file",
        ),
        ("deep.mhtml", mhtml(&format!("--B\r\n{deep}")), "MHTML"),
    ]
}

fn records() -> Vec<Case> {
    let good = b"{\"id\": 1, \"text\": \"The ferry stays in port.\"}\n";
    let with = |line: &[u8]| joined(&[good, line, b"\n", good]);
    let deep = format!("{{\"text\": {}", "[".repeat(100_000));
    vec![
        ("word.jsonl", with(b"rubbish"), "word.jsonl:2: invalid JSON"),
        ("list.jsonl", with(b"[1, 2]"), "list.jsonl:2: not a JSON object"),
        ("end.ndjson", with(b"{\"text\": \"The fer"), "end.ndjson:2: incomplete JSON record"),
        ("field.jsonl", with(b"{\"story\": \"The ferry\"}"), "field.jsonl:2: no field text, body or content"),
        ("number.jsonl", with(b"{\"text\": 7}"), "number.jsonl:2: no field text, body or content"),
        ("deep.jsonl", with(deep.as_bytes()), "deep.jsonl:2: invalid JSON"),
        ("zeros.jsonl", with(&[0; 900]), "zeros.jsonl:2: not a text file"),
        ("long.jsonl", with(&vec![b'x'; 17 << 20]), "long.jsonl:2: a record of 17 MB"),
        (
            "bytes.jsonl",
            with(b"{\"text\": \"Caf\xc3\xa9 na\xc3\xafve d\xc3 cor\"}"),
            "some bytes are not valid UTF-8",
        ),
        ("words.jsonl", b"rubbish\n".repeat(120), "100 more records could not be read"),
        ("cut.jsonl.gz", half(&gzip(&good.repeat(9000)[..])), "truncated"),
        ("cut.jsonl.zst", half(&zst(&noise(200_000)[..])), "truncated"),
    ]
}

fn web_archives() -> Vec<Case> {
    let http = "application/http; msgtype=response";
    let record = |kind: &str, content_type: &str, block: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.example/\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n",
            block.len()
        );
        joined(&[head.as_bytes(), block, b"\r\n\r\n"])
    };
    let answer = |fields: &str, body: &[u8]| {
        joined(&[format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n").as_bytes(), body])
    };
    let good = record("conversion", "text/plain", b"The ferry stays in port, they said.");
    let with = |broken: &[u8]| joined(&[&good, broken, &good]);
    let fields = |length: &str| {
        format!("WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\n{length}\r\n\r\n").into_bytes()
    };
    let many = format!("WARC/1.0\r\n{}", "A: b\r\n".repeat(600));
    let compressed =
        record("response", http, &answer("Content-Encoding: gzip\r\n", &half(&gzip(&noise(50_000)[..]))));
    let bomb = record(
        "response",
        http,
        &answer("Content-Encoding: gzip\r\n", &gzip(std::io::repeat(b' ').take(64 << 20))),
    );
    let bad_brotli =
        record("response", http, &answer("Content-Encoding: br\r\n", &[0xf0, 1, 2, 0, 3].repeat(50)));
    vec![
        ("length.warc", with(&fields("X: y")), "record 2: the header does not give the length"),
        ("minus.warc", with(&fields("Content-Length: -7")), "record 2: the header does not give the length"),
        (
            "huge.warc",
            with(&fields("Content-Length: 9999999999999")),
            "record 2: truncated: the file ends within the record",
        ),
        (
            "block.warc",
            half(&record("resource", "text/html", &noise(5000))),
            "truncated: the file ends within the record",
        ),
        (
            "header.wet",
            joined(&[&good, b"WARC/1.0\r\nWARC-Type: conv"]),
            "record 2: truncated: the file ends within the header",
        ),
        ("between.warc", with(&noise(3000)), "that are not a WARC record"),
        ("many.warc", with(many.as_bytes()), "the header has more than 500 lines"),
        (
            "long.warc",
            with(&record("resource", "text/html", &vec![b'x'; 17 << 20])),
            "17 MB exceeds the limit",
        ),
        ("packed.warc", with(&compressed), "http://x.example/: damaged: cannot be decompressed"),
        (
            "bomb.warc",
            with(&bomb),
            "http://x.example/: damaged: cannot be decompressed (decompresses to more than 16 MB)",
        ),
        ("brotli.warc", with(&bad_brotli), "http://x.example/: damaged: cannot be decompressed"),
        (
            "picture.warc",
            with(&record("response", http, &answer("", PNG))),
            "http://x.example/: not a text file",
        ),
        ("links.warc", with(&record("resource", "text/html", b"<html></html>")), "no article found"),
        ("cut.warc.gz", half(&gzip(&with(&noise(90_000))[..])), "truncated"),
        ("cut.wet.zst", half(&zst(&with(&noise(90_000))[..])), "truncated"),
    ]
}

#[test]
fn broken_files_are_reported_and_skipped() {
    let dir = Dir::new();
    let cases: Vec<Case> = [texts(), compressed(), pages(), records(), web_archives()].concat();
    assert!(cases.len() >= 50, "{}", cases.len());
    for (name, bytes, _) in &cases {
        dir.write(&format!("a/{name}"), bytes);
    }
    dir.write("a/z/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let run = dir.run("index a");
    run.code(2).clear();
    let warnings = dir.run("status --warnings");
    for (name, _, reason) in &cases {
        let is_reported = |line: &str| line.contains(&format!("a/{name}:")) && line.contains(reason);
        let mut lines = run.stderr.lines().chain(warnings.stdout.lines());
        assert!(lines.any(is_reported), "{name}: {reason:?} is not said in:\n{}", run.stderr);
    }
    assert_eq!(dir.search("lighthouse").total(), 1);
    // Every broken record of an archive file is between two good ones, unless the file is truncated before
    // the second.
    let around = cases.iter().filter(|(_, bytes, _)| bytes.starts_with(b"WARC/1.0\r\nWARC-Type: conversion"));
    for (name, ..) in around {
        let found =
            dir.args(&["search", "--count", "ferry", &format!("path:\"{}\"", name.replace('.', " "))]).stdout;
        let expected = if ["huge.warc", "header.wet"].contains(name) { 1 } else { 2 };
        assert_eq!(found.trim(), expected.to_string(), "{name}");
    }
    // Unreadable files are not read again, but still reported.
    let again = dir.run("index a");
    again.code(2).shows("0 added, 0 updated").clear();
    dir.run("check").code(0);
}

#[cfg(unix)]
#[test]
fn special_files_are_reported() {
    let dir = Dir::new();
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let pipe = std::process::Command::new("mkfifo").arg(dir.path("a/pipe.txt")).status();
    assert!(pipe.is_ok_and(|status| status.success()));
    std::os::unix::fs::symlink(dir.path("nowhere"), dir.path("a/dangling.txt")).expect("a link");
    let run = dir.run("index a");
    run.code(2).says("a/pipe.txt: not a regular file").says("a/dangling.txt: no such file");
    run.shows("1 article in").clear();
}

/// Runs `clippings` with at most `megabytes` of memory, not counting the program itself.
#[cfg(unix)]
fn bounded(dir: &Dir, megabytes: u64, line: &str) -> crate::common::Run {
    let mut shell = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_clippings");
    let limit = megabytes * 1024;
    shell.args(["-c", &format!("ulimit -v {limit} && exec {program} {line}")]);
    shell.current_dir(dir.path("")).env("CLIPPINGS_INDEX", dir.path("idx")).env("MALLOC_ARENA_MAX", "2");
    crate::common::run(&mut shell, "")
}

/// With `CLIPPINGS_THOROUGH` set, the lines are 10 GB long.
#[cfg(unix)]
#[test]
fn endless_lines_are_skipped() {
    let dir = Dir::new();
    let length = if std::env::var_os("CLIPPINGS_THOROUGH").is_some() { 10 << 30 } else { 1u64 << 30 };
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    for name in ["a/long.txt", "a/long.html", "a/long.jsonl", "a/long.warc", "a/long.mhtml"] {
        dir.write(name, if name.ends_with("warc") { "WARC/1.0\r\n" } else { "x" });
        let file = fs::OpenOptions::new().write(true).open(dir.path(name)).expect("a file");
        file.set_len(length).expect("a file with a hole");
    }
    let run = bounded(&dir, 1500, "index a");
    run.code(2).clear();
    for message in [
        "a/long.txt: larger than the limit",
        "a/long.html: larger than the limit",
        "a/long.mhtml: larger than the limit",
        "a/long.jsonl:1: a record of",
    ] {
        run.says(message);
    }
    run.says("a/long.warc: record 1: truncated").shows("1 article in");
}

/// Files that have many parts and little text.
#[cfg(unix)]
#[test]
fn memory_is_bounded_for_texts_in_many_pieces() {
    let dir = Dir::new();
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let pieces = [
        ("a/lines.txt.zst", "a\n", 15),
        ("a/long.txt.zst", "a\n", 60),
        ("a/blocks.html.zst", "<p>a", 60),
        ("a/depth.html.zst", "<b><div>a", 60),
    ];
    for (name, piece, megabytes) in pieces {
        let file = fs::File::create(dir.path(name)).expect("a file");
        let mut encoder = zstd::Encoder::new(file, 1).expect("a packer");
        for _ in 0..megabytes {
            encoder.write_all(piece.repeat((1 << 20) / piece.len()).as_bytes()).expect("written");
        }
        encoder.finish().expect("written");
    }
    let run = bounded(&dir, 1500, "index a");
    run.code(2)
        .says("a/lines.txt.zst: 7864320 lines exceed the limit")
        .says("a/long.txt.zst: larger than the limit of 16 MB");
    run.says("a/blocks.html.zst: ").says("a/depth.html.zst: ").shows("1 article in").clear();
}
