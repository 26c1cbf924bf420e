//! The command `search`.

use crate::common::{Dir, run};

#[test]
fn search_with_folders_indexes_first() {
    let dir = Dir::with_seeds();
    let first = dir.run("search Kursk --in seeds");
    first
        .code(0)
        .says("indexed 5 articles")
        .says("2 of 5 articles")
        .shows("seeds/003_f7d78eb1bd6ee391.txt:11");
    dir.run("search Kursk --in seeds").code(0).says("up to date");
}

#[test]
fn hits_are_limited_to_the_given_folders() {
    let dir = Dir::new();
    dir.write("a/one.txt", "The Kursk region is held by the army.\n");
    dir.write("a/deep/two.txt", "The Kursk region was quiet on the day.\n");
    dir.write("b/three.txt", "The Kursk region is far away from here.\n");
    dir.run("index a b").code(0);
    for (line, total) in [
        ("search Kursk --format json", 3),
        ("search Kursk --format json --in a", 2),
        ("search Kursk --format json --in a/deep", 1),
        ("search Kursk --format json --in a/deep --in b", 2),
        ("search Kursk --format json --in .", 3),
    ] {
        let run = dir.run(line);
        let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(answer["total"], total, "{line}: {}", run.stderr);
    }
}

#[test]
fn search_refreshes_the_index() {
    let dir = Dir::new();
    dir.write("a/one.txt", "The dam was opened on Monday by the crew.\n")
        .write("a/two.txt", "Nothing to see.\n");
    dir.run("search dam --in a").code(0);
    dir.write("a/one.txt", "The bridge was opened on Monday by the crew.\n");
    dir.write("a/three.txt", "A third article about a harbour.\n");
    std::fs::remove_file(dir.path("a/two.txt")).expect("removed");
    dir.run("search bridge --in a").code(0).says("1 added, 1 updated, 1 removed");
    dir.run("search dam").code(1);
    dir.run("search see").code(1);
    dir.run("search harbour").code(0);
}

#[test]
fn separate_digits_do_not_match_a_number() {
    let dir = Dir::new();
    dir.write("a/apart.txt", "There were 12 ships and 000 was the code.\n");
    dir.write("a/whole.txt", "There were 12,000 ships in the harbour.\n");
    dir.run("index a").code(0);
    assert_eq!(dir.search("12,000").files(), ["who"]);
}

#[test]
fn every_input_is_a_query() {
    let dir = Dir::seeded();
    for (query, total) in [
        ("Putin: we will", 1),
        ("F-16", 0),
        ("(", 0),
        ("\"grave security", 1),
        ("grave security\"", 1),
        ("don't", 0),
        ("the president's", 5),
        ("https://example.org/a?b=c#d", 0),
        ("10:30", 0),
        ("x AND", 0),
        ("a:(^", 5),
        ("*^2", 1),
        ("-Putin", 1),
        ("\\", 0),
        ("{}[]^~*?:/", 0),
    ] {
        let answer = dir.search(query);
        assert_eq!(answer.total(), total, "{query}: {}", answer.0);
        dir.args(&["search", "--", query]).clear().code(i32::from(total == 0));
    }
}

#[test]
fn words_with_leading_dashes_belong_to_the_query() {
    let dir = Dir::seeded();
    dir.run("search Kursk -Budanov").code(0).says("for: Kursk -Budanov");
    dir.run("search -Budanov -n 1 Kursk").code(0).says("for: -Budanov Kursk");
    dir.run("search Kursk --nonsense").fails("there is no option --nonsense");
    dir.run("search Kursk -- --nonsense").code(1).says("for: Kursk nonsense");
}

#[test]
fn lost_shell_quotes_are_noted() {
    let dir = Dir::seeded();
    dir.args(&["search", "grave security threat"]).code(0).says("the shell removes double quotes");
    dir.args(&["search", "grave", "security"]).code(0);
    let plain = dir.args(&["search", "grave", "security"]);
    assert!(!plain.stderr.contains("note"), "{}", plain.stderr);
    dir.input(&["search", "-"], "“grave security threat”\n").code(0).says("1 of 5 articles");
}

#[test]
fn limits_and_counts() {
    let dir = Dir::seeded();
    let run = dir.run("search Russia -n 2 --format json");
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((answer["total"].as_u64(), answer["hits"].as_array().map(Vec::len)), (Some(5), Some(2)));
    dir.run("search Russia -n 0").code(0);
}

#[test]
fn piped_output_is_plain_and_quiet_prints_nothing() {
    let dir = Dir::seeded();
    let run = dir.run("search Kursk");
    assert!(!run.stdout.contains('\x1b') && !run.stderr.contains('\x1b'));
    run.shows("**Kursk**");
    assert_eq!(dir.run("search Kursk -q").stderr, "");
}

#[test]
fn closed_pipe_ends_quietly() {
    let dir = Dir::seeded();
    let line = format!("{} search Russia | head -c 1 > /dev/null", env!("CARGO_BIN_EXE_clippings"));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &line]).current_dir(dir.path("")).env("CLIPPINGS_INDEX", dir.path("idx"));
    run(&mut shell, "").clear().code(0);
}

#[test]
fn missing_index_names_the_command_to_run() {
    let dir = Dir::new();
    dir.run("search Kursk").fails("run `clippings index FOLDER` first");
    assert!(!dir.path("idx").exists());
}

#[test]
fn index_in_the_current_folder_takes_precedence() {
    let dir = Dir::with_seeds();
    let mut here = dir.command();
    here.env_remove("CLIPPINGS_INDEX").args(["search", "Kursk", "--in", "seeds"]);
    run(&mut here, "").code(0);
    assert!(dir.path("home/.local/share/clippings/index/CURRENT").exists());
    dir.write("index/README.md", "The index lies here.");
    let mut here = dir.command();
    here.env_remove("CLIPPINGS_INDEX").args(["search", "Kursk", "--in", "seeds"]);
    run(&mut here, "").code(0);
    assert!(dir.path("index/CURRENT").exists() && dir.path("index/README.md").exists());
}

#[test]
fn equal_scores_come_newest_first_then_by_path() {
    let dir = Dir::new();
    let text = |date: &str| {
        format!(
            "A quiet harbour\n\n{date}\n\nThe harbour of the town was quiet for the whole day, said the mayor.\n"
        )
    };
    dir.write("a/1.txt", text("October 18, 2023 12:14 PM"));
    dir.write("a/2.txt", text("October 18, 2024 12:14 PM"));
    dir.write("a/3.txt", text("October 18, 2022 12:14 PM"));
    dir.write("b/0.txt", text("October 18, 2023 12:14 PM"));
    dir.run("index a b").code(0);
    assert_eq!(dir.search("harbour").files(), ["2.t", "1.t", "0.t", "3.t"]);
}

#[test]
fn batch_queries() {
    let dir = Dir::seeded();
    dir.write("q.tsv", "q7\tKursk\n\nzzzz\nq9\t\"grave security threat\"\n");
    let run = dir.run("search --queries q.tsv --format json -n 1");
    let rows: Vec<serde_json::Value> =
        run.code(0).stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let seen: Vec<_> = rows.iter().map(|row| (row["qid"].as_str(), row["total"].as_u64())).collect();
    assert_eq!(seen, [(Some("q7"), Some(2)), (Some("3"), Some(0)), (Some("q9"), Some(1))]);
    assert_eq!(rows[0]["hits"].as_array().map(Vec::len), Some(1));
    run.says("2 of 3 queries found something");
    dir.input(&["search", "--queries", "-", "--format", "trec"], "zzzz\n").code(1);
    dir.run("search --queries nowhere.tsv").fails("cannot read the queries in nowhere.tsv: no such file");
    dir.run("search --queries q.tsv -q").shows("== q7: Kursk (2 articles)").shows("\n1. ");
}

#[test]
fn trec_output() {
    let dir = Dir::new();
    dir.write("a/my dam.txt", "The dam was opened on Monday by the crew.\n");
    dir.write("q.tsv", "q7\tdam crew zebra\n");
    dir.run("index a").code(0);
    let any = dir.run("search --queries q.tsv --format trec --any");
    let fields: Vec<&str> = any.code(0).stdout.split_whitespace().collect();
    assert_eq!([&fields[..4], &fields[5..]].concat(), ["q7", "Q0", "a/my%20dam.txt", "1", "clippings"]);
    assert!(fields[4].parse::<f32>().is_ok_and(|score| score > 0.0), "{fields:?}");
    dir.run("search --queries q.tsv --format trec").code(1);
}

#[test]
fn any_matches_any_word() {
    let dir = Dir::seeded();
    dir.run("search Merkelei Kursk").code(1);
    dir.run("search Merkelei Kursk --any").code(0).says("2 of 5 articles for: Merkelei OR Kursk");
    dir.run("search Merkelei Kursk Budanov --any -n 1").shows("Budanov");
    dir.run("search --any Kursk -Budanov").code(0).says("1 of 5 articles for: Kursk -Budanov");
}

#[test]
fn explain_describes_the_query() {
    let dir = Dir::new();
    let run = dir.run("explain Kursk w/5 troops -Putin )");
    run.code(0)
        .shows("Kursk in any inflection at most 5 words from troops")
        .shows("understood  Kursk w/5 troops -Putin")
        .shows("note        at character 25: this closing parenthesis")
        .shows("\nall of\n  near w/5");
    dir.run("explain ( --format json").code(1).shows(r#""understood":"","notes":[{"position":0"#);
    dir.run("explain Kursk --nope").fails("there is no option --nope");
    dir.run("index . --format trec").code(2).says("[possible values: text, json]");
    assert_eq!(dir.input(&["explain", "-", "-q"], "“a b”").stdout.lines().count(), 4);
    assert!(!dir.path("idx").exists());
}

#[test]
fn spelling_variants_are_suggested() {
    let dir = Dir::seeded();
    dir.run("search Tertytsky").code(0).says("Tertytsky is also spelled: Tertitsky (1 article)");
    dir.run("search Zelensky").says("Zelensky is also spelled: Zelenskyy (2 articles)\n");
    let run = dir.run("search Zelensky --variants --format json");
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (answer["total"].as_u64(), answer["understood"].as_str()),
        (Some(4), Some("Zelensky OR zelenskyy"))
    );
    let quoted = dir.args(&["search", "--variants", "\"Zelensky\""]);
    quoted.says("2 of 5 articles");
    let query = (1..300).map(|number| format!("pier{number}")).collect::<Vec<_>>().join(" OR ");
    dir.input(&["search", "-", "--variants", "--count"], &query).says("the first 256 words only");
}

#[test]
fn empty_results_come_with_suggestions() {
    let dir = Dir::seeded();
    let run = dir.run("search Kursk Merkel Scypre");
    run.code(1)
        .says("articles with each part: Kursk 2, Merkel 0, Scypre 1")
        .says("index written just now")
        .shows("No article matches the whole query. These match some of it:\n\n1. ")
        .shows("**Kursk**");
    let answer = dir.search("Kursk Merkel Scypre");
    assert_eq!((answer.total(), answer.files().len()), (0, 0));
    assert_eq!(answer.0["near_misses"][0]["matched"], 1);
    dir.run("search Zelenskiyy").code(1).says("Zelenskiyy: similar words in the index: Zelenskyy");
    for (query, counts, has_near_misses) in [
        ("“grave securty threat”", "grave 1, securty 0, threat 4", true),
        ("“grave security … Merkel said”", "\"grave security\" 1, \"merkel said\" 0", true),
        ("troops w/2 Kursk", "troops 5, Kursk 2", true),
        ("title:Kursk", "Kursk 2", true),
        ("“Angela Merkel” -Kursk", "angela 0, merkel 0", false),
    ] {
        let run = dir.args(&["search", "--", query]);
        run.code(1).says(&format!("articles with each part: {counts}"));
        assert_eq!(run.stdout.starts_with("No article "), has_near_misses, "{query}: {}", run.stdout);
    }
    dir.args(&["search", "“grave securty threat”"]).says("securty: similar words in the index: security");
    dir.run("search Kursk --since 2025").code(1).says("2 articles found outside the given dates\n");
}

/// Queries of words alone take the fast path; a filter that accepts every article forces the general one.
#[test]
fn fast_path_ranks_like_the_general_query() {
    let dir = Dir::new();
    for number in 0..60 {
        let filler = "The harbour was quiet on the day. ".repeat(1 + number % 7);
        let storm = "Storms delayed the ferry. Two PMs wrote. ".repeat(number % 4);
        let late = if number % 3 == 0 { "A storm and two of the PM’s ferries were late.\n" } else { "" };
        dir.write(&format!("a/{number:02}.txt"), format!("Notice {number}\n\n{filler}{storm}\n{late}"));
    }
    dir.run("index a").code(0);
    let mut compared = 0;
    for query in [
        "storm",
        "ferries",
        "storm ferry",
        "the storm",
        "storm OR ferry",
        "storms OR quiet OR late",
        "pms OR quiet",
        "storm OR PM’s",
        "pms storm",
        "stor*",
        "ferr*",
        "stirms~1",
    ] {
        let hits = |more: &[&str]| {
            let line = [&["search", "--format", "json"], more, &[query]].concat();
            let answer: serde_json::Value =
                serde_json::from_slice(&dir.command().args(line).output().expect("run").stdout)
                    .expect("JSON");
            answer["hits"]
                .as_array()
                .expect("hits")
                .iter()
                .map(|hit| (hit["path"].to_string(), hit["score"].as_f64().unwrap_or(-1.0)))
                .collect::<Vec<_>>()
        };
        let (fast_path, filtered) = (hits(&["-n", "100"]), hits(&["-n", "100", "--folder", "a"]));
        assert_eq!(fast_path.len(), filtered.len(), "{query}");
        // With a small limit, most hits are counted without computing their full score.
        let paths = |hits: &[(String, f64)]| hits.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        for few in ["1", "3", "7"] {
            let best = paths(&hits(&["-n", few]));
            assert_eq!(best, paths(&fast_path)[..best.len()], "{query} {few}");
            assert_eq!(best.len().to_string(), few, "{query}");
        }
        for (fast_hit, filtered_hit) in fast_path.iter().zip(&filtered) {
            assert!((fast_hit.1 - filtered_hit.1).abs() < 1e-4, "{query}: {fast_hit:?} {filtered_hit:?}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn possessives_match_without_apostrophe() {
    let dir = Dir::new();
    dir.write("a/one.txt", "The PM’s office in Kyiv said no more about the grain than it had.\n");
    dir.write("a/two.txt", "Two PMs met in Oslo, and nothing was said about the fish by either.\n");
    dir.run("index --no-clean a").code(0);
    for (query, expected_files, marks) in [
        ("pms", &["one", "two"][..], &["PMs", "PM’s"][..]),
        ("PM’s", &["one"], &["PM’s"]),
        ("pms OR oslo", &["one", "two"], &["Oslo", "PMs", "PM’s"]),
        ("\"pms\"", &["one", "two"], &["PMs", "PM’s"]),
    ] {
        let answer = dir.search(query);
        let (mut files, hits) = (answer.files(), answer.hits().len());
        files.sort_unstable();
        let mut marked: Vec<String> = (0..hits).flat_map(|hit| answer.marks(hit)).collect();
        marked.sort_unstable();
        assert_eq!(
            (files, marked),
            (
                expected_files.iter().map(|name| name.to_string()).collect(),
                marks.iter().map(|mark| mark.to_string()).collect()
            ),
            "{query}"
        );
    }
}
