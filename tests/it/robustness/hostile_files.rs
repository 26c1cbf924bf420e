//! Hostile files of every format, by kind and variation: no panic, bounded time and memory, every text is found
//! or its file is named, and the other articles of the folder are found.
//!
//! `CLIPPINGS_THOROUGH=1 cargo test --release --test it hostile_files` makes all of them, `CLIPPINGS_SEED=7`
//! with other damage.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use clippings::internals::bench::Rng;
use clippings::{IndexDir, Request, SearchTarget, Searcher};
use serde_json::Value;

use crate::common::packed::gzip;
use crate::common::thorough::Trials;
use crate::common::{Dir, Run, run};

/// Makes a file with three marked sentences.
type Kind = (&'static str, fn(&[String; 3]) -> Vec<u8>);
/// Damages the content of a file.
type Variation = (&'static str, fn(Vec<u8>, &mut Rng) -> Vec<u8>);

const KINDS: [Kind; 17] = [
    ("txt", |texts| texts.join("\n\n").into_bytes()),
    ("md", |texts| format!("# {}\n\n{}\n\n> {}\n", texts[0], texts[1], texts[2]).into_bytes()),
    ("html", |texts| page(texts).into_bytes()),
    ("xhtml", |texts| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", page(texts)).into_bytes()),
    ("jsonl", |texts| records(texts).into_bytes()),
    ("ndjson", |texts| records(texts).replace('\n', "\r\n").into_bytes()),
    ("warc", |texts| warc(texts, "response")),
    ("wet", |texts| warc(texts, "conversion")),
    ("mhtml", |texts| mhtml(texts, "8bit").into_bytes()),
    ("mht", |texts| mhtml(texts, "quoted-printable").into_bytes()),
    ("txt.gz", |texts| gzip(texts.join("\n\n").as_bytes())),
    ("html.gz", |texts| gzip(page(texts).as_bytes())),
    ("jsonl.gz", |texts| gzip(records(texts).as_bytes())),
    ("warc.gz", |texts| gzip(warc(texts, "response").as_slice())),
    ("jsonl.zst", |texts| zstd::bulk::compress(records(texts).as_bytes(), 3).expect("packed")),
    ("text", |texts| utf16(&texts.join("\n\n"))),
    ("htm", |texts| utf16(&page(texts))),
];

const VARIATIONS: [Variation; 13] = [
    ("whole", |content, _| content),
    ("nul", |content, rng| inserted(content, rng, 4, |_| vec![0])),
    ("cut", |mut content, rng| {
        content.truncate(rng.below(content.len() as u64) as usize);
        content
    }),
    ("bytes", |content, rng| inserted(content, rng, 8, |rng| vec![0x80 + rng.below(128) as u8])),
    ("flips", |mut content, rng| {
        for _ in 0..12 {
            let bit = rng.below(content.len() as u64 * 8) as usize;
            content[bit / 8] ^= 1 << (bit % 8);
        }
        content
    }),
    ("long", |content, rng| inserted(content, rng, 1, |_| b"x1 ".repeat(700_000))),
    ("deep", |content, rng| inserted(content, rng, 1, |_| b"<div><b>[{\"a\":[> > - ".repeat(6000))),
    ("bomb", |content, rng| {
        let entities = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>&b;&#x110000;&#xD800;&lt";
        inserted(content, rng, 2, |_| entities.repeat(200).into_bytes())
    }),
    ("controls", |content, rng| inserted(content, rng, 6, |_| b"\x1b[2J\x07\x08\xe2\x80\xae".to_vec())),
    ("twice", |content, _| [content.clone(), content].concat()),
    ("head", |content, _| [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), content].concat()),
    ("tail", |content, rng| {
        let garbage = (0..200).map(|_| rng.below(256) as u8);
        content.into_iter().chain(garbage).collect()
    }),
    ("returns", |content, _| content.into_iter().map(|b| if b == b'\n' { b'\r' } else { b }).collect()),
];

fn page(texts: &[String; 3]) -> String {
    let body: String = texts.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Harbour</title></head><body><article>\n{body}</article></body></html>\n"
    )
}

fn records(texts: &[String; 3]) -> String {
    (1..)
        .zip(texts)
        .map(|(id, text)| format!("{{\"id\": {id}, \"title\": \"Harbour\", \"text\": \"{text}\"}}\n"))
        .collect()
}

fn warc(texts: &[String; 3], kind: &str) -> Vec<u8> {
    let mut file = Vec::new();
    for text in texts {
        let (media, block) = match kind {
            "conversion" => ("text/plain", text.clone()),
            _ => {
                let page = page(&[text.clone(), text.clone(), text.clone()]);
                let head =
                    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}", page.len());
                ("application/http; msgtype=response", format!("{head}\r\n\r\n{page}"))
            }
        };
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.example/\r\nContent-Type: {media}\r\nContent-Length: {}",
            block.len()
        );
        file.extend(format!("{head}\r\n\r\n{block}\r\n\r\n").into_bytes());
    }
    file
}

fn mhtml(texts: &[String; 3], encoding: &str) -> String {
    let page = match encoding {
        "quoted-printable" => page(texts).replace('=', "=3D").replace('\n', "\r\n"),
        _ => page(texts),
    };
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\r\n{page}\r\n--B--\r\n"
    )
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Inserts what `make` returns at `count` random places.
fn inserted(mut content: Vec<u8>, rng: &mut Rng, count: u32, make: impl Fn(&mut Rng) -> Vec<u8>) -> Vec<u8> {
    for _ in 0..count {
        let place = rng.below(content.len() as u64) as usize;
        let tail = content.split_off(place);
        content.extend(make(rng));
        content.extend(tail);
    }
    content
}

/// Returns the bytes of a file as far as they can be decompressed.
fn unpacked(name: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What was read before an error counts.
    match name.rsplit('.').next() {
        Some("gz") => drop(flate2::read::MultiGzDecoder::new(content).read_to_end(&mut bytes)),
        Some("zst") => {
            drop(zstd::Decoder::new(content).and_then(|mut stream| stream.read_to_end(&mut bytes)))
        }
        _ => bytes.extend(content),
    }
    if name.ends_with(".text") || name.ends_with(".htm") {
        let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        return String::from_utf16_lossy(&units.collect::<Vec<_>>()).into_bytes();
    }
    bytes
}

/// Runs `clippings` with at most 1.5 GB of memory.
fn bounded(dir: &Dir, line: &str) -> Run {
    let program = dir.command();
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v 1536000; exec \"$0\" {line}")]).arg(program.get_program());
    shell.current_dir(dir.path("")).env_clear().env("MALLOC_ARENA_MAX", "2").env("HOME", dir.path("home"));
    run(shell.env("CLIPPINGS_INDEX", dir.path("idx")), "")
}

/// Returns whether an article, its title or what was cut from it has the word.
fn is_found(searcher: &Searcher, word: &str) -> bool {
    [SearchTarget::Article, SearchTarget::Cut].into_iter().any(|target| {
        let mut request = Request::new(word);
        request.target = target;
        request.limit = 1;
        let response = searcher.search(&request).expect("an answer");
        response.hits.iter().any(|hit| format!("{hit:?}").to_lowercase().contains(word))
    })
}

/// Asserts that a run over hostile files ended well, and that each of `words` is found or its file named.
fn assert_read(dir: &Dir, run: &Run, words: &BTreeMap<String, String>, what: &str) {
    assert!(matches!(run.code, Some(0 | 2)), "{what}: {:?} {}", run.code, run.stderr);
    run.clear();
    let has_control = |c: char| c.is_control() && c != '\n';
    assert!(!run.stderr.contains(has_control) && !run.stdout.contains(has_control), "{what}");
    assert!(run.stderr.lines().all(|line| line.len() < 1000), "{what}: {}", run.stderr);
    let searcher = Searcher::open(&IndexDir::new(dir.path("idx"))).expect("an index");
    assert!(is_found(&searcher, "lighthouse"), "{what}: {}\n{}", run.stderr, run.stdout);
    // The report lists all failures and warnings, and counts the records of a kind that holds no article.
    let report: Value = serde_json::from_str(&run.stdout).expect("a report");
    let is_named = |name: &String| {
        let lists = |list: &str| report[list].to_string().contains(&format!("/{name}\""));
        let has_other_records = report["not_read"].as_object().is_some_and(|kinds| !kinds.is_empty());
        lists("failures")
            || lists("remarks")
            || (name.contains(".warc") || name.contains(".wet")) && has_other_records
    };
    let lost = |(word, name): &(&String, &String)| !is_named(name) && !is_found(&searcher, word);
    let lost: Vec<_> = words.iter().filter(lost).collect();
    assert!(lost.is_empty(), "{what}: lost in silence: {lost:?}");
}

#[test]
fn hostile_files_are_read_or_named() {
    let (trials, dir) = (Trials::new(10, 0x405), Dir::new());
    let mut rng = trials.rng();
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let (mut words, mut number) = (BTreeMap::new(), 0);
    for (extension, make) in KINDS {
        for (variation, change) in VARIATIONS {
            number += 1;
            if !trials.is_thorough && rng.below(u64::from(trials.count)) > 0 {
                continue;
            }
            let word = |part| format!("zq{number}{part}");
            let text = |part| {
                format!(
                    "The {} ferry left the harbour of the old town again, the crew said on Monday.",
                    word(part)
                )
            };
            let content = change(make(&["a", "b", "c"].map(text)), &mut rng);
            let name = format!("{variation}-{number}.{extension}");
            let bytes = unpacked(&name, &content);
            // Markup that is damaged may hide text in a browser too, and a character reference may eat a word.
            let is_markup = extension.contains("ht") && ["flips", "bytes", "bomb"].contains(&variation);
            let is_there =
                |word: &String| !is_markup && memchr::memmem::find(&bytes, word.as_bytes()).is_some();
            words.extend(
                ["a", "b", "c"].map(word).into_iter().filter(is_there).map(|word| (word, name.clone())),
            );
            dir.write(&format!("a/{name}"), content);
        }
    }
    let start = Instant::now();
    let what = format!("CLIPPINGS_SEED={}", trials.seed);
    assert_read(&dir, &bounded(&dir, "index a --format json"), &words, &what);
    assert!(start.elapsed() < Duration::from_secs(120), "{what}: {:?}", start.elapsed());
    dir.run("check").code(0);
    let files = fs::read_dir(dir.path("a")).expect("a folder").count();
    trials.say(&format!("ended: {files} files, {} marked words, in {:?}", words.len(), start.elapsed()));
}

/// Values that not every parser of JSON accepts, in a field that is not shown.
#[test]
fn strange_values_in_records_cost_no_record() {
    let values = [
        "NaN",
        "-Infinity",
        "1e999",
        "-1e-999",
        "\"\\ud800\"",
        "\"\\udc00\\ud83d\"",
        "\"\\u0000\"",
        "1E+2",
        "-0",
        "[[[[[[1]]]]]]",
        "{\"a\": {\"a\": {}}}",
        "\"\"",
        "true, \"text2\": null",
        "99999999999999999999999999",
        "0.1, \"x\": 2",
        "\"\\/\\b\\f\"",
    ];
    let dir = Dir::new();
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let mut words = BTreeMap::new();
    for (number, value) in values.iter().enumerate() {
        let name = format!("{number}.jsonl");
        let record = |word: &str, key: &str| {
            format!(
                "{{\"{key}\": {value}, \"text\": \"The {word} ferry left the harbour of the old town again.\"}}\n"
            )
        };
        let (first, second) = (format!("zq{number}a"), format!("zq{number}b"));
        dir.write(&format!("a/{name}"), record(&first, "x") + &record(&second, "title"));
        words.extend([(first, String::new()), (second, String::new())]);
    }
    // Of several texts with one key, none is lost.
    dir.write(
        "a/twice.jsonl",
        "{\"text\": \"The zqtwo ferry left.\", \"text\": \"The zqtwin ferry came back.\"}\n",
    );
    words.extend([("zqtwo".into(), "twice.jsonl".into()), ("zqtwin".into(), "twice.jsonl".into())]);
    assert_read(&dir, &bounded(&dir, "index a --format json"), &words, "values");
}

#[test]
fn files_of_strange_names_are_read_or_named() {
    let names: [&[u8]; 14] = [
        b"new\nline.txt",
        b"re\rturn.txt",
        b"esc\x1b[31m.txt",
        b"no\xffutf8.txt",
        b"\xed\xa0\x80.txt",
        b" blank .txt",
        b"-dash.txt",
        b"quote\"'.txt",
        b"back\\slash.txt",
        b"star*?[a].txt",
        "bidi\u{202e}txt.txt".as_bytes(),
        "e\u{301}\u{fe0f}.txt".as_bytes(),
        b"dots...txt",
        b".hidden.txt",
    ];
    let dir = Dir::new();
    dir.write("a/good.txt", "Lighthouse\n\nThe lighthouse was lit again, said the mayor of the town.\n");
    let mut words = BTreeMap::new();
    for (number, name) in names.into_iter().enumerate() {
        let name = std::os::unix::ffi::OsStrExt::from_bytes(name);
        let text = format!("The zq{number} ferry left the harbour of the old town again, the crew said.\n");
        fs::write(dir.path("a").join(Path::new::<std::ffi::OsStr>(name)), text).expect("a file");
        // A hidden file is none of the folder.
        if number < 13 {
            words.insert(format!("zq{number}"), String::new());
        }
    }
    let indexed = bounded(&dir, "index a --format json");
    assert_read(&dir, &indexed, &words, "names");
    for number in 0..13 {
        dir.run(&format!("search zq{number}")).code(0).clear();
        let listed = dir.run(&format!("search zq{number} --format json"));
        listed.code(0);
    }
    dir.run("index a").code(0).shows("0 added, 0 updated");
    dir.run("check").code(0);
}
