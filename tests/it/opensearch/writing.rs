//! An index on a cluster is kept in step with its folders.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, thread};

use clippings::internals::bench::Rng;
use clippings::{Error, Failure, IndexOptions, IndexReport, NoProgress};
use jiff::civil::date;
use serde_json::{Value, json};

use crate::common::Dir;
use crate::common::thorough::Trials;
use crate::opensearch::machines::indexer;
use crate::opensearch::server::TestIndex;

/// Variable with the address, the folder and whether to rebuild, for the test that runs in a process of its
/// own.
const CHILD: &str = "CLIPPINGS_TEST_CHILD";

pub(super) fn run(
    address: &str,
    folder: &str,
    change: impl FnOnce(&mut IndexOptions),
) -> Result<IndexReport, Error> {
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(true);
    change(&mut options);
    indexer(address, "desk")?.options(options).run(&[folder.into()], &NoProgress)
}

/// Writes articles and an archive of records.
pub(super) fn write(dir: &Dir, version: u32, articles: u32, records: u32) {
    for number in 0..articles {
        dir.write(&format!("news/{}/{number}.txt", number % 4), text(version + number));
    }
    write_archive(dir, version, records);
}

pub(super) fn write_archive(dir: &Dir, version: u32, records: u32) {
    let record = |number| json!({ "id": number, "text": text(version + number) }).to_string() + "\n";
    dir.write("news/records.jsonl", (1..=records).map(record).collect::<String>());
}

pub(super) fn text(number: u32) -> String {
    format!("Story {number}\n\nThe ferry of the {number}th day left the harbour, the crew said.\n")
}

/// Fails unless the index equals a new one of the same folder.
pub(super) fn check(index: &TestIndex, folder: &str) {
    let content = index.content();
    content.check();
    assert!(content.rows.values().all(|row| row["unfinished"] == false), "{:#?}", content.rows);
    let fresh = TestIndex::new().expect("a server");
    run(&fresh.address(), folder, |_| ()).expect("indexed");
    assert_eq!(content, fresh.content());
}

#[test]
fn an_updated_index_equals_a_new_one() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 20, 9);
    let folder = dir.path("news").display().to_string();
    let report = run(&index.address(), &folder, |_| ()).expect("indexed");
    assert_eq!((report.added, report.articles), (29, 29), "{report:?}");
    check(&index, &folder);
    let report = run(&index.address(), &folder, |_| ()).expect("indexed");
    assert_eq!((report.added, report.updated, report.articles), (0, 0, 29), "{report:?}");
    dir.write("news/0/0.txt", text(100));
    write_archive(&dir, 50, 4);
    fs::remove_file(dir.path("news/1/1.txt")).expect("removed");
    fs::rename(dir.path("news/2/2.txt"), dir.path("news/3/moved.txt")).expect("moved");
    fs::rename(dir.path("news/3/3.txt"), dir.path("news/3/3.jsonl")).expect("moved");
    dir.write("news/3/3.jsonl", "{\"text\": \"One record.\"}\n{\"text\": \"Another record.\"}\n");
    dir.write("news/1/5.txt", "");
    let report = run(&index.address(), &folder, |_| ()).expect("indexed");
    assert_eq!(report.articles, 23, "{report:?}");
    check(&index, &folder);
    let report = indexer(&index.address(), "desk").and_then(|indexer| indexer.forget(folder.as_ref()));
    assert_eq!(report.map(|report| (report.removed, report.articles)).expect("forgotten"), (23, 0));
    assert_eq!(index.content(), Default::default());
}

#[test]
fn a_file_of_which_an_article_is_refused_is_named_and_read_again() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 4, 3);
    let folder = dir.path("news").display().to_string();
    run(&index.address(), &folder, |_| ()).expect("indexed");
    // More than a keyword may have.
    dir.write("news/long.jsonl", json!({ "id": "x".repeat(40_000), "text": "A record." }).to_string() + "\n");
    let report = run(&index.address(), &folder, |_| ()).expect("indexed");
    let is_named = |failure: &Failure| {
        failure.path.ends_with("long.jsonl") && failure.reason.starts_with("not indexed: ")
    };
    assert!(matches!(&report.failures[..], [failure] if is_named(failure)), "{:?}", report.failures);
    let content = index.content();
    content.check();
    assert_eq!(content.rows["1:long.jsonl"]["unfinished"], true);
    dir.write("news/long.jsonl", "{\"id\": \"x\", \"text\": \"A record.\"}\n");
    assert_eq!(run(&index.address(), &folder, |_| ()).map(|report| report.articles).ok(), Some(8));
    check(&index, &folder);
}

#[test]
fn a_content_keeps_the_day_on_which_it_came() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    // More than are asked for one by one.
    for number in 0..150 {
        dir.write(&format!("news/{number}.txt"), text(number));
    }
    let folder = dir.path("news").display().to_string();
    let run_on = |day| run(&index.address(), &folder, |options| options.today = Some(date(2024, 5, day)));
    assert_eq!(run_on(1).map(|report| report.added).ok(), Some(150));
    fs::create_dir(dir.path("news/moved")).expect("a folder");
    for number in 0..150 {
        let name = format!("news/{number}.txt");
        fs::rename(dir.path(&name), dir.path(&format!("news/moved/{number}.txt"))).expect("moved");
        dir.write(&name, text(1_000 + number));
    }
    assert_eq!(run_on(2).map(|report| report.articles).ok(), Some(300));
    let content = index.content();
    let days = |is_moved: bool| -> Vec<i64> {
        let articles =
            content.articles.iter().filter(|((source, _), _)| source.contains("moved") == is_moved);
        articles.map(|(_, article)| article["added"].as_i64().expect("a day")).collect()
    };
    let (moved, new) = (days(true), days(false));
    assert_eq!((moved.len(), new.len()), (150, 150));
    assert!(moved.iter().all(|day| new.iter().all(|new| day + 1 == *new)), "{moved:?} {new:?}");
}

#[test]
fn a_rebuild_takes_the_place_of_the_index_and_loses_no_article() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 8, 5);
    dir.write("more/1.txt", text(70)).write("more/2.jsonl", "{\"id\": \"a\", \"text\": \"A record.\"}\n");
    dir.write("news/packed.txt", text(80));
    let folders = [dir.path("news"), dir.path("more")];
    let run = |rebuild| {
        let mut options = IndexOptions::default();
        options.rebuild = rebuild;
        let folders = if rebuild { &[] } else { &folders[..] };
        indexer(&index.address(), "desk")?.options(options).run(folders, &NoProgress)
    };
    assert_eq!(run(false).map(|report| report.articles).ok(), Some(16));
    let before = index.content();
    // What cannot be read is carried over.
    fs::rename(dir.path("more"), dir.path("away")).expect("moved");
    dir.write("news/packed.txt", b"\x1f\x8b\x08 no more than the beginning");
    let report = run(true).expect("rebuilt");
    assert_eq!((report.articles, report.carried_over), (16, 3), "{report:?}");
    let after = index.content();
    assert_eq!(after.articles, before.articles);
    after.check();
    let names: Vec<String> = index
        .request("GET", "", &Value::Null)
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect();
    assert!(matches!(&names[..], [name] if name.ends_with("-000002")), "{names:?}");
    fs::rename(dir.path("away"), dir.path("more")).expect("moved");
    dir.write("news/packed.txt", text(80));
    assert_eq!(run(false).map(|report| report.articles).ok(), Some(16));
    let last = index.content();
    assert_eq!(last.articles, before.articles);
    assert_eq!(last.rows.keys().collect::<Vec<_>>(), before.rows.keys().collect::<Vec<_>>());
    assert!(last.rows.values().all(|row| row["unfinished"] == false), "{:#?}", last.rows);
}

/// Writes a lease of a process elsewhere, whose clock says that it lapses at `end`.
fn write_lease(index: &TestIndex, id: &str, end: u64) {
    let owner = json!({ "id": id, "name": "process 7 on elsewhere", "process": null });
    let lease = json!({ "kind": "meta", "data": { "owner": owner, "end": end } });
    index.request("PUT", "/_doc/lease", &lease);
}

#[test]
fn a_lease_of_another_machine_is_kept_whatever_the_clocks_say() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 4, 3);
    let folder = dir.path("news").display().to_string();
    run(&index.address(), &folder, |_| ()).expect("indexed");
    let is_locked = |result: Result<IndexReport, Error>| {
        result.is_err_and(|error| error.to_string().contains("process 7 on elsewhere"))
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64);
    write_lease(&index, "1", now + 50_000);
    assert!(is_locked(run(&index.address(), &folder, |_| ())));
    // The clock of its owner is a day behind; it is renewed while it is watched.
    write_lease(&index, "1", now - 86_400_000);
    let renewals = thread::scope(|scope| {
        let run = scope.spawn(|| run(&index.address(), &folder, |_| ()));
        let mut renewals = 0;
        while !run.is_finished() && renewals < 8 {
            thread::sleep(Duration::from_secs(1));
            write_lease(&index, "1", now - 86_400_000);
            renewals += 1;
        }
        write_lease(&index, "1", now + 50_000);
        assert!(is_locked(run.join().expect("no panic")));
        renewals
    });
    assert_eq!(renewals, 8);
    if Trials::new(0, 0).is_thorough {
        write_lease(&index, "1", now - 1);
        assert_eq!(run(&index.address(), &folder, |_| ()).map(|report| report.articles).ok(), Some(7));
    }
}

#[test]
fn an_index_of_another_program_is_left_alone() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 1, 1);
    index.create_foreign();
    let result = run(&index.address(), &dir.path("news").display().to_string(), |_| ());
    assert!(matches!(result, Err(Error::NotAnIndex { .. })), "{result:?}");
}

#[test]
fn a_second_indexer_waits_or_says_who_writes() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 300, 300);
    let folder = dir.path("news").display().to_string();
    let (address, other) = (index.address(), index.address());
    let (first, second) = thread::scope(|scope| {
        let first = scope.spawn(|| run(&address, &folder, |_| ()));
        while !first.is_finished() && index.request("GET", "/_doc/lease", &Value::Null)["found"] != true {
            thread::sleep(Duration::from_millis(10));
        }
        let refused = run(&other, &folder, |_| ()).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(
            refused.contains(&format!("is being written by process {}", std::process::id())),
            "{refused}"
        );
        let second = run(&other, &folder, |options| options.lock_timeout = Duration::from_secs(100));
        (first.join().expect("no panic").expect("indexed"), second.expect("indexed"))
    });
    assert_eq!((first.added, second.added, second.articles), (600, 0, 600));
    check(&index, &folder);
}

/// Runs in a process of its own, which is killed.
#[test]
#[ignore = "part of another test"]
fn child() {
    let Ok(arguments) = env::var(CHILD) else { return };
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let change = |options: &mut IndexOptions| {
        options.commit_interval = Duration::from_millis(300);
        options.rebuild = arguments[2] == "true";
    };
    run(arguments[0], arguments[1], change).expect("indexed");
}

fn spawn_child(index: &TestIndex, folder: &str, rebuild: bool) -> Child {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["opensearch::writing::child", "--exact", "--ignored"]);
    command
        .env(CHILD, format!("{} {folder} {rebuild}", index.address()))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("a process")
}

#[test]
fn a_killed_run_leaves_no_article_without_a_row_and_the_next_one_finishes() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 400, 1_500);
    let folder = dir.path("news").display().to_string();
    let (start, measured) = (Instant::now(), TestIndex::new().expect("a server"));
    assert!(spawn_child(&measured, &folder, false).wait().expect("a status").success());
    let took = start.elapsed();
    let mut rng = Rng::new(env::var("CLIPPINGS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7));
    let mut articles = [0; 2];
    for version in 1..=10 {
        for _ in 0..60 {
            let number = rng.below(400) as u32;
            let name = format!("news/{}/{number}.txt", number % 4);
            match rng.below(3) {
                0 => drop(fs::remove_file(dir.path(&name))),
                _ => {
                    dir.write(&name, text(version * 10_000 + number));
                }
            }
        }
        write_archive(&dir, version * 10_000, 1 + rng.below(1_500) as u32);
        let mut child = spawn_child(&index, &folder, version % 3 == 2);
        thread::sleep(took.mul_f64(rng.below(1_000) as f64 / 1_000.0));
        child.kill().expect("killed");
        child.wait().expect("a status");
        if index.request("GET", "", &Value::Null)["error"].is_object() {
            continue; // killed before it had made the index
        }
        let content = index.content();
        content.check_rows();
        articles[usize::from(content.rows.values().any(|row| row["unfinished"] == true))] += 1;
        if version % 3 == 0 {
            run(&index.address(), &folder, |_| ()).expect("indexed");
            check(&index, &folder);
        }
    }
    println!("{took:?}; final and unfinished after a kill: {articles:?}");
    run(&index.address(), &folder, |_| ()).expect("indexed");
    check(&index, &folder);
    assert_eq!(index.request("GET", "/_doc/lease", &Value::Null)["found"], false);
    assert_eq!(index.request("GET", "-*", &Value::Null).as_object().map(|indexes| indexes.len()), Some(1));
}
