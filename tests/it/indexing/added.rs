//! The first day on which the index had a content.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Request, Searcher};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::common::packed::gzip;
use crate::common::{Dir, copy_folder};

/// The first day of a history.
const FIRST: Date = date(2024, 10, 1);

/// A folder of articles with an index that is updated on given days.
struct History {
    dir: Dir,
    day: Date,
}

impl History {
    /// Indexes `files` on the first day.
    fn new(files: &[(&str, &str)]) -> Self {
        let history = History { dir: Dir::new(), day: FIRST };
        for (name, text) in files {
            history.dir.write(name, text);
        }
        history.update(&["news"], false);
        history
    }

    /// Updates the index on the next day.
    fn next_day(&mut self) -> &Self {
        self.day = self.day.tomorrow().expect("a day");
        self.update(&[], false);
        self
    }

    fn update(&self, folders: &[&str], rebuild: bool) {
        let mut options = IndexOptions::default();
        options.rebuild = rebuild;
        options.today = Some(self.day);
        let folders: Vec<PathBuf> = folders.iter().map(|folder| self.dir.path(folder)).collect();
        let indexer = Indexer::new(self.index()).options(options);
        indexer.run(&folders, &NoProgress).expect("updated");
    }

    fn index(&self) -> IndexDir {
        IndexDir::new(self.dir.path("idx"))
    }

    /// Returns the days of the articles, each by path and id; 0 is a day that is not known.
    fn days(&self) -> BTreeMap<String, i8> {
        let mut request = Request::new("*");
        request.limit = 100;
        let response = Searcher::open(&self.index()).expect("an index").search(&request).expect("an answer");
        let root = self.dir.path("").canonicalize().expect("a folder");
        let name = |path: &Path| path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let id = |id: Option<String>| id.map(|id| format!("#{id}")).unwrap_or_default();
        let hits = response.hits.into_iter();
        hits.map(|hit| (name(&hit.path) + &id(hit.id), hit.added.map_or(0, Date::day))).collect()
    }

    #[track_caller]
    fn assert_days(&self, expected: &[(&str, i8)]) {
        let expected = expected.iter().map(|(name, day)| ((*name).to_owned(), *day)).collect();
        assert_eq!(self.days(), expected);
    }
}

fn text(animal: &str) -> String {
    format!("A {animal} was seen on the pier on Monday morning, said the keeper of the lighthouse.\n")
}

fn record(id: &str, animal: &str) -> String {
    format!("{{\"id\": \"{id}\", \"title\": \"On the pier\", \"text\": \"{}\"}}\n", text(animal).trim())
}

#[test]
fn content_keeps_its_day_wherever_its_file_goes() {
    let mut history = History::new(&[("news/a.txt", &text("gull")), ("news/b.txt", &text("heron"))]);
    history.dir.write("news/c.txt", text("crane"));
    history.next_day().assert_days(&[("news/a.txt", 1), ("news/b.txt", 1), ("news/c.txt", 2)]);
    let path = |name: &str| history.dir.path(name);
    fs::create_dir(path("news/deep")).expect("a folder");
    fs::rename(path("news/a.txt"), path("news/deep/z.txt")).expect("moved");
    fs::write(path("news/b.txt"), text("heron")).expect("touched");
    fs::copy(path("news/c.txt"), path("news/copy.txt")).expect("copied");
    history.next_day();
    let expected = [("news/deep/z.txt", 1), ("news/b.txt", 1), ("news/c.txt", 2), ("news/copy.txt", 2)];
    history.assert_days(&expected);
    history.day = date(2024, 10, 9);
    history.update(&[], true);
    history.assert_days(&expected);
    fs::rename(history.dir.path("news"), history.dir.path("moved")).expect("moved");
    history.update(&["moved"], false);
    history.dir.write("moved/b.txt", text("stork"));
    history.next_day();
    history.assert_days(&[
        ("moved/deep/z.txt", 1),
        ("moved/b.txt", 10),
        ("moved/c.txt", 2),
        ("moved/copy.txt", 2),
    ]);
}

#[test]
fn rules_do_not_make_content_new() {
    let mut history = History::new(&[("news/a.txt", &text("gull"))]);
    history.dir.write("news/clippings.rules", "cut: A gull*\n");
    history.next_day().assert_days(&[("news/a.txt", 1)]);
}

#[test]
fn content_that_was_removed_is_new_when_it_comes_back() {
    let mut history = History::new(&[("news/a.txt", &text("gull")), ("news/b.txt", &text("heron"))]);
    fs::remove_file(history.dir.path("news/a.txt")).expect("removed");
    history.next_day().assert_days(&[("news/b.txt", 1)]);
    history.dir.write("news/a.txt", text("gull"));
    history.next_day().assert_days(&[("news/a.txt", 3), ("news/b.txt", 1)]);
}

#[test]
fn a_folder_that_becomes_part_of_another_keeps_its_days() {
    let mut history = History::new(&[("news/deep/a.txt", &text("gull"))]);
    history.day = date(2024, 10, 5);
    history.dir.write("all/b.txt", text("heron"));
    fs::rename(history.dir.path("news"), history.dir.path("all/news")).expect("moved");
    history.update(&["all"], false);
    history.assert_days(&[("all/b.txt", 5), ("all/news/deep/a.txt", 1)]);
    // A folder that was indexed on its own, and then the one around it.
    history.dir.write("wide/deep/c.txt", text("crane"));
    history.update(&["wide/deep"], false);
    history.dir.write("wide/d.txt", text("stork"));
    history.day = date(2024, 10, 7);
    history.update(&["wide"], false);
    let wide: Vec<_> = history.days().into_iter().filter(|(name, _)| name.starts_with("wide")).collect();
    assert_eq!(wide, [("wide/d.txt".to_owned(), 7), ("wide/deep/c.txt".to_owned(), 5)]);
}

#[test]
fn a_record_is_new_when_it_is_edited_and_not_when_another_is() {
    let both = record("1", "gull") + &record("2", "heron");
    let mut history = History::new(&[("news/wire.jsonl", &both)]);
    let write = |history: &History, text: &str| {
        history.dir.write("news/wire.jsonl", text);
    };
    write(&history, &(both.clone() + &record("3", "crane")));
    history.next_day();
    let added = [("news/wire.jsonl#1", 1), ("news/wire.jsonl#2", 1), ("news/wire.jsonl#3", 2)];
    history.assert_days(&added);
    let reordered =
        format!("{{\"text\": \"{}\", \"id\":\"1\", \"title\": \"On the pier\"}}\n", text("gull").trim());
    write(&history, &(record("3", "crane") + &record("2", "heron") + &reordered));
    history.next_day().assert_days(&added);
    write(&history, &(record("3", "crane") + &record("2", "stork") + &reordered));
    history.next_day();
    history.assert_days(&[("news/wire.jsonl#1", 1), ("news/wire.jsonl#2", 4), ("news/wire.jsonl#3", 2)]);
    // Compressed, under another name.
    let packed = gzip((record("3", "crane") + &record("2", "stork") + &reordered).as_bytes());
    fs::remove_file(history.dir.path("news/wire.jsonl")).expect("removed");
    history.dir.write("news/all.jsonl.gz", packed);
    history.next_day();
    history.assert_days(&[
        ("news/all.jsonl.gz#1", 1),
        ("news/all.jsonl.gz#2", 4),
        ("news/all.jsonl.gz#3", 2),
    ]);
}

#[test]
fn short_records_are_told_apart_by_their_dates() {
    let record =
        |id: u8| format!("{{\"id\": {id}, \"date\": \"2024-10-0{id}\", \"text\": \"No news today.\"}}\n");
    let mut history = History::new(&[("news/wire.jsonl", &record(1))]);
    history.dir.write("news/wire.jsonl", record(1) + &record(2));
    history.next_day().assert_days(&[("news/wire.jsonl#1", 1), ("news/wire.jsonl#2", 2)]);
}

/// Copies the frozen index of format 17, with its folder at `news`.
fn renewed(change: impl FnOnce(&Dir)) -> History {
    let dir = Dir::new();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    copy_folder(&frozen.join("format-17/index"), &dir.path("idx"));
    let meta = dir.path("idx/generation-000001/meta.json");
    let text = fs::read_to_string(&meta).expect("metadata");
    // Without the checksum, whose member is the first.
    let members = text.strip_prefix("{\"checksum\":").and_then(|text| text.split_once(','));
    let text = members.map_or(text.clone(), |(_, members)| format!("{{{members}"));
    fs::write(&meta, text.replace("/articles", &dir.path("news").display().to_string())).expect("written");
    copy_folder(&frozen.join("articles"), &dir.path("news"));
    change(&dir);
    History { dir, day: FIRST }
}

#[test]
fn days_of_an_older_index_are_not_known() {
    let mut history = renewed(|dir| {
        dir.write("news/new.txt", text("gull"));
    });
    let run = history.dir.run("search added:2020..");
    run.code(1).says("articles were indexed before days were kept");
    history.update(&[], false);
    let days = history.days();
    assert_eq!(days.get("news/new.txt"), Some(&1), "{days:?}");
    assert!(
        days.len() > 3 && days.iter().all(|(name, day)| (*day == 1) == (name == "news/new.txt")),
        "{days:?}"
    );
    let unknown = days.len() - 1;
    let note = format!("{unknown} articles were indexed before days were kept");
    history.dir.run("search added:2020..").code(0).says(&note).shows("gull");
    // Neither a rebuild nor an edit of another file makes them known.
    history.day = date(2024, 10, 7);
    history.update(&[], true);
    assert_eq!(history.days(), days);
    history.dir.write("news/new.txt", text("heron"));
    history.next_day();
    let mut edited = days.clone();
    edited.insert("news/new.txt".to_owned(), 8);
    assert_eq!(history.days(), edited);
}

#[test]
fn an_archive_that_has_grown_since_an_older_index_has_new_records() {
    let history = renewed(|dir| {
        let path = dir.path("news/letters.jsonl");
        let text = fs::read_to_string(&path).expect("an archive");
        fs::write(&path, text + "\n" + &record("fresh", "gull")).expect("written");
    });
    history.update(&[], false);
    let known: Vec<_> = history.days().into_iter().filter(|(_, day)| *day > 0).collect();
    assert_eq!(known, [("news/letters.jsonl#fresh".to_owned(), 1)]);
}

#[test]
fn articles_that_were_carried_over_stay_unknown_when_their_folder_comes_back() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/articles");
    let mut history = renewed(|dir| fs::remove_dir_all(dir.path("news")).expect("removed"));
    history.update(&[], false);
    let days = history.days();
    assert!(!days.is_empty() && days.values().all(|day| *day == 0), "{days:?}");
    copy_folder(&frozen, &history.dir.path("news"));
    history.dir.write("news/new.txt", text("gull"));
    history.next_day();
    let known: Vec<_> = history.days().into_iter().filter(|(_, day)| *day > 0).collect();
    assert_eq!(known, [("news/new.txt".to_owned(), 2)]);
    assert_eq!(history.days().len(), days.len() + 1);
}

#[test]
fn the_local_day_is_that_of_the_time_zone() {
    let dir = Dir::with_articles([("a", text("gull"))]);
    let search = |zone: &str, query: &str| {
        let mut command = dir.command();
        crate::common::run(command.env("TZ", zone).args(["search", "--count", "--", query]), "").stdout
    };
    assert_eq!(search("UTC0", "added:2d"), "1\n");
    // There it is tomorrow.
    assert_eq!((search("AAA-24", "added:today"), search("AAA-24", "added:3d")), ("0\n".into(), "1\n".into()));
    assert_eq!(search("AAA-24", "-added:today"), "1\n");
}

/// A step of a history: a file that is written, moved or removed, or another day.
#[derive(Debug, Clone)]
enum Step {
    Write(u8, u8),
    Move(u8, u8),
    Remove(u8),
    Update { rebuild: bool },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..4_u8, 0..4_u8).prop_map(|(file, content)| Step::Write(file, content)),
        2 => (0..4_u8, 0..4_u8).prop_map(|(from, to)| Step::Move(from, to)),
        1 => (0..4_u8).prop_map(Step::Remove),
        4 => any::<u8>().prop_map(|number| Step::Update { rebuild: number % 4 == 0 }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_content_has_the_first_day_since_which_the_index_had_it(
        steps in prop::collection::vec(step(), 1..14)
    ) {
        let mut history = History::new(&[("news/stays.txt", &text("gull"))]);
        // Contents by file, and the days that the index has by content.
        let (mut files, mut days) = (BTreeMap::new(), BTreeMap::new());
        let name = |file: u8| format!("news/{file}.txt");
        for step in steps.into_iter().chain([Step::Update { rebuild: false }]) {
            match step {
                Step::Write(file, content) => {
                    history.dir.write(&name(file), text(&format!("heron of kind {content}")));
                    files.insert(file, content);
                }
                Step::Move(from, to) => if let Some(content) = files.remove(&from) {
                    fs::rename(history.dir.path(&name(from)), history.dir.path(&name(to))).expect("moved");
                    files.insert(to, content);
                },
                Step::Remove(file) => if files.remove(&file).is_some() {
                    fs::remove_file(history.dir.path(&name(file))).expect("removed");
                },
                Step::Update { rebuild } => {
                    history.day = history.day.tomorrow().expect("a day");
                    history.update(&[], rebuild);
                    days = files.values().map(|content| {
                        (*content, days.get(content).copied().unwrap_or(history.day.day()))
                    }).collect();
                    let mut expected: BTreeMap<String, i8> =
                        files.iter().map(|(file, content)| (name(*file), days[content])).collect();
                    expected.insert("news/stays.txt".to_owned(), 1);
                    prop_assert_eq!(history.days(), expected);
                }
            }
        }
    }
}
