//! Starts a program with what is new to a saved search.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write};
use std::process::{Command, Stdio};

use anyhow::Context;
use clippings::internals::saved::SearchNews;
use clippings::internals::wire::saved::SearchNewsJson;
use clippings::internals::wire::{PathDisplay, to_line};

use crate::cli::args::Format;

/// Starts `program`, without a shell, with `news` as JSON on its standard input, and waits for its end. What
/// it prints is no part of an output for programs, and goes to standard error then.
///
/// # Errors
/// If it cannot be started, or fails.
pub(super) fn start(program: &[OsString], news: &SearchNews, format: Format) -> anyhow::Result<()> {
    let Some((name, args)) = program.split_first() else { return Ok(()) };
    let shown = name.to_string_lossy();
    let line = to_line(&SearchNewsJson::of(news, &PathDisplay::absolute()))?;
    let mut command = Command::new(name);
    command.args(args).stdin(Stdio::piped());
    command.env("CLIPPINGS_SEARCH", &news.search.name).env("CLIPPINGS_NEW", news.num_new().to_string());
    let copies: usize = news.copies.iter().map(|story| story.copies.len()).sum();
    command.env("CLIPPINGS_COPIES", copies.to_string());
    if format != Format::Text {
        command.stdout(io::stderr());
    }
    let mut child = command.spawn().with_context(|| format!("cannot start {shown}"))?;
    if let Some(mut input) = child.stdin.take() {
        match input.write_all(line.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                return Err(error).with_context(|| format!("cannot write to {shown}"));
            }
            _ => {} // it need not read its input
        }
    }
    let status = child.wait().with_context(|| format!("cannot wait for {shown}"))?;
    anyhow::ensure!(status.success(), "{shown} failed: {status}");
    Ok(())
}
