//! File names as crawlers make them.

use crate::common::Dir;

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf8_are_read_shown_updated_and_removed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = Dir::new();
    std::fs::create_dir_all(dir.path("a")).expect("a folder");
    let folder = dir.path("a").join(OsStr::from_bytes(b"d\xf6rfer"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(OsStr::from_bytes(b"caf\xe9.txt"));
    let article = |word: &str| {
        crate::common::article(
            "Ferry stays",
            "4 May 2022",
            &format!("The {word} stays in port for a week, she said."),
        )
    };
    std::fs::write(&file, article("steamer")).expect("a file");
    dir.write("a/d\u{fffd}rfer/caf\u{fffd}.txt", article("barge"));
    dir.run("index a").code(0).shows("2 articles").clear();
    let answer = dir.search("steamer");
    assert_eq!((answer.total(), answer.hits()[0]["path"].as_str()), (1, Some("a/d\\xF6rfer/caf\\xE9.txt")));
    dir.run("search steamer").shows("caf\\xE9.txt:5");
    dir.run("show 1").code(0).shows("stays in port for a week");
    dir.run("search café").code(1);
    assert_eq!(dir.search("path:café").total(), 1);
    dir.run("show a/d\\xF6rfer/caf\\xE9.txt").code(0).shows("stays in port for a week");
    let shown = crate::common::run(dir.command().arg("show").arg(&file), "");
    shown.code(0).shows("stays in port for a week");
    std::fs::write(&file, article("tugboat")).expect("a file");
    dir.run("index a").code(0).shows("1 unchanged");
    assert_eq!((dir.search("steamer").total(), dir.search("tugboat").total()), (0, 1));
    let in_folder = crate::common::run(
        dir.command().args(["search", "stays", "--format", "json", "--in"]).arg(&folder),
        "",
    );
    in_folder.code(0).shows("caf\\\\xE9.txt").hides("barge");
    std::fs::remove_file(&file).expect("removed");
    dir.run("index a").code(0);
    assert_eq!((dir.search("tugboat").total(), dir.search("barge").total()), (0, 1));
    dir.run("check").code(0);
}

fn page(word: &str) -> String {
    format!(
        "<!DOCTYPE html><title>Ferry stays in port</title><article><h1>Ferry stays in port</h1>\n<p>The {word} stays \
         at its berth until the engine has been examined, the harbour authority said on Monday.</p></article>\n"
    )
}

#[test]
fn pages_are_read_under_the_names_that_crawlers_give_them() {
    let dir = Dir::new();
    let names = [
        "index.html",
        "index.html.1",
        "INDEX.HTM.23",
        "page.html?id=3&p=2",
        "page.html@v=1.2",
        "foo.php?x",
        "article@id=5.html",
        "story.shtml",
        "default.asp",
        "view.aspx@id=9",
        "old.htm~",
        "story",
        "why-3.5-million-stay",
        "www.coast.example.com",
        "a.html%3Fp=2",
        "b.html;jsessionid=1A",
    ];
    for (index, name) in names.iter().enumerate() {
        dir.write(&format!("a/{name}"), page(&format!("steamer{index}")));
    }
    dir.run("index a").code(0).shows("16 articles");
    for (index, name) in names.iter().enumerate() {
        let answer = dir.search(&format!("steamer{index}"));
        assert_eq!(answer.hits()[0]["path"].as_str(), Some(format!("a/{name}").as_str()));
    }
}
