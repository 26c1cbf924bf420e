use std::sync::LazyLock;

use crate::serve::options::ServeOptions;
use crate::serve::test_archive::TestArchive;

/// Articles of two sites, days and languages, with copies, and one that attacks the page.
static ARCHIVE: LazyLock<TestArchive> = LazyLock::new(|| {
    let dam = "The crew of the harbor dam worked through the night, and the water fell by two meters before the \
               morning came. Engineers said that the gates had held, though the pumps were old and loud.";
    let record = |id: u32, site: &str, day: &str, title: &str, text: &str| {
        let day = if day.is_empty() { String::new() } else { format!(", \"date\": \"{day}\"") };
        format!(
            "{{\"id\": \"{id}\", \"site\": \"{site}\", \"title\": \"{title}\", \"text\": \"{text}\"{day}}}\n"
        )
    };
    let records = [
        record(1, "The Wire", "2024-10-18", "Dam holds", dam),
        record(2, "Courier", "2024-10-19", "Dam holds", dam),
        record(
            3,
            "Courier",
            "2024-11-02",
            "Markets",
            "Shares of the ferry company rose after the dam was repaired, \
                analysts at the harbor bank said on Saturday.",
        ),
        record(
            4,
            "Blatt",
            "",
            "Der Damm hält",
            "Die Besatzung am Damm arbeitete die ganze Nacht, und das Wasser fiel \
                vor dem Morgen um zwei Meter, sagten die Ingenieure im Hafen.",
        ),
        record(
            5,
            "<b>Evil</b>",
            "2024-10-20",
            "</mark><script>alert(1)</script>",
            "The ferry <img src=x onerror=alert(1)> \
                sank near the island, \u{202e}said the police of the town. Nobody was hurt on board.",
        ),
    ];
    // Values that share words, and a folder in another.
    let lantern = [
        record(
            6,
            "The Wire Online",
            "2024-10-21",
            "Lantern",
            "“We will light the lantern again,” said Bo Lee, who keeps \
                the tower. The old lamp had burned for a hundred years before it broke in the storm.",
        ),
        record(
            7,
            "Wire",
            "2024-10-22",
            "Lantern lit",
            "“Nobody believed us when we began,” Ann Marie Lee said of the \
                tower. “It took a winter,” said Lee, the mayor of the town, when the lamp was lit.",
        ),
    ];
    TestArchive::new(&[
        ("wire/articles.jsonl", &records.concat()),
        ("wire/deep/lantern.jsonl", &lantern.concat()),
    ])
});

fn get(address: &str) -> String {
    let (status, page) = ARCHIVE.get(address);
    assert_eq!(status, 200, "{page}");
    page
}

#[test]
fn results_have_their_place_source_and_marks() {
    let page = get("/?q=ferry");
    assert!(page.contains("The <mark>ferry</mark> &lt;img"), "{page}");
    assert!(page.contains("articles.jsonl#5:1</code>"), "{page}");
    assert!(page.contains("<time datetime=\"2024-11-02\">2 Nov 2024</time>"), "{page}");
}

#[test]
fn the_page_says_how_a_query_was_read() {
    let page = get("/?q=%22harbor+dam%22+AND");
    assert!(page.contains("Read as: <span dir=\"auto\">articles with"), "{page}");
}

#[test]
fn no_article_adds_an_element() {
    let page = get("/?q=ferry+island&site=%3Cb%3EEvil%3C%2Fb%3E");
    for element in ["<script>", "<img", "<b>Evil", "\u{202e}", "onerror=\""] {
        assert!(!page.contains(element), "{element} in {page}");
    }
    assert!(page.contains("[U+202E]said"), "{page}");
}

#[test]
fn copies_are_folded_and_unfolded() {
    let folded = get("/?q=gates");
    assert!(
        folded.contains("<strong>2 articles, 1 story</strong>") && folded.contains("also in 1"),
        "{folded}"
    );
    let unfolded = get("/?q=gates&copies=unfolded");
    assert_eq!((unfolded.matches("class=\"hit\"").count(), unfolded.contains("also in")), (2, false));
}

#[test]
fn the_list_of_copies_has_headlines_and_leads_to_all() {
    let text = "---\ntitle: Ferry stays\n---\n\nThe ferry will stay in port until its engine has been examined by two engineers \
                of the harbor, officials said on Monday, and nobody knows when that will be.\n";
    let names = ["a.md", "b.md", "c.md", "d.md", "e.md", "f.md", "g.md"];
    let archive = TestArchive::new(&names.map(|name| (name, text)));
    let page = archive.get("/?q=ferry").1;
    let (_, list) = page.split_once("also in 6").expect("copies");
    assert!(list.contains("<bdi>Ferry stays</bdi>"), "{list}");
    let (before, _) = list.split_once("\">… ").expect("a link to the others");
    let address = before.rsplit('"').next().unwrap_or_default().replace("&amp;", "&");
    let (path, anchor) = address.split_once('#').expect("an anchor");
    let copies = archive.get(path).1;
    assert!(anchor == "copies" && copies.contains("<details id=\"copies\" open"), "{address} {copies}");
    assert_eq!(copies.matches("class=\"copy\"").count(), 6);
}

#[test]
fn facets_filter_and_exclude() {
    let page = get("/?q=dam");
    assert!(page.contains("href=\"/?q=dam&amp;site=Courier\""), "{page}");
    assert!(page.contains("href=\"/?q=dam&amp;-site=Courier\""), "{page}");
    assert!(get("/?q=dam&site=Courier&copies=unfolded").contains("<strong>2 articles"));
    assert!(get("/?q=dam&-site=Courier&copies=unfolded").contains("<strong>1 article<"));
    assert!(get("/?q=*&lang=de").contains("<strong>1 article<"));
}

#[test]
fn bars_lead_to_their_days_and_to_the_undated() {
    let page = get("/?q=*");
    assert!(page.contains("href=\"/?q=*&amp;from=2024-10-01&amp;to=2024-10-31\""), "{page}");
    assert!(page.contains("undated: 1 article"), "{page}");
    assert!(get("/?undated=1").contains("Der Damm"));
}

#[test]
fn each_bar_of_articles_without_a_day_leads_to_what_it_counts() {
    let record = |id: u32, date: &str| {
        format!("{{\"id\": \"{id}\", \"text\": \"A whale was seen near the pier, number {id}.\"{date}}}\n")
    };
    let impossible = (1..5).map(|id| record(id, ", \"date\": \"2024-06-31\""));
    let others = [record(5, ""), record(6, ", \"date\": \"2024-06-30\"")];
    let archive = TestArchive::new(&[("a.jsonl", &impossible.chain(others).collect::<String>())]);
    let page = archive.get("/?q=whale&copies=unfolded").1;
    for (address, bar, count) in
        [("undated=1", "undated: 1 article", 1), ("impossible=1", "impossible day: 4 articles", 4)]
    {
        let address = format!("/?q=whale&{address}&copies=unfolded");
        assert!(page.contains(&format!("href=\"{}\"", address.replace('&', "&amp;"))), "{address}: {page}");
        assert!(page.contains(bar), "{bar}: {page}");
        let found = archive.get(&address).1;
        assert_eq!(found.matches("class=\"hit\"").count(), count, "{address}: {found}");
        assert_eq!(found.matches("aria-label=\"remove ").count(), 1, "{address}: {found}");
    }
    // None of them is as high as one that counts more.
    let heights = all_between(&page, "class=\"apart\" ", "</rect>");
    let heights = heights.into_iter().map(|rect| all_between(rect, " height=\"", "\"")[0]);
    assert_eq!(heights.collect::<Vec<_>>(), ["15", "60"], "{page}");
}

#[test]
fn a_page_behind_the_last_result_leads_back_to_the_last() {
    let page = get("/?q=dam&copies=unfolded&limit=2&offset=1000");
    assert!(page.contains("These are all") && page.contains("<strong>3 articles"), "{page}");
    let previous = "rel=\"prev\" href=\"/?q=dam&amp;copies=unfolded&amp;offset=2&amp;limit=2\"";
    assert!(page.contains(previous), "{page}");
    assert!(!get("/?q=dam&copies=unfolded&limit=2&offset=2").contains("These are all"));
}

#[test]
fn every_page_says_when_the_index_was_written() {
    for address in ["/", "/?q=dam", "/help", "/status", "/verify", "/nosuch", "/article/YQ"] {
        assert!(ARCHIVE.get(address).1.contains("<footer><p>Index written"), "{address}");
    }
}

#[test]
fn searches_stay_within_the_results() {
    let page = get("/?q=dam&within=bank");
    assert!(page.contains("<strong>1 article<") && page.contains("within: bank"), "{page}");
}

#[test]
fn near_misses_stand_apart_from_results() {
    let page = get("/?q=%22the+crew+of+the+harbor+dam+worked+through+the+day%22");
    assert!(page.contains("Nothing found") && page.contains("These come closest"), "{page}");
}

#[test]
fn what_an_address_has_beyond_the_known_is_named() {
    assert!(get("/?q=dam&sitte=x").contains("<code>sitte=x</code>"));
}

#[test]
fn without_an_index_the_page_says_so() {
    let (status, page) = TestArchive::new(&[]).get("/?q=a");
    assert!(status == 503 && page.contains("no index at"), "{status} {page}");
    assert!(page.contains("<h1 data-passes>"), "the script looks again: {page}");
}

#[test]
fn addresses_that_lead_nowhere_are_answered() {
    let (status, page) = ARCHIVE.get("/nosuch");
    assert!(status == 404 && page.contains("No such page") && page.contains("id=\"q\""), "{page}");
    for address in ["/api", "/api/", "/api/v1/", "/api/v2/search", "/api/v1/nosuch"] {
        let (status, problem) = ARCHIVE.get(address);
        assert!(status == 404 && problem.contains("\"code\":\"not_found\""), "{address}: {problem}");
    }
}

#[test]
fn all_filters_are_removed_at_once() {
    let clear = "href=\"/?q=dam&amp;sort=newest\">clear filters";
    let page = get("/?q=dam&sort=newest&site=Courier&lang=en");
    assert!(page.contains(clear), "{page}");
    assert!(!get("/?q=dam&sort=newest&site=Courier").contains("clear filters"));
    let nothing = get("/?q=dam&sort=newest&lang=fr");
    assert!(nothing.contains("href=\"/?q=dam&amp;sort=newest\">Remove all filters"), "{nothing}");
    assert!(!get("/?q=nowhere").contains("Remove all filters"));
}

#[test]
fn results_are_saved_with_a_mark_of_the_encoding() {
    let page = get("/?q=dam");
    assert!(page.contains("href=\"/export.csv?q=dam&amp;bom=1\""), "{page}");
    assert!(page.contains("href=\"/export.json?q=dam\""), "{page}");
}

#[test]
fn commands_name_the_index_that_an_option_names() {
    let archive = TestArchive::with_options(&[], |options| ServeOptions { names_index: true, ..options });
    let (_, page) = archive.get("/?q=a");
    let index = archive.folder.path().join("index");
    let command = format!("<code>clippings index FOLDER --index {}</code>", index.display());
    assert!(page.contains(&command) && !page.contains("--in "), "{page}");
    let (status, problem) = archive.get("/api/v1/search?q=a");
    let command = format!("`clippings index FOLDER --index {}`", index.display());
    assert!(status == 503 && problem.contains(&command), "{problem}");
}

#[test]
fn other_pages_are_there() {
    assert!(
        get("/help").contains("said:") && get("/status").contains("articles.jsonl")
            || get("/status").contains("articles")
    );
    assert!(get("/opensearch.xml").contains("http://127.0.0.1:7272/?q={searchTerms}"));
    assert!(get("/").contains("Articles over time"));
}

/// Returns the text between `before` and `after` for each `before` in `page`.
fn all_between<'p>(page: &'p str, before: &str, after: &str) -> Vec<&'p str> {
    page.split(before).skip(1).map(|rest| rest.split(after).next().unwrap_or_default()).collect()
}

#[test]
fn every_value_finds_what_it_counts_and_its_exclusion_the_others() {
    let page = get("/?q=*&copies=unfolded&count=speaker");
    let values = all_between(&page, "<a class=\"value\" href=\"", "</span>");
    assert!(values.len() > 6, "{page}");
    for value in values {
        let address = value.split('"').next().unwrap_or_default().replace("&amp;", "&");
        let count: usize = value.rsplit('>').next().and_then(|count| count.parse().ok()).expect("a count");
        let found = |address: &str| {
            let page = get(address);
            let text = all_between(&page, "<strong>", " article")[0].to_owned();
            text.parse::<usize>().expect("a number")
        };
        let keys = ["site", "lang", "folder", "speaker"];
        let excluded = keys
            .iter()
            .fold(address.clone(), |address, key| address.replace(&format!("&{key}="), &format!("&-{key}=")));
        assert_eq!((found(&address), found(&excluded)), (count, 7 - count), "{address}");
    }
}
