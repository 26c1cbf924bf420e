//! The command `show`, and opening the original file in an editor.

use crate::common::{Dir, run};
use serde_json::Value;

/// Indexes an archive and searches it for `harbour`.
fn searched() -> Dir {
    let dir = Dir::new();
    dir.write(
        "a/one.txt",
        "A harbour\n\nThe harbour is old.\n\nNobody came\non Monday.\n\nSee the harbour.\n",
    );
    dir.write(
        "a/two.jsonl",
        "{\"id\":\"x\",\"text\":\"No.\"}\n{\"id\":\"y z\",\"text\":\"The bridge.\\n\\nThe old bridge.\"}\n",
    );
    dir.run("index --no-clean a").code(0);
    dir.run("search harbour OR bridge").code(0);
    dir
}

#[test]
fn show_prints_the_article_with_all_matches() {
    let dir = searched();
    let run = dir.run("show a/one.txt");
    run.code(0)
        .shows("a/one.txt\n")
        .shows("   3  The **harbour** is old.\n")
        .shows("   5  Nobody came\n\n   6  on Monday.\n");
    run.shows("See the **harbour**.");
    dir.run("show a/one.txt --mark monday").shows("on **Monday**.").shows("See the harbour.");
    let json: Value = serde_json::from_str(&dir.run("show a/one.txt --format json").stdout).expect("JSON");
    let paragraphs = json["paragraphs"].as_array().expect("paragraphs");
    let lines: Vec<_> = paragraphs.iter().rev().map(|row| row["line"].as_u64()).collect();
    assert_eq!(lines[..3], [Some(8), Some(6), Some(5)]);
    assert_eq!(paragraphs[paragraphs.len() - 1]["segments"][1]["match"], true);
}

#[test]
fn show_accepts_a_rank_of_the_last_search() {
    let dir = searched();
    let all = [dir.run("show 1").stdout, dir.run("show 2").stdout].concat();
    assert!(all.contains("See the **harbour**.") && all.contains("The old **bridge**."), "{all}");
    dir.run("show 3").fails("the last search has no result 3, only 1 to 2");
    dir.run("search zebra").code(1);
    dir.run("show 1").fails("the last search found nothing");
    Dir::new().run("show 1").fails("there is no last search");
}

#[test]
fn show_accepts_an_archive_record() {
    let dir = searched();
    dir.args(&["show", "a/two.jsonl#y z"]).code(0).shows("a/two.jsonl#y z\n").shows("The old **bridge**.");
    dir.run("show a/two.jsonl").fails("a/two.jsonl has 2 articles: name one by its id, as in a/two.jsonl#");
    dir.run("show a/two.jsonl#q")
        .fails("no article of a/two.jsonl has the id q: it has 2 articles, as a/two");
    dir.run("show a/one.txt#q").fails("no article of a/one.txt has the id q");
    dir.args(&["show", "a/two.jsonl#y z:3"]).code(0).shows("a/two.jsonl#y z\n");
    dir.run("show a/one.txt:3").code(0).shows("a/one.txt\n");
    dir.args(&["clean", "a/two.jsonl#y z:3"]).code(0).shows("The old bridge.");
    dir.run("clean a/two.jsonl#q").code(2).says("no article of a/two.jsonl has the id q");
    dir.run("show a/nothing.txt").fails("no article from a/nothing.txt in the index");
}

#[test]
fn original_opens_at_the_matching_line() {
    let dir = searched();
    let with_editor = |args: &[&str]| {
        let mut command = dir.command();
        command.env("EDITOR", "echo at").env("PATH", "/usr/bin:/bin").args(args);
        run(&mut command, "").stdout
    };
    let file = dir.path("a/one.txt").canonicalize().expect("a path").display().to_string();
    assert!(with_editor(&["search", "monday", "--open", "1"]).ends_with(&format!("at +6 {file}\n")));
    assert_eq!(with_editor(&["show", "1", "--open"]), format!("at +6 {file}\n"));
    dir.run("show 1 --open").fails("set EDITOR");
    dir.run("search monday --open 7 -q").code(2).says("there is no result 7 to open");
}

#[test]
fn last_results_are_private_and_optional() {
    let dir = searched();
    let file = dir.path("home/.local/state/clippings/last.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).expect("it is kept").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    std::fs::write(&file, "{broken").expect("written");
    dir.run("show 1").fails("there is no last search");
    dir.run("search harbour --format json").code(0);
    dir.run("show 1").fails("there is no last search");
    std::fs::remove_dir_all(dir.path("home/.local/state")).expect("removed");
    std::fs::write(dir.path("home/.local/state"), "no folder").expect("written");
    dir.run("search harbour").code(0).clear();
}

#[cfg(unix)]
#[test]
fn a_linked_file_is_named_as_results_name_it() {
    let dir = Dir::new();
    dir.write("saved/one.txt", "The harbour is old.\n").write("a/two.txt", "The bridge is new.\n");
    std::os::unix::fs::symlink(dir.path("saved/one.txt"), dir.path("a/link.txt")).expect("a link");
    dir.run("index --no-clean a").code(0);
    dir.run("search harbour -l").code(0).shows("a/link.txt\n");
    dir.run("show a/link.txt").code(0).shows("The harbour is old.");
}
