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
    dir.input(&["like", "-"], "the of and").code(1).says("the text has no words but function words");
    dir.input(&["like", "-"], "zyxxy").code(1).says("no word of the text is in the index");
    dir.input(&["like", "-"], "—").code(1).says("the text has no words");
    dir.run("like 'some words'")
        .fails("file not found; to search for words as they are, run `clippings search --like");
    dir.write("draft.pdf", "%PDF-1.7 The dam").write("draft.rtf", "{\\rtf1 The dam broke.}");
    dir.run("like draft.pdf").fails("a damaged PDF");
    dir.run("like draft.rtf").code(0);
    for option in ["--by month", "--first", "--sort newest"] {
        dir.run(&format!("search --like dam {option}")).fails("means nothing for articles with any");
    }
    dir.run("search --like dam --count").code(0);
}

#[test]
fn like_reads_a_record_or_a_result() {
    let dir = news();
    let records = "{\"id\":\"a:1\",\"text\":\"The dam broke.\"}\n{\"id\":\"b\",\"text\":\"A dam broke.\"}\n";
    dir.write("wire/w.jsonl", records).run("index wire --no-clean").code(0);
    for typed in ["wire/w.jsonl#a:1", "wire/w.jsonl#a:1:1"] {
        let paths = dir.args(&["like", typed, "-l", "-q"]).code(0).stdout.clone();
        assert!(paths.contains("wire/w.jsonl#b\n") && !paths.contains("#a:1"), "{typed}: {paths}");
    }
    dir.run("like wire/w.jsonl#c").fails("no article of wire/w.jsonl has the id c");
    dir.run("like wire/w.jsonl").fails("name one by its id, as in wire/w.jsonl#a:1");
    dir.run("search orlova").code(0);
    assert!(!dir.run("like 1 -l -q").code(0).stdout.contains("news/dam.txt"));
    dir.run("like 70").fails("the last search has no result 70");
}

#[test]
fn the_status_line_names_each_word_of_a_text_once() {
    let run = news().input(&["like", "-"], "Dams: a dam, the crew of the dam.");
    run.code(0).says("articles like the text, by: Dams, crew (");
}

#[test]
fn many_texts_are_searched_from_a_file() {
    let dir = news();
    dir.write("posts.tsv", "a\tthe dam broke @x\nb\tpumpkins at the fair\n");
    let run = dir.run("search --like --queries posts.tsv --format trec");
    assert!(run.stdout.starts_with("a Q0 news/dam.txt 1 ") && run.stdout.contains("\nb Q0 news/fair.txt 1 "));
}
