//! Messages say what is the case: the cause by its name, once, on one line, with the right exit code.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Dir, interrupt, run};

const HERON: &str = "A heron stood on the quay for most of the morning and watched the crews.\n";

#[test]
fn a_file_name_writes_no_line_of_its_own() {
    let dir = Dir::new();
    dir.write("a/x\nclippings: all is well.jsonl", "\0\u{1}").write("a/b.x\nclippings: fine", "x");
    let clean = dir.args(&["clean", "a/x\nclippings: all is well.jsonl"]);
    clean.says("x\\nclippings: all is well.jsonl");
    let index = dir.run("index a");
    for text in [&clean.stderr, &index.stderr, &index.stdout] {
        assert!(
            text.lines()
                .all(|line| !line.starts_with("clippings: all") && !line.starts_with("clippings: fine")),
            "{text}"
        );
    }
}

/// Runs `line` and interrupts it once it writes a generation of the index beside `generations` others.
/// Returns its exit code.
fn interrupted(dir: &Dir, line: &[&str], generations: usize) -> Option<i32> {
    let mut command = dir.command();
    let child = command.args(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
    let start = Instant::now();
    let is_generation = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b"generation-");
    let entries = || fs::read_dir(dir.path("idx")).into_iter().flatten().flatten();
    let is_writing = || entries().filter(|entry| is_generation(&entry.file_name())).count() > generations;
    while !is_writing() {
        assert!(start.elapsed() < Duration::from_secs(60), "{line:?} writes nothing");
        std::thread::sleep(Duration::from_millis(2));
    }
    assert!(interrupt(&child));
    child.wait_with_output().expect("ended").status.code()
}

/// Writes as many articles as take long to index.
fn write_many(dir: &Dir) {
    for number in 0..6000 {
        dir.write(&format!("a/{number}.txt"), format!("{number}: {HERON}").repeat(20));
    }
}

#[test]
fn a_rebuild_that_is_interrupted_has_the_exit_code_of_ctrl_c() {
    let dir = Dir::new();
    write_many(&dir);
    dir.run("index a -q").code(0);
    assert_eq!(interrupted(&dir, &["index", "--rebuild", "-q"], 1), Some(130));
    assert_eq!(dir.search("heron").total(), 6000);
    dir.run("check").code(0);
}

#[test]
fn a_search_that_is_interrupted_while_it_indexes_has_the_exit_code_of_ctrl_c() {
    let dir = Dir::new();
    write_many(&dir);
    assert_eq!(interrupted(&dir, &["search", "heron", "--in", "a", "-q"], 0), Some(130));
}

#[test]
fn a_file_replaced_by_one_of_its_size_and_time_is_read() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON).write("a/y.txt", "A note.\n");
    dir.run("index a").code(0);
    let modified = fs::metadata(dir.path("a/x.txt")).and_then(|file| file.modified()).expect("a time");
    dir.write("new.txt", HERON.replace("heron", "egret"));
    let file = fs::File::options().write(true).open(dir.path("new.txt")).expect("a file");
    file.set_modified(modified).expect("a time");
    fs::rename(dir.path("new.txt"), dir.path("a/x.txt")).expect("renamed");
    assert!(dir.run("status").stdout.contains("1 changed"));
    dir.run("index").code(0).shows("1 updated");
    assert_eq!((dir.search("egret").total(), dir.search("heron").total()), (1, 0));
    // Another mode is no other content.
    fs::set_permissions(dir.path("a/y.txt"), fs::Permissions::from_mode(0o600)).expect("a mode");
    dir.run("index").code(0).shows("0 updated").shows("2 unchanged");
    assert!(dir.run("status").stdout.contains("up to date"));
}

#[test]
fn times_before_1970_differ() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON);
    let set = |year: &str| {
        let date = format!("{year}-01-01");
        let set = Command::new("touch").args(["-d", &date]).arg(dir.path("a/x.txt")).status();
        assert!(set.is_ok_and(|status| status.success()));
    };
    set("1960");
    dir.run("index a").code(0);
    dir.write("a/x.txt", HERON.replace("heron", "egret"));
    set("1965");
    dir.run("index").code(0).shows("1 updated");
    assert_eq!(dir.search("egret").total(), 1);
}

#[test]
fn a_lock_on_the_last_results_delays_no_search() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON);
    dir.run("index a").code(0);
    dir.run("search heron").code(0);
    let results = dir.path("home/.local/state/clippings/last.json");
    let lock = fs::File::options().write(true).open(results).expect("the results");
    lock.lock().expect("a lock");
    let start = Instant::now();
    dir.run("search heron").code(0);
    dir.run("show 1");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_said_once() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON);
    dir.run("index a").code(0);
    for line in [
        "search heron",
        "search heron --format json",
        "search heron -l",
        "status",
        "check",
        "show a/x.txt",
        "clean a/x.txt",
        "explain heron",
        "help query",
        "man",
        "--help",
        "--version",
        "completions bash",
    ] {
        let mut shell = Command::new("sh");
        let program = dir.command().get_program().to_owned();
        shell.args(["-c", &format!("\"$0\" {line} >/dev/full")]).arg(program).current_dir(dir.path(""));
        let full =
            run(shell.env_clear().env("HOME", dir.path("home")).env("CLIPPINGS_INDEX", dir.path("idx")), "");
        assert_eq!(full.code, Some(2), "{line}: {}", full.stderr);
        assert_eq!(full.stderr.matches("no space left").count(), 1, "{line}: {}", full.stderr);
        full.clear();
    }
}

#[test]
fn too_many_open_files_are_no_damage() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON);
    dir.run("index a").code(0);
    for limit in 4..40 {
        let mut shell = Command::new("sh");
        let program = dir.command().get_program().to_owned();
        let script = format!("ulimit -n {limit}; exec \"$0\" search heron --count");
        shell.args(["-c", &script]).arg(program).current_dir(dir.path(""));
        let limited =
            run(shell.env_clear().env("HOME", dir.path("home")).env("CLIPPINGS_INDEX", dir.path("idx")), "");
        if limited.code != Some(0) {
            limited.code(2);
            assert!(
                !limited.stderr.contains("damaged") && !limited.stderr.contains("another process"),
                "{limit}: {}",
                limited.stderr
            );
        }
    }
}

#[test]
fn advised_commands_name_the_index_that_was_named() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON).write("b/y.txt", HERON);
    dir.run("index a b --index 'my idx'").code(0);
    dir.write("a/new.txt", HERON);
    dir.run("status --index 'my idx'").shows("run `clippings index --index 'my idx'`");
    dir.run("search heron --check --index 'my idx'").says("run `clippings index --index 'my idx'`");
    dir.run("show a/new.txt --index 'my idx'").fails("run `clippings index --index 'my idx'`");
    fs::remove_dir_all(dir.path("b")).expect("a folder");
    dir.run("index --index 'my idx'").code(2).says("`clippings index --prune --index 'my idx'`");
    // The last search tells of which index a rank is.
    dir.run("search heron --index 'my idx'").code(0);
    for name in ["CURRENT", "FOLDERS"] {
        fs::remove_file(dir.path("my idx").join(name)).expect("a file");
    }
    dir.run("show 1").fails("run `clippings index FOLDER --index ").says("/my idx'`");
    fs::write(dir.path("my idx/CURRENT"), "x").expect("a file");
    dir.run("search heron --index 'my idx'").fails("run `clippings index --rebuild --index 'my idx'`");
    dir.run("search heron").fails("run `clippings index FOLDER` first");
}

#[test]
fn folders_and_links_are_no_files_that_could_not_be_read() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON).write("a/y.jsonl", "rubbish\n");
    std::os::unix::fs::symlink("nowhere", dir.path("a/link.txt")).expect("a link");
    dir.run("index a").code(2).shows("1 of 2 files and 1 other path could not be read in full");
    fs::remove_file(dir.path("a/y.jsonl")).expect("a file");
    dir.run("index a").code(2).shows("1 path could not be read");
    fs::remove_file(dir.path("a/link.txt")).expect("a link");
    dir.write("b/z.txt", HERON).run("index b").code(0);
    dir.write("b/clippings.rules", "cu");
    dir.run("index").code(2).shows("1 path could not be read");
}

#[test]
fn files_without_text_are_no_articles() {
    let dir = Dir::new();
    dir.write("a/x.txt", HERON).write("a/empty.txt", "").write("a/blank.md", "\u{feff} \n\n");
    dir.run("index a").code(0).shows("3 files, 1 article in").shows("not read: 2 empty");
    dir.run("index a").code(0).shows("0 added").shows("1 unchanged");
    dir.run("check").code(0);
    // A file that loses its text loses its article, and may get one again.
    dir.write("a/x.txt", "\n").write("a/empty.txt", HERON.replace("heron", "egret"));
    dir.run("index a").code(0).shows("1 added, 0 updated, 1 removed").shows("1 article in");
    assert_eq!((dir.search("egret").total(), dir.search("heron").total()), (1, 0));
    dir.run("check").code(0);
}

#[test]
fn a_file_with_several_names_keeps_the_shortest() {
    let dir = Dir::new();
    dir.write("a/backup-of-heron.txt", HERON);
    for name in ["a/heron.txt", "a/otter.txt"] {
        fs::hard_link(dir.path("a/backup-of-heron.txt"), dir.path(name)).expect("a link");
    }
    dir.run("index a").code(0).shows("not read: 2 hard link");
    assert_eq!(dir.run("search heron -l -q").stdout, "a/heron.txt\n");
}
