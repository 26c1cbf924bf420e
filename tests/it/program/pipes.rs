//! Colors, citations, files of queries and the editor: what other programs get, and what is pasted.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::common::{Dir, Run, run};

/// Indexes a page with all that is known of it, and an archive of two records.
fn archive() -> Dir {
    let dir = Dir::new();
    let long = "The crew of the ferry said on Monday that it would stay in the harbor, since the wind was strong, \
                and that the ferry would not go to the island.";
    let record = format!(
        "{{\"id\":\"w/7\",\"source\":\"Harbor Times\",\"title\":\"Ferry  stays\",\"date\":\"2016-10-17\",\
         \"url\":\"https://www.harbor.example/7\",\"text\":\"{long} The mayor was told.\"}}\n"
    );
    dir.write("news/wire.jsonl", format!("\n{{\"id\":\"w/6\",\"text\":\"A tram stood still.\"}}\n{record}"));
    dir.write("news/note.txt", "The ferry was early.\n");
    dir.run("index news --no-clean").code(0);
    dir
}

fn with_env(dir: &Dir, line: &str, variables: &[(&str, &str)]) -> Run {
    let mut command = dir.command();
    run(command.args(line.split(' ')).envs(variables.iter().copied()), "")
}

#[test]
fn colors_are_printed_when_they_are_asked_for() {
    let dir = archive();
    for (line, variables, has_colors) in [
        ("search ferry", &[][..], false),
        ("search ferry --color auto", &[], false),
        ("search ferry --color always", &[], true),
        ("search ferry --color=always", &[("NO_COLOR", "1")], true),
        ("search ferry --color always", &[("TERM", "dumb")], true),
        ("search ferry --color never", &[("CLICOLOR_FORCE", "1")], false),
        ("search ferry", &[("CLICOLOR_FORCE", "1")], true),
        ("search ferry", &[("CLICOLOR_FORCE", "0")], false),
        ("search ferry", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        ("--color always search ferry", &[], true),
        ("show news/note.txt --mark ferry --color always", &[], true),
    ] {
        let run = with_env(&dir, line, variables);
        let (colors, stars) = (run.code(0).stdout.contains("\x1b[1m"), run.stdout.contains("**ferry**"));
        assert_eq!(colors, has_colors, "{line} {variables:?}: {}", run.stdout);
        assert!(!(run.stderr.contains('\x1b') || colors && stars), "{line}: {}", run.stdout);
    }
    dir.run("search ferry --color sometimes").code(2).says("[possible values: auto, always, never]");
}

#[test]
fn citations_are_text_to_paste() {
    let dir = archive();
    let full = "Ferry stays\nHarbor Times, 2016-10-17\nhttps://www.harbor.example/7\nnews/wire.jsonl#w/7:1\n\
                The crew of the ferry said on Monday that it would stay in the harbor, since the wind was strong, \
                and that the ferry would not go to the island.\n";
    let cited = dir.run("search 'ferry harbor' --cite -q");
    assert_eq!(cited.code(0).silent().stdout, full);
    let both = dir.run("search ferry --cite --sort newest -q").stdout;
    assert_eq!(both, format!("{full}\nnews/note.txt:1\nThe ferry was early.\n"));
    assert_eq!(dir.run("search ferry --cite --color always --sort newest -q").stdout, both);
    assert_eq!(dir.run("show 1 --cite -q").stdout, full);
    assert_eq!(
        dir.run("show news/wire.jsonl#w/7 --mark mayor --cite -q").stdout.lines().last(),
        Some("The mayor was told.")
    );
    dir.run("search zebra --cite").code(1);
    dir.run("search ferry --cite --format json").fails("--cite prints text");
    dir.run("show 1 --cite --format json").fails("--cite prints text");
    assert_eq!(dir.run("search ferry --first --cite -q").code(0).stdout, full);
    let first = dir.run("search ferry --first --cite --sort newest -n 1 -q").stdout;
    assert_eq!(first, format!("{full}\n{full}"));
    dir.run("search ferry --by month --cite").code(2).says("cannot be used with");
    let many = dir.input(&["search", "--queries", "-", "--cite", "-q"], "t\tferry harbor\nzebra\n");
    let shown = format!("== t: ferry harbor (1 article)\n\n{full}\n== 2: zebra (0 articles)\n\n");
    assert_eq!(many.code(0).stdout, shown);
}

#[test]
fn no_output_option_is_dropped_in_silence() {
    let dir = archive();
    dir.run("search ferry --by month --sort oldest --format csv").says("a CSV has the counts of --by only");
    let words = dir.input(&["search", "--queries", "-", "--explain", "-q"], "ferry\n");
    words.code(0).shows("   ferry: ferry (2)\n");
    dir.run("search ferry --count --format csv").fails("`total` of --format json");
    for line in
        ["--first -l", "--by site -l", "--by site --count", "--first --count", "--cite --count", "--cite -l"]
    {
        dir.run(&format!("search ferry {line}")).code(2).says("cannot be used with");
    }
}

#[test]
fn lines_of_queries_are_named_and_may_be_comments() {
    let dir = archive();
    dir.write("names.txt", "# names to check\n\nferry crew\n#\n## more\nzebra\nt\t#tram\n#ferry\n  # a\n");
    let counted = dir.run("search --queries names.txt --count -q").code(0).stdout.clone();
    assert_eq!(counted, "ferry crew\t1\nzebra\t0\nt\t1\n");
    let listed = dir.input(&["search", "--queries", "-", "-l", "-q"], "# records\nt\ttram\n").stdout;
    assert_eq!(listed, "t\tnews/wire.jsonl#w/6\n");
    dir.input(&["search", "--queries", "-", "--count"], "# nothing but a comment\n")
        .code(1)
        .says("0 of 0 queries");
}

#[test]
fn a_record_opens_at_its_line() {
    let dir = archive();
    let archive = dir.path("news/wire.jsonl").canonicalize().expect("a file").display().to_string();
    let opened = |line: &str| with_env(&dir, line, &[("EDITOR", "echo")]).stdout;
    assert_eq!(opened("search mayor --open 1 -q").lines().last(), Some(format!("+3 {archive}").as_str()));
    assert_eq!(opened("show news/wire.jsonl#w/6 --open"), format!("+2 {archive}\n"));
    dir.run("search mayor").code(0);
    assert_eq!(opened("show 1 --open"), format!("+3 {archive}\n"));
    let record = |id, bird| {
        let text = format!("A {bird} was seen at the old pier, the keeper said.");
        format!(" {{\"id\": {id}, \"title\": \"Birds\", \"text\": \"{text}\"}}")
    };
    dir.write("more/two.json", format!("[\n{},\n{}\n]\n", record(1, "gull"), record(2, "seal")));
    dir.run("index more --no-clean").code(0);
    assert!(opened("search seal --open 1 -q").contains("+3 "));
}

#[test]
fn a_pager_needs_a_terminal() {
    let dir = archive();
    let paged = with_env(&dir, "show news/note.txt --pager -q", &[("PAGER", "false")]);
    assert_eq!(paged.code(0).stdout, dir.run("show news/note.txt -q").stdout);
    dir.write("home/.config/clippings/config.toml", "pager = true\n");
    dir.run("show news/note.txt").code(0).shows("early");
    dir.run("show news/note.txt --no-pager").code(0).shows("early");
    dir.run("show news/note.txt --pager --no-pager").code(2);
}

#[test]
fn a_response_is_there_before_the_next_query_is_written() {
    let dir = archive();
    for file in ["-", "/dev/stdin"] {
        let mut command = dir.command();
        command.args(["search", "--queries", file, "--format", "json", "-q"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a process");
        let mut queries = child.stdin.take().expect("an input");
        let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
        for (query, id) in [("tram", "w/6"), ("mayor\n\n# x", "w/7"), ("mayor\ntram", "w/7")] {
            writeln!(queries, "{query}").expect("a query is written");
            let line = lines.next().expect("a response").expect("a line");
            assert!(line.contains(id), "{query}: {line}");
        }
        drop(queries);
        assert_eq!((lines.count(), child.wait().expect("an end").code()), (1, Some(0)));
    }
}
