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
    let records = "b/many.jsonl#1\nb/many.jsonl#2\n";
    assert_eq!(dir.run("search zebra -l --in b --no-clean -q").stdout, records);
    assert_eq!(dir.run("search zebra -l -0 -q").stdout, records.replace('\n', "\0"));
    dir.run("show b/many.jsonl#2").code(0).shows("A zebra.");
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
    dir.run("search quiet").code(0).shows("   2023-10-18 · a/two\\nlines.txt:");
    // A program gets the path as it is; `-0` tells where it ends.
    assert_eq!(dir.run("search quiet -l -q").stdout, "a/two\nlines.txt\n");
    assert_eq!(dir.run("search quiet -l -0 -q").stdout, "a/two\nlines.txt\0");
    dir.run("show 1").code(0).shows("\na/two\\nlines.txt  2023-10-18\n");
    assert_eq!(dir.search("quiet").hits()[0]["path"], "a/two\nlines.txt");
}

#[test]
fn records_with_the_same_id_are_printed_each() {
    let dir = Dir::new();
    dir.write("a/wire.jsonl", "{\"id\":\"x\",\"text\":\"The crew was quiet.\"}\n".repeat(3));
    dir.run("index a").code(0);
    assert_eq!(dir.run("search quiet --count -q").stdout, "3\n");
    assert_eq!(dir.run("search quiet -l -q").stdout, "a/wire.jsonl#x\n".repeat(3));
    assert_eq!(dir.run("search quiet -l -0 -q").stdout, "a/wire.jsonl#x\0".repeat(3));
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
    dir.run("search harbour --since soon").code(2).says("expected a day, month or year").clear();
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
    assert_eq!(head, "rank,score,path,id,line,page,published,title,snippet,site,author,url");
    assert!(row.starts_with("1,") && row.contains(",\"a/one.txt\",,1,,,") && row.ends_with("\r\n"), "{row}");
    assert!(row.contains("\"'=1+1, the \"\"") && row.contains("harbour") && !row.contains("**"), "{row}");
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

#[test]
fn matches_in_the_text_that_was_cut_are_shown_where_they_are() {
    let dir = Dir::new();
    let text = article("A quiet harbour", "October 18, 2023 12:14 PM", "It was quiet, the crew said.");
    dir.write("a/one.txt", format!("{text}\nPelicans may be seen in our archive.\n"));
    dir.write("a/clippings.rules", "cut: Pelicans may*\n");
    dir.run("index a").code(0);
    dir.run("search cut:pelican").code(0).shows("a/one.txt:9\n   **Pelicans** may be seen in our archive.");
    let both = dir.run("search 'quiet cut:archive' --snippets 3");
    both.code(0).shows("It was **quiet**, the crew said.").shows("Pelicans may be seen in our **archive**.");
    // Words without the field are those of the article.
    dir.run("search 'quiet cut:archive'").shows("was **quiet**").hides("Pelicans");
    dir.run("search 'quiet -cut:zebra'").shows("was **quiet**").hides("Pelicans");
}

#[test]
fn days_that_exclude_each_other_are_named() {
    let dir = harbours();
    for line in [
        "search harbour --since 2024-10 --until 2023",
        "search 'harbour after:2024-10-18 before:2024-10-18'",
        "search 'harbour date:2023' --since 2024",
    ] {
        dir.run(line).code(1).says("nothing can match: the days end with").says("did you mean the other way");
    }
    let reversed = dir.run("search 'harbour date:2024-10..2023'");
    reversed.code(1).says("no day is in date:2024-10..2023").says("did you mean date:2023..2024-10?");
    dir.run("explain 'after:2024 before:2023'").shows("nothing can match");
    assert!(!dir.run("search harbour --since 2023 --until 2024").stderr.contains("note"));
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let dir = harbours();
    dir.run("search harbour --limt 1").fails("there is no option --limt: did you mean --limit?");
    dir.run("search harbour -v").says("-v excludes the word v; it is no option here");
    assert!(!dir.run("search --like harbour -v").stderr.contains("excludes"));
    dir.run("search harbour –count").fails("there is no option –count: did you mean --count?");
    dir.run("search harbour --lang de")
        .fails("there is no option --lang: did you mean lang:de in the query?");
    dir.run("explain harbour --formt=json").fails("there is no option --formt=json: did you mean --format?");
    dir.run("search harbour -- --limt").code(1);
    dir.run("search harbour --wolves")
        .fails("there is no option --wolves: words to search for may follow `--`");
    dir.run("search harbour -- --wolves").code(1);
    for option in ["--no-clean", "--clean", "--rules x", "--include '*.txt'", "--map text=x"] {
        let name = option.split(' ').next().unwrap_or_default();
        dir.run(&format!("search harbour {option}")).fails(&format!("{name} says how to read a folder"));
    }
    dir.run("index --no-clean").fails("--no-clean says how to read the folders that are named");
    dir.run("index --rebuild --include '*.txt'")
        .fails("--include says how to read the folders that are named");
    dir.run("clean a/one.txt --diff --format json").fails("--diff prints text");
    dir.run("bench --threads 0").code(2).says("expected a whole number from 1");
    dir.run("bench --repeats 0").code(2).says("expected a whole number from 1");
}

#[test]
fn an_index_that_cannot_be_read_is_not_passed_over_in_silence() {
    let dir = harbours();
    dir.write("idx/CURRENT", "x");
    dir.run("explain harbour").code(0).says("is damaged").says("explained without an index").shows("harbour");
    let none = dir.run("explain harbour --index none");
    none.code(0).silent();
}
