//! A folder of its own for a test, and the binary run in it.

#![allow(dead_code, reason = "no test uses all of it")]

pub mod stored;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder that is gone when the test ends, with an index in `idx`.
pub struct Dir {
    dir: tempfile::TempDir,
}

/// What a run printed and how it ended.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Dir {
    /// An empty folder.
    pub fn new() -> Self {
        Dir { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder with the five articles of `seeds/` in `seeds`, indexed.
    pub fn seeded() -> Self {
        let dir = Dir::with_seeds();
        dir.run("index seeds").code(0);
        dir
    }

    /// A folder with the five articles of `seeds/` in `seeds`, not indexed.
    pub fn with_seeds() -> Self {
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

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, content).expect("a file");
        self
    }

    /// The path of `name` in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `clippings` with `line` cut at spaces; single quotes hold words together.
    pub fn run(&self, line: &str) -> Run {
        self.args(&words(line))
    }

    /// Runs `clippings` with these arguments.
    pub fn args(&self, args: &[impl AsRef<str>]) -> Run {
        self.input(args, "")
    }

    /// Runs `clippings` with these arguments and `input` on standard input.
    pub fn input(&self, args: &[impl AsRef<str>], input: &str) -> Run {
        run(self.command().args(args.iter().map(AsRef::as_ref)), input)
    }

    /// `clippings` in this folder, nothing of the user's own around it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clippings"));
        command.current_dir(self.dir.path()).env_clear().env("HOME", self.path("home"));
        command.env("CLIPPINGS_INDEX", self.path("idx"));
        command
    }

    /// The answer to `query` as JSON.
    pub fn search(&self, query: &str) -> Answer {
        let run = self.args(&["search", "--format", "json", "--", query]);
        Answer(
            serde_json::from_str(&run.stdout)
                .unwrap_or_else(|_| panic!("no JSON: {}{}", run.stdout, run.stderr)),
        )
    }
}

/// An article that the cleaner keeps, of that day.
pub fn article(title: &str, day: &str, sentence: &str) -> String {
    format!(
        "{title}\n\n{day}\n\n{sentence}\n\nThe rest of the day was quiet in the town, said the mayor, who had come early.\n"
    )
}

/// Runs `command` with `input` on standard input.
pub fn run(command: &mut Command, input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("clippings starts");
    // It may well not read its input.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("clippings ends");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Run { stdout: text(stdout), stderr: text(stderr), code: status.code() }
}

impl Run {
    /// The exit code must be this one.
    #[track_caller]
    pub fn code(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        self
    }

    /// Standard error must hold this.
    #[track_caller]
    pub fn says(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "{text:?} not in: {}", self.stderr);
        self
    }

    /// Standard output must hold this.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.stdout.contains(text), "{text:?} not in: {}", self.stdout);
        self
    }

    /// Standard output must not hold this.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.stdout.contains(text), "{text:?} in: {}", self.stdout);
        self
    }

    /// It must have ended with code 2 and one clear line on standard error that holds `text`, nothing of the
    /// program's inside showing.
    #[track_caller]
    pub fn fails(&self, text: &str) -> &Self {
        self.code(2).says(text);
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        self.clear()
    }

    /// No panic, no backtrace, no debug output on standard error.
    #[track_caller]
    pub fn clear(&self) -> &Self {
        for inside in ["panicked", "RUST_BACKTRACE", "internal error", "Error {", "Os {", "os error"] {
            assert!(!self.stderr.contains(inside), "{}", self.stderr);
        }
        self
    }
}

/// An answer as JSON, with the questions tests ask of it.
pub struct Answer(pub Value);

impl Answer {
    pub fn total(&self) -> u64 {
        self.0["total"].as_u64().expect("a total")
    }

    pub fn understood(&self) -> &str {
        self.0["understood"].as_str().expect("a reading")
    }

    pub fn notes(&self) -> usize {
        self.0["notes"].as_array().expect("notes").len()
    }

    /// The first three characters of the names of the files found, in order.
    pub fn files(&self) -> Vec<String> {
        let name = |hit: &Value| {
            let path = hit["path"].as_str().expect("a path");
            path.rsplit('/').next().unwrap_or(path).chars().take(3).collect()
        };
        self.hits().iter().map(name).collect()
    }

    pub fn hits(&self) -> &Vec<Value> {
        self.0["hits"].as_array().expect("hits")
    }

    /// The marked pieces of the snippet of hit `index`.
    pub fn marks(&self, index: usize) -> Vec<String> {
        self.segments(index, true)
    }

    /// The text of the snippet of hit `index`.
    pub fn snippet(&self, index: usize) -> String {
        self.segments(index, false).concat()
    }

    fn segments(&self, index: usize, only_marked: bool) -> Vec<String> {
        let segments = self.hits()[index]["snippet"].as_array().expect("a snippet").iter();
        let wanted = segments.filter(|segment| !only_marked || segment["match"] == true);
        wanted.map(|segment| segment["text"].as_str().expect("text").to_owned()).collect()
    }
}

fn words(line: &str) -> Vec<String> {
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
