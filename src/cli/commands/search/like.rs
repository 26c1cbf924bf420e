//! `clippings like`: finds articles about the same thing as a text.

use std::ffi::OsStr;
use std::path::PathBuf;

use clippings::internals::corpus::unread_kind;
use clippings::internals::text::shell_word::shell_word;
use clippings::{Article, CleanedFile, Filter};

use crate::cli::args::{Common, SearchArgs};
use crate::cli::commands::indexing::clean::cleaner;
use crate::cli::commands::search::located::find_by_rank;
use crate::cli::commands::search::search;
use crate::cli::last_results::{LastResults, ResultLocation};
use crate::cli::place::{existing, places, rank};
use crate::cli::query_input::QueryInput;

/// Runs `clippings like`: a search for the text of a file, of a record, or of standard input.
pub(crate) fn run(mut args: SearchArgs, common: &Common) -> anyhow::Result<u8> {
    args.like = true;
    let mut filter = Filter::default();
    let input = match args.query.as_slice() {
        [dash] if dash == "-" => QueryInput::read(&args.query)?,
        [typed] => {
            let source = source(typed)?;
            let (query, id) = article_text(&source, common)?;
            filter.left_out = source.path.canonicalize().ok();
            filter.left_out_id = id.filter(|_| !source.ids.is_empty());
            QueryInput { query, notes: Vec::new() }
        }
        [] => anyhow::bail!("`clippings like` reads a file, or standard input with `-`: name one"),
        words => anyhow::bail!(
            "`clippings like` reads one file, or standard input with `-`; {}",
            advice(&words.join(OsStr::new(" ")))
        ),
    };
    search::run_input(&args, common, Some(input), filter)
}

/// Says how to search for words as they are.
fn advice(words: &OsStr) -> String {
    let words = words.to_string_lossy();
    let words = shell_word(&words);
    format!("to search for words as they are, run `clippings search --like {words}`")
}

/// File with a text, and the ids that its record may have, if one is named.
struct TextSource {
    path: PathBuf,
    ids: Vec<String>,
}

/// Returns the source of the text that is typed: a file, a record of an archive file as results name it, or
/// the result of the last search with that rank.
fn source(typed: &OsStr) -> anyhow::Result<TextSource> {
    if let Some(rank) = rank(typed) {
        let ResultLocation { path, id, .. } = find_by_rank(rank, LastResults::read().as_ref())?;
        return Ok(TextSource { path, ids: id.into_iter().collect() });
    }
    let Some((path, ids)) = existing(&places(typed)) else {
        anyhow::bail!("{}: file not found; {}", typed.display(), advice(typed));
    };
    if let Some(kind) = unread_kind(&path) {
        anyhow::bail!("{}: not read: {kind}; pipe its text to `clippings like -`", path.display());
    }
    Ok(TextSource { path, ids })
}

/// Returns the title and the text of the article of `source`, without its clutter, and the id of its record.
fn article_text(
    TextSource { path, ids }: &TextSource,
    common: &Common,
) -> anyhow::Result<(String, Option<String>)> {
    let (mut texts, mut failure, mut example) = (Vec::new(), None, None);
    let outcome = cleaner(common).clean(path, |article| -> anyhow::Result<()> {
        match article {
            Ok(article) => {
                example = example.take().or_else(|| article.id.clone());
                if ids.is_empty() || article.id.as_ref().is_some_and(|id| ids.contains(id)) {
                    texts.push((text_of(&article), article.id));
                }
            }
            Err(problem) => failure = failure.take().or(Some(problem.reason)),
        }
        // The rest of an archive file need not be read.
        anyhow::ensure!(ids.is_empty() || texts.is_empty(), "found");
        anyhow::ensure!(
            texts.len() < 2,
            "{0}: has several articles; name one by its id, as in {0}#{1}",
            path.display(),
            example.as_deref().unwrap_or_default()
        );
        Ok(())
    });
    if !ids.is_empty() && !texts.is_empty() {
        return Ok(texts.swap_remove(0));
    }
    outcome?;
    match (texts.pop(), failure) {
        (Some(text), _) => Ok(text),
        (None, None) if !ids.is_empty() => {
            anyhow::bail!("no article of {} has the id {}", path.display(), ids[0])
        }
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
