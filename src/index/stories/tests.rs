//! The stories of an index depend on its articles alone: not on their order, nor on how they came there.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::article::{Document, Folder, ReadOptions, SourceKey, StoredText};
use crate::error::Error;
use crate::index::file_table::FileTable;
use crate::index::meta::Meta;
use crate::index::schema::RECORD;
use crate::index::stories::comparison::StoryComparison;
use crate::index::stories::table::{StoryFile, StoryTable, TableDoc};
use crate::index::write::updater::{IndexUpdater, Update};
use crate::index::{IndexDir, IndexInfo, IndexSession};
use crate::stories::shared_values::{article_of, value_of};

/// Number of histories that are tried, unless `CLIPPINGS_THOROUGH` says more.
const HISTORIES: u32 = 8;
/// Number of files.
const FILES: u32 = 9;

/// A story as the numbers of its files: the representative, the copies, and the guests.
type FileStory = (u64, BTreeSet<u64>, BTreeSet<u64>);

/// Number of versions of the stories.
const VERSIONS: u32 = 15;

/// Returns one of a few versions of a few stories. Those of as many later versions are copies of one story,
/// and those of others have but a sentence of it in common.
fn text(version: u32) -> String {
    let sentence = |story: u32, number: u32| {
        let word = |index: u32| format!("w{}", (story * 1_000 + number * 40 + index * 7) % 3_001);
        (0..12).map(word).collect::<Vec<_>>().join(" ") + "."
    };
    let sentences = |story: u32, range: std::ops::Range<u32>| {
        range.map(|number| sentence(story, number)).collect::<Vec<_>>().join(" ")
    };
    if version >= 2 * VERSIONS {
        return format!("{} {}", sentences(version, 0..3), sentence(20, 0));
    }
    if version >= VERSIONS {
        return format!("{} {}", sentences(20, 0..9), sentences(version, 0..2));
    }
    let story = version / 5 % 3;
    match version % 5 {
        0 => sentences(story, 0..12),
        1 => sentences(story, 0..6),
        2 => format!("{} {}", sentences(story + 7, 0..2), sentences(story, 0..12)),
        3 => format!("{} {}", sentences(story, 0..12), sentences((story + 1) % 3, 0..12)),
        _ => sentences(story, 2..12),
    }
}

fn document(file: u32, version: u32) -> Document {
    let body = StoredText { text: text(version), ..StoredText::default() };
    let mut document = Document::of_text(1, &format!("{file}.txt"), body);
    document.record.number = u64::from(file);
    document.metadata.published = Some(jiff::civil::date(2024, 5, 1 + (version % 7) as i8));
    document
}

/// Applies changes in one run: each file gets a version, or is deleted.
fn run(dir: &IndexDir, changes: &[(u32, Option<u32>)], merge: bool) -> Result<(), Error> {
    let updater: IndexUpdater = IndexSession::open(dir, false)?.into_updater()?;
    for (file, version) in changes {
        let document = version.map(|version| document(*file, version));
        let key = SourceKey { folder: 1, path: format!("{file}.txt") };
        updater.update(&Update { remove: Some(&key), add: document.as_ref() }, || ())?;
    }
    let folder = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
    updater.commit_and_merge(|| (Meta::new(vec![folder]), FileTable::new()))?;
    let session = updater.finish()?;
    if merge {
        session.force_merge()?;
    }
    session.compare_articles()
}

/// Reads the values that articles share, as the numbers of their files, and the contents.
fn shared(dir: &IndexDir) -> Result<[Vec<(u64, u64)>; 2], Error> {
    let session = IndexSession::open(dir, false)?;
    let linked = StoryComparison::last(&session.generation).linked;
    let searcher = session.index.reader().expect("a reader").searcher();
    let file = |article: u32| {
        let TableDoc { segment, doc } = linked.articles[article as usize];
        let id = &linked.segments[segment as usize];
        let mut readers = searcher.segment_readers().iter();
        let reader = readers.find(|reader| reader.segment_id().uuid_string() == *id).expect("a segment");
        assert!(!reader.is_deleted(doc));
        reader.fast_fields().u64(RECORD).expect("a column").first(doc).unwrap_or(0)
    };
    let values =
        linked.values.entries().iter().map(|entry| (u64::from(value_of(*entry)), file(article_of(*entry))));
    let contents = linked.contents.entries().iter().map(|(content, article)| (*content, file(*article)));
    Ok([values.collect(), contents.collect()])
}

/// Reads the stories of an index, with the articles of each.
fn stories(dir: &IndexDir) -> Result<Vec<FileStory>, Error> {
    let session = IndexSession::open(dir, false)?;
    let meta = Meta::read(dir.path(), &session.generation)?;
    let file = StoryFile::open(&session.generation, &meta.stories);
    let table: &StoryTable = file.get().expect("a table that can be read").expect("a table");
    let searcher = session.index.reader().expect("a reader").searcher();
    let mut names = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let segment =
            table.segment(&reader.segment_id().uuid_string()).expect("a segment of the table") as u32;
        let records = reader.fast_fields().u64(RECORD).expect("a column");
        names.extend(
            reader.doc_ids_alive().map(|doc| (TableDoc { segment, doc }, records.first(doc).unwrap_or(0))),
        );
    }
    let mut stories: Vec<FileStory> = Vec::new();
    for story in 0..table.len() {
        let representative = names[&table.representative(story).expect("a representative")];
        stories.push((representative, BTreeSet::new(), table.guests(story).map(|doc| names[&doc]).collect()));
    }
    for segment in 0..searcher.segment_readers().len() {
        for (doc, story) in table.members(segment).iter() {
            let member = names[&TableDoc { segment: segment as u32, doc }];
            stories[story as usize].1.insert(member);
        }
    }
    stories.sort();
    Ok(stories)
}

#[test]
fn any_history_leads_to_the_same_stories() {
    let change = (0..FILES, prop::option::weighted(0.8, 0..VERSIONS));
    check_histories(HISTORIES, prop::collection::vec(change, 1..8));
}

#[test]
fn any_history_of_many_articles_with_a_common_sentence_leads_to_the_same_stories() {
    let change = (0..70u32, prop::option::weighted(0.8, 0..3 * VERSIONS));
    check_histories(HISTORIES.div_ceil(2), prop::collection::vec(change, 30..50));
}

/// Compares the stories after any runs of changes with those of a fresh build.
fn check_histories(num_histories: u32, changes: impl Strategy<Value = Vec<(u32, Option<u32>)>>) {
    let cases = std::env::var("CLIPPINGS_THOROUGH").ok().and_then(|cases| cases.parse().ok());
    let runs = prop::collection::vec((changes, any::<bool>()), 1..5);
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(cases.unwrap_or(num_histories))
    });
    let grouped = Cell::new(0);
    let result = runner.run(&runs, |runs| {
        let folder = tempfile::tempdir().expect("a folder");
        let [history, fresh] = ["history", "fresh"].map(|name| IndexDir::new(folder.path().join(name)));
        let mut files = BTreeMap::new();
        for (changes, merge) in &runs {
            run(&history, changes, *merge).expect("a run");
            files.extend(changes.iter().copied());
        }
        let last: Vec<_> = files.into_iter().rev().filter(|(_, version)| version.is_some()).collect();
        run(&fresh, &last, false).expect("a run");
        let expected = stories(&fresh).expect("stories");
        grouped.set(grouped.get() + expected.len());
        prop_assert_eq!(stories(&history).expect("stories"), expected);
        prop_assert_eq!(shared(&history).expect("values"), shared(&fresh).expect("values"));
        Ok(())
    });
    assert_eq!(result, Ok(()));
    assert!(grouped.get() > 0, "no history has a story");
}

#[test]
fn an_index_whose_merged_articles_were_not_compared_is_incomplete() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = IndexDir::new(folder.path().join("index"));
    run(&dir, &[(0, Some(0)), (1, Some(1))], false).expect("a run");
    run(&dir, &[(2, Some(2))], false).expect("a run");
    let session = IndexSession::open(&dir, false).expect("an index");
    assert!(session.is_complete());
    session.force_merge().expect("a merge");
    drop(session);
    let notes = IndexInfo::open(&dir).expect("an index").notes();
    assert!(notes.iter().any(|note| note.contains("have not been compared yet")), "{notes:?}");
    assert!(!IndexSession::open(&dir, false).expect("an index").is_complete());
}
