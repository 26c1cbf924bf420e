//! The help of the program, its commands and the query language.

use std::fs;
use std::path::Path;

use crate::common::Dir;

#[test]
fn help_query_prints_the_cheat_sheet_of_the_documentation() {
    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
    let sheet = read("data/query_cheat_sheet.txt");
    assert!(read("docs/query-language.md").contains(&format!(
        "\n## Cheat sheet\n\n`clippings help query` prints this list.\n\n```text\n{sheet}```\n"
    )));
    assert_eq!(Dir::new().run("help query").code(0).stdout, sheet);
}

#[test]
fn help_mentions_the_cheat_sheet() {
    for line in ["help", "--help", "help search", "search --help"] {
        Dir::new().run(line).code(0).shows("clippings help query");
    }
    Dir::new().run("help nonsense").fails("there is no command nonsense");
}

#[test]
fn help_lists_the_formats_that_a_command_prints() {
    let dir = Dir::new();
    for (command, json, csv) in [("search", true, true), ("status", true, false), ("check", true, false)] {
        let help = dir.run(&format!("{command} --help"));
        let has = |format| help.code(0).stdout.contains(format);
        assert_eq!((has("json"), has("csv")), (json, csv), "{command}");
    }
    dir.run("status --format csv").code(2).says("[possible values: text, json]");
    dir.run("--format csv status").fails("this format is for `clippings search` only");
}

#[test]
fn the_help_of_like_has_no_option_that_it_refuses() {
    let dir = Dir::new();
    dir.write("a.txt", "The ferry stays in the harbor.\n");
    for option in ["--by month", "--first", "--svg h.svg", "--sort newest", "--any", "--variants"] {
        dir.run(&format!("like a.txt {option}")).code(2);
        let name = option.split(' ').next().expect("a name");
        dir.run("like --help").code(0).hides(name);
        let man = dir.run("man").code(0).stdout.replace('\\', "");
        let (_, of_like) = man.split_once("\"CLIPPINGS LIKE\"").expect("a section");
        let of_like = of_like.split(".SH \"").next().expect("a section");
        assert!(of_like.contains("--no-collapse") && !of_like.contains(name), "{name}: {of_like}");
    }
}

#[test]
fn help_names_all_outputs_in_which_copies_are_articles() {
    let help = Dir::new().run("search --help").code(0).stdout.replace("\n", " ");
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("[default for --format, -l, --count, --cite and --queries]"), "{help}");
    assert!(help.contains("in --format, -l, --cite and --queries, too, and count them once in --count, --by, --first and --svg"), "{help}");
}

#[test]
fn invalid_numbers_name_what_was_expected() {
    Dir::new().run("search x -n abc").code(2).says("expected a whole number such as 10");
    Dir::new().run("index a --commit-every soon").code(2).says("expected a number of seconds such as 180");
}
