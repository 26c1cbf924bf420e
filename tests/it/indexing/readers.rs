//! Reads an index that may not be written, or that is being built.

use std::fs;

use clippings::internals::analysis::Language;
use clippings::internals::article::{Document, Metadata, RecordKey, SourceKey, StoredText, StoryKeys};
use clippings::internals::article::{Folder, ReadOptions};
use clippings::internals::index::{FileTable, IndexSession, Meta, Update};
use clippings::{FilePosition, IndexDir};

use crate::common::{Dir, article};

/// The commands that read an index, with a word that the article has.
const READERS: [&str; 5] = ["search ferry", "show a/1.txt", "status", "check", "search --check ferry"];

fn indexed() -> Dir {
    let dir = Dir::new();
    dir.write("a/1.txt", article("Storm", "3 May 2021", "The ferry stayed in port on Sunday."));
    dir.run("index a").code(0);
    dir
}

/// Replaces the lock files of the index by folders, which nobody can open for writing, not even root.
fn forbid_writing(dir: &Dir) {
    for file in ["LOCK", "generation-000001/.tantivy-meta.lock", "generation-000001/.tantivy-writer.lock"] {
        let path = dir.path("idx").join(file);
        let _ = fs::remove_file(&path);
        fs::create_dir(path).expect("a folder");
    }
}

#[test]
fn an_index_that_may_not_be_written_answers() {
    let dir = indexed();
    forbid_writing(&dir);
    for line in READERS {
        dir.run(line).code(0).clear();
    }
    assert_eq!(dir.search("ferry").total(), 1);
    dir.write("a/2.txt", article("Calm", "4 May 2021", "The ferry left on Monday."));
    dir.run("status").code(0).shows("1 new file");
    dir.run("index").code(2).clear();
}

#[cfg(unix)]
#[test]
fn an_index_without_permission_to_write_answers() {
    use std::os::unix::fs::PermissionsExt;
    let dir = indexed();
    let generation = dir.path("idx/generation-000001");
    fs::remove_file(generation.join(".tantivy-meta.lock")).expect("removed");
    let folders = [dir.path("idx"), generation];
    let set_mode = |mode| {
        for folder in &folders {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("permissions");
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                if entry.path().is_file() {
                    let mode = fs::Permissions::from_mode(mode & 0o666);
                    fs::set_permissions(entry.path(), mode).expect("permissions");
                }
            }
        }
    };
    set_mode(0o555);
    // Root may write nevertheless, and then this is an ordinary search.
    for line in READERS {
        dir.run(line).code(0).clear();
    }
    dir.run("search --in a ferry").code(0);
    set_mode(0o755);
}

#[test]
fn a_search_says_that_the_index_is_being_built() {
    let dir = Dir::new();
    let lines = ["search ferry", "show a/1.txt", "status", "check"];
    let session = IndexSession::open(&IndexDir::new(dir.path("idx")), false).expect("a session");
    let builder = format!("is being built by process {}: nothing can be searched yet", std::process::id());
    for line in lines {
        dir.run(line).fails(&builder);
    }
    let updater = session.into_updater().expect("an updater");
    let document = Document {
        key: SourceKey { folder: 1, path: "1.txt".into() },
        record: RecordKey::default(),
        metadata: Metadata::default(),
        title_position: FilePosition::Line(1),
        content: None,
        stories: StoryKeys::default(),
        body: StoredText { text: "The ferry stayed".into(), ..StoredText::default() },
        cut: StoredText::default(),
        quotations: Vec::new(),
        language: Language::ENGLISH,
    };
    updater.update(&Update { remove: None, add: Some(&document) }, || ()).expect("added");
    let folder = Folder { id: 1, path: dir.path("a"), options: ReadOptions::default() };
    updater.commit(|| (Meta::new(vec![folder]), FileTable::new())).expect("committed");
    let note = "the index is being built: 1 article so far";
    for line in &lines[..3] {
        dir.run(line).code(0).says(&format!("note: {note}"));
    }
    let answer = dir.search("ferry");
    assert_eq!((answer.total(), answer.0["notes"][0]["reason"].as_str()), (1, Some(note)));
    drop(updater);
    dir.run("search --quiet ferry").code(0).silent();
    assert_eq!(dir.search("ferry").notes(), 0);
}

#[test]
fn a_build_that_was_killed_leaves_no_index() {
    let dir = Dir::new();
    dir.write("idx/LOCK", "process 1\nfirst build\n");
    dir.run("search ferry").fails("no index at");
}

#[test]
fn a_damaged_index_is_replaced_only_by_a_rebuild() {
    let dir = indexed();
    dir.write("b/2.txt", article("Calm", "4 May 2021", "The ferry left on Monday."));
    for (file, from, to) in [
        ("CURRENT", "generation", "genaration"),
        ("generation-000001/meta.json", "\"payload\"", "\"paylaod\""),
        ("generation-000001/meta.json", "\\\"format\\\"", "\\\"farmot\\\""),
        ("generation-000001/meta.json", "\\\"folders\\\"", "\\\"falders\\\""),
        ("generation-000001/meta.json", "{", "["),
    ] {
        let path = dir.path("idx").join(file);
        let content = fs::read_to_string(&path).expect("a file");
        assert!(content.contains(from), "{content}");
        fs::write(&path, content.replacen(from, to, 1)).expect("written");
        for line in ["search ferry", "status", "check", "index b", "index"] {
            dir.run(line).fails("run `clippings index --rebuild`");
        }
        fs::write(&path, content).expect("mended");
        assert_eq!(dir.search("ferry").total(), 1, "{file}: {to}");
    }
    dir.write("idx/CURRENT", "x");
    dir.run("index --rebuild b").code(0).shows("2 articles in the index");
    assert_eq!(dir.search("ferry").total(), 2);
}

#[test]
fn an_index_without_the_fields_of_its_format_is_damaged_for_every_command() {
    let dir = indexed();
    let meta = dir.path("idx/generation-000001/meta.json");
    let text = fs::read_to_string(&meta).expect("metadata");
    let text = text.replace("\"title_stem\"", "\"title_stam\"").replace("\"checksum\"", "\"note\"");
    fs::write(meta, text).expect("written");
    for line in ["search ferry", "status", "check"] {
        dir.run(line).fails("its fields are not those of format");
    }
    dir.run("index --rebuild").code(0);
    assert_eq!(dir.search("ferry").total(), 1);
}
