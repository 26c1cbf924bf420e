//! Output formats and options of `search`.

use crate::common::{Dir, article};
use serde_json::Value;

/// Indexes three articles about a harbour, of different days, one of them in a subfolder.
fn harbours() -> Dir {
    let dir = Dir::new();
    let of = |day: &str| article("A quiet harbour", day, "The harbour of the town was quiet, the crew said.");
    dir.write("a/one.txt", of("October 18, 2023 12:14 PM"));
    dir.write("a/two.txt", of("October 18, 2024 12:14 PM"));
    dir.write("a/deep/three.txt", of("October 31, 2024 12:14 PM"));
    dir.run("index a").code(0);
    dir
}

#[test]
fn paths_only() {
    let dir = harbours();
    assert_eq!(dir.run("search harbour -l -q").stdout, "a/deep/three.txt\na/two.txt\na/one.txt\n");
    assert_eq!(dir.run("search harbour --files -n 1").stdout, "a/deep/three.txt\n");
    dir.run("search zebra -l").code(1);
    dir.write("b/many.jsonl", "{\"id\":\"1\",\"text\":\"A zebra.\"}\n{\"id\":\"2\",\"text\":\"A zebra.\"}\n");
    assert_eq!(dir.run("search zebra -l --in b --no-clean -q").stdout, "b/many.jsonl\n");
    dir.run("search harbour -l --format json").fails("--files prints paths");
}

#[test]
#[cfg(unix)]
fn paths_are_printed_on_one_line() {
    let dir = Dir::new();
    dir.write(
        "a/two\nlines.txt",
        article("A quiet harbour", "October 18, 2023 12:14 PM", "It was quiet, the crew said."),
    );
    dir.write("a/broken\n.jsonl", "rubbish\n");
    dir.run("index a").code(2).says("a/broken\\n.jsonl:1: invalid JSON");
    dir.run("search quiet").code(0).shows("   a/two\\nlines.txt:");
    assert_eq!(dir.run("search quiet -l -q").stdout, "a/two\\nlines.txt\n");
    dir.run("show 1").code(0).shows("\na/two\\nlines.txt  2023-10-18\n");
    assert_eq!(dir.search("quiet").hits()[0]["path"], "a/two\nlines.txt");
}

#[test]
fn only_the_end_of_a_line_ends_it() {
    let dir = Dir::new();
    let text = "The gull\u{2028}stood on\u{85}the pier.\u{2029}It stood\u{c}there all\u{b}day, they said.\n";
    dir.write("a/one.txt", format!("{text}\n{text}"));
    dir.run("index --no-clean a").code(0);
    let ends_line = |c: char| c.is_whitespace() && !"\n\r\t ".contains(c);
    for line in [
        "search gull",
        "search gull --format json",
        "search gull --format csv",
        "show a/one.txt",
        "show a/one.txt --format json",
        "clean a/one.txt",
        "clean a/one.txt --explain",
        "clean a/one.txt --format json",
        "explain 'gull\u{2028}pier'",
        "explain 'gull\u{2028}pier' --format json",
    ] {
        let run = dir.run(line);
        assert!(!run.code(0).stdout.contains(ends_line), "{line}: {:?}", run.stdout);
        if line.contains("json") {
            assert_eq!(run.stdout.matches('\n').count(), 1, "{line}");
        }
    }
    let cleaned: Value =
        serde_json::from_str(&dir.run("clean a/one.txt --format json").stdout).expect("JSON");
    assert!(cleaned["text"].as_str().is_some_and(|text| text.contains('\u{2028}')), "the text is unchanged");
}

#[test]
fn unread_output_is_not_an_error() {
    let dir = harbours();
    dir.write(
        "page.html",
        "<html><body><article><p>The harbour was quiet, the crew said.</p></article></body></html>",
    );
    let lines = [
        "index a --rebuild",
        "status",
        "status --format json",
        "check",
        "search harbour",
        "search harbour -l",
        "search harbour --count",
        "search harbour --format csv",
        "search harbour --format json",
        "show a/one.txt",
        "explain harbour",
        "clean a/one.txt a/two.txt",
        "clean --explain page.html",
        "clean --diff a/one.txt",
        "clean --format json page.html",
        "bench --each 1 --repeats 1 -q",
        "completions bash",
        "man",
        "--version",
        "--help",
        "search --help",
    ];
    for line in lines {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let done = dir.command().args(line.split(' ')).stdout(writer).output().expect("it runs");
        let stderr = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success() && !stderr.contains("internal error"),
            "{line}: {:?} {stderr}",
            done.status
        );
    }
}

#[test]
fn count_only() {
    let dir = harbours();
    assert_eq!(dir.run("search harbour --count").code(0).stdout, "3\n");
    assert_eq!(dir.run("search zebra --count").code(1).stdout, "0\n");
    dir.write("q.tsv", "q1\tharbour\nq2\tzebra\n");
    assert_eq!(dir.run("search --queries q.tsv --count").code(0).stdout, "q1\t3\nq2\t0\n");
}

#[test]
fn dates_folders_and_sort_order() {
    let dir = harbours();
    for (options, files) in [
        ("--since 2024", "a/deep/three.txt a/two.txt"),
        ("--since 2024-10-18 --until 2024-10-18", "a/two.txt"),
        ("--until 2024-10", "a/deep/three.txt a/two.txt a/one.txt"),
        ("--until 2023", "a/one.txt"),
        ("--folder a/deep", "a/deep/three.txt"),
        ("--folder a/deep --folder a/one.txt", "a/deep/three.txt a/one.txt"),
        ("--sort oldest", "a/one.txt a/two.txt a/deep/three.txt"),
        ("--sort newest", "a/deep/three.txt a/two.txt a/one.txt"),
        ("--sort oldest --offset 1 -n 1", "a/two.txt"),
    ] {
        let run = dir.run(&format!("search harbour -l -q {options}"));
        assert_eq!(
            run.stdout.split_whitespace().collect::<Vec<_>>().join(" "),
            files,
            "{options}: {}",
            run.stderr
        );
    }
    dir.run("search harbour --since yesterday").code(2).says("expected a day, month or year").clear();
    dir.run("search harbour --folder nowhere").code(1).says("nowhere: folder not found");
}

#[test]
fn filtering_by_folder_does_not_refresh_it() {
    let dir = harbours();
    dir.write("a/deep/four.txt", "The harbour was closed.\n");
    assert_eq!(dir.run("search harbour --count --folder a/deep").stdout, "1\n");
    assert_eq!(dir.run("search harbour --count --in a/deep").stdout, "2\n");
}

#[test]
fn ranks_continue_after_an_offset() {
    let dir = harbours();
    let run = dir.run("search harbour --offset 2 --format json");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&answer["total"], &answer["hits"][0]["rank"]), (&3.into(), &3.into()));
    dir.run("search harbour --offset 9").code(0);
}

#[test]
fn several_passages() {
    let dir = Dir::new();
    dir.write(
        "a/one.txt",
        "The harbour is old.\n\nNobody came on Monday.\n\nIt is a harbour for ships.\n\nThe end.\n",
    );
    dir.run("index --no-clean a").code(0);
    let run = dir.run("search harbour --snippets 3 --format json");
    let answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let passages = answer["hits"][0]["passages"].as_array().expect("passages");
    assert_eq!(
        passages.iter().map(|passage| passage["line"].as_u64()).collect::<Vec<_>>(),
        [Some(1), Some(5)]
    );
    assert_eq!(passages[0]["segments"], answer["hits"][0]["snippet"]);
    dir.run("search harbour --snippets 3")
        .shows("a/one.txt:1\n")
        .shows("a/one.txt:5\n   It is a **harbour** for ships.");
    assert!(dir.search("harbour").hits()[0].get("passages").is_none());
}

#[test]
fn csv_output() {
    let dir = Dir::new();
    dir.write(
        "a/one.txt",
        "=1+1, the \"harbour\" sum\n\nIt was done on Monday, the mayor of the town said.\n",
    );
    dir.run("index --no-clean a").code(0);
    let run = dir.run("search \"harbour\" --format csv");
    let (head, row) = run.stdout.split_once("\r\n").expect("two lines");
    assert_eq!(head, "rank,score,path,id,line,published,title,snippet");
    assert!(row.starts_with("1,") && row.contains(",\"a/one.txt\",,1,,") && row.ends_with("\r\n"), "{row}");
    assert!(row.contains("\"'=1+1, the \"\"") && row.contains("**harbour**"), "{row}");
    dir.write("q.tsv", "q1\tharbour, sum\n");
    dir.run("search --queries q.tsv --format csv")
        .shows("qid,query,rank,")
        .shows("\r\n\"q1\",\"harbour, sum\",1,");
    dir.run("index --format csv").code(2).says("[possible values: text, json]");
}

#[test]
fn colors_obey_color_and_no_color() {
    let dir = harbours();
    let with = |name: &str, value: &str| {
        let mut command = dir.command();
        crate::common::run(command.env(name, value).args(["search", "harbour", "-n", "1"]), "").stdout
    };
    let colored = with("CLICOLOR_FORCE", "1");
    assert!(colored.contains("\x1b[1m\x1b[31mharbour\x1b[0m") && !colored.contains("**"), "{colored:?}");
    assert!(!colored.contains("\x1b]8"), "links are for terminals: {colored:?}");
    assert!(with("NO_COLOR", "1").contains("**harbour**"));
}

#[cfg(unix)]
#[test]
fn paths_with_a_nul_are_as_they_are() {
    let dir = Dir::new();
    dir.write("a/two\nlines.txt", "A gull.\n").write("a/x.txt", "A gull.\n");
    dir.run("index --no-clean a").code(0);
    let run = dir.run("search gull -l0");
    let mut paths: Vec<&str> = run.code(0).stdout.split('\0').collect();
    paths.sort_unstable();
    assert_eq!(paths, ["", "a/two\nlines.txt", "a/x.txt"]);
    dir.run("search gull -0").code(2).says("--files");
}

#[test]
fn an_offset_does_not_wrap() {
    let dir = Dir::new();
    dir.write("a/x.txt", "A gull.\n");
    dir.run("index --no-clean a").code(0);
    for format in ["text", "json", "csv", "trec"] {
        let offset = u64::MAX.to_string();
        dir.args(&["search", "gull", "--offset", &offset, "--format", format]).clear();
        dir.args(&["search", "gull", "--limit", &offset, "--offset", "1", "--format", format]).clear();
        dir.args(&["search", "gull", "--context", &offset, "--format", format]).code(0).clear();
    }
}
