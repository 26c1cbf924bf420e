//! `clippings like`: finds articles about the same thing as a text.

use std::ffi::OsStr;
use std::path::Path;

use clippings::{Article, CleanedFile, Cleaner};

use crate::cli::args::{Common, SearchArgs};
use crate::cli::commands::search::search;
use crate::cli::query_input::QueryInput;

/// Runs `clippings like`: a search for the text of a file, or of standard input.
pub(crate) fn run(mut args: SearchArgs, common: &Common) -> anyhow::Result<u8> {
    args.like = true;
    let (input, left_out) = match args.query.as_slice() {
        [dash] if dash == "-" => (QueryInput::read(&args.query)?, None),
        [file] => {
            let path = Path::new(file);
            (QueryInput { query: article_text(path, common)?, notes: Vec::new() }, path.canonicalize().ok())
        }
        words => {
            let words = words.join(OsStr::new(" "));
            anyhow::bail!(
                "`clippings like` reads one file, or standard input with `-`; to search for words as they are, run \
                 `clippings search --like '{}'`",
                words.display()
            );
        }
    };
    search::run_input(&args, common, input, left_out)
}

/// Returns the title and the text of the article in the file at `path`, without its clutter.
fn article_text(path: &Path, common: &Common) -> anyhow::Result<String> {
    let cleaner = match common.index_dir() {
        Ok(index_dir) => Cleaner::default().with_index(&index_dir),
        Err(_) => Cleaner::default(),
    };
    let (mut texts, mut failure) = (Vec::new(), None);
    cleaner.clean(path, |article| -> anyhow::Result<()> {
        match article {
            Ok(article) => texts.push(text_of(&article)),
            Err(problem) => failure = failure.take().or(Some(problem.reason)),
        }
        anyhow::ensure!(
            texts.len() < 2,
            "{}: has several articles; pipe the text of one to `clippings like -`",
            path.display()
        );
        Ok(())
    })?;
    match (texts.pop(), failure) {
        (Some(text), _) => Ok(text),
        (None, Some(reason)) => anyhow::bail!("{}: {reason}", path.display()),
        (None, None) => anyhow::bail!("{}: has no text", path.display()),
    }
}

/// Returns the title and the body of an article; of a page without an article all of its text.
fn text_of(file: &CleanedFile) -> String {
    let Article { metadata, body, cut, .. } = &file.cleaned.article;
    let title = metadata.title.as_deref().unwrap_or_default();
    let text = if body.text.as_str().trim().is_empty() { &cut.text } else { &body.text };
    format!("{title}\n{}", text.as_str())
}
