//! Invalid input: a one-line message, the right exit code, and nothing lost.

use std::fs;

use crate::common::{Dir, run};

#[test]
fn missing_folders_are_reported() {
    let dir = Dir::new();
    dir.run("index nowhere").fails("folder not found: nowhere");
    dir.run("search x --in nowhere").fails("folder not found: nowhere");
    dir.run("clean nowhere.txt").fails("nowhere.txt: no such file");
    dir.run("index").fails("run `clippings index FOLDER`");
}

#[test]
fn empty_folders_are_indexed() {
    let dir = Dir::new();
    fs::create_dir(dir.path("a")).expect("a folder");
    dir.run("index a").code(0).shows("0 files, 0 articles");
    dir.run("search x").code(1).clear();
    dir.run("search x --in a").code(1).clear();
}

#[test]
fn binary_files_are_reported_and_the_rest_is_read() {
    let dir = Dir::new();
    dir.write("a/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01");
    dir.write("a/good.txt", "The dam was opened on Monday by the crew.\n").write("a/scan.png", "x");
    dir.run("index a").code(2).says("a/picture.txt: not a text file").shows("1 png").clear();
    dir.run("search dam").code(0);
    dir.run("search dam --in a").code(2).says("a/picture.txt: not a text file").shows("**dam**");
    dir.run("clean a/picture.txt").fails("a/picture.txt: not a text file");
}

#[test]
fn legacy_encodings_are_read() {
    let dir = Dir::new();
    dir.write(
        "a/broken.txt",
        b"The caf\xc3\xa9 and the na\xc3\xafve d\xc3\xa9tente of the dam\xc3 was opened.\n",
    );
    dir.write(
        "a/latin.txt",
        b"Le caf\xe9 du Ch\xe2teau a \xe9t\xe9 ferm\xe9 par la pr\xe9fecture de Metz.\n",
    );
    let report = dir.run("index a");
    report
        .code(0)
        .says("a/broken.txt: some bytes are not valid UTF-8")
        .says("a/latin.txt: read as windows-1252")
        .clear();
    assert_eq!(dir.search("détente").files(), ["bro"]);
    assert_eq!(dir.search("château").files(), ["lat"]);
}

#[test]
fn empty_files_are_no_articles() {
    let dir = Dir::new();
    dir.write("a/empty.txt", "").write("a/blank.txt", "\n \n\n");
    dir.run("index a").code(0).shows("2 files, 0 articles").clear();
    dir.run("clean a/empty.txt a/blank.txt").code(0).clear();
    dir.run("clean a/empty.txt --format json").code(0).shows("\"text\":\"\"");
}

#[cfg(unix)]
mod permissions {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    /// Returns `clippings` as a command of an unprivileged user.
    fn as_nobody(dir: &Dir) -> std::process::Command {
        let mut command = dir.command();
        // As root, run as a user id without a name; otherwise as the current user.
        let root = fs::metadata("/proc/self")
            .is_ok_and(|metadata| std::os::unix::fs::MetadataExt::uid(&metadata) == 0);
        if root {
            command.uid(65534).gid(65534);
        }
        command
    }

    fn mode(dir: &Dir, name: &str, mode: u32) {
        fs::set_permissions(dir.path(name), fs::Permissions::from_mode(mode)).expect("permissions");
    }

    #[test]
    fn unreadable_files_are_reported() {
        let dir = Dir::new();
        dir.write("a/secret.txt", "The dam was opened.\n").write("a/open.txt", "The dam was closed.\n");
        fs::create_dir(dir.path("idx")).expect("a folder");
        for (name, bits) in [("", 0o777), ("idx", 0o777), ("a/secret.txt", 0o000)] {
            mode(&dir, name, bits);
        }
        run(as_nobody(&dir).args(["index", "a"]), "").code(2).says("a/secret.txt: permission denied").clear();
        run(as_nobody(&dir).args(["search", "dam"]), "").code(0).says("1 of 1 article ");
        run(as_nobody(&dir).args(["clean", "a/secret.txt"]), "").fails("a/secret.txt: permission denied");
    }

    #[test]
    fn unreadable_folders_lose_no_articles() {
        let dir = Dir::new();
        dir.write("a/sub/one.txt", "The dam was opened.\n");
        fs::create_dir(dir.path("idx")).expect("a folder");
        mode(&dir, "", 0o777);
        mode(&dir, "idx", 0o777);
        run(as_nobody(&dir).args(["index", "a"]), "").code(0);
        mode(&dir, "a/sub", 0o000);
        run(as_nobody(&dir).args(["index", "a"]), "").code(2).says("a/sub: permission denied").clear();
        run(as_nobody(&dir).args(["search", "dam"]), "").code(0);
        mode(&dir, "a/sub", 0o755);
    }

    #[test]
    fn unwritable_index_folder_is_reported() {
        let dir = Dir::with_seeds();
        fs::create_dir(dir.path("idx")).expect("a folder");
        mode(&dir, "", 0o755);
        mode(&dir, "idx", 0o555);
        run(as_nobody(&dir).args(["index", "seeds"]), "").fails("choose another folder with --index");
    }

    #[test]
    fn index_files_are_private() {
        let dir = Dir::seeded();
        let bits = fs::metadata(dir.path("idx")).expect("the index").permissions().mode();
        assert_eq!(bits & 0o077, 0, "{bits:o}");
    }

    /// Skipped where mounting a small disk is not permitted.
    #[test]
    fn full_disk_is_reported() {
        let dir = Dir::new();
        for number in 0..50 {
            let words: String = (0..1000).map(|word| format!("word{number}x{word} ")).collect();
            dir.write(&format!("a/{number}.txt"), words);
        }
        fs::create_dir(dir.path("small")).expect("a folder");
        let small = dir.path("small");
        let mount = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(&small)
            .output();
        if !mount.is_ok_and(|output| output.status.success()) {
            eprintln!("skipped: no right to mount a small disk");
            return;
        }
        let full = dir.run("index a --index small/idx -q");
        let unmounted = std::process::Command::new("umount").arg("-l").arg(&small).status();
        full.fails("the disk is full: free some space");
        assert!(unmounted.is_ok_and(|status| status.success()));
    }
}

#[test]
fn folder_with_other_files_is_refused_as_index() {
    let dir = Dir::with_seeds();
    dir.write("idx/thesis.odt", "years of work");
    dir.run("index seeds").fails("it contains thesis.odt");
    assert_eq!(fs::read(dir.path("idx/thesis.odt")).expect("still there"), b"years of work");
    dir.run("search Kursk").fails("no index at");
}

#[test]
fn file_is_refused_as_index() {
    let dir = Dir::with_seeds();
    dir.write("idx", "a file");
    dir.run("index seeds").fails("is not an index");
    dir.run("search Kursk").fails("no index at");
}

/// Returns the file of the current generation that `accepts` chooses.
fn index_file(dir: &Dir, accepts: impl Fn(&str) -> bool) -> std::path::PathBuf {
    let current = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
    let entries = fs::read_dir(dir.path("idx").join(current.trim())).expect("a generation").flatten();
    let mut matching = entries.map(|entry| entry.path()).filter(|path| accepts(&path.to_string_lossy()));
    matching.next().expect("a file of the index")
}

#[test]
fn index_of_another_version_is_rebuilt() {
    let dir = Dir::seeded();
    let meta = index_file(&dir, |path| path.ends_with("meta.json") && !path.ends_with(".managed.json"));
    let text = fs::read_to_string(&meta).expect("meta");
    assert!(text.contains(r#"\"format\":2"#));
    let text = text.replace(r#"\"format\":2"#, r#"\"format\":"#).replace("\"checksum\"", "\"note\"");
    fs::write(&meta, text).expect("written");
    dir.run("search Kursk").fails("was written by another version: run `clippings index`");
    dir.run("index").code(0).shows("5 added");
    dir.run("search Kursk").code(0);
    fs::write(&meta, "").ok();
}

#[test]
fn damaged_index_is_reported_and_rebuilt() {
    for (what, damage) in [
        ("meta.json", &b"{"[..]),
        (".store", b""),
        (".term", b"garbage"),
        (".idx", b""),
        (".fast", b"\0\0\0\0"),
        (".pos", b""),
    ] {
        let dir = Dir::seeded();
        let file = index_file(&dir, |path| path.ends_with(what) && !path.ends_with(".managed.json"));
        fs::write(&file, damage).expect("damaged");
        dir.run("search '\"grave security threat\"'").fails("run `clippings index --rebuild`");
        dir.run("index --rebuild seeds").code(0).clear();
        dir.run("search '\"grave security threat\"'").code(0);
    }
}

#[test]
fn flipped_bytes_of_the_index_never_panic() {
    let dir = Dir::seeded();
    let current = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
    let generation = dir.path("idx").join(current.trim());
    for entry in fs::read_dir(&generation).expect("files").flatten() {
        let content = fs::read(entry.path()).expect("a file");
        for step in 0..6 {
            let mut broken = content.clone();
            let offset = content.len() * step / 6;
            let Some(byte) = broken.get_mut(offset) else { continue };
            *byte ^= 0x55;
            fs::write(entry.path(), &broken).expect("written");
            let run = dir.run("search '\"grave security threat\" OR kursk'");
            run.clear();
            assert!(run.code.is_some(), "{:?} at {offset} ended by a signal", entry.path());
        }
        fs::write(entry.path(), &content).expect("mended");
    }
    dir.run("search kursk").code(0);
}

#[test]
fn dangling_current_file_is_reported() {
    let dir = Dir::seeded();
    dir.write("idx/CURRENT", "generation-000099\n");
    dir.run("search Kursk").fails("run `clippings index --rebuild`");
    dir.write("idx/CURRENT", b"\xff\xfe\0");
    dir.run("search Kursk").fails("run `clippings index --rebuild`");
    dir.run("index --rebuild seeds").code(0);
    dir.run("search Kursk").code(0);
}

#[test]
fn empty_queries_are_reported() {
    let dir = Dir::seeded();
    for query in ["", "   ", "()", "\"\"", "?!"] {
        dir.args(&["search", "--", query]).code(1).says("note: ").clear();
        assert_eq!((dir.search(query).total(), dir.search(query).notes()), (0, 1), "{query:?}");
    }
    dir.input(&["search", "-"], "").code(1).says("note: ");
}

#[test]
fn very_long_queries_are_answered() {
    let dir = Dir::seeded();
    let long = "Russia ".repeat(15_000);
    dir.input(&["search", "-"], &long).code(0).says("more than 2048 words").clear();
    dir.input(&["search", "-"], &"(".repeat(100_000)).code(1).clear();
    dir.input(&["search", "-"], &"\"a".repeat(50_000)).code(0).clear();
    dir.input(&["search", "-"], &"x OR ".repeat(20_000)).clear();
    dir.input(&["search", "-"], &"x".repeat(100_000)).code(1).clear();
}

#[test]
fn control_characters_are_escaped() {
    let dir = Dir::new();
    let text =
        "The dam\x1b[2J\x1b]0;owned\x07 was opened\u{202e} on Monday\u{9b}31m by the crew, said the mayor.\n";
    dir.write("a/evil\x1b[31m.txt", text);
    for line in [
        "index a",
        "search dam",
        "search dam --format json",
        "clean --explain a/evil\x1b[31m.txt",
        "clean a/evil\x1b[31m.txt",
        "clean --format json a/evil\x1b[31m.txt",
    ] {
        let run = dir.run(line);
        for output in [&run.stdout, &run.stderr] {
            assert!(!output.contains(['\x1b', '\x07', '\u{202e}', '\u{9b}']), "{line}: {output:?}");
        }
        run.code(0);
    }
    assert!(dir.search("dam").snippet(0).contains("\x1b[2J"), "programs get the text as it is");
}

#[test]
fn second_writer_learns_who_holds_the_lock() {
    let dir = Dir::seeded();
    let lock = fs::OpenOptions::new().write(true).open(dir.path("idx/LOCK")).expect("the lock");
    lock.lock().expect("locked");
    dir.write("seeds/new.txt", "The dam was opened.\n");
    dir.run("index seeds").fails("is being written by process");
    dir.run("search Kursk --in seeds").code(0).says("searching the index as it is");
    drop(lock);
    dir.run("search dam --in seeds").code(0);
}

#[test]
fn very_long_lines_are_indexed() {
    let dir = Dir::new();
    dir.write("a/long.txt", "The dam was opened by the crew on the day. ".repeat(100_000));
    dir.run("index a").code(0).clear();
    let answer = dir.search("\"opened by the crew\"");
    assert_eq!((answer.total(), answer.marks(0).len()), (1, 1));
    assert!(answer.snippet(0).len() < 2000);
}
