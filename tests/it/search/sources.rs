//! Sites by their names and hosts, and the source of each result.

use crate::common::Dir;

/// Records of a newspaper, some without its name, without an address or copied elsewhere, of a syndicate that
/// has no host of its own, and of hosts that only look like that of the newspaper.
const RECORDS: &str = r#"{"id":"a","source":"Coast Courier - News","url":"https://www.courier.example/1","text":"The first ferry left at noon."}
{"id":"b","source":"Coast Courier - News","url":"https://courier.example/2","text":"The second ferry left at noon."}
{"id":"c","source":"Coast Courier - Opinion","url":"https://blogs.courier.example/3","text":"The third ferry left at noon."}
{"id":"d","source":"Coast Courier (Online)","text":"The fourth ferry left at noon."}
{"id":"e","source":"Coast Courier - News","url":"https://copies.example/5","text":"The fifth ferry left at noon."}
{"id":"f","source":"Guest Writer","url":"https://cooking.courier.example/6","text":"The sixth ferry left at noon."}
{"id":"g","source":"Guest Writer","url":"https://hill.example/7","text":"The seventh ferry left at noon."}
{"id":"h","source":"Guest Writer","text":"The eighth ferry left at noon."}
{"id":"i","url":"https://courier.example/9","author":"Ann Lee","date":"2024-10-18","text":"The ninth ferry left at noon."}
{"id":"j","url":"https://notcourier.example/10","text":"The tenth ferry left at noon."}
{"id":"k","url":"https://courier.example.evil.example/11","text":"The eleventh ferry left at noon."}
{"id":"l","source":"www.courier.example","text":"The twelfth ferry left at noon."}
"#;

fn ids(dir: &Dir, query: &str) -> String {
    let answer = dir.search(query);
    let ids = answer.hits().iter().map(|hit| hit["id"].as_str().expect("an id"));
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.concat()
}

fn records(lines: &str) -> Dir {
    let dir = Dir::new();
    dir.write("wire.jsonl", lines);
    dir.run("index wire.jsonl --no-clean").code(0);
    dir
}

#[test]
fn a_name_and_its_host_find_the_same_articles() {
    let dir = records(RECORDS);
    let all = "abcdefil";
    for (query, expected) in [
        ("site:courier.example", all),
        ("site:www.Courier.example", all),
        ("site:https://courier.example/news", all),
        ("site:\"Coast Courier\"", all),
        ("site:“The Coast Courier”", all),
        ("site:\"The Courier\"", all),
        ("site:courier", "abcdefikl"), // the words of a host
        ("site:(courier.example OR hill.example)", "abcdefgil"),
        ("ferry -site:courier.example", "ghjk"),
        ("site:blogs.courier.example", "c"),
        ("site:\"Coast Courier - Opinion\"", "c"),
        ("site:\"Guest Writer\"", "fgh"),
        ("site:hill.example", "g"),
        ("site:copies.example", "e"),
        ("site:evil.example", "k"),
        ("site:couri", ""),
        ("site:couri*", "abcdefikl"),
        ("site:example.evil", ""),
    ] {
        assert_eq!(ids(&dir, query), expected, "{query}");
    }
}

#[test]
fn an_article_before_a_name_makes_no_difference() {
    let record = |id, site| {
        format!("{{\"id\":\"{id}\",\"source\":\"{site}\",\"text\":\"The ferry left the pier at noon.\"}}\n")
    };
    let names = [
        ("a", "The Coast Courier"),
        ("b", "Hill Journal"),
        ("c", "Die Woche"),
        ("d", "L'Avenir"),
        ("e", "Sun Hill"),
    ];
    let dir = records(&names.map(|(id, name)| record(id, name)).concat());
    for (query, expected) in [
        ("site:\"the hill journal\"", "b"),
        ("site:\"coast courier\"", "a"),
        ("site:\"The Coast Courier\"", "a"),
        ("site:woche", "c"),
        ("site:\"la woche\"", "c"),
        ("site:avenir", "d"),
        ("site:\"l'avenir\"", "d"),
        ("site:\"the hill\"", "b"), // not Sun Hill
        ("site:\"the journal\"", ""),
    ] {
        assert_eq!(ids(&dir, query), expected, "{query}");
        assert_eq!(dir.search(query).notes(), usize::from(expected.is_empty()), "{query}");
    }
}

#[test]
fn the_order_of_indexing_makes_no_difference() {
    let mut reversed: Vec<&str> = RECORDS.lines().collect();
    reversed.reverse();
    let dir = Dir::new();
    for (number, record) in reversed.iter().enumerate() {
        dir.write(&format!("wire/{number}.jsonl"), format!("{record}\n"));
        dir.run("index wire --no-clean").code(0);
    }
    for query in ["site:courier.example", "site:\"Coast Courier\""] {
        assert_eq!(ids(&dir, query), "abcdefil", "{query}");
    }
    assert_eq!(ids(&dir, "site:\"Guest Writer\""), "fgh");
}

#[test]
fn a_note_says_what_was_read_for_a_name_or_host() {
    let dir = records(RECORDS);
    dir.run("search 'site:\"Coast Courier\"'")
        .says("note: site:\"Coast Courier\" was also read as courier.example (3 articles more)");
    dir.run("search site:courier.example")
        .says("site:courier.example was also read as \"Coast Courier (Online)\", \"Coast Courier - News\" (2 articles more)");
    assert_eq!(dir.search("site:\"Guest Writer\"").notes(), 0);
}

#[test]
fn a_result_names_its_source_and_day() {
    let dir = records(RECORDS);
    dir.run("search ninth").shows("   courier.example · 2024-10-18 · wire.jsonl#i:1\n");
    dir.run("search first").shows("   Coast Courier - News · wire.jsonl#a:1\n");
    dir.run("show wire.jsonl#i").shows("wire.jsonl#i  courier.example · 2024-10-18\n");
    let csv = dir.run("search ninth --format csv").stdout;
    assert!(csv.ends_with("\"courier.example\",\"Ann Lee\",\"https://courier.example/9\"\r\n"), "{csv}");
}

#[test]
fn status_lists_what_is_there() {
    let dir = records(RECORDS);
    let sites = "Coast Courier - News 5\nGuest Writer 3\nCoast Courier (Online) 1\nCoast Courier - Opinion 1\n\
                 courier.example.evil.example 1\nnotcourier.example 1\n";
    assert_eq!(dir.run("status --sites").code(0).stdout, sites);
    assert_eq!(dir.run("status --authors").stdout, "Ann Lee 1\nunknown 11\n");
    assert_eq!(dir.run("status --languages").stdout, "en 12\n");
    dir.run("status --sites --authors --format json")
        .shows("\"sites\":[{\"value\":\"Coast Courier - News\",\"count\":5},")
        .shows("\"authors\":[{\"value\":\"Ann Lee\",\"count\":1},{\"value\":null,\"count\":11}]");
}

#[test]
fn a_note_on_several_parts_of_a_query_stands_once() {
    let dir = records(RECORDS);
    let answer = dir.search("path:wire.jsonl#a OR path:wire.jsonl#b:2");
    assert_eq!((answer.total(), answer.notes()), (12, 1));
    dir.run("search path:wire.jsonl#a").says("all records of wire.jsonl match");
}

#[test]
fn values_of_alternatives_and_exclusions_are_looked_up_although_articles_match() {
    let dir = records(RECORDS);
    for query in ["ferry OR site:nowhere.example", "ferry -site:nowhere.example"] {
        let notes = dir.search(query).0["notes"].to_string();
        assert!(notes.contains("no article has site:nowhere.example"), "{query}: {notes}");
    }
    assert_eq!(dir.search("ferry site:hill.example").notes(), 0);
}

#[test]
fn a_host_is_read_alike_however_its_address_is_written() {
    let urls = [
        "https://xn--bcher-kva.example/a",
        "HTTPS://www.BÜCHER.example.:80/b",
        "https://ann:pw@10.0.0.1:99/",
        "https://11.0.0.1/",
        "//[::1]/a",
        "https://[2001:DB8::5]:8080/",
    ];
    let record =
        |(id, url)| format!("{{\"id\":\"{id}\",\"url\":\"{url}\",\"text\":\"The crew was quiet.\"}}\n");
    let dir = records(&urls.iter().enumerate().map(record).collect::<String>());
    for (clause, expected) in [
        ("site:bücher.example", "01"),
        ("site:xn--bcher-kva.example", "01"),
        ("site:10.0.0.1", "2"),
        ("site:https://10.0.0.1:99/", "2"),
        ("site:11.0.0.1", "3"),
        ("site:10", "2"),
        ("site:[::1]", "4"),
        ("site:2001:db8:0::5", "5"),
    ] {
        assert_eq!(ids(&dir, &format!("{clause} quiet")), expected, "{clause}");
    }
    let expected = "10.0.0.1 1\n11.0.0.1 1\n[2001:db8::5] 1\n[::1] 1\n";
    dir.run("search quiet --by site").shows("bücher.example 2\n").shows(expected);
    dir.run("search site:10.0.0.1 --cite -q").shows("10.0.0.1\n");
}
