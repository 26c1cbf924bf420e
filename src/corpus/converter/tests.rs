//! Tests of running another program.

use std::ffi::{OsStr, OsString};
use std::io::{Seek, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::corpus::converter::*;

const LIMITS: ConverterLimits =
    ConverterLimits { time: Duration::from_secs(60), output_bytes: 4 << 20, memory_bytes: 1 << 30 };

fn converter(program: &str, args: &[&str]) -> Converter {
    let program = find_program(OsStr::new(program), Some(OsStr::new("/usr/bin:/bin"))).unwrap();
    Converter::new(program, args.iter().map(OsString::from).collect())
}

fn run(program: &str, args: &[&str], input: ConverterInput) -> Result<String, ConverterError> {
    let output = converter(program, args).run(input, LIMITS, &AtomicBool::new(false))?;
    Ok(String::from_utf8(output).unwrap())
}

/// Returns the state, parent and command of each process.
#[cfg(target_os = "linux")]
fn processes() -> Vec<(char, u32, String)> {
    let numbers = std::fs::read_dir("/proc").unwrap().flatten();
    let process = |entry: std::fs::DirEntry| {
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        let (name, state) = (stat.split_once('(')?.1.rsplit_once(')')?.0, stat.rsplit_once(") ")?.1);
        let mut words = state.split(' ');
        let command = std::fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
        let command = if command.is_empty() { name.to_owned() } else { command.replace('\0', " ") };
        Some((words.next()?.chars().next()?, words.next()?.parse().ok()?, command))
    };
    numbers.filter_map(process).collect()
}

#[cfg(not(target_os = "linux"))]
fn processes() -> Vec<(char, u32, String)> {
    let listed = run("ps", &["-A", "-o", "stat=,ppid=,args="], ConverterInput::Empty).unwrap();
    let process = |line: &str| {
        let (stat, rest) = line.trim().split_once(' ')?;
        let (parent, command) = rest.trim().split_once(' ')?;
        Some((stat.chars().next()?, parent.parse().ok()?, command.to_owned()))
    };
    listed.lines().filter_map(process).collect()
}

/// Returns whether a process whose command contains `words` goes on running. One that was killed may take a
/// moment to end.
fn runs(words: &str) -> bool {
    let is_running =
        || processes().iter().any(|(state, _, command)| *state != 'Z' && command.contains(words));
    (0..500).all(|_| {
        std::thread::sleep(Duration::from_millis(10));
        is_running()
    })
}

#[test]
fn arguments_arrive_as_they_are() {
    let words = ["a b", "$(touch x)", "'\"", "-n\n", "", "*"];
    let args: Vec<&str> = [&["%s|"][..], &words[..]].concat();
    assert_eq!(run("printf", &args, ConverterInput::Empty).unwrap(), words.join("|") + "|");
}

#[test]
fn input_is_a_file_or_bytes() {
    let bytes: Vec<u8> = b"The ferry stays in port. ".repeat(60_000); // more than a pipe holds, twice
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(run("cat", &[], ConverterInput::Bytes(bytes.clone())).unwrap() == text);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    assert!(run("cat", &[], ConverterInput::File(file)).unwrap() == text);
    assert_eq!(run("cat", &[], ConverterInput::Empty).unwrap(), "");
    assert_eq!(run("true", &[], ConverterInput::Bytes(bytes)).unwrap(), "", "it need not read its input");
}

#[test]
fn failures_are_told_apart() {
    let error =
        |program: &str, args: &[&str]| run(program, args, ConverterInput::Empty).unwrap_err().to_string();
    assert_eq!(error("false", &[]), "false failed with exit code 1");
    let of_cat = error("cat", &["/nonexistent/\u{1b}[31m"]);
    assert!(of_cat.starts_with("cat failed with exit code 1: "), "{of_cat}");
    assert!(!of_cat.contains('\u{1b}') && of_cat.contains("/nonexistent/"), "{of_cat}");
    let missing = Converter::new("/nonexistent/program".into(), Vec::new());
    let missing = missing.run(ConverterInput::Empty, LIMITS, &AtomicBool::new(false)).unwrap_err();
    assert!(missing.to_string().starts_with("program cannot be started: "), "{missing}");
    let relative = Converter::new("cat".into(), Vec::new());
    let relative = relative.run(ConverterInput::Empty, LIMITS, &AtomicBool::new(false));
    assert!(matches!(relative, Err(ConverterError::Start { .. })));
    let killed = error("sh", &["-c", "kill -TERM $$"]);
    assert_eq!(killed, "sh was killed by signal 15");
}

#[test]
fn what_exceeds_a_limit_is_killed_with_its_children() {
    let short = ConverterLimits { time: Duration::from_millis(300), ..LIMITS };
    let slow = converter("sh", &["-c", "sleep 98761 & sleep 98762"]);
    let error = slow.run(ConverterInput::Empty, short, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(error, ConverterError::TimedOut { .. }), "{error}");
    assert!(!runs("sleep 98761") && !runs("sleep 98762"));
    let error = run("yes", &["clippings-98763"], ConverterInput::Empty).unwrap_err();
    assert_eq!(error.to_string(), "yes printed more than the limit of 4 MB");
    assert!(!runs("clippings-98763"));
    let closed = converter("sh", &["-c", "exec sleep 98764 >&- 2>&-"]);
    let error = closed.run(ConverterInput::Empty, short, &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(error, ConverterError::TimedOut { .. }), "{error}");
    assert!(!runs("sleep 98764"));
}

#[test]
fn a_limit_may_be_as_large_as_its_type() {
    let limits = ConverterLimits { time: Duration::MAX, output_bytes: u64::MAX, memory_bytes: u64::MAX };
    let output = converter("printf", &["text"]).run(ConverterInput::Empty, limits, &AtomicBool::new(false));
    assert_eq!(output.unwrap(), b"text");
}

#[test]
fn what_a_program_leaves_running_is_killed() {
    assert_eq!(run("sh", &["-c", "sleep 98765 & printf text"], ConverterInput::Empty).unwrap(), "text");
    assert!(!runs("sleep 98765"));
}

#[test]
fn a_request_to_stop_ends_a_program() {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let slow = converter("sleep", &["98766"]);
    let thread = std::thread::spawn(move || slow.run(ConverterInput::Empty, LIMITS, &flag));
    while !runs("sleep 98766") {
        std::thread::sleep(Duration::from_millis(5));
    }
    stop.store(true, Ordering::Relaxed);
    assert_eq!(thread.join().unwrap(), Err(ConverterError::Stopped));
    assert!(!runs("sleep 98766"));
}

#[test]
fn a_long_error_output_does_not_block() {
    let script = "yes error | head -c 1000000 >&2; printf text; exit 3";
    let error = run("sh", &["-c", script], ConverterInput::Empty).unwrap_err();
    assert_eq!(error.to_string(), "sh failed with exit code 3: error");
}

#[test]
fn no_zombie_is_left() {
    let _ = run("false", &[], ConverterInput::Empty).unwrap_err();
    let _ = run("yes", &[], ConverterInput::Empty).unwrap_err();
    // Other tests end programs at the same time.
    let is_zombie = |(state, parent, command): &(char, u32, String)| {
        let is_mine = ["false", "yes"].iter().any(|name| command.starts_with(name));
        *state == 'Z' && *parent == std::process::id() && is_mine
    };
    assert!(!processes().iter().any(is_zombie));
}

#[cfg(target_os = "linux")]
#[test]
fn open_files_are_not_inherited_and_the_folder_is_safe() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let name = file.path().file_name().unwrap().to_string_lossy().into_owned();
    assert!(!run("ls", &["-l", "/proc/self/fd"], ConverterInput::Empty).unwrap().contains(&name));
    assert_eq!(run("pwd", &[], ConverterInput::Empty).unwrap(), "/\n");
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_limited() {
    // Waits, since the limits are set after the start.
    let script = "sleep 0.2; ulimit -d; ulimit -c";
    assert_eq!(run("sh", &["-c", script], ConverterInput::Empty).unwrap(), "1048576\n0\n");
}

#[test]
fn programs_are_found_in_absolute_folders_only() {
    let find = |name: &str, path: &str| find_program(OsStr::new(name), Some(OsStr::new(path)));
    assert!(find("sh", "/nonexistent:/bin").is_some_and(|path| path.is_absolute()));
    assert!(find("/bin/sh", "").is_some());
    let here = std::env::current_dir().unwrap();
    assert!(here.join("Cargo.toml").exists());
    for (name, path) in
        [("sh", ":.:bin"), ("./sh", "/bin"), ("../bin/sh", "/bin"), ("", "/bin"), (".", "/bin")]
    {
        assert_eq!(find(name, path), None, "{name} in {path}");
    }
    assert_eq!(find("passwd", "/etc"), None, "not executable");
    assert_eq!(find_program(OsStr::new("sh"), None), None);
}
