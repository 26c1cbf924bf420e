//! Text of pages that is not in the markup itself: shadow roots, frames in attributes, unfolded panels, and
//! compressed bodies that are cut short.

use std::io::Write;

use crate::common::Dir;

const SHADOW: &str = "<!DOCTYPE html><html><head><title>Lock keeper retires</title></head><body>\
    <nav><a href=/>Home</a> <a href=/w>Weather</a></nav>\
    <story-page><template MODE><h1>Lock keeper retires</h1>\
    <p>After forty years at the upper lock, the keeper hung up her windlass on Friday, the canal trust said in a note.</p>\
    <slot></slot><p>A successor is to be named in the spring, when the gates have been repaired and painted.</p></template>\
    <p>She had opened the gates some ninety thousand times, by the count of a barge owner who keeps a diary.</p></story-page>\
    <footer>Copyright Canal Weekly</footer></body></html>";

#[test]
fn shadow_roots_are_read_in_pages_and_mhtml() {
    let dir = Dir::new();
    for (name, mode) in [("1.html", "shadowrootmode=open"), ("2.html", "SHADOWROOT='closed'")] {
        dir.write(&format!("a/{name}"), SHADOW.replace("MODE", mode));
    }
    let body = SHADOW.replace("MODE", "shadowmode=\"open\"").replace('=', "=3D");
    dir.write(
        "a/3.mhtml",
        format!(
            "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n\
             --B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--B--\r\n"
        ),
    );
    dir.run("index a").code(0).shows("3 articles in").clear();
    assert_eq!(dir.search("\"hung up her windlass\" \"keeps a diary\" \"repaired and painted\"").total(), 3);
    let cleaned = dir.run("clean a/1.html").stdout.clone();
    let offset = |words: &str| cleaned.find(words).unwrap_or_else(|| panic!("{words} in {cleaned}"));
    assert!(offset("windlass") < offset("diary") && offset("diary") < offset("painted"), "{cleaned}");
}

#[test]
fn frames_in_attributes_are_read_with_their_line() {
    let dir = Dir::new();
    let story = "<p>The ice on the upper pond carries skaters again, said the mayor&#39;s office, for the first time in nine \
        winters.</p>\n<p>Children are asked to stay away from the weir, where the water is fast and the ice is thin.</p>";
    let quoted = story.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    dir.write(
        "a/pond.html",
        format!(
            "<title>Ice on the pond</title>\n<h1>Ice on the pond</h1>\n<iframe srcdoc=\"{quoted}\"></iframe>"
        ),
    );
    dir.run("index a").code(0).clear();
    assert_eq!(dir.search("\"the mayor's office\"").hits()[0]["line"], 3);
    assert_eq!(dir.search("\"the ice is thin\"").hits()[0]["line"], 4);
}

#[test]
fn declared_text_is_read_with_its_line() {
    let dir = Dir::new();
    let script = "{\n\"@type\": \"NewsArticle\",\n\"articleBody\": \"The ice on the upper pond carries skaters again, said the \
        mayor.\\n\\nChildren are asked to stay away from the weir, where the ice is thin, until the frost has lasted a week.\"\n}";
    let teaser = "<article><h1>Ice on the pond</h1><p>The ice on the upper pond carries skaters again, said the mayor.</p></article>";
    dir.write("a/pond.html", format!("<title>Ice on the pond</title>\n<script type=\"application/ld+json\">{script}</script>\n{teaser}\n"));
    dir.run("index a").code(0).clear();
    assert_eq!(dir.search("\"the ice is thin\"").hits()[0]["line"], 4);
    assert_eq!(dir.search("\"carries skaters again\"").hits()[0]["line"], 6);
    dir.run("index a --no-clean --rebuild").code(0).clear();
    assert_eq!(dir.search("\"the ice is thin\"").hits()[0]["line"], 4);
}

#[test]
fn bodies_cut_short_are_read_as_far_as_they_go() {
    let dir = Dir::new();
    let paragraphs: String = (0..900)
        .map(|n| {
            format!(
                "<p>Barge number {} passed the upper lock, said the keeper of book {}.</p>\n",
                n * 7919 % 10007,
                n
            )
        })
        .collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder
        .write_all(format!("<title>Lock book</title><h1>Lock book</h1>{paragraphs}").as_bytes())
        .expect("packed");
    let packed = encoder.finish().expect("packed");
    let body = &packed[..packed.len() / 2];
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://canal.example/book\r\nContent-Type: application/http\r\n\
         Content-Length: {}\r\n\r\n{head}",
        head.len() + body.len()
    );
    dir.write("a/book.warc", [warc.as_bytes(), body, b"\r\n\r\n"].concat());
    dir.run("index a").code(2).says("https://canal.example/book: damaged: cannot be decompressed").clear();
    dir.run("index a").says("the readable part was indexed").clear();
    assert_eq!(dir.search("\"keeper of book 5\"").total(), 1);
    assert_eq!(dir.search("\"keeper of book 899\"").total(), 0);
}
