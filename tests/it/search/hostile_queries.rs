//! Queries that nobody would type: whatever the text, a search ends within its budget, says what it left out,
//! and finds the same articles in every index of them.
//!
//! `CLIPPINGS_THOROUGH=330 cargo test --test it hostile_queries` tries as many.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clippings::internals::bench::Rng;
use clippings::{Hit, IndexDir, IndexOptions, Indexer, NoProgress, Request, Response, Searcher, Sort};

use crate::common::Dir;
use crate::common::thorough::Trials;

const SEED: u64 = 20_261_128;
/// Steps that most of the queries do with.
const MOST_STEPS: u64 = 500_000;
const COMMON: [&str; 12] =
    ["the", "of", "and", "to", "in", "a", "boat", "crew", "dock", "harbor", "ferry", "gull"];
const FIELDS: [&str; 8] = ["title:", "cut:", "site:", "lang:", "author:", "path:", "after:", "date:"];
const SCRIPTS: [&str; 9] = [
    "政府總統選舉",
    "👨\u{200d}👩\u{200d}👧🇺🇦🇫🇮",
    "e\u{301}\u{302}\u{323}",
    "Путин",
    "بوتين\u{202e}",
    "\u{0}\u{7}\u{7f}\u{feff}\u{200b}",
    "ปูติน",
    "\u{10ffff}\u{fffd}",
    "l'Élysée-d’été",
];

/// Writes articles of common words, one file each, with a day for some.
fn write_articles(folder: &Path, numbers: impl Iterator<Item = usize>) {
    fs::create_dir_all(folder).expect("a folder");
    for number in numbers {
        let mut text = format!("Ferry {number}\n\n");
        if number % 4 > 0 {
            let _ = write!(text, "{} May {}\n\n", 1 + number % 28, 2000 + number % 9);
        }
        for sentence in 0..8 + number % 5 {
            let rare = char::from(b'a' + ((number * 7 + sentence) % 26) as u8);
            let _ = write!(
                text,
                "The crew of the boat and a quay{rare} in the harbor saw gulls go to the dock. "
            );
        }
        fs::write(folder.join(format!("{number:03}.txt")), text).expect("written");
    }
}

fn index(dir: &IndexDir, folder: &Path, force_merge: bool) {
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(true);
    options.force_merge = force_merge;
    let report = Indexer::new(dir.clone()).options(options).run(&[folder.to_owned()], &NoProgress);
    assert_eq!(report.expect("indexed").failures, []);
}

/// Returns a number below `end`.
fn below(rng: &mut Rng, end: usize) -> usize {
    rng.below(end as u64) as usize
}

/// A part of a query: words with operators, patterns, other scripts, or characters at random.
fn clause(rng: &mut Rng, depth: usize) -> String {
    let word = |rng: &mut Rng| COMMON[below(rng, COMMON.len())];
    let words =
        |rng: &mut Rng, number: usize, by: &str| (0..number).map(|_| word(rng)).collect::<Vec<_>>().join(by);
    let letter = |rng: &mut Rng| char::from(b'a' + below(rng, 26) as u8);
    let number = 1 + below(rng, 12);
    match below(rng, if depth > 3 { 12 } else { 18 }) {
        0 => words(rng, number, [" w/999 ", " w/3 ", " pre/9 ", " /s ", " /p "][number % 5]),
        1 => format!("\"{}\"~{}", words(rng, number, " "), [0, 1, 9, 99, 100][number % 5]),
        2 => format!("\"{}\"", words(rng, number, " … ")),
        3 => format!("*{}{}*", letter(rng), letter(rng)),
        4 => format!("{}?{}*", letter(rng), letter(rng)),
        5 => format!("\"{}* {} *{} ?\"~7", letter(rng), word(rng), letter(rng)),
        6 => format!("{}~{}", words(rng, number, ""), number),
        7 => SCRIPTS[below(rng, SCRIPTS.len())].repeat(number * number),
        8 => format!("({})+$ .* [a-z]{{{number}}} \\{}", letter(rng), word(rng)),
        9 => format!("after:{}-{number} date:{}..{}", 1900 + below(rng, 200), below(rng, 9999), number),
        10 => "*".repeat(number) + &"?".repeat(number * 9),
        11 => format!("{} w/{} {}", word(rng), u64::MAX - number as u64, word(rng)),
        12 => format!("({}", clause(rng, depth + 1)),
        13 => format!("-({})", clause(rng, depth + 1)),
        14 => format!("{}({})", FIELDS[number % FIELDS.len()], clause(rng, depth + 1)),
        15 => format!("({}) w/{number} ({})", clause(rng, depth + 1), clause(rng, depth + 1)),
        16 => format!("\"{}", clause(rng, depth + 1)),
        _ => format!("({} OR {} AND NOT {})", clause(rng, depth + 1), word(rng), clause(rng, depth + 1)),
    }
}

/// The queries: long and deep ones, and as many at random as are missing.
fn queries(number: u32, mut rng: Rng) -> Vec<String> {
    let mut queries: Vec<String> = vec![
        "(".repeat(1000) + "the" + &")".repeat(1000),
        "NOT (".repeat(1000) + "the",
        "(the w/5 (of OR \"in a\"~5 AND ".repeat(1000),
        "title:(".repeat(500) + "*a*",
        "\"".repeat(999),
        "-".repeat(5000) + "the",
        "the of and in ".repeat(8000),
        format!("\"{}\"~99", "the ".repeat(3000)),
        format!("\"{}", "the crew of ".repeat(900)),
        ["the"; 600].join(" w/9 "),
        ["\"of the\"", "\"the crew of the boat\"~3"].join(" OR ").repeat(200),
        "a".repeat(100_000) + "*",
        "*e".repeat(50) + "*",
        "政府總統選舉俄羅斯".repeat(400),
        "e\u{301}".repeat(5000),
        "👨\u{200d}👩\u{200d}👧".repeat(1000),
        String::new(),
        "\"\" () -".repeat(40),
    ];
    let by_letters = |pattern: &dyn Fn(char, char) -> String| {
        let letters = (0..26 * 26u32).map(|number| {
            let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
            pattern(letter(number), letter(number / 26))
        });
        letters.collect::<Vec<_>>().join(" OR ")
    };
    queries.push(by_letters(&|a, b| format!("*{a}{b}*")));
    queries.push(by_letters(&|a, b| format!("{a}* w/5 {b}*")));
    queries.push(by_letters(&|a, b| format!("{a}{b}{a}{b}{a}{b}~2")));
    queries.push(by_letters(&|a, b| format!("cut:{a}?{b}*")));
    while queries.len() < number as usize {
        let joined = [" ", " OR ", " w/4 ", ", ", " AND "][below(&mut rng, 5)];
        let clauses: Vec<String> = (0..1 + below(&mut rng, 4)).map(|_| clause(&mut rng, 0)).collect();
        queries.push(clauses.join(joined));
    }
    queries
}

fn search(searcher: &Searcher, query: &str, max_steps: Option<u64>, sort: Sort) -> Response {
    let mut request = Request::new(query);
    request.max_steps = max_steps;
    request.sort = sort;
    request.limit = 100;
    request.max_passages = 0;
    searcher.search(&request).expect("a response")
}

/// Returns the hits and the number of articles found, with everything that a response says about them.
fn printed(response: &Response) -> String {
    let notes: Vec<_> = response.notes.iter().map(|note| note.reason.as_str()).collect();
    let mut printed = format!("{} {} {notes:?}", response.total, response.total_is_lower_bound);
    for hit in &response.hits {
        let _ = write!(printed, "\n{:?} {}", hit.path.file_name(), hit.score);
    }
    printed
}

fn short(query: &str) -> String {
    query.chars().take(200).collect()
}

#[test]
fn parts_of_answers_are_right_and_the_same_in_every_index() {
    let trials = Trials::new(45, SEED);
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("a");
    let [merged, grown] = ["merged", "grown"].map(|name| IndexDir::new(dir.path().join(name)));
    // The last articles first, in several segments.
    for part in (0..5).rev() {
        write_articles(&folder, part * 20..part * 20 + 20);
        index(&grown, &folder, false);
    }
    index(&merged, &folder, true);
    let [merged, grown] = [merged, grown].map(|dir| Searcher::open(&dir).expect("open"));
    for query in queries(trials.count, trials.rng()) {
        let whole = search(&merged, &query, Some(MOST_STEPS), Sort::Relevance);
        let in_grown = search(&grown, &query, Some(MOST_STEPS), Sort::Relevance);
        assert_eq!(printed(&whole), printed(&in_grown), "{}", short(&query));
        let is_noted = |response: &Response| {
            response.notes.iter().any(|note| note.reason.contains("more work than a search may do"))
        };
        assert_eq!(whole.total_is_lower_bound, is_noted(&whole), "{}", short(&query));
        for (max_steps, sort) in [(6_000, Sort::Relevance), (30_000, Sort::Oldest)] {
            let [part, again] =
                [&merged, &grown].map(|searcher| search(searcher, &query, Some(max_steps), sort));
            assert_eq!(printed(&part), printed(&again), "{} in {max_steps} steps", short(&query));
            assert_eq!(part.total_is_lower_bound, is_noted(&part), "{}", short(&query));
            assert!(part.total <= whole.total || whole.total_is_lower_bound, "{}", short(&query));
            assert!(part.total == whole.total || part.total_is_lower_bound, "{}", short(&query));
            let of_whole = |hit: &Hit| whole.hits.iter().any(|other| other.path == hit.path);
            let are_right = whole.total_is_lower_bound || part.hits.iter().all(of_whole);
            assert!(are_right, "{} in {max_steps} steps", short(&query));
        }
    }
}

#[test]
fn the_newest_articles_are_compared_first() {
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, index_dir) = (dir.path().join("a"), IndexDir::new(dir.path().join("index")));
    write_articles(&folder, 0..200);
    index(&index_dir, &folder, false);
    let searcher = Searcher::open(&index_dir).expect("open");
    let queries = [
        ("the w/9 of w/9 and", 20_000),
        ("\"crew of the\" OR \"of the boat\" OR \"to the dock\"", 4_000),
        ("crew AND (quays OR (harbor AND (gulls OR (boat AND NOT dogs))))", 1_000),
        ("-\"cats and dogs\" -\"to the quay\" -\"boat of the\"", 2_000),
    ];
    for ((query, max_steps), sort) in
        queries.iter().flat_map(|query| [Sort::Newest, Sort::Oldest].map(|sort| (query, sort)))
    {
        let all = search(&searcher, query, None, sort);
        let part = search(&searcher, query, Some(*max_steps), sort);
        assert!(!all.total_is_lower_bound && part.total_is_lower_bound, "{query}: {}", part.total);
        assert!(
            all.total == 200 && (8..200).contains(&part.total),
            "{query}: {} of {}",
            part.total,
            all.total
        );
        let printed = |response: &Response| {
            let hits = response.hits.iter().take(part.hits.len());
            hits.map(|hit| (hit.metadata.published, hit.path.clone(), hit.score)).collect::<Vec<_>>()
        };
        assert_eq!(printed(&part), printed(&all), "{sort:?} {query}");
    }
}

#[test]
fn a_long_quote_with_a_rare_word_is_searched_in_all_articles() {
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, index_dir) = (dir.path().join("a"), IndexDir::new(dir.path().join("index")));
    write_articles(&folder, 0..200);
    index(&index_dir, &folder, false);
    let searcher = Searcher::open(&index_dir).expect("open");
    let query = "\"18 May 2008 the crew of the boat and a quayp in the harbor saw gulls go to the dock\"";
    let response = search(&searcher, query, Some(4_000), Sort::Newest);
    assert_eq!((response.total, response.total_is_lower_bound), (1, false));
}

#[test]
fn every_mode_of_output_answers_hostile_queries() {
    let dir = Dir::new();
    write_articles(&dir.path("a"), 0..24);
    dir.run("index a --no-clean").code(0);
    let max = usize::MAX.to_string();
    let modes: [&[&str]; 12] = [
        &["--count"],
        &["--format", "json", "-n", "3"],
        &["--format", "csv", "-n", &max],
        &["--format", "trec"],
        &["-l", "-0"],
        &["--any", "--variants", "--suggest", "--explain"],
        &["--cut"],
        &["--offset", &max, "-n", &max],
        &["-C", &max, "--snippets", &max],
        &["--sort", "oldest", "--since", "1000", "--until", "9999"],
        &["--offset", &max, "--count"],
        &["-n", "0"],
    ];
    let queries = queries(40, Rng::new(SEED));
    for (number, query) in queries.iter().enumerate() {
        let mode = modes[number % modes.len()];
        let run = dir.input(&[&["search", "-"], mode].concat(), query);
        let name = format!("{mode:?} {}: {:?} {}", short(query), run.code, run.stderr);
        // A text without words is an error of its own.
        assert!(matches!(run.code, Some(0 | 1)) || query.trim().is_empty(), "{name}");
        assert!(!run.stderr.contains("panicked"), "{name}");
        let is_noted = run.stderr.contains("more work than a search may do");
        let is_said = run.stderr.contains("at least") || run.stderr.contains("in what was searched");
        assert_eq!(is_noted, is_said, "{name}");
    }
    let lines: Vec<String> = queries.iter().map(|query| query.replace(['\n', '\t', '\0'], " ")).collect();
    dir.write("queries.txt", lines.join("\n"));
    dir.args(&["search", "--queries", "queries.txt", "--format", "json", "-n", "2"]).code(0);
}
