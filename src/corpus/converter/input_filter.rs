//! Filters that the user names to read files of other formats.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::corpus::converter::output::record_of_output;
use crate::corpus::converter::{Converter, ConverterError, ConverterInput, ConverterLimits, find_program};
use crate::corpus::limits::MAX_RECORD_BYTES;
use crate::corpus::names::extension_of;
use crate::corpus::record::Record;
use crate::text::regular_file::open_regular;

/// Stands for the path of the file in a command.
const PATH_PLACEHOLDER: &str = "{}";
/// Maximum number of bytes of memory of a program.
const MAX_MEMORY_BYTES: u64 = 2 << 30;

/// A program of the user's choice that turns files with an extension into text.
///
/// It is written `EXT=COMMAND`. The command is split into words as a shell splits them: at spaces that are
/// not within quotes or behind a backslash. No shell reads it: nothing is expanded, piped or redirected. `{}`
/// is the path of the file; without it, the program reads the file from its standard input.
///
/// ```no_run
/// let filter: clippings::InputFilter = "pages=pages2text --plain {}".parse()?;
/// assert_eq!(filter.extension(), "pages");
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFilter {
    extension: String,
    command: String,
    program: PathBuf,
    args: Vec<String>,
}

impl FromStr for InputFilter {
    type Err = String;

    fn from_str(value: &str) -> Result<Self, String> {
        let (extension, command) =
            value.split_once('=').ok_or("expected EXT=COMMAND, as in 'pages=pages2text {}'")?;
        InputFilter::new(extension, command)
    }
}

impl InputFilter {
    /// Returns the filter that reads files with `extension`, written without its dot, with `command`.
    ///
    /// # Errors
    /// A message if one of them is missing or malformed, or if the program is not found.
    pub fn new(extension: &str, command: &str) -> Result<Self, String> {
        InputFilter::on_path(extension, command, std::env::var_os("PATH").as_deref())
    }

    /// Returns a filter whose program is looked for on `search_path`.
    fn on_path(extension: &str, command: &str, search_path: Option<&OsStr>) -> Result<Self, String> {
        let (extension, command) = (extension.trim(), command.trim());
        let is_extension = |name: &str| !name.is_empty() && !name.contains(['.', '/', '\\', '*']);
        if !is_extension(extension) {
            return Err(format!(
                "{extension:?} is no extension without its dot, as in 'pages=pages2text {{}}'"
            ));
        }
        let words = shlex::split(command).ok_or_else(|| format!("a quote is not closed: {command}"))?;
        let Some((name, args)) = words.split_first() else {
            return Err(format!("no command for .{extension} files, as in '{extension}=pages2text {{}}'"));
        };
        let program = find_program(OsStr::new(name), search_path).ok_or_else(|| not_found(name))?;
        Ok(InputFilter {
            extension: extension.to_lowercase(),
            command: command.to_owned(),
            program,
            args: args.to_vec(),
        })
    }

    /// Returns the extension of the files, in lowercase and without its dot.
    pub fn extension(&self) -> &str {
        &self.extension
    }

    /// Returns the command as it was written.
    pub fn command(&self) -> &str {
        &self.command
    }

    /// Returns whether the file at `path` has the extension, in capitals or not.
    pub(crate) fn reads(&self, path: &Path) -> bool {
        extension_of(path).is_some_and(|extension| extension == self.extension)
    }

    /// Turns the file at `path`, which must be absolute, into an article.
    ///
    /// # Errors
    /// A [`ConverterError`] if the program fails, exceeds a limit or is to stop, or if what it prints is no
    /// article.
    pub(crate) fn read_file(
        &self,
        path: &Path,
        time: Duration,
        stop: &AtomicBool,
    ) -> Result<Record, ConverterError> {
        let args = self.args.iter().map(|word| with_path(word, path)).collect();
        let converter = Converter::new(self.program.clone(), args);
        let takes_path = self.args.iter().any(|word| word.contains(PATH_PLACEHOLDER));
        let input = match takes_path {
            true => ConverterInput::Empty,
            false => ConverterInput::File(open_regular(path).map_err(|error| converter.start_error(&error))?),
        };
        let limits =
            ConverterLimits { time, output_bytes: MAX_RECORD_BYTES as u64, memory_bytes: MAX_MEMORY_BYTES };
        let output = converter.run(input, limits, stop)?;
        record_of_output(output).map_err(|reason| converter.output_error(reason))
    }
}

fn not_found(name: &str) -> String {
    match Path::new(name).is_absolute() || Path::new(name).components().count() == 1 {
        true => format!("the program {name} is not found"),
        false => format!("{name}: name a program on PATH, or by its absolute path"),
    }
}

/// Returns a word of a command with the path of the file in its place.
fn with_path(word: &str, path: &Path) -> OsString {
    let mut parts = word.split(PATH_PLACEHOLDER);
    let mut filled = OsString::from(parts.next().unwrap_or_default());
    for part in parts {
        filled.push(path);
        filled.push(part);
    }
    filled
}

#[cfg(all(test, unix))]
mod tests {
    use crate::corpus::converter::input_filter::*;
    use crate::corpus::markup::Markup;

    fn filter(value: &str) -> Result<InputFilter, String> {
        let (extension, command) = value.split_once('=').unwrap_or((value, ""));
        InputFilter::on_path(extension, command, Some(OsStr::new("/usr/bin:/bin")))
    }

    fn read(command: &str, name: &str, content: &str) -> Result<Record, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        let record = filter(command)?.read_file(&path, Duration::from_secs(60), &AtomicBool::new(false));
        let shown = dir.path().display().to_string();
        record.map_err(|error| error.to_string().replace(&shown, "DIR"))
    }

    #[test]
    fn a_command_is_split_as_a_shell_does() {
        let filter = filter(r#"Pages=cat 'a b' "c \"d\"" --in={} e\ f # {}"#).unwrap();
        assert_eq!(
            (filter.extension(), &filter.args[..3]),
            ("pages", &["a b", "c \"d\"", "--in={}"].map(String::from)[..])
        );
        assert!(filter.program.is_absolute() && filter.args.contains(&"e f".to_owned()));
        assert!(filter.reads(Path::new("/a/b.PAGES")) && !filter.reads(Path::new("/a/pages")));
    }

    #[test]
    fn mistakes_are_named() {
        for (value, problem) in [
            ("=cat {}", "is no extension"),
            (".pages=cat {}", "is no extension"),
            ("tar.gz=cat {}", "is no extension"),
            ("pages=", "no command for .pages files"),
            ("pages=cat '{}", "a quote is not closed"),
            ("pages=no-such-program {}", "the program no-such-program is not found"),
            ("pages=/nonexistent/cat {}", "the program /nonexistent/cat is not found"),
            ("pages=./cat {}", "name a program on PATH, or by its absolute path"),
        ] {
            let error = filter(value).unwrap_err();
            assert!(error.contains(problem) && !error.contains('\n'), "{value}: {error}");
        }
        assert!("pages".parse::<InputFilter>().unwrap_err().contains("expected EXT=COMMAND"));
    }

    #[test]
    fn a_file_name_is_one_argument() {
        for name in
            ["a b.x", "$(touch hit).x", "`touch hit`.x", "'\".x", "-n.x", "a\nb.x", "a;b|c&d.x", "*.x"]
        {
            let record = read("x=cat {}", name, "The ferry stays in port.").unwrap();
            assert_eq!(record.text, "The ferry stays in port.", "{name}");
            let shown = read("x=printf '%s|%s' in={} end", name, "").unwrap().text;
            assert!(shown.starts_with("in=/") && shown.ends_with(&format!("/{name}|end")), "{shown}");
        }
    }

    #[test]
    fn a_file_comes_on_standard_input_without_its_path() {
        assert_eq!(read("x=cat", "a.x", "The ferry.").unwrap().text, "The ferry.");
        let page = read("x=cat", "a.x", "<html><body><p>The ferry.</p></body></html>").unwrap();
        assert_eq!((page.markup, page.pages.len()), (Markup::Html, 0));
    }

    #[test]
    fn failures_name_the_program() {
        assert_eq!(read("x=false {}", "a.x", "").unwrap_err(), "false failed with exit code 1");
        assert_eq!(read("x=true {}", "a.x", "").unwrap_err(), "true printed no text");
        assert_eq!(
            read("x=cat", "a.x", "\0\x01\0\0\x02").unwrap_err(),
            "cat printed no text: not a text file"
        );
    }
}
