//! Opens originals: in the user's editor at a line, or in a viewer at a page.

mod editor;
mod viewer;

use std::env;
use std::process::Command;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::query::Query;
use clippings::{IndexDir, SearchTarget, Searcher};

use crate::cli::last_results::ResultLocation;

/// Opens the original of `location`: a file with pages in a viewer, any other in the editor.
pub(crate) fn open(location: &ResultLocation, index_dir: &IndexDir) -> anyhow::Result<()> {
    // No program reads an absolute path as an option or a command.
    let path = std::path::absolute(&location.path).context("the path of the original cannot be read")?;
    match page_of(location, index_dir) {
        Some(page) => viewer::open(&path, page),
        None => editor::open(&path, location, index_dir),
    }
}

/// Returns the page of `location`; `None` if its file has lines.
fn page_of(location: &ResultLocation, index_dir: &IndexDir) -> Option<u32> {
    let is_typed = location.rank == 0;
    if location.page.is_some() || !is_typed {
        return location.page;
    }
    // What is typed may name no position, or the page by its number alone.
    let ResultLocation { path, id, .. } = location;
    let article = Searcher::open(index_dir)
        .and_then(|searcher| searcher.article(path, id.as_deref(), &Query::Nothing, SearchTarget::Article));
    let first = match article {
        Ok(Some(article)) => article.heading.iter().chain(&article.paragraphs).next()?.position.page()?,
        _ if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) => 1,
        _ => return None,
    };
    Some(location.line.unwrap_or(first))
}

/// Returns the program and the arguments in the first of these environment variables that is set; `None` if
/// it is blank.
fn program_in(variables: &[&str]) -> Option<(String, Vec<String>)> {
    let setting = variables.iter().filter_map(env::var_os).find(|value| !value.is_empty())?;
    let setting = setting.to_string_lossy();
    let mut words = setting.split_whitespace().map(str::to_owned);
    Some((words.next()?, words.collect()))
}

/// Runs a program that is a `kind`, and waits for it.
fn run(kind: &str, program: &str, command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().map_err(|error| cannot_start(kind, program, &error))?;
    anyhow::ensure!(status.success(), "the {kind} {program} failed");
    Ok(())
}

fn cannot_start(kind: &str, program: &str, error: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot start the {kind} {program}: {}", os_error_message(error))
}
