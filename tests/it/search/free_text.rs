//! Free text as a query: `search --any`, `search --like`, `clippings like`.

use crate::common::Dir;

/// Four articles, of which two are about the dam.
fn news() -> Dir {
    Dir::with_articles([
        ("dam", "The dam at Orlova broke on Monday, and the crew was saved by villagers in boats."),
        ("crew", "A rescue crew reached the villages below the broken dam after two days of rain."),
        ("fair", "The county fair opened with a parade of tractors and a contest of pumpkins."),
        ("vote", "The council voted on the budget of the town, and did not mention the pumpkins."),
    ])
}

#[test]
fn a_pasted_post_finds_what_it_is_about() {
    let post = "'RT @courier: \"DAM BROKEN at Orlova\" and NOT one boat!! -Mayor (@mayor_x) https://t.example/a1 pic.twitter.com/zZ'";
    for option in ["--any", "--like"] {
        let run = news().run(&format!("search -l {option} {post}"));
        assert_eq!(run.stdout.lines().next(), Some("news/dam.txt"), "{option}");
    }
}

#[test]
fn what_is_left_out_of_a_post_is_noted() {
    let run = news().run("search --any '@courier dam https://t.example/a1'");
    assert!(run.stderr.contains("addresses and names of accounts were left out: @courier and 1 more"));
}

#[test]
fn a_quote_that_no_article_has_takes_nothing_away() {
    let run = news().run("search --any -l '\"dam of pumpkins\"'");
    assert_eq!(run.stdout.lines().count(), 4);
}

#[test]
fn a_short_query_excludes_and_a_long_one_does_not() {
    let dir = news();
    assert_eq!(dir.run("search --any --count 'dam pumpkins -contest'").code(0).stdout, "3\n");
    assert_eq!(dir.run("search --any --count 'dam NOT crew'").code(1).stdout, "0\n");
    let long = "search --any --count 'the dam broke and villagers in boats saved it NOT the crew'";
    assert_eq!(dir.run(long).code(0).stdout, "4\n");
}

#[test]
fn like_reads_a_file_and_leaves_it_out() {
    let run = news().run("like news/dam.txt -l");
    assert_eq!(run.stdout.lines().next(), Some("news/crew.txt"));
    assert!(!run.stdout.contains("news/dam.txt"), "{}", run.stdout);
}

#[test]
fn like_reads_standard_input() {
    let run = news().input(&["like", "-", "-l"], "A parade with pumpkins opened the fair.");
    assert_eq!(run.stdout.lines().next(), Some("news/fair.txt"));
}

#[test]
fn like_says_what_it_cannot_read() {
    let dir = news();
    dir.run("like missing.txt").fails("missing.txt: ");
    dir.run("like two words").fails("`clippings search --like 'two words'`");
    dir.input(&["like", "-"], "the of and").code(1).says("no word of the text");
}

#[test]
fn many_texts_are_searched_from_a_file() {
    let dir = news();
    dir.write("posts.tsv", "a\tthe dam broke @x\nb\tpumpkins at the fair\n");
    let run = dir.run("search --like --queries posts.tsv --format trec");
    assert!(run.stdout.starts_with("a Q0 news/dam.txt 1 ") && run.stdout.contains("\nb Q0 news/fair.txt 1 "));
}
