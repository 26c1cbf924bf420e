//! A new index that replaces an older one carries over the articles of what cannot be read.

use std::fs;

use crate::common::{Dir, article};

#[test]
fn rebuild_keeps_the_articles_of_a_folder_that_is_away() {
    let dir = Dir::new();
    dir.write("a/1.txt", article("Storm", "3 May 2021", "The ferry stayed in port on Sunday."));
    dir.write(
        "b/2.jsonl",
        "{\"id\": 7, \"text\": \"A schooner left on Sunday, said the pilot.\"}\n{\"id\": 8, \"text\": \"The barge sank at noon, said the crew.\"}\n",
    );
    dir.run("index a b").code(0);
    fs::rename(dir.path("b"), dir.path("away")).expect("moved");
    let run = dir.run("index --rebuild");
    run.code(2).shows("2 articles carried over").shows("3 articles in the index").says("b: folder not found");
    assert_eq!((dir.search("schooner").total(), dir.search("barge").total()), (1, 1));
    dir.run("check").code(0);
    dir.run("status").code(0).shows("folder not found");
    dir.run("show b/2.jsonl#8").code(0).shows("The barge sank");
    // The next run with the folder reads it again.
    fs::rename(dir.path("away"), dir.path("b")).expect("moved");
    dir.run("index").code(0).shows("0 added, 2 updated, 0 removed, 1 unchanged");
    dir.run("index").code(0).shows("0 added, 0 updated, 0 removed, 3 unchanged");
    fs::remove_dir_all(dir.path("b")).expect("removed");
    dir.run("index --rebuild --prune").code(0).hides("carried over");
    assert_eq!(dir.search("schooner").total(), 0);
}

#[test]
fn rebuild_carries_metadata_positions_and_cut_text_over() {
    let dir = Dir::new();
    let page = "<html lang=de><head><title>Die Fähre</title><meta name=author content='Ann Lee'>\
        <meta property=og:site_name content='The Courier'><meta name=date content='2021-05-03'></head><body>\
        <nav><a href=/>Anmelden</a></nav><article><h1>Die Fähre</h1>\
        <p>Die Fähre blieb am Sonntag im Hafen, sagte der Kapitän, und niemand war darüber froh.</p>\
        <p>Am Montag fuhr sie wieder, mit allen Reisenden, die gewartet hatten.</p></article></body></html>";
    dir.write("a/x/page.html", page).run("index a").code(0);
    let queries = [
        "author:lee site:courier date:2021-05 lang:de path:x Fähren",
        "title:Fähre",
        "\"am Sonntag im Hafen\"",
        "Kapitän w/s froh",
    ];
    let answers = || queries.map(|query| dir.search(query).0["hits"].clone());
    let before = answers();
    fs::rename(dir.path("a"), dir.path("away")).expect("moved");
    dir.run("index --rebuild").code(2).shows("1 article carried over");
    assert_eq!(answers(), before);
    for (query, hits) in queries.iter().zip(before) {
        assert_eq!(hits.as_array().map(Vec::len), Some(1), "{query}");
    }
    dir.run("search --cut Anmelden").code(0);
}

#[cfg(unix)]
#[test]
fn rebuild_keeps_the_articles_of_files_that_cannot_be_read_now() {
    let dir = Dir::new();
    let calm = article("Calm", "4 May 2021", "The schooner left on Monday.");
    dir.write("a/1.txt", article("Storm", "3 May 2021", "The ferry stayed in port on Sunday."));
    dir.write("a/2.txt", &calm);
    dir.write("a/3.jsonl.gz", "{\"id\": 1, \"text\": \"The barge sank at noon.\"}\n");
    dir.run("index a").code(0);
    fs::remove_file(dir.path("a/2.txt")).expect("removed");
    // Reading the memory of a process at address 0 fails, whoever reads it.
    std::os::unix::fs::symlink("/proc/self/mem", dir.path("a/2.txt")).expect("linked");
    dir.write("a/3.jsonl.gz", b"\x28\xb5\x2f\xfd no frame");
    let run = dir.run("index --rebuild");
    run.code(2).shows("1 added").shows("2 articles carried over").says("a/2.txt: ").says("a/3.jsonl.gz: ");
    assert_eq!((dir.search("schooner").total(), dir.search("barge").total()), (1, 1));
    dir.run("check").code(0);
    fs::remove_file(dir.path("a/2.txt")).expect("removed");
    dir.write("a/2.txt", &calm);
    dir.run("index").code(2).shows("0 added, 1 updated, 0 removed, 1 unchanged");
    assert_eq!(dir.search("barge").total(), 1);
}

/// Root may list every folder, and then this test shows nothing.
#[cfg(unix)]
#[test]
fn rebuild_keeps_the_articles_of_a_subfolder_that_cannot_be_listed() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Dir::new();
    dir.write("a/1.txt", article("Storm", "3 May 2021", "The ferry stayed in port on Sunday."));
    dir.write("a/deep/2.txt", article("Calm", "4 May 2021", "The schooner left on Monday."));
    dir.run("index a").code(0);
    let set_mode = |mode| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(dir.path("a/deep"), permissions).expect("permissions");
    };
    set_mode(0o000);
    if fs::read_dir(dir.path("a/deep")).is_err() {
        dir.run("index --rebuild").code(2).shows("1 article carried over").says("a/deep");
        dir.run("check").code(0);
    }
    assert_eq!(dir.search("schooner").total(), 1);
    set_mode(0o755);
}
