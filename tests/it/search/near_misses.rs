//! Answers where no article matches: the closest ones, and the parts that match.

use crate::common::Dir;

fn beaches() -> Dir {
    let dir = Dir::new();
    dir.write(
        "a/speech.txt",
        "The speech was long.\n\nSo we shall fight on the beaches and in the hills, he said.\n",
    );
    dir.write(
        "a/other.txt",
        "The beaches were full.\n\nHe said that we shall see what they fight about in the end.\n",
    );
    for number in 0..30 {
        dir.write(
            &format!("b/{number}.txt"),
            "People say a lot about what they would do on a day like this one.\n",
        );
    }
    dir.run("index a b --no-clean").code(0);
    dir
}

#[test]
fn the_closest_wording_of_a_quote_is_shown_with_what_differs() {
    let dir = beaches();
    for (quote, marked, closeness) in [
        ("we shall fight in the beaches", "**we shall fight** on **the beaches**", "5 of 6 words: in → on"),
        (
            "we shall fight on beaches and",
            "**we shall fight on** the **beaches and**",
            "6 of 6 words, with “the” added",
        ),
        (
            "we shall fight at beaches and",
            "**we shall fight** on the **beaches and**",
            "5 of 6 words: at → on the",
        ),
        ("on the beach", "**on the** beaches", "2 of 3 words: beach → beaches"),
        (
            "we shall never fight on the beaches",
            "**we shall fight on the beaches**",
            "6 of 7 words: never → (nothing)",
        ),
    ] {
        let run = dir.args(&["search", &format!("“{quote}”")]);
        run.code(1).shows("No article has the whole quote. These come closest:\n\n1. ").shows(marked);
        run.shows(&format!("closest wording: {closeness}\n"));
    }
}

#[test]
fn content_words_decide_on_near_misses() {
    let dir = beaches();
    for (quote, expected) in [
        ("a lot of beaches", 0),
        ("such hills and he", 1),
        ("in the zorble", 0),
        ("they would do a zorble", 0),
        ("shall fight on the beech", 1),
    ] {
        let near = dir.search(&format!("“{quote}”")).0["near_misses"].as_array().map_or(0, Vec::len);
        assert_eq!(near, expected, "{quote}");
    }
}

#[test]
fn words_in_another_order_come_close() {
    let dir = beaches();
    for (quote, matched) in [
        ("hills the in and beaches the on fight shall we", 10),
        // More of them are side by side around a run.
        ("in the hills so we shall fight on the beaches and", 9),
    ] {
        let answer = dir.search(&format!("“{quote}”"));
        let near = &answer.0["near_misses"][0];
        assert_eq!((answer.total(), &near["path"]), (0, &"a/speech.txt".into()), "{quote}");
        assert_eq!(near["matched"], matched, "{quote}");
    }
}

#[test]
fn half_a_day_and_a_word_of_speaking_are_no_near_misses() {
    let dir = Dir::new();
    dir.write("a/1.txt", "The clock said 03:15 on the day of the wedding, the witness said.\n");
    dir.write("a/2.txt", "Nobody knew what the mayor said about it in the end.\n");
    dir.run("index a --no-clean").code(0);
    for query in ["\"2023-03-15\"", "said zzyzx"] {
        assert!(dir.search(query).0["near_misses"].as_array().is_none_or(Vec::is_empty), "{query}");
    }
}

#[test]
fn near_misses_are_no_hits() {
    let dir = beaches();
    let answer = dir.search("“we shall fight in the beaches”");
    assert_eq!((answer.total(), answer.hits().len()), (0, 0));
    let near = &answer.0["near_misses"][0];
    assert_eq!((&near["path"], &near["run"]), (&"a/speech.txt".into(), &3.into()));
    assert_eq!(near["differences"][0], serde_json::json!({"typed": "in", "written": "on"}));
    assert_eq!(dir.args(&["search", "“we shall fight in the beaches”", "--count"]).code(1).stdout, "0\n");
    dir.args(&["search", "“we shall fight in the beaches”"]);
    dir.run("show 1").code(0).shows("we shall fight on the beaches");
}

#[test]
fn words_that_most_articles_have_are_no_near_miss() {
    let dir = beaches();
    for (query, near) in [("what did people say about zorble", 0), ("speech zorble", 1), ("say zorble", 0)] {
        let answer = dir.search(query);
        let found = answer.0["near_misses"].as_array().map_or(0, Vec::len);
        assert_eq!((answer.total(), found), (0, near), "{query}: {}", answer.0);
    }
    let run = dir.run("search what did the speech say about zorble");
    run.code(1).says("articles with each part: speech 1, say 30, zorble 0\n");
}

#[test]
fn function_words_do_not_count_and_are_named_where_only_they_are_missing() {
    let dir = Dir::new();
    dir.write("a/spill.txt", "The town sued the shipping firm after the spill in the harbor.\n");
    dir.write("a/fair.txt", "Nobody at the fair was sued.\n");
    dir.run("index a --no-clean").code(0);
    let answer = dir.search("Who sued the shipping firm over the spill?");
    let near = &answer.0["near_misses"][0];
    assert_eq!((&near["matched"], &near["words"]), (&4.into(), &4.into()), "{}", answer.0);
    let run = dir.run("search Who sued the shipping firm over the spill?");
    run.code(1).says(
        "1 article has all words but some of these: Who, the, over; search for sued shipping firm spill\n",
    );
    let notes = dir.search("who sued the zorble over the spill").0["notes"].to_string();
    assert!(!notes.contains("all words but"), "{notes}");
}

#[test]
fn copies_are_one_near_miss_in_text() {
    let dir = Dir::new();
    let story = "The ferry struck a rock that is drawn on every chart of the harbor, and nobody was hurt. "
        .repeat(2)
        + "The pilot had sailed past it for twenty years, as his father had, and could not say why he turned. \
           The owners will raise the ship in the spring, if the ice lets them, and sell the engine for scrap.";
    for name in ["one", "two", "three"] {
        dir.write(&format!("{name}/a.txt"), format!("{story}\n"));
    }
    dir.run("index one two three --no-clean").code(0);
    for query in ["“struck a stone that is drawn on every chart”", "pilot zorble ferry"] {
        let run = dir.args(&["search", query]);
        run.code(1).shows("   also in 2: ");
        assert!(!run.stdout.contains("\n2. "), "{}", run.stdout);
        assert_eq!(dir.search(query).0["near_misses"].as_array().map_or(0, Vec::len), 3, "{query}");
    }
}

#[test]
fn text_that_was_cut_comes_first() {
    let dir = Dir::seeded();
    let run = dir.args(&["search", "“signing up for this newsletter”"]);
    run.code(1).says("not in any article, but in text cut from 1 article: `--cut` shows it\n");
    let answer = dir.search("“signing up for this newsletter”");
    assert_eq!((answer.total(), &answer.0["in_cut_text"]), (0, &1.into()));
    let found = dir.search("newsletter OR harbor");
    assert!(found.total() == 0 || found.0.get("in_cut_text").is_none(), "{}", found.0);
}
