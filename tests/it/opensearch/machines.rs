//! Folders of an index on a cluster belong to the machines that indexed them.

use std::fs;
use std::path::Path;

use clippings::internals::opensearch::Machine;
use clippings::{Error, IndexOptions, IndexReport, Indexer, NoProgress, SearchTarget, Searcher};

use crate::common::Dir;
use crate::opensearch::server::{TestIndex, location};
use crate::opensearch::writing::run;

/// Returns an indexer on the machine of this name, the same in all processes of the tests.
pub(super) fn indexer(address: &str, name: &str) -> Result<Indexer, Error> {
    let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join("machines").join(name);
    Ok(Indexer::on_cluster(address)?.on_machine(Machine::of_state_folder(&state, name)?))
}

fn run_on(
    name: &str,
    address: &str,
    folders: &[&Path],
    change: impl FnOnce(&mut IndexOptions),
) -> Result<IndexReport, Error> {
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = (!folders.is_empty()).then_some(true);
    change(&mut options);
    let folders: Vec<_> = folders.iter().map(|folder| folder.to_path_buf()).collect();
    indexer(address, name)?.options(options).run(&folders, &NoProgress)
}

#[test]
fn a_path_that_two_machines_index_is_two_folders() {
    let Some(index) = TestIndex::new() else { return };
    let (dir, address) = (Dir::new(), index.address());
    dir.write("news/a.txt", "The ferry left the harbor.").write("news/b.txt", "The bridge was closed.");
    let folder = dir.path("news");
    let articles = |report: Result<IndexReport, Error>| report.map(|report| report.articles).ok();
    assert_eq!(articles(run_on("desk", &address, &[&folder], |_| ())), Some(2));
    // The other machine has other files at the same path.
    fs::rename(&folder, dir.path("of-desk")).expect("moved");
    dir.write("news/a.txt", "The tunnel was flooded.");
    assert_eq!(articles(run_on("attic", &address, &[&folder], |_| ())), Some(3));
    let sources = || index.content().rows.into_keys().collect::<Vec<_>>();
    assert_eq!(sources(), ["1:a.txt", "1:b.txt", "2:a.txt"]);
    // Neither a run of all folders nor one that prunes touches those of the other machine.
    fs::remove_file(dir.path("news/a.txt")).expect("removed");
    assert_eq!(articles(run_on("attic", &address, &[], |options| options.prune = true)), Some(2));
    assert_eq!(sources(), ["1:a.txt", "1:b.txt"]);
    dir.write("news/a.txt", "The tunnel was flooded.");
    assert_eq!(articles(run_on("attic", &address, &[&folder], |_| ())), Some(3));
    let rebuilt = run_on("attic", &address, &[], |options| options.rebuild = true).expect("rebuilt");
    assert_eq!((rebuilt.articles, rebuilt.carried_over), (3, 2), "{rebuilt:?}");
    index.content().check();
    let status = location(&address).status().expect("a status");
    let owners: Vec<_> = status.folders.iter().map(|folder| folder.indexed_by.as_deref()).collect();
    assert_eq!(owners, [Some("attic"), Some("desk")]);
    // The first machine has its folder as before, and reads again what the rebuild carried over.
    fs::remove_dir_all(&folder).expect("removed");
    fs::rename(dir.path("of-desk"), &folder).expect("moved");
    let report = run_on("desk", &address, &[], |_| ()).expect("indexed");
    assert_eq!((report.articles, report.removed, report.failures.len()), (3, 0, 0), "{report:?}");
    let content = index.content();
    content.check();
    assert!(content.rows.values().all(|row| row["unfinished"] == false), "{:#?}", content.rows);
    let is_indexed = |path: &str| location(&address).has_original(&dir.path(path)).expect("an answer");
    assert!(is_indexed("news/a.txt") && is_indexed("news/b.txt"));
    dir.write("news/b.txt", "The bridge was opened.").write("news/c.txt", "The bridge was closed.");
    assert!(!is_indexed("news/b.txt") && !is_indexed("news/c.txt"));
    let searcher = Searcher::on_cluster(&address).expect("an index");
    for (words, machine) in [("ferry", "desk"), ("tunnel", "attic")] {
        let response = searcher.search(&clippings::Request::new(words)).expect("an answer");
        let machines: Vec<_> =
            response.hits.iter().map(|hit| hit.indexed_by.as_ref().map(|owner| &owner.name[..])).collect();
        assert_eq!(machines, [Some(machine)], "{words}");
    }
    let query = searcher.parse("bridge").query;
    let article = searcher.article(&folder.join("b.txt"), None, &query, SearchTarget::Article);
    let owner = article.expect("an answer").and_then(|article| article.indexed_by);
    assert_eq!(owner.map(|owner| owner.name).as_deref(), Some("desk"));
}

#[test]
fn a_folder_of_another_machine_is_taken_over() {
    let Some(index) = TestIndex::new() else { return };
    let (dir, address) = (Dir::new(), index.address());
    for name in ["news/a.txt", "notes/a.txt", "notes/b.txt"] {
        dir.write(name, "The ferry left the harbor.");
    }
    let (news, notes) = (dir.path("news"), dir.path("notes"));
    run_on("desk", &address, &[&news, &notes], |_| ()).expect("indexed");
    let forget = |take_over| {
        let mut options = IndexOptions::default();
        options.take_over = take_over;
        indexer(&address, "attic")?.options(options).forget(&news)
    };
    assert!(matches!(forget(false), Err(Error::OtherMachine { .. })));
    assert_eq!(forget(true).map(|report| (report.removed, report.articles)).ok(), Some((1, 2)));
    let taken = |name| run_on(name, &address, &[&notes], |options| options.take_over = true);
    let report = taken("attic").expect("indexed");
    assert_eq!((report.added, report.unchanged, report.articles), (0, 2, 2), "{report:?}");
    // A second run has nothing to take over; and that which the other machine indexes is one of its own.
    assert_eq!(taken("attic").map(|report| (report.unchanged, report.articles)).ok(), Some((2, 2)));
    assert_eq!(run_on("desk", &address, &[&notes], |_| ()).map(|report| report.articles).ok(), Some(4));
    // Of two folders at a path one is left.
    let report = taken("desk").expect("indexed");
    assert_eq!((report.removed, report.articles), (2, 2), "{report:?}");
    let fresh = TestIndex::new().expect("a server");
    run(&fresh.address(), &notes.display().to_string(), |_| ()).expect("indexed");
    assert_eq!(index.content().articles.len(), fresh.content().articles.len());
    index.content().check();
}

#[test]
fn the_program_says_whose_articles_they_are() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    dir.write("news/a.txt", "The ferry left the harbor.");
    let run = |state: &str, line: &str| {
        let mut command = dir.command();
        command.env("CLIPPINGS_INDEX", index.address()).env("XDG_STATE_HOME", dir.path(state));
        crate::common::run(command.args(crate::common::words(line)), "")
    };
    run("desk", "index news --no-clean").code(0);
    run("desk", "search ferry").code(0).hides("indexed by");
    run("attic", "search ferry").code(0).shows("news/a.txt:1 · as indexed by ");
    run("attic", "show news/a.txt").code(0).shows("news/a.txt  as indexed by ");
    run("attic", "search ferry --format json").shows("\"indexed_by\":").shows("\"indexed_on\":\"20");
    run("attic", "status")
        .code(0)
        .shows("; as indexed by ")
        .shows("health: yellow, since 1 replica on no node");
    run("desk", "search ferry --check").says("the index is up to date with the folders of this machine");
    run("attic", "search ferry --check").says("this machine has none of them");
    // Folders of other machines are not looked at, which need not be here.
    dir.write("notes/b.txt", "The ferry came back.");
    run("attic", "index notes --no-clean").code(0);
    std::fs::rename(dir.path("news"), dir.path("away")).expect("moved");
    run("attic", "search ferry --check").says("the index is up to date with the folders of this machine");
    dir.write("notes/c.txt", "The ferry is late.");
    run("attic", "search ferry --check").says("the index is behind: 1 new file");
    std::fs::rename(dir.path("away"), dir.path("news")).expect("moved");
    run("attic", "forget notes").code(0);
    run("attic", "forget news").fails("another machine indexed news").says("--take-over");
    run("attic", "index news --take-over").code(0).shows("0 added");
    run("attic", "search ferry").code(0).hides("indexed by");
    run("desk", "search ferry").code(0).shows("as indexed by ");
    dir.run("index news --take-over").fails("for an index on a cluster");
}
