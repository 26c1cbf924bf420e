//! Queries on the five articles in `seeds/`.

use crate::common::Dir;

#[test]
fn queries_find_the_expected_articles() {
    let dir = Dir::seeded();
    let all_files = ["000", "001", "002", "003", "004"];
    for (query, files) in [
        ("Kursk", &["003", "004"][..]),
        ("\"grave security threat\"", &["001"]),
        ("“They’re fair game,”", &["002"]),
        ("\"they're fair game\"", &["002"]),
        ("They're fair game", &["002"]),
        ("\"all available means\"", &["001", "003"]),
        ("troop", &all_files),
        ("\"troop\"", &["002"]),
        ("Tertytsky", &["004"]),
        ("12,000", &all_files),
        ("12.000", &all_files),
        ("title:Ukraine Kursk", &["003"]),
        ("Kursk -Budanov", &["004"]),
        ("Tertytsky OR Budanov", &["003", "004"]),
    ] {
        let answer = dir.search(query);
        let mut found_files = answer.files();
        found_files.sort();
        assert_eq!(found_files, files, "{query}");
        assert_eq!(answer.total(), files.len() as u64, "{query}");
    }
}

#[test]
fn boilerplate_matches_only_in_cut_text() {
    let dir = Dir::seeded();
    for query in [
        "Merkel",
        "visa",
        "\"Gift membership\"",
        "subscribe",
        "\"indicates required\"",
        "\"Leave a comment\"",
        "copyright",
    ] {
        assert_eq!(dir.search(query).total(), 0, "{query}");
        let run = dir.args(&["search", "--cut", query]);
        run.code(0).says("of 5 articles");
        dir.args(&["search", query]).code(1).says("`--cut` shows it");
    }
}

#[test]
fn line_numbers_refer_to_the_original_file() {
    let dir = Dir::seeded();
    let answer = dir.search("Kursk");
    let mut lines: Vec<_> =
        answer.hits().iter().map(|hit| (hit["path"].as_str(), hit["line"].as_u64())).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            (Some("seeds/003_f7d78eb1bd6ee391.txt"), Some(11)),
            (Some("seeds/004_8c60641240e76014.txt"), Some(21))
        ]
    );
}

#[test]
fn snippets_are_sentences_with_matches_marked() {
    let dir = Dir::seeded();
    let threat = dir.search("\"grave security threat\"");
    assert_eq!(threat.marks(0), ["grave security threat"]);
    assert!(!threat.snippet(0).contains("member"), "{}", threat.snippet(0));
    for query in ["“They’re fair game,”", "\"they're fair game\""] {
        assert_eq!(dir.search(query).marks(0), ["They’re fair game"], "{query}");
    }
    assert_eq!(dir.search("They're fair game").marks(0), ["They’re", "fair", "game"]);
    let numbers = dir.search("12,000");
    for index in 0..5 {
        assert!(numbers.marks(index).iter().all(|mark| mark == "12,000"), "{}", numbers.snippet(index));
    }
    let kursk = dir.search("Kursk Budanov");
    assert!(kursk.snippet(0).starts_with("Ukraine’s military intelligence chief, Kyrylo Budanov, claimed"));
    assert!(kursk.snippet(0).ends_with("near the Ukrainian border."), "{}", kursk.snippet(0));
}

#[test]
fn dates_are_publication_dates() {
    let dir = Dir::seeded();
    let answer = dir.search("troop");
    let mut dates: Vec<_> = answer.files().into_iter().zip(answer.hits()).collect();
    dates.sort_by(|a, b| a.0.cmp(&b.0));
    let dates: Vec<_> = dates.iter().map(|(_, hit)| hit["published"].as_str()).collect();
    assert_eq!(dates, [None, Some("2024-10-18"), None, None, Some("2024-10-19")]);
}

#[test]
fn json_has_the_documented_fields() {
    let dir = Dir::seeded();
    let run = dir.run("search Kursk --format json");
    run.code(0);
    assert_eq!(run.stdout.lines().count(), 1);
    let answer = dir.search("Kursk").0;
    let names =
        |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&answer), ["hits", "notes", "query", "took_ms", "total", "understood", "written"]);
    let hit = &answer["hits"][0];
    assert_eq!(names(hit), ["id", "line", "page", "path", "published", "rank", "score", "snippet", "title"]);
    assert!(hit["id"].is_null() && hit["score"].as_f64() > Some(0.0) && hit["rank"] == 1);
}

#[test]
fn canonical_query_gives_the_same_results() {
    let dir = Dir::seeded();
    for query in
        ["“they’re fair game,”", "north OR “south korea” -putin", "title:(korea OR russia) 12,000", "("]
    {
        let first = dir.search(query);
        let again = dir.search(first.understood());
        assert_eq!((first.files(), first.total()), (again.files(), again.total()), "{query}");
        assert_eq!(first.understood(), again.understood());
    }
}
