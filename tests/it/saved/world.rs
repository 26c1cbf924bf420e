//! A folder of articles that stories are told in, with its index and two saved searches.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use clippings::internals::bench::Rng;
use clippings::internals::saved::{ReportedLog, RunOptions, SavedQuery, SavedSearch, SearchNews, find_news};
use clippings::{Hit, IndexDir, IndexOptions, Indexer, NoProgress, Searcher};

use crate::common::Dir;

/// Words that the searches ask for; each story has one or both.
pub(super) const TOPICS: [&str; 2] = ["kursk", "harbor"];

/// A story in one of its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text {
    pub story: u64,
    version: u64,
}

/// A place of an article: a file, and the id of a record in it.
type Place = (String, Option<String>);

/// Result of a run, with the stories of the articles that it lists as new.
#[derive(Debug)]
pub(super) struct Listed {
    pub new: Vec<u64>,
    pub news: SearchNews,
}

/// A folder of articles with its index.
pub(super) struct World {
    pub dir: Dir,
    /// Texts by file.
    pub files: BTreeMap<String, Text>,
    /// Texts of the records of an archive.
    pub records: Vec<Text>,
    /// Texts of files that were deleted.
    gone: Vec<Text>,
    next: u64,
}

impl World {
    pub(super) fn new() -> Self {
        let world =
            World { dir: Dir::new(), files: BTreeMap::new(), records: Vec::new(), gone: Vec::new(), next: 0 };
        fs::create_dir_all(world.dir.path("news")).expect("a folder");
        world.dir.write("news/anchor.txt", "The anchor of a story that no search finds.\n");
        world
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Returns the topics of a story.
    pub(super) fn has_topic(story: u64, topic: &str) -> bool {
        let is_first = topic == TOPICS[0];
        match story / 3 % 3 {
            0 => is_first,
            1 => !is_first,
            _ => true,
        }
    }

    fn text(text: Text) -> String {
        let mut rng = Rng::new(text.story * 7919 + 13);
        let word =
            |rng: &mut Rng| -> String { (0..7).map(|_| char::from(b'a' + rng.below(26) as u8)).collect() };
        let topics: Vec<&str> =
            TOPICS.into_iter().filter(|topic| World::has_topic(text.story, topic)).collect();
        let body: Vec<String> = (0..160).map(|_| word(&mut rng)).collect();
        let mut rng = Rng::new(text.story * 7919 + 1000 * text.version + 17);
        let end: Vec<String> = (0..text.version.min(1) * 5).map(|_| word(&mut rng)).collect();
        format!("Story {}\n\n{} {} {}.\n", text.story, topics.join(" "), body.join(" "), end.join(" "))
    }

    fn write(&mut self, file: String, text: Text) {
        self.dir.write(&format!("news/{file}"), World::text(text));
        self.files.insert(file, text);
    }

    fn write_records(&self) {
        let record = |(id, text): (usize, &Text)| {
            let text = World::text(*text);
            format!("{}\n", serde_json::json!({ "id": format!("r{id}"), "text": text }))
        };
        let records: String = self.records.iter().enumerate().map(record).collect();
        self.dir.write("news/archive.jsonl", records);
    }

    fn any_file(&self, rng: &mut Rng) -> Option<(String, Text)> {
        let index = rng.below(self.files.len() as u64) as usize;
        self.files.iter().nth(index).map(|(file, text)| (file.clone(), *text))
    }

    /// Changes the folder at random. Returns what was done.
    pub(super) fn change(&mut self, rng: &mut Rng) -> String {
        let (new_file, new_text) =
            (format!("{}.txt", self.number()), Text { story: self.number(), version: 0 });
        let version = self.number();
        let Some((file, text)) = self.any_file(rng) else {
            self.write(new_file, new_text);
            return format!("first {new_text:?}");
        };
        let edited = Text { version, ..text };
        match rng.below(12) {
            0..=2 => {
                self.write(new_file, new_text);
                format!("add {new_text:?}")
            }
            3 => {
                self.write(file.clone(), edited);
                format!("edit {file} to {edited:?}")
            }
            4 => {
                self.write(file.clone(), new_text);
                format!("replace {file} by {new_text:?}")
            }
            5 => {
                let to = format!("moved/{new_file}");
                fs::create_dir_all(self.dir.path("news/moved")).expect("a folder");
                fs::rename(self.dir.path(&format!("news/{file}")), self.dir.path(&format!("news/{to}")))
                    .expect("moved");
                self.files.remove(&file);
                self.files.insert(to.clone(), text);
                format!("move {file} to {to}")
            }
            6 => {
                self.write(new_file.clone(), text);
                format!("copy {text:?} to {new_file}")
            }
            7 => {
                self.write(new_file.clone(), edited);
                format!("copy with edits {edited:?} to {new_file}")
            }
            8 => {
                fs::remove_file(self.dir.path(&format!("news/{file}"))).expect("removed");
                self.files.remove(&file);
                self.gone.push(text);
                format!("delete {file} {text:?}")
            }
            9 => {
                let added = if rng.below(2) == 0 { new_text } else { text };
                self.records.push(added);
                self.write_records();
                format!("add record {added:?}")
            }
            10 => match rng.pick(&self.gone).copied() {
                Some(gone) => {
                    let text = Text { version: version * rng.below(2), ..gone };
                    self.write(new_file.clone(), text);
                    format!("bring back {text:?} as {new_file}")
                }
                None => "nothing".to_owned(),
            },
            _ => {
                self.index(true);
                "rebuild".to_owned()
            }
        }
    }

    /// Brings the index in step.
    pub(super) fn index(&self, rebuild: bool) {
        let mut options = IndexOptions::default();
        options.rebuild = rebuild;
        options.overrides.keep_everything = Some(true);
        let indexer = Indexer::new(IndexDir::new(self.dir.path("idx"))).options(options);
        let report = indexer.run(&[self.dir.path("news")], &NoProgress).expect("indexed");
        assert!(report.failures.is_empty(), "{:?}", report.failures);
    }

    /// Returns the stories that the articles with `topic` tell now.
    pub(super) fn stories(&self, topic: &str) -> BTreeSet<u64> {
        let texts = self.files.values().chain(&self.records);
        texts.map(|text| text.story).filter(|story| World::has_topic(*story, topic)).collect()
    }

    /// Returns the story at a place.
    fn story_at(&self, (file, id): &Place) -> u64 {
        let record = id.as_deref().and_then(|id| id.strip_prefix('r')?.parse::<usize>().ok());
        match record {
            Some(record) => self.records[record].story,
            None => self.files[file].story,
        }
    }

    fn place(&self, hit: &Hit) -> Place {
        let news = self.dir.path("news").canonicalize().expect("a folder");
        let file = hit.path.strip_prefix(news).expect("below the folder");
        let id = hit.id.clone().filter(|_| file.extension().is_some_and(|extension| extension == "jsonl"));
        (file.to_string_lossy().into_owned(), id)
    }

    /// Returns the log as it is on the disk.
    pub(super) fn log(&self) -> ReportedLog {
        ReportedLog::read(&self.log_path()).expect("a log")
    }

    pub(super) fn log_path(&self) -> PathBuf {
        self.dir.path("state/reported.jsonl")
    }

    /// Runs the search for each topic of `topics`, which has the name of its place.
    pub(super) fn run(&self, topics: &[&str]) -> Vec<Listed> {
        let index = self.dir.path("idx");
        let searcher = Searcher::open(&IndexDir::new(&index)).expect("an index");
        let search = |(number, topic): (usize, &&str)| {
            SavedSearch::new(format!("search {number}"), index.clone(), SavedQuery::new(*topic))
        };
        let searches: Vec<SavedSearch> = topics.iter().enumerate().map(search).collect();
        let news = find_news(&searcher, &searches, &self.log(), RunOptions::default());
        let listed = |news: SearchNews| {
            assert_eq!(news.error, None);
            let new = news.new.iter().map(|new| self.story_at(&self.place(&new.hit))).collect();
            Listed { new, news }
        };
        news.into_iter().map(listed).collect()
    }
}
