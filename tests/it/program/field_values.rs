//! Values of fields that no article has, and paths as results print them.

use crate::common::Dir;

/// Indexes records of two sites and three authors, and files in folders.
fn archive() -> Dir {
    let dir = Dir::new();
    let record = |id, site, author, text| {
        format!("{{\"id\":\"{id}\",\"source\":\"{site}\",\"author\":\"{author}\",\"text\":\"{text}\"}}\n")
    };
    let records = [
        record("w1", "harbortimes.example", "Ann Lee", "The ferry was late on Monday, the crew said."),
        record("w2", "harbortimes.example", "Ann Lee", "The ferry was early on Friday, the crew said."),
        record("w3", "The Inland Courier", "Bob Stone", "The bridge was closed, the mayor of the town said."),
    ];
    dir.write("saved/wire.jsonl", records.concat());
    dir.write("saved/pages/041.txt", "The ferry was repaired in the yard, the owner of it said.\n");
    dir.write("saved/pages/my page.txt", "The yard has a new crane, the owner of it said on Monday.\n");
    dir.write("saved/041.txt", "The tram stood still for a day, the driver of it said.\n");
    dir.run("index saved --no-clean").code(0);
    dir
}

#[test]
fn an_unknown_value_is_noted_with_the_nearest() {
    let dir = archive();
    for (query, note) in [
        (
            "site:harbortimse.example ferry",
            "no article has site:harbortimse.example; the nearest: site:harbortimes.example (2 articles)",
        ),
        (
            "author:\"Ann Leee\"",
            "no article has author:\"Ann Leee\"; the nearest: author:\"Ann Lee\" (2 articles)",
        ),
        (
            "author:\"Stone Bob\"",
            "no article has author:\"Stone Bob\"; the nearest: author:\"Bob Stone\" (1 article)",
        ),
        ("author:stine", "the nearest: author:\"Bob Stone\" (1 article)"),
        ("site:ic", "the nearest: site:\"The Inland Courier\" (1 article)"),
        ("site:harbortimess", "the nearest: site:harbortimes.example (2 articles)"),
        ("site:inland courier bridge", "for the site write site:\"The Inland Courier\""),
        (
            "lang:englsh",
            "englsh is no language that articles are known to be in; did you mean lang:en (English)?",
        ),
        ("site:\"The Inland Curier\"", "the nearest: site:\"The Inland Courier\" (1 article)"),
        ("ferry -author:\"An Lee\"", "the nearest: author:\"Ann Lee\" (2 articles)"),
        ("ferry OR (site:nowhere tram)", "no article has site:nowhere"),
        ("path:saved/pages/042.txt", "the nearest: path:saved/pages/041.txt (1 article)"),
        (
            "lang:klingon",
            "klingon is no language that articles are known to be in; the languages here are English",
        ),
    ] {
        let answer = dir.search(query);
        assert!(
            answer.0["notes"].to_string().replace("\\\"", "\"").contains(note),
            "{query}: {}",
            answer.0["notes"]
        );
        dir.args(&["search", query]).says(note);
    }
    for query in ["site:ann", "author:bbo"] {
        assert!(!dir.search(query).0["notes"].to_string().contains("nearest"), "{query}");
    }
    for query in [
        "site:harbortimes.example",
        "site:inland",
        "site:'Inland Courier' bridge",
        "author:lee",
        "path:041.txt",
        "lang:en",
        "ferry",
    ] {
        assert_eq!(dir.search(query).notes(), 0, "{query}");
    }
}

#[test]
fn a_path_is_matched_as_results_print_it() {
    let dir = archive();
    let absolute = dir.path("saved").canonicalize().expect("a folder").display().to_string();
    for (query, total) in [
        ("path:041.txt", 2),
        ("path:saved/041.txt", 1),
        ("path:./saved/041.txt", 1),
        ("path:saved/041.txt:1", 1),
        ("path:saved/pages/041.txt", 1),
        ("path:saved/pages", 2),
        ("path:saved/pages/", 2),
        ("path:pages/041", 1),
        ("path:saved/pages/041", 1),
        ("path:SAVED/PAGES/041", 1),
        ("path:\"saved/pages/my page.txt\"", 1),
        ("path:saved", 6),
        ("path:saved/wire.jsonl", 3),
        ("path:saved/wire.jsonl#w2:1", 3),
        ("path:(saved/041.txt OR saved/pages/041.txt)", 2),
        ("ferry -path:saved/wire.jsonl", 1),
        ("path:elsewhere/041.txt", 0),
    ] {
        assert_eq!(dir.search(query).total(), total, "{query}");
    }
    assert_eq!(dir.search(&format!("path:{absolute}/pages/041.txt")).total(), 1);
    assert_eq!(dir.search(&format!("path:{absolute}")).total(), 6);
    for hit in dir.search("*").hits() {
        let path = hit["path"].as_str().expect("a path");
        assert_ne!(dir.search(&format!("path:\"{path}\"")).total(), 0, "{path}");
    }
}

#[test]
fn a_beginning_of_words_is_told_from_a_word() {
    let dir = archive();
    dir.run("search repai!").code(0).says("repai! was read as repai*: all words that begin so");
    dir.run("search ferry!").code(0).says("ferry! was read as a word; ferry* finds all that begin so");
    dir.run("search Ferry!").code(0).says("for: Ferry (");
    assert!(!dir.run("search Ferry!").stderr.contains("note"));
}
