//! What the tools answer.

use clippings::internals::bench::Rng;
use serde_json::{Value, json};

use crate::common::paged::paged_archive;
use crate::common::{Dir, article};
use crate::mcp::client::{Assistant, cursor_in, fenced};

/// Returns a folder with an index of a few articles.
fn archive() -> Dir {
    let dir = Dir::new();
    let ferry = "“We will keep the ferry in the harbor,” the mayor, Ada Kirby, said on Friday.";
    dir.write("news/a.txt", article("The ferry stays", "2024-10-18", ferry));
    dir.write(
        "news/b.txt",
        article("A dark lighthouse", "2023-05-02", "The lighthouse has been dark since the storm."),
    );
    let lines =
        (1..=143).map(|line| format!("The tide came in for the {line}. time.\n\n")).collect::<String>();
    dir.write("news/long.txt", lines);
    dir.write("news/two.jsonl", "{\"id\": \"x:1\", \"text\": \"The gulls left the pier.\"}\n{\"id\": \"y#2\", \"text\": \"The gulls came back.\"}\n");
    dir.run("index news --no-clean").code(0);
    dir
}

fn path(dir: &Dir, name: &str) -> String {
    dir.path(name).canonicalize().expect("a file").display().to_string()
}

#[test]
fn search_names_the_place_and_the_sentence() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let text = assistant.text("search", json!({"query": "ferry harbor"}));
    let (_, ours, quoted) = fenced(&text);
    assert!(ours.starts_with("1 of 5 articles match, best first (index written just now)."), "{ours}");
    let place = format!("2024-10-18 · {}:5", path(&dir, "news/a.txt"));
    assert!(quoted.contains("1. The ferry stays\n") && quoted.contains(&place), "{quoted}");
    assert!(quoted.contains("“We will keep the ferry in the harbor,”"), "{quoted}");
}

#[test]
fn a_search_that_finds_nothing_says_what_comes_close() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let text = assistant.text("search", json!({"query": "\"keep the boat in the harbor\""}));
    assert!(text.starts_with("Nothing found in 5 articles") && text.contains("these come closest"), "{text}");
    assert!(text.contains("boat → ferry"), "{text}");
    let text = assistant.text("search", json!({"query": "lighthouse", "since": "2024"}));
    assert!(text.contains("Without the folder and the days, 1 article match"), "{text}");
    let text = assistant.text("search", json!({"query": "lihgthouse"}));
    assert!(text.contains("lighthouse (1 article)"), "{text}");
}

#[test]
fn a_file_with_pages_is_read_by_them() {
    let dir = paged_archive();
    let mut assistant = Assistant::start(&dir);
    let name = path(&dir, "budget.pdf");
    let found = assistant.text("search", json!({"query": "ferry"}));
    assert!(found.contains(&format!("{name}:p.2\n")), "{found}");
    let text = assistant.text("read", json!({"article": format!("{name}:p.3"), "lines": 4}));
    let (_, ours, quoted) = fenced(&text);
    assert!(ours.starts_with("Pages 2–3 of 3."), "{ours}");
    assert!(ours.contains("Pages before: around_line 2."), "{ours}");
    assert!(quoted.contains(" p.2  Nobody objected.\n p.3  “We will sell the crane,”"), "{quoted}");
    let text = assistant.text("check_quote", json!({"quotes": ["We will sell the crane"]}));
    assert!(text.contains(&format!("{name}:p.3")), "{text}");
}

#[test]
fn arguments_that_cannot_be_meant_are_told() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    for (tool, arguments, part) in [
        ("search", json!({}), "query is empty"),
        ("search", json!({"query": "  "}), "query is empty"),
        ("search", json!({"query": "!!!"}), "asks for nothing"),
        ("search", json!({"query": 7}), "query cannot be “7”: expected a text."),
        ("search", json!({"query": "a", "limit": 0}), "expected a whole number from 1 to 20"),
        ("search", json!({"query": "a", "limit": 21}), "expected a whole number from 1 to 20"),
        ("search", json!({"query": "a", "sort": "best"}), "expected relevance, newest, oldest"),
        ("search", json!({"query": "a", "since": "soon"}), "expected a day, month or year such as"),
        ("search", json!({"query": "a", "lang": "Klingonish"}), "expected a code such as en"),
        ("search", json!({"query": "a", "site": "nowhere.example"}), "no article has site:nowhere.example"),
        ("search", json!({"query": "a", "folder": "/nowhere"}), "no such folder"),
        ("search", json!({"query": "a", "from": "2024"}), "search has no argument from: it has query, since"),
        ("search", json!({"query": "x".repeat(3000)}), "longer than 2000 bytes"),
        ("read", json!({}), "article is missing"),
        ("read", json!({"article": "/nowhere/a.txt"}), "no article /nowhere/a.txt in the index"),
        ("check_quote", json!({}), "quotes is empty"),
        ("check_quote", json!({"quotes": ["a", ""]}), "Quotation 2 is empty"),
        ("check_quote", json!({"quotes": vec!["a"; 21]}), "give at most 20"),
        ("check_quote", json!({"quotes": [1]}), "expected a list of texts"),
    ] {
        let error = assistant.error(tool, arguments.clone());
        assert!(error.contains(part), "{arguments}: {error}");
    }
}

#[test]
fn what_models_write_otherwise_is_read() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let arguments = json!({"query": "ferry", "limit": "3", "cut": "false", "site": null, "folder": "news", "lang": "English"});
    assert!(assistant.text("search", arguments).contains("The ferry stays"));
    assert!(assistant.text("check_quote", json!({"quotes": "keep the ferry"})).contains("1. verbatim"));
}

#[test]
fn read_shows_numbered_lines_and_goes_on() {
    let dir = archive();
    let article = path(&dir, "news/long.txt");
    let mut assistant = Assistant::start(&dir);
    let first = assistant.text("read", json!({"article": article}));
    assert!(
        first.starts_with("Lines 1–79 of 285.")
            && first.contains("\n   1  The tide came in for the 1. time."),
        "{first}"
    );
    let next = assistant.text("read", json!({"cursor": cursor_in(&first)}));
    assert!(next.starts_with("Lines 81–159 of 285."), "{next}");
    let around = assistant.text("read", json!({"article": format!("{article}:201"), "lines": 8}));
    assert!(
        around.starts_with("Lines 197–211 of 285.") && around.contains("Lines before: around_line 195."),
        "{around}"
    );
    let marked = assistant.text("read", json!({"article": article, "mark": "for the 120. time", "lines": 4}));
    assert!(marked.contains(" 239  The tide came in for the 120. time."), "{marked}");
    let end = assistant.text("read", json!({"article": article, "around_line": 9999}));
    assert!(
        end.contains("There is no line 9999") && end.contains("The tide came in for the 143. time."),
        "{end}"
    );
    let none = assistant.text("read", json!({"article": article, "mark": "volcano"}));
    assert!(none.contains("does not have the words of mark"), "{none}");
}

#[test]
fn read_finds_records_by_the_names_that_search_prints() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let (_, _, quoted) = fenced(&assistant.text("search", json!({"query": "gulls"})));
    let places: Vec<&str> = quoted.lines().filter(|line| line.contains(".jsonl#")).collect();
    assert_eq!(places.len(), 2, "{quoted}");
    for place in places {
        let text = assistant.text("read", json!({"article": place}));
        assert!(text.contains("The gulls"), "{text}");
    }
    let file = path(&dir, "news/two.jsonl");
    assert!(assistant.error("read", json!({"article": file})).contains("has 2 articles: name one by its id"));
    let error = assistant.error("read", json!({"article": format!("{file}#z")}));
    assert!(error.contains("has the id z: it has 2 articles, as "), "{error}");
}

#[test]
fn what_was_cut_is_folded_and_shown_on_request() {
    let dir = Dir::with_seeds();
    dir.run("index seeds").code(0);
    let mut assistant = Assistant::start(&dir);
    let article = path(&dir, "seeds/003_f7d78eb1bd6ee391.txt");
    let text = assistant.text("read", json!({"article": article}));
    let folded = text.lines().find(|line| line.ends_with("(cut)")).unwrap_or_else(|| panic!("{text}"));
    let line: u32 =
        folded.trim().split(['–', ' ']).next().and_then(|line| line.parse().ok()).expect("a line");
    assert!(text.contains("(cut) marks lines that were taken for clutter"), "{text}");
    let text = assistant.text("read", json!({"article": article, "around_line": line}));
    assert!(text.contains(&format!("{line:>4}  (cut) ")), "{text}");
}

#[test]
fn check_quote_says_what_stands_in_the_archive() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let quotes = [
        "“We will keep the ferry in the harbor”",
        "We will keep the old ferry in the harbor",
        "We will … in the harbor",
        "Nobody has ever said such words",
        "…",
    ];
    let (_, ours, quoted) = fenced(&assistant.text("check_quote", json!({"quotes": quotes})));
    for line in [
        "1. verbatim, in 1 article",
        "2. differs, in 1 article",
        "3. elided, in 1 article",
        "4. absent",
        "5. absent",
    ] {
        assert!(ours.contains(line), "{ours}");
    }
    let place = format!("1. 2024-10-18 · {}:5 · said by Ada Kirby", path(&dir, "news/a.txt"));
    assert!(quoted.contains(&place) && quoted.contains("put in: old"), "{quoted}");
}

#[test]
fn overview_tells_what_the_archive_holds() {
    let dir = archive();
    let mut assistant = Assistant::start(&dir);
    let text = assistant.text("overview", json!({}));
    for part in [
        "5 articles, index written just now.",
        "Published from 2023-05-02 to 2024-10-18.",
        "up to date with its folders",
        "/news: 5 articles; up to date",
    ] {
        assert!(text.contains(part), "{text}");
    }
    dir.write("news/c.txt", "The bell rings.\n");
    let text = assistant.text("overview", json!({}));
    assert!(text.contains("The index is behind its folders") && text.contains("1 new file"), "{text}");
}

#[test]
fn answers_are_short_unless_more_is_asked_for() {
    let sentence =
        "Їжак сидить у старому порту і чекає на пором, що не приходить, бо буря ще не скінчилася. ";
    let words = "місто дощ хвиля човен берег маяк чайка вітер сонце гора ліс поле шлях міст школа хліб вода";
    let words: Vec<&str> = words.split(' ').collect();
    let mut rng = Rng::new(7);
    let mut line = |number: usize| {
        let picked: Vec<&str> = (0..60).filter_map(|_| rng.pick(&words).copied()).collect();
        format!("{number} {sentence}{}.\n\n", picked.join(" "))
    };
    let texts: Vec<String> = (0..30).map(|_| (0..40).map(&mut line).collect()).collect();
    let dir = Dir::with_articles((0..30).zip(texts));
    let mut assistant = Assistant::start(&dir);
    let article = path(&dir, "news/7.txt");
    let usual = [
        ("search", json!({"query": "пором"})),
        ("search", json!({"query": "\"пором\" порту"})),
        ("read", json!({"article": article})),
        ("read", json!({"article": article, "mark": "буря"})),
        ("check_quote", json!({"quotes": vec![sentence; 5]})),
        ("overview", json!({})),
    ];
    for (tool, arguments) in usual {
        let length = assistant.text(tool, arguments.clone()).len();
        assert!(length <= 2_400, "{tool} {arguments}: {length} bytes");
    }
    let long: Vec<Value> = vec![
        json!({"name": "search", "arguments": {"query": "пором", "limit": 20}}),
        json!({"name": "read", "arguments": {"article": article, "lines": 120}}),
        json!({"name": "check_quote", "arguments": {"quotes": vec![sentence.repeat(8); 20]}}),
    ];
    for call in long {
        let text = assistant.text(call["name"].as_str().expect("a name"), call["arguments"].clone());
        assert!(text.len() > 4_000, "{} bytes: {text}", text.len());
        fenced(&text);
    }
}

#[test]
fn copies_are_one_result() {
    let dir = Dir::new();
    let sentences = [
        "The harbor master closed the northern pier on Tuesday after a crack was found in its second pillar.",
        "Divers will look at the foundations as soon as the tide allows them to work below the surface.",
        "Fishermen have to land their catch in the next town until the repair is finished in the spring.",
        "The council has set aside a sum for the work and expects the rest from the ministry of transport.",
        "Nobody was hurt when a part of the railing fell into the water during the storm of last week.",
    ];
    let story = sentences.join("\n\n");
    for name in ["a", "b", "c"] {
        dir.write(&format!("news/{name}.txt"), format!("A pier is closed\n\n{story}\n"));
    }
    dir.run("index news --no-clean").code(0);
    let text = Assistant::start(&dir).text("search", json!({"query": "pillar pier"}));
    assert!(text.starts_with("3 of 3 articles match (1 story)") && text.contains("and 2 copies"), "{text}");
}
