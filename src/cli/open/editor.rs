//! Opens an original in the user's editor.

use std::path::Path;
use std::process::Command;

use anyhow::Context;
use clippings::internals::location::IndexLocation;

use crate::cli::last_results::ResultLocation;
use crate::cli::open::program::{program_in, run};

/// Opens the file at `path`, the original of `location`, at its line, in `$VISUAL` or `$EDITOR`, and waits
/// for it. A record of an archive is opened at its line of the file, which it is looked for in.
pub(super) fn open(path: &Path, location: &ResultLocation, index: &IndexLocation) -> anyhow::Result<()> {
    let (program, words) = program_in(&["VISUAL", "EDITOR"])
        .context("no editor to open the file with: set EDITOR, for example EDITOR=nano")?;
    let line = location.line.unwrap_or(1);
    // Lines of a record may count from the start of its text, not of its file.
    let line = match &location.id {
        Some(id) => index.cleaner().line_in_file(&location.path, id, line),
        None => Some(line),
    };
    let mut command = Command::new(&program);
    command.args(words).args(arguments(&program, &path.to_string_lossy(), line));
    run("editor", &program, &mut command)
}

/// Returns the arguments that make `program` open `path` at `line`.
fn arguments(program: &str, path: &str, line: Option<u32>) -> Vec<String> {
    let Some(line) = line else { return vec![path.to_owned()] };
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    match name.as_str() {
        "code" | "codium" | "code-insiders" | "cursor" | "windsurf" => {
            vec!["--goto".into(), format!("{path}:{line}")]
        }
        "subl" | "zed" | "hx" | "helix" => vec![format!("{path}:{line}")],
        "mate" => vec!["-l".into(), line.to_string(), path.to_owned()],
        "open" | "xdg-open" | "notepad" => vec![path.to_owned()],
        _ => vec![format!("+{line}"), path.to_owned()], // vi, nano, emacs, less and most others
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::open::editor::*;

    #[test]
    fn each_editor_gets_the_line_in_its_own_syntax() {
        for (program, formatted) in [
            ("vi", "+7 /a b.txt"),
            ("/usr/bin/nano", "+7 /a b.txt"),
            ("code", "--goto /a b.txt:7"),
            ("hx", "/a b.txt:7"),
            ("xdg-open", "/a b.txt"),
        ] {
            assert_eq!(arguments(program, "/a b.txt", Some(7)).join(" "), formatted, "{program}");
        }
        assert_eq!(arguments("vi", "/a.jsonl", None), ["/a.jsonl"]);
    }
}
