//! HTML pages: detection by content, cleaning, and line numbers of hits.

use crate::common::Dir;

/// Returns a page with a menu, two paragraphs of an article and a footer.
fn page(title: &str, head: &str, sentence: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=en>\n<head><meta charset=utf-8><title>{title} | Coast News</title>\n{head}</head>\n<body>\n\
         <nav><ul><li><a href=/>Home</a></li><li><a href=/w>Weather</a></li><li><a href=/s>Shipping</a></li></ul></nav>\n\
         <article>\n<h1>{title}</h1>\n<p>{sentence}, the harbour authority said on Monday &amp; again on Tuesday.</p>\n\
         <p>Passengers are to be carried by bus, which takes three hours longer than the\n   crossing <b>does</b> by sea.</p>\n</article>\n\
         <footer><p>Copyright 2021 Coast News. All rights reserved.</p></footer>\n</body>\n</html>\n"
    )
}

const ABOUT: &str = "<meta property='og:site_name' content='Coast News'><meta name=author content='Ann Lee'>\n\
    <meta property='article:published_time' content='2021-05-03T10:00:00Z'>\n\
    <link rel=canonical href='https://coast.example/ferry'>\n";

#[test]
fn pages_are_cleaned_and_found_at_their_line() {
    let dir = Dir::new();
    dir.write("a/ferry.html", page("Ferry stays in port", ABOUT, "The ferry will stay in port for a week"));
    dir.run("index a").code(0).shows("1 article in").clear();
    let answer = dir.search("\"takes three hours longer than the crossing does\"");
    let hit = &answer.hits()[0];
    assert_eq!((hit["title"].as_str(), hit["line"].as_u64()), (Some("Ferry stays in port"), Some(13)));
    assert_eq!((hit["author"].as_str(), hit["site"].as_str()), (Some("Ann Lee"), Some("Coast News")));
    assert_eq!(
        (hit["published"].as_str(), hit["url"].as_str()),
        (Some("2021-05-03"), Some("https://coast.example/ferry"))
    );
    assert_eq!(answer.marks(0).concat(), "takes three hours longer than the crossing does");
    for query in ["author:lee", "site:coast date:2021-05", "\"said on Monday & again\""] {
        assert_eq!(dir.search(query).total(), 1, "{query}");
    }
    assert_eq!((dir.search("shipping").total(), dir.search("cut:shipping").total()), (0, 1));
}

#[test]
fn format_is_detected_by_content() {
    let dir = Dir::new();
    let html = page("Ferry stays in port", "", "The ferry will stay in port for a week");
    dir.write("a/1.htm", &html).write("a/2.xhtml", &html).write("a/3.txt", &html);
    dir.write("a/4.html?page=2", &html);
    dir.write("a/5.html.zst", zstd::encode_all(html.as_bytes(), 3).expect("packed"));
    dir.write("a/text.html", "The ferry will stay in port, and 1 < 2.\n\nNothing is a tag here.\n");
    let utf16: Vec<u8> = html.encode_utf16().flat_map(u16::to_le_bytes).collect();
    dir.write("a/6.html", utf16);
    let record = serde_json::json!({ "id": "r", "title": "In a record", "content": html }).to_string();
    dir.write("a/7.jsonl", record);
    dir.run("index a").code(0).says("a/6.html: read as UTF-16LE").shows("8 articles").clear();
    assert_eq!(dir.search("ferry").total(), 8);
    assert_eq!(dir.search("shipping").total(), 0);
    assert_eq!(dir.search("cut:shipping").total(), 7);
    assert_eq!(dir.search("title:record").hits()[0]["id"], "r");
}

#[test]
fn inlined_data_of_single_file_pages_is_ignored() {
    let dir = Dir::new();
    let data = "QUJDREVG".repeat(1 << 18);
    let inlined = format!(
        "<style>body {{ background: url(data:image/png;base64,{data}) }}</style><script>var a = '{data}';</script>\
         <img src='data:image/png;base64,{data}'>"
    );
    dir.write("a/big.html", page("Ferry stays in port", &inlined, "The ferry will stay in port for a week"));
    dir.run("index a").code(0).clear();
    assert_eq!((dir.search("ferry").total(), dir.search("QUJDREVG*").total()), (1, 0));
}

#[test]
fn pages_without_an_article_are_indexed_by_title() {
    let dir = Dir::new();
    let links: String = (0..60).map(|n| format!("<li><a href=/{n}>Shipping notice {n}</a></li>")).collect();
    dir.write("a/links.html", format!("<title>Harbour gazette</title><body><ul>{links}</ul></body>"));
    let run = dir.run("index a");
    run.code(0).says("a/links.html: no article found on the page").shows("1 page has no article").clear();
    assert_eq!(dir.search("title:gazette").total(), 1);
    assert_eq!(dir.search("shipping OR cut:shipping").total(), 1);
    dir.run("index a --no-clean").code(0);
    assert_eq!(dir.search("\"Shipping notice 7\"").total(), 1);
}

#[test]
fn declared_encodings_are_used_and_reported() {
    let dir = Dir::new();
    let russian = "<meta charset=koi8-r><title>Паром</title><p>Паром стоит.</p>";
    dir.write("a/koi8.html", encoding_rs::KOI8_R.encode(russian).0);
    dir.run("index a --no-clean").code(0).says("a/koi8.html: read as KOI8-R").clear();
    assert_eq!(dir.search("\"паром стоит\"").total(), 1);
}
