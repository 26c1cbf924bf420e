//! Opens originals: in the user's editor at a line, in a viewer at a page, or in the program of their format.

mod editor;
mod program;
mod viewer;

use anyhow::Context;
use clippings::SearchTarget;
use clippings::internals::corpus::is_document_name;
use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;
use clippings::query::Query;

use crate::cli::last_results::ResultLocation;
use crate::cli::open::program::has_extension;

/// Opens the original of `location`: a file with pages in a viewer, a document in the program that the system
/// has for it, and any other in the editor.
pub(crate) fn open(location: &ResultLocation, index: &IndexLocation) -> anyhow::Result<()> {
    // No program reads an absolute path as an option or a command.
    let path = std::path::absolute(&location.path).context("the path of the original cannot be read")?;
    if path.try_exists().is_ok_and(|exists| !exists) {
        let name = PathDisplay::relative_to_current_dir().name(&path);
        anyhow::bail!("{name} is no longer there; `show` without --open prints what the index has of it");
    }
    if !index.has_original(&path)? {
        let name = PathDisplay::relative_to_current_dir().name(&path);
        anyhow::bail!(
            "{name} is not the file that was indexed; `show` without --open prints what the index has"
        );
    }
    match page_of(location, index) {
        Some(page) => viewer::open(&path, page),
        None if is_document_name(&path) => viewer::open_in_default(&path),
        None => editor::open(&path, location, index),
    }
}

/// Returns the page of `location`; `None` if its file has lines.
fn page_of(location: &ResultLocation, index: &IndexLocation) -> Option<u32> {
    let is_typed = location.rank == 0;
    if location.page.is_some() || !is_typed {
        return location.page;
    }
    // What is typed may name no position, or the page by its number alone.
    let ResultLocation { path, id, .. } = location;
    let article = index
        .searcher()
        .and_then(|searcher| searcher.article(path, id.as_deref(), &Query::Nothing, SearchTarget::Article));
    let first = match article {
        Ok(Some(article)) => article.heading.iter().chain(&article.paragraphs).next()?.position.page()?,
        _ if has_extension(path, &["pdf"]) => 1,
        _ => return None,
    };
    Some(location.line.unwrap_or(first))
}
