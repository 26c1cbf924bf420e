use crate::serve::page::verify::{MAX_DRAFT, read_form};
use crate::serve::test_archive::TestArchive;

const HARBOR: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
    “No ferry sails from this harbor before the storm is over,” harbor master Ann Lee said on Monday.\n";

#[test]
fn each_quotation_has_its_verdict_beside_it() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let draft = "Lee was clear.\r\n\r\n“No ferry sails from this harbor before the war is over,” Ann Lee said. <b>\r\n\
        And: “The tide waits for nobody who is late,” said Bob Ray.\r\n";
    let (status, page) = site.verify(draft);
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
    let (status, article) = site.get(&address.replace("&amp;", "&"));
    assert!(status == 200 && article.contains("id=\"L7\""), "{article}");
    assert!(article.contains("<mark id=\"m1\">No ferry sails from this harbor"), "{article}");
}

#[test]
fn a_checked_draft_has_an_address_to_come_back_to() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, address) =
        site.post_draft("“No ferry sails from this harbor before the storm is over,” she said.");
    let address = address.trim_end_matches("#checked");
    assert!(status == 303 && address.starts_with("/verify/"), "{status} {address}");
    let (_, page) = site.get(address);
    assert!(page.contains("1 verbatim") && site.get(address).1.contains("1 verbatim"), "{page}");
    let (_, rest) = page.split_once("<a href=\"/article/").expect("a link");
    let article = format!("/article/{}", rest.split(['"', '#']).next().unwrap_or_default());
    let (_, article) = site.get(&article.replace("&amp;", "&"));
    assert!(!article.contains("Back to the results"), "{article}");
    let back = format!("<a class=\"back\" href=\"{address}#v1\">‹ Back to the checked draft</a>");
    assert!(article.contains(&back), "{back} in {article}");
}

#[test]
fn a_draft_that_is_gone_is_not_found() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    for id in ["0", "+0000000000000000000000000000001", "00000000000000000000000000000001", "x"] {
        let (status, page) = site.get(&format!("/verify/{id}"));
        assert!(status == 404 && page.contains("The draft is no longer here"), "{status} {page}");
    }
}

#[test]
fn the_form_is_there_without_a_draft_and_keeps_one() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, page) = site.get("/verify");
    assert!(
        status == 200 && page.contains("<form class=\"verify\" method=\"post\" action=\"/verify\""),
        "{page}"
    );
    let (_, page) = site.verify("\r\n </textarea><script>alert(1)</script>");
    assert!(page.contains("\n\r\n &lt;/textarea&gt;&lt;script&gt;") && !page.contains("<script>"), "{page}");
    assert!(page.contains("The draft has no quotations"), "{page}");
    for draft in ["", " \r\n"] {
        let (status, page) = site.verify(draft);
        assert!(status == 200 && page.contains("The draft is empty"), "{page}");
    }
}

#[test]
fn another_speaker_is_a_doubt() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (_, page) = site.verify("“No ferry sails from this harbor before the storm is over,” said Bob Ray.");
    for expected in [
        "1 may have another speaker",
        "<a class=\"quoted verbatim doubt\"",
        "<section class=\"report verbatim doubt\"",
        "<p>the archive may have another speaker: Ann Lee; check</p>",
        "verbatim</a> (another speaker?)</h3><p>the archive",
    ] {
        assert!(page.contains(expected), "{expected} in {page}");
    }
}

#[test]
fn copies_are_one_witness_and_fold() {
    let site = TestArchive::new(&[("a.txt", HARBOR), ("b.txt", HARBOR), ("c.txt", HARBOR)]);
    for (quote, verdict) in [("before the storm is over", "verbatim"), ("before the war is over", "differs")]
    {
        let (_, page) = site.verify(&format!("“No ferry sails from this harbor {quote},” said Ann Lee."));
        let (_, report) = page.split_once(&format!("<section class=\"report {verdict}\"")).expect("a report");
        let (shown, folded) = report.split_once("<details>").expect("folded copies");
        assert_eq!(
            (shown.matches("class=\"source\"").count(), folded.matches("class=\"source\"").count()),
            (1, 2)
        );
        assert!(
            folded.starts_with("<summary class=\"note\">in 3 articles, copies of each other</summary>"),
            "{folded}"
        );
    }
}

#[test]
fn the_nearest_passage_has_half_of_the_words() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let nearest = |quote: &str| {
        let (_, page) = site.verify(&format!("“{quote},” she said."));
        assert!(page.contains("report absent"), "{page}");
        page.contains("nearest:")
    };
    assert!(nearest("No ferry leaves this harbor until a storm is gone"));
    assert!(!nearest("The harbor of our youth was a loud and dirty place with many taverns"));
}

#[test]
fn marks_that_nothing_closes_are_named() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (_, page) = site.verify("She said: “No ferry sails from this harbor.");
    assert!(page.contains("1 quotation mark is never closed"), "{page}");
}

#[test]
fn a_draft_that_is_too_large_is_refused() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, page) = site.verify(&"a ".repeat(MAX_DRAFT / 2 + 8));
    assert!(status == 413 && page.contains("larger than 2 MB"), "{status}");
    assert_eq!(site.verify(&"a".repeat(MAX_DRAFT + 1)).0, 413);
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
    let (status, page) = TestArchive::new(&[]).verify("“No ferry sails from this harbor,” she said.");
    assert!(status == 503 && page.contains("clippings index FOLDER"), "{status} {page}");
}
