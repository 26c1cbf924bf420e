//! Opens a file at a page, in a viewer.

use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;
use clippings::internals::corpus::find_program;

use crate::cli::open::program::{cannot_start, has_extension, program_in, run};

/// Viewers that open a file at a page, by their names on the path of programs, the first choice first.
const VIEWERS: [&str; 9] =
    ["evince", "papers", "okular", "atril", "xreader", "qpdfview", "zathura", "mupdf", "SumatraPDF"];

/// The program that opens a file with whatever the system has for it.
const DEFAULT_OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Opens `path` at `page`: in `$PDFVIEWER`, in a known viewer if it is a PDF, or in what the system opens it
/// with, at its beginning. Viewers with windows of their own are not waited for.
pub(super) fn open(path: &Path, page: u32) -> anyhow::Result<()> {
    let shown = path.to_string_lossy();
    if let Some((program, words)) = program_in(&["PDFVIEWER"]) {
        let mut command = Command::new(&program);
        command.args(words);
        return match arguments(&program, &shown, page) {
            Some(arguments) => start(&program, command.args(arguments)),
            None => run("viewer", &program, command.arg(path)),
        };
    }
    let is_pdf = has_extension(path, &["pdf"]);
    let search_path = env::var_os("PATH");
    let installed = |name: &str| find_program(OsStr::new(name), search_path.as_deref());
    let viewer = VIEWERS.into_iter().filter(|_| is_pdf).find_map(|name| Some((name, installed(name)?)));
    if let Some((viewer, program)) = viewer
        && let Some(arguments) = arguments(viewer, &shown, page)
    {
        return start(viewer, Command::new(program).args(arguments));
    }
    open_in_default(path)
        .context("no viewer to open the file with: set PDFVIEWER, for example PDFVIEWER=evince")
}

/// Opens `path` in the program that the system has for it.
pub(super) fn open_in_default(path: &Path) -> anyhow::Result<()> {
    start(DEFAULT_OPENER, Command::new(DEFAULT_OPENER).arg(path))
}

/// Starts a viewer with a window of its own.
fn start(program: &str, command: &mut Command) -> anyhow::Result<()> {
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    started.map(drop).map_err(|error| cannot_start("viewer", program, &error))
}

/// Returns the arguments that make `program` open `path` at `page`; `None` if it is not a known viewer.
fn arguments(program: &str, path: &str, page: u32) -> Option<Vec<String>> {
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let arguments = match name.as_str() {
        "evince" | "papers" | "atril" | "xreader" => vec![format!("--page-index={page}"), path.to_owned()],
        "okular" => vec!["--page".to_owned(), page.to_string(), path.to_owned()],
        "qpdfview" => vec![format!("{path}#{page}")],
        "zathura" => vec![format!("--page={page}"), path.to_owned()],
        "mupdf" | "mupdf-gl" | "mupdf-x11" => vec![path.to_owned(), page.to_string()],
        "sumatrapdf" => vec!["-page".to_owned(), page.to_string(), path.to_owned()],
        _ => return None,
    };
    Some(arguments)
}

#[cfg(test)]
mod tests {
    use crate::cli::open::viewer::*;

    #[test]
    fn each_viewer_gets_the_page_in_its_own_syntax() {
        for (program, formatted) in [
            ("evince", "--page-index=7 /a b.pdf"),
            ("/usr/bin/okular", "--page 7 /a b.pdf"),
            ("zathura", "--page=7 /a b.pdf"),
            ("mupdf", "/a b.pdf 7"),
            ("SumatraPDF.exe", "-page 7 /a b.pdf"),
        ] {
            let arguments = arguments(program, "/a b.pdf", 7).map(|arguments| arguments.join(" "));
            assert_eq!(arguments.as_deref(), Some(formatted), "{program}");
        }
        assert!(VIEWERS.iter().all(|name| arguments(name, "/a.pdf", 1).is_some()));
        assert_eq!(arguments("less", "/a.pdf", 1), None);
    }
}
