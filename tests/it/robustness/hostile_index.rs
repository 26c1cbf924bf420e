//! An index that somebody else made, or that is damaged: nothing outside of it is written, deleted or run, and
//! nothing that can be kept is lost.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{Dir, Run, run, words};

/// Creates an index of one folder in `index`, made here.
fn indexed() -> Dir {
    let dir = Dir::new();
    dir.write("a/1.txt", "The ferry stays in port, the harbour authority said on Monday.\n");
    dir.run("index a --index index").code(0);
    dir
}

/// Runs `clippings` without naming an index.
fn unnamed(dir: &Dir, line: &str) -> Run {
    run(dir.command().env_remove("CLIPPINGS_INDEX").args(words(line)), "")
}

fn generation(dir: &Dir) -> PathBuf {
    let entries = fs::read_dir(dir.path("index")).expect("an index").flatten();
    let mut folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.next().expect("a generation")
}

fn edit(path: &Path, from: &str, to: &str) {
    let content = fs::read_to_string(path).expect("a text");
    assert!(content.contains(from), "{content}");
    fs::write(path, content.replace(from, to)).expect("written");
}

#[test]
fn an_index_that_was_made_here_need_not_be_named() {
    let dir = indexed();
    unnamed(&dir, "search ferry").code(0);
    unnamed(&dir, "index").code(0);
}

#[test]
fn a_folder_called_index_that_has_other_files_is_passed_over() {
    let dir = Dir::new();
    dir.write("index/page.html", "<p>The ferry").write("a/1.txt", "The ferry stays in port on Monday.\n");
    unnamed(&dir, "index a").code(0).shows("home/.local/share/clippings/index");
    unnamed(&dir, "search ferry").code(0);
}

#[test]
fn an_index_that_was_not_made_here_must_be_named() {
    let dir = indexed();
    fs::remove_dir_all(dir.path("home")).expect("no state");
    unnamed(&dir, "search ferry").fails("was not made here: if you trust who made it, open it with --index");
    unnamed(&dir, "index a").fails("was not made here");
    dir.run("search ferry --index index").code(0);
}

#[test]
fn an_index_that_was_copied_must_be_named() {
    let dir = indexed();
    fs::create_dir(dir.path("there")).expect("a folder");
    fs::rename(dir.path("index"), dir.path("there/index")).expect("moved");
    let there = dir.path("there");
    let search =
        |args: &[&str]| run(dir.command().current_dir(&there).env_remove("CLIPPINGS_INDEX").args(args), "");
    search(&["search", "ferry"]).fails("was not made here");
    search(&["search", "ferry", "--index", "index"]).code(0);
    search(&["index", "../a", "--index", "index"]).code(0);
    search(&["search", "ferry"]).code(0);
}

#[test]
fn files_beside_an_index_are_left_alone() {
    let dir = indexed();
    dir.write("index/novel.odt", "novel").write("index/generation-000002/a.jpg", "picture");
    let here = |args: &[&str]| run(dir.command().env_remove("CLIPPINGS_INDEX").args(args), "");
    here(&["search", "ferry"]).code(0);
    dir.write("a/2.txt", "A gull sat on the wall of the harbour in the rain all day.\n");
    here(&["index"]).code(0);
    here(&["index", "--rebuild"]).code(0);
    here(&["search", "gull"]).code(0);
    for name in ["index/novel.odt", "index/generation-000002/a.jpg"] {
        assert!(dir.path(name).exists(), "{name}");
    }
    // The database of another program has files of the same names.
    dir.write("other/index/CURRENT", "MANIFEST-000004\n")
        .write("other/index/LOCK", "")
        .write("other/index/4.log", "");
    let other = dir.path("other");
    let search =
        |args: &[&str]| run(dir.command().current_dir(&other).env_remove("CLIPPINGS_INDEX").args(args), "");
    search(&["search", "ferry"]).fails("no index at").says("home/.local/share/clippings/index");
    search(&["index", "../a", "--index", "index"]).fails("is not an index: it contains 4.log");
}

#[test]
fn without_a_folder_for_the_state_an_index_must_be_named() {
    let dir = indexed();
    run(dir.command().env_clear().args(["search", "ferry"]), "").fails("HOME is not set");
    run(dir.command().env_clear().args(["search", "ferry", "--index", "index"]), "").code(0);
}

#[test]
fn a_list_of_files_that_leaves_the_index_deletes_nothing() {
    let dir = indexed();
    dir.write("notes.txt", "notes");
    edit(&generation(&dir).join(".managed.json"), "[", "[\"../../notes.txt\",");
    dir.run("index a --index index").fails("is damaged (.managed.json names ../../notes.txt");
    assert!(dir.path("notes.txt").exists());
}

#[cfg(unix)]
#[test]
fn links_in_an_index_are_not_followed() {
    use std::os::unix::fs::symlink;
    for name in ["LOCK", "CURRENT", "ID", ".CURRENT.new", "FOLDERS", ".FOLDERS.new"] {
        let dir = indexed();
        dir.write("notes.txt", "notes").write("a/2.txt", "The crew of the ferry is at home.\n");
        let _ = fs::remove_file(dir.path("index").join(name));
        symlink("../notes.txt", dir.path("index").join(name)).expect("a link");
        dir.run("index a --index index");
        assert_eq!(fs::read_to_string(dir.path("notes.txt")).expect("notes"), "notes", "{name}");
    }
    let dir = indexed();
    let generation = generation(&dir);
    fs::rename(&generation, dir.path("elsewhere")).expect("moved");
    symlink("../elsewhere", &generation).expect("a link");
    dir.run("search ferry --index index").fails("is not a folder");
    dir.run("index a --index index").fails("is not a folder");
    let files = || fs::read_dir(dir.path("elsewhere")).expect("a folder").count();
    let before = files();
    dir.run("index a --rebuild --index index").code(0);
    assert_eq!(files(), before);
}

#[test]
fn an_index_whose_folder_is_no_absolute_path_is_refused() {
    let dir = indexed();
    let folder = dir.path("a").display().to_string();
    let path = generation(&dir).join("meta.json");
    edit(&path, &folder, "+call system('touch pwned')|");
    dir.run("search ferry --index index").fails("is damaged (meta.json cannot be read)");
    edit(&path, "\"checksum\":", "\"note\":"); // as somebody who wants it would
    dir.run("search ferry --index index").fails("is damaged (meta.json cannot be read)");
}

#[test]
fn a_folder_named_like_a_generation_is_not_deleted() {
    let dir = Dir::new();
    dir.write("a/1.txt", "The ferry stays in port.\n").write("tree/generation-2/photos/1.jpg", "picture");
    dir.run("index a --index tree").fails("is not an index: it contains generation-2");
    assert!(dir.path("tree/generation-2/photos/1.jpg").exists());
}

#[test]
fn a_damaged_index_is_rebuilt_from_all_its_folders() {
    for file in ["CURRENT", "meta.json", ".managed.json"] {
        let dir = indexed();
        dir.write("b/1.txt", "A crow sat on the wall of the harbour in the rain all day.\n");
        dir.run("index b --no-clean --index index").code(0);
        let path = if file == "CURRENT" { dir.path("index/CURRENT") } else { generation(&dir).join(file) };
        let content = fs::read(&path).expect("a file");
        fs::write(&path, &content[..content.len() / 2]).expect("written");
        dir.run("index --index index").fails("is damaged");
        dir.run("index --rebuild --index index").code(0).shows("2 articles");
        dir.run("status --index index").shows("not cleaned");
    }
}

#[test]
fn a_damaged_index_keeps_what_cannot_be_read_again() {
    let dir = indexed();
    dir.write("b/1.txt", "A crow sat on the wall of the harbour in the rain all day.\n");
    dir.run("index b --index index").code(0);
    fs::remove_file(dir.path("b/1.txt")).expect("away");
    fs::write(dir.path("index/CURRENT"), "generatiom-000001\n").expect("written");
    // All but the pointer can be read.
    dir.run("index --rebuild --index index").code(2).shows("1 article carried over");
    let meta = generation(&dir).join("meta.json");
    fs::write(&meta, "{").expect("written");
    dir.run("index --rebuild --index index").fails("its 1 articles cannot be read in the damaged index");
    assert!(meta.exists());
    dir.run("index --rebuild --prune --index index").code(0).shows("1 article");
}

#[test]
fn an_index_that_cannot_be_searched_is_not_up_to_date() {
    let dir = indexed();
    for entry in fs::read_dir(generation(&dir)).expect("a generation").flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "term") {
            fs::write(entry.path(), "").expect("emptied");
        }
    }
    dir.run("index --index index").fails("is damaged");
}
