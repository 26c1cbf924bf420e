use std::fs;

use crate::serve::test_archive::TestArchive;

const HARBOR: &str = "Skip to content\n\nFerry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, officials said on Monday.\n\n\
    “No ferry sails today,” harbor master Ann Lee said.\n\
    Passengers are to be carried by bus,\nwhich takes three hours longer than the crossing of the ferry does.\n\n\
    Leave a comment\n";

const QUAY: &str = "Quay repaired\n\nBy Ben Roe, 4 May 2021\n\n\
    The quay at which the ferry lands has been repaired, the council said on Tuesday, at last.\n\n\
    Nobody had used it for two months, since the storm of March had torn away its northern end.\n";

/// Returns what stands between two texts.
fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    rest.split_once(end).map_or(rest, |(inner, _)| inner)
}

#[test]
fn an_article_has_its_lines_matches_and_what_was_cut() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (status, page) = site.get(&site.article("harbor.txt", "q=ferry"));
    assert_eq!(status, 200);
    let text = between(&page, "<div class=\"text\">", "</article>");
    for expected in [
        "<p id=\"L7\" data-n=\"7\"><a class=\"line\" href=\"#L7\" tabindex=\"-1\" lang=\"en\" aria-label=\"line 7\"></a>The <mark id=\"m2\">ferry</mark>",
        "<details class=\"cut\"><summary lang=\"en\" dir=\"ltr\">2 parts cut: navigation, byline</summary>",
        "<p id=\"L1\" data-n=\"1\"><a class=\"line\" href=\"#L1\" tabindex=\"-1\" lang=\"en\" aria-label=\"line 1\"></a>Skip to content</p><p class=\"why\" lang=\"en\" dir=\"ltr\">byline</p>",
        "aria-label=\"line 11\"></a>which takes",
        "<q id=\"q1\" title=\"Ann Lee\">No <mark id=\"m3\">ferry</mark>",
        "sails today,</q>”<span class=\"by\">Ann Lee</span>",
        "1 part cut: comment box or comments</summary><p id=\"L13\"",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
    assert!(
        page.contains("<h1 id=\"L3\" dir=\"auto\"><mark id=\"m1\">Ferry</mark> stays in port</h1>"),
        "{page}"
    );
    assert!(page.contains("4 matches") && page.contains("<a href=\"#m4\""), "{page}");
    let place = format!("<code id=\"place\">{}:3</code>", site.path("harbor.txt").display());
    assert!(page.contains(&place), "{place} in {page}");
    let quoted = between(&page, "<details id=\"quotations\">", "</details>");
    assert!(quoted.contains("<a href=\"#q1\"") && quoted.contains("<bdi>Ann Lee</bdi>"), "{quoted}");
}

#[test]
fn every_identifier_is_unique_and_every_link_within_the_page_leads_somewhere() {
    let site = TestArchive::new(&[
        ("harbor.txt", HARBOR),
        (
            "one-line.html",
            "<title>Ferry</title><nav><a href=/>Home</a></nav><article><h1>Ferry stays in port</h1><p>The ferry will stay in port until its engine has been examined, the harbor authority said on Monday.</p><p>“No ferry sails,” Ann Lee said. Passengers are to be carried by bus, which takes three hours longer.</p></article>",
        ),
    ]);
    for name in ["harbor.txt", "one-line.html"] {
        let (_, page) = site.get(&site.article(name, "q=ferry"));
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{page}");
        let links = page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        links.for_each(|link| assert!(ids.binary_search(&link).is_ok(), "{link} in {page}"));
    }
}

#[test]
fn a_record_has_its_line_in_the_file() {
    let record = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    let site = TestArchive::new(&[("wire.jsonl", &[record("a", HARBOR), record("b", QUAY)].concat())]);
    let path = site.path("wire.jsonl");
    let address = crate::serve::view::ArticleId::new(&path, Some("b")).address();
    let (_, page) = site.get(&format!("{address}?q=storm"));
    let place = format!("<code id=\"place\">{}#b:7</code><span>line 2 of the file</span>", path.display());
    assert!(page.contains(&place), "{place} in {page}");
}

#[test]
fn some_of_many_matches_are_listed_and_the_next_is_always_a_link() {
    let many = format!(
        "{QUAY}\n{}",
        "The tide rose, and the tide fell, as it had done the day before.\n\n".repeat(30)
    );
    let site = TestArchive::new(&[("many.txt", &many), ("quay.txt", QUAY)]);
    let (_, page) = site.get(&site.article("many.txt", "q=tide"));
    let listed = between(&page, "<nav class=\"matches\"", "</nav>");
    for expected in [
        "<a href=\"#m60\" data-step=\"-1\" aria-label=\"previous match\">‹</a><span id=\"matches\"",
        "60 matches</span><a href=\"#m2\" data-step=\"1\" aria-label=\"next match\">›</a><a href=\"#m1\"",
        "aria-label=\"match 20 of 60\">20</a>… <a href=\"#m60\" aria-label=\"last match\">60</a>",
    ] {
        assert!(listed.contains(expected), "{expected} in {listed}");
    }
    let (_, page) = site.get(&site.article("quay.txt", "q=storm"));
    assert!(page.contains("1 match</span><a href=\"#m1\"") && !page.contains("data-step"), "{page}");
}

#[test]
fn a_match_in_what_was_cut_opens_it() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (_, page) = site.get(&site.article("harbor.txt", "q=comment&cut=1"));
    assert!(
        page.contains("<details class=\"cut\" open>") && page.contains("a <mark id=\"m1\">comment</mark>"),
        "{page}"
    );
    assert!(page.contains("harbor.txt:13</code>"), "{page}");
}

#[test]
fn a_file_that_is_gone_leaves_the_reasons_unknown_and_no_word_out() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    fs::remove_file(site.path("harbor.txt")).expect("removed");
    let (status, page) = site.get(&site.article("harbor.txt", ""));
    assert!(page.contains("2 parts cut: reason unknown: the file has changed or is gone"), "{page}");
    assert!(page.contains("Leave a comment</p>") && status == 200, "{page}");
}

#[test]
fn the_next_article_of_the_results_is_a_link_and_so_is_the_way_back() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR), ("quay.txt", QUAY)]);
    let (_, first) = site.get(&site.article("harbor.txt", "q=ferry&sort=oldest&site=&limit=1&at=0"));
    let next = between(&first, "rel=\"next\" href=\"", "\"").replace("&amp;", "&");
    assert!(next.ends_with("?q=ferry&sort=oldest&site=&limit=1&at=1#m1"), "{next}");
    assert!(!first.contains("rel=\"prev\"") && first.contains("result 1 of 2"), "{first}");
    let (_, behind) = site.get(&site.article("harbor.txt", "q=ferry&at=18446744073709551615"));
    assert!(behind.contains("class=\"back\"") && !behind.contains("result "), "{behind}");
    let (_, second) = site.get(next.trim_end_matches("#m1"));
    assert!(
        second.contains("Quay repaired")
            && second.contains("rel=\"prev\"")
            && !second.contains("rel=\"next\"")
    );
    assert!(
        second.contains("class=\"back\" href=\"/?q=ferry&amp;sort=oldest&amp;offset=1&amp;limit=1#h2\""),
        "{second}"
    );
}

#[test]
fn copies_are_named_with_the_words_that_differ() {
    let paragraphs = "The ferry Aurora ran aground on a sandbank off Port Merrow on Friday with 212 people on board.\n\n\
        Nobody was hurt, and the passengers were taken ashore in fishing boats before nightfall.\n\n\
        The harbor authority closed the channel and said that the tide would lift the vessel at midnight.\n";
    let other = paragraphs.replace("212 people", "214 people").replace("at midnight", "at dawn");
    let first = format!(
        "Ferry runs aground\n\n3 May 2021\n\n{paragraphs}\nA tug stood by in the channel, its captain said, and would stay there.\n"
    );
    let second = format!("Ferry runs aground\n\n4 May 2021\n\n{other}");
    let site = TestArchive::new(&[("a.txt", &first), ("b.txt", &second)]);
    let (_, page) = site.get(&site.article("a.txt", "q=aurora"));
    let copies = between(&page, "<details id=\"copies\">", "</details>");
    for expected in ["1 copy", "<del>212</del>", "<ins>214</ins>", "1 paragraph dropped", "?q=aurora#m1"] {
        assert!(copies.contains(expected), "{expected} in {copies}");
    }
}

#[test]
fn an_editor_is_linked_by_the_template_of_the_options() {
    let site = TestArchive::with_options(&[("a b.txt", QUAY)], |mut options| {
        options.link_template = Some("vscode://file/{path}:{line}".into());
        options
    });
    let (_, page) = site.get(&site.article("a b.txt", "q=storm"));
    let path = site.path("").display().to_string();
    let editor = format!(
        "href=\"vscode://file{path}a%20b.txt:7\" data-link=\"vscode://file{path}a%20b.txt:{{line}}\""
    );
    assert!(page.contains(&editor), "{editor} in {page}");
}

#[test]
fn each_match_has_its_link_to_the_editor() {
    let record = format!("{}\n", serde_json::json!({ "id": "a", "text": HARBOR }));
    let site =
        TestArchive::with_options(&[("harbor.txt", HARBOR), ("wire.jsonl", &record)], |mut options| {
            options.link_template = Some("vscode://file/{path}:{line}".into());
            options
        });
    let (_, page) = site.get(&site.article("harbor.txt", "q=ferry"));
    let path = site.path("harbor.txt").display().to_string();
    for line in [7, 9, 11] {
        let link = format!("<a href=\"vscode://file{path}:{line}\" aria-label=\"Open in the editor\">✎</a>");
        assert!(page.contains(&link), "{link} in {page}");
    }
    // All of a record is in one line of the file.
    let record = crate::serve::view::ArticleId::new(&site.path("wire.jsonl"), Some("a")).address();
    let (_, page) = site.get(&format!("{record}?q=ferry"));
    assert!(page.contains("wire.jsonl:1\">Open in the editor") && !page.contains("✎"), "{page}");
}

#[test]
fn what_names_no_article_is_not_found() {
    let site = TestArchive::new(&[("quay.txt", QUAY)]);
    let long = format!("/article/{}", "QUFB".repeat(2048));
    let elsewhere = crate::serve::view::ArticleId::new("/etc/passwd".as_ref(), None).address();
    for address in
        ["/article/%2e%2e", "/article/%00", "/article/a%5Cb", "/article/x", "/article/%ff", &long, &elsewhere]
    {
        let (status, page) = site.get(address);
        assert!(status == 404 && page.contains("No such article"), "{address} {status}");
    }
}

#[test]
fn an_article_is_written_in_its_direction() {
    let arabic = "توقف العبارة في الميناء\n\nستبقى العبارة في الميناء حتى يتم فحص محركها، حسبما قال مسؤولون يوم الاثنين في المدينة.\n\nThe ferry company in London said nothing about it to the people who waited.\n\nسينقل الركاب بالحافلة التي تستغرق ثلاث ساعات أكثر من العبور بالسفينة في البحر.\n";
    let site = TestArchive::new(&[("a.txt", arabic)]);
    let (_, page) = site.get(&site.article("a.txt", ""));
    assert!(page.contains("<article class=\"reading\" lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(
        page.contains("aria-label=\"line 5\"></a>The ferry company")
            && page.contains("data-n=\"5\" dir=\"ltr\">"),
        "{page}"
    );
}

#[test]
fn no_index_and_an_empty_one_have_pages_of_their_own() {
    let site = TestArchive::new(&[]);
    let (status, page) = site.get("/article/YQ?q=ferry");
    assert!(status == 503 && page.contains("clippings index FOLDER"), "{status} {page}");
    let site = TestArchive::new(&[("quay.txt", QUAY)]);
    fs::remove_dir_all(site.folder.path().join("index")).expect("removed");
    let (status, _) = site.get(&site.article("quay.txt", ""));
    assert_eq!(status, 503);
}

#[test]
fn the_citation_is_that_of_the_command_line() {
    let site = TestArchive::new(&[("harbor.txt", HARBOR)]);
    let (_, page) = site.get(&site.article("harbor.txt", "q=engine"));
    let path = site.path("harbor.txt").display().to_string();
    let expected = format!(
        "Ferry stays in port\n2021-05-03\n<bdi dir=\"ltr\">{path}:7</bdi>\nThe ferry will stay in port until its engine has been examined, officials said on Monday.\n</code>"
    );
    assert!(between(&page, "<details id=\"cite\">", "</details>").contains(&expected), "{page}");
}

#[test]
fn the_day_of_a_citation_is_not_turned_around_by_what_stands_before_it() {
    let record = serde_json::json!({
        "id": "a", "title": "توقف العبارة في الميناء", "site": "المدينة", "date": "2021-05-03",
        "text": "ستبقى العبارة في الميناء حتى يتم فحص محركها، حسبما قال مسؤولون يوم الاثنين في المدينة.",
    });
    let site = TestArchive::new(&[("a.jsonl", &format!("{record}\n"))]);
    let address = crate::serve::view::ArticleId::new(&site.path("a.jsonl"), Some("a")).address();
    let (_, page) = site.get(&address);
    let cited = between(&page, "<details id=\"cite\">", "</details>");
    assert!(cited.contains("\nالمدينة, <bdi dir=\"ltr\">2021-05-03</bdi>\n<bdi dir=\"ltr\">/"), "{cited}");
}

#[test]
fn a_long_article_has_its_reasons_if_they_are_asked_for() {
    let long = format!(
        "{HARBOR}\n{}",
        "The tide rose at noon, as it had done on the day before.\n\n".repeat(20_000)
    );
    let site = TestArchive::new(&[("long.txt", &long)]);
    let (_, page) = site.get(&site.article("long.txt", "q=engine"));
    assert!(page.contains("reason not looked up") && page.contains("class=\"text long\""));
    let address = between(&page, "<a href=\"", "reasons=1\">").rsplit("<a href=\"").next().map(str::to_owned);
    let (_, page) = site.get(&format!("{}reasons=1", address.unwrap_or_default().replace("&amp;", "&")));
    assert!(page.contains("navigation") && !page.contains("reason not looked up"));
}
