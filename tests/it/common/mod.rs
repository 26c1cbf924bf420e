//! A temporary folder per test, and runs of the program in it.

#![allow(dead_code, reason = "no test uses all of it")]

pub(crate) mod packed;
pub(crate) mod paged;
pub(crate) mod pdf;
pub(crate) mod stored;
pub(crate) mod thorough;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use serde_json::Value;

/// Temporary folder, deleted at the end of the test, with the index in `idx`.
pub(crate) struct Dir {
    dir: tempfile::TempDir,
}

/// Output and exit code of a run.
pub(crate) struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Dir {
    /// Creates an empty folder.
    pub(crate) fn new() -> Self {
        Dir { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// Creates a folder with a copy of `seeds/`, and indexes it.
    pub(crate) fn seeded() -> Self {
        let dir = Dir::with_seeds();
        dir.run("index seeds").code(0);
        dir
    }

    /// Creates a folder with a copy of `seeds/`.
    pub(crate) fn with_seeds() -> Self {
        let dir = Dir::new();
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        for entry in fs::read_dir(seeds).expect("seeds").flatten() {
            dir.write(
                &format!("seeds/{}", entry.file_name().to_string_lossy()),
                fs::read(entry.path()).expect("a seed"),
            );
        }
        dir
    }

    /// Creates a folder with the articles `news/NAME.txt`, and indexes them as they are.
    pub(crate) fn with_articles<N: Display, T: AsRef<[u8]>>(
        articles: impl IntoIterator<Item = (N, T)>,
    ) -> Self {
        let dir = Dir::new();
        for (name, text) in articles {
            dir.write(&format!("news/{name}.txt"), text);
        }
        dir.run("index news --no-clean").code(0);
        dir
    }

    /// Writes a file, and creates its parent folders.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("a file");
        self
    }

    /// Writes a program that is this script of the shell.
    #[cfg(unix)]
    pub(crate) fn write_program(&self, name: &str, script: &str) -> &Self {
        use std::os::unix::fs::PermissionsExt;
        self.write(name, format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).expect("a program");
        self
    }

    /// Returns the path of `name` in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `clippings` with the words of `line`; single quotes group words.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.args(&words(line))
    }

    /// Runs `clippings` with these arguments.
    pub(crate) fn args(&self, args: &[impl AsRef<str>]) -> Run {
        self.input(args, "")
    }

    /// Runs `clippings` with these arguments and `input` on standard input.
    pub(crate) fn input(&self, args: &[impl AsRef<str>], input: &str) -> Run {
        run(self.command().args(args.iter().map(AsRef::as_ref)), input)
    }

    /// Returns a command that runs `clippings` in this folder, isolated from the user's environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clippings"));
        command.current_dir(self.dir.path()).env_clear().env("HOME", self.path("home"));
        command.env("CLIPPINGS_INDEX", self.path("idx"));
        command
    }

    /// Searches for `query` and parses the JSON output.
    pub(crate) fn search(&self, query: &str) -> Answer {
        let run = self.args(&["search", "--format", "json", "--", query]);
        Answer(
            serde_json::from_str(&run.stdout)
                .unwrap_or_else(|_| panic!("no JSON: {}{}", run.stdout, run.stderr)),
        )
    }
}

/// Returns a dated article that the cleaner keeps.
pub(crate) fn article(title: &str, day: &str, sentence: &str) -> String {
    format!(
        "{title}\n\n{day}\n\n{sentence}\n\nThe rest of the day was quiet in the town, said the mayor, who had come early.\n"
    )
}

/// Runs `command` with `input` on standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("clippings starts");
    // The program may exit without reading its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("clippings ends");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run { stdout: text(stdout), stderr: text(stderr), code: status.code() }
}

/// Interrupts a program as Ctrl-C does. Returns whether it could be: it may have ended.
#[cfg(unix)]
pub(crate) fn interrupt(child: &std::process::Child) -> bool {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    sent.is_ok_and(|status| status.success())
}

impl Run {
    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Asserts that standard error contains `text`.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "{text:?} not in: {}", self.stderr);
        self
    }

    /// Asserts that standard error is empty.
    #[track_caller]
    pub(crate) fn silent(&self) -> &Self {
        assert_eq!(self.stderr, "");
        self
    }

    /// Asserts that standard output contains `text`.
    #[track_caller]
    pub(crate) fn shows(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "{text:?} not in: {}", self.stdout);
        self
    }

    /// Asserts that standard output does not contain `text`.
    #[track_caller]
    pub(crate) fn hides(&self, text: &str) -> &Self {
        assert!(!self.stdout.contains(text), "{text:?} in: {}", self.stdout);
        self
    }

    /// Asserts exit code 2 and one line on standard error, which contains `text` and no internals.
    #[track_caller]
    pub(crate) fn fails(&self, text: &str) -> &Self {
        self.code(2).says(text);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.clear()
    }

    /// Asserts that standard error has no panic, backtrace or debug output.
    #[track_caller]
    pub(crate) fn clear(&self) -> &Self {
        for inside in ["panicked", "RUST_BACKTRACE", "internal error", "Error {", "Os {", "os error"] {
            assert!(!self.stderr.contains(inside), "{}", self.stderr);
        }
        self
    }
}

/// JSON output of a search.
pub(crate) struct Answer(pub Value);

impl Answer {
    pub(crate) fn total(&self) -> u64 {
        self.0["total"].as_u64().expect("a total")
    }

    pub(crate) fn understood(&self) -> &str {
        self.0["understood"].as_str().expect("a canonical query")
    }

    pub(crate) fn notes(&self) -> usize {
        self.0["notes"].as_array().expect("notes").len()
    }

    /// Returns the first three characters of the file name of each hit, in order.
    pub(crate) fn files(&self) -> Vec<String> {
        let name = |hit: &Value| {
            let path = hit["path"].as_str().expect("a path");
            path.rsplit('/').next().unwrap_or(path).chars().take(3).collect()
        };
        self.hits().iter().map(name).collect()
    }

    pub(crate) fn hits(&self) -> &Vec<Value> {
        self.0["hits"].as_array().expect("hits")
    }

    /// Returns the highlighted segments of the snippet of a hit.
    pub(crate) fn marks(&self, index: usize) -> Vec<String> {
        self.segments(index, true)
    }

    /// Returns the text of the snippet of a hit.
    pub(crate) fn snippet(&self, index: usize) -> String {
        self.segments(index, false).concat()
    }

    fn segments(&self, index: usize, only_marked: bool) -> Vec<String> {
        let segments = self.hits()[index]["snippet"].as_array().expect("a snippet").iter();
        let selected = segments.filter(|segment| !only_marked || segment["match"] == true);
        selected.map(|segment| segment["text"].as_str().expect("text").to_owned()).collect()
    }
}

pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words
}

/// Returns all files below a folder, with their contents and times.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, (Option<SystemTime>, Vec<u8>)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let (path, metadata) = (entry.path(), entry.metadata().expect("metadata"));
        if metadata.is_dir() {
            found.extend(files(&path));
        }
        let content = if metadata.is_file() { fs::read(&path).expect("a file") } else { Vec::new() };
        found.insert(path, (metadata.modified().ok(), content));
    }
    found
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy_folder(&entry.path(), &to),
            // Not `fs::copy`: the copy must be writable whatever the permissions of the original.
            false => fs::write(to, fs::read(entry.path()).expect("read")).expect("written"),
        }
    }
}
