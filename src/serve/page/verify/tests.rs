use axum::http::StatusCode;

use crate::serve::page::verify::{MAX_BODY, MAX_DRAFT, read_form};
use crate::serve::test_archive::TestArchive;

const HARBOR: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
    “No ferry sails from this harbor before the storm is over,” harbor master Ann Lee said on Monday.\n";

/// Checks a draft.
fn verify(site: &TestArchive, draft: &str) -> (StatusCode, String) {
    site.post("/verify", "text/plain", &format!("draft={draft}\r\n"))
}

#[test]
fn each_quotation_has_its_verdict_beside_it() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let draft = "Lee was clear.\r\n\r\n“No ferry sails from this harbor before the war is over,” Ann Lee said. <b>\r\n\
        And: “The tide waits for nobody who is late,” said Bob Ray.\r\n";
    let (status, page) = verify(&site, draft);
    assert_eq!(status, 200);
    for expected in [
        "<strong>2 quotations</strong>",
        "<dt class=\"differs\">1 differs</dt>",
        "<dt class=\"absent\">1 absent</dt>",
        "<a class=\"quoted differs\" id=\"q1\" href=\"#v1\">No ferry sails from this harbor before the <mark>war</mark> is over,</a>",
        "<section class=\"report differs\" id=\"v1\"><h3 title=",
        "was: <del dir=\"auto\">storm</del> → draft: <ins dir=\"auto\">war</ins>",
        "Ann Lee said. &lt;b&gt;</p>",
        "#L7\"><bdi>Ferry stays in port</bdi>",
        "harbor.txt:7</code>",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    // The link leads to the line.
    let (_, rest) = page.split_once("<a href=\"/article/").expect("a link");
    let address = format!("/article/{}", rest.split(['"', '#']).next().unwrap_or_default());
    let (status, article) = site.get(&address);
    assert!(status == 200 && article.contains("id=\"L7\""), "{article}");
}

#[test]
fn the_form_is_there_without_a_draft_and_keeps_one() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, page) = site.get("/verify");
    assert!(
        status == 200 && page.contains("<form class=\"verify\" method=\"post\" action=\"/verify#checked\""),
        "{page}"
    );
    let (_, page) = verify(&site, "\r\n </textarea><script>alert(1)</script>");
    assert!(page.contains("\n\r\n &lt;/textarea&gt;&lt;script&gt;") && !page.contains("<script>"), "{page}");
    assert!(page.contains("The draft has no quotations"), "{page}");
    let (_, page) = verify(&site, "");
    assert!(page.contains("The draft is empty"), "{page}");
}

#[test]
fn marks_that_nothing_closes_are_named() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (_, page) = verify(&site, "She said: “No ferry sails from this harbor.");
    assert!(page.contains("1 quotation mark is never closed"), "{page}");
}

#[test]
fn a_draft_that_is_too_large_is_refused() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, page) = verify(&site, &"a ".repeat(MAX_DRAFT / 2 + 8));
    assert!(status == 413 && page.contains("larger than 2 MB"), "{status}");
    assert_eq!(verify(&site, &"a".repeat(MAX_BODY)).0, 413);
}

#[test]
fn both_encodings_of_a_form_are_read() {
    let of_text = read_form("text/plain; charset=utf-8", "draft=a=b&c\r\n“д”\r\n".as_bytes());
    assert_eq!(of_text, "a=b&c\r\n“д”");
    let encoded =
        read_form("application/x-www-form-urlencoded", b"x=1&draft=a%3Db%26c%0D%0A%E2%80%9C+%E2%80%9D");
    assert_eq!(encoded, "a=b&c\r\n“ ”");
}

#[test]
fn a_draft_is_checked_against_an_index_only() {
    let (status, page) = verify(&TestArchive::new(&[]), "“No ferry sails from this harbor,” she said.");
    assert!(status == 503 && page.contains("clippings index FOLDER"), "{status} {page}");
}
