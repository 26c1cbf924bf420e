//! `clippings search`.

use std::io::Read;

use anyhow::Context;
use clippings::Error;
use clippings::engine::{Filter, IndexPlace, Part};
use clippings::indexer::{Indexer, Options};
use clippings::query::{Note, Query};
use clippings::searcher::{Request, Response, Searcher};

use super::args::{Common, Format, SearchArgs};
use super::output::{human, json};
use super::place::{Shown, index_place};
use super::{FAILED, FOUND, NOTHING, index, messages};

/// Runs `clippings search`. `unknown` are words of the query that look like options and are none.
pub fn run(args: &SearchArgs, common: &Common, unknown: &[String]) -> anyhow::Result<u8> {
    let place = index_place(common.index.as_deref())?;
    let shown = Shown::here();
    let (query, mut notes) = typed_query(args)?;
    notes.extend(unknown.iter().map(|word| Note {
        position: query.find(word.as_str()).map_or(0, |at| query[..at].chars().count()),
        reason: format!("there is no option {word}, so it was read as part of the query"),
    }));
    let incomplete = !args.folders.is_empty() && !refresh(&place, args, common, &shown)?;
    let folders: Result<Vec<_>, _> = args.folders.iter().map(|folder| folder.canonicalize()).collect();
    let filter = Filter { folders: folders.context("cannot read a folder to search in")? };
    let part = if args.cut { Part::Cut } else { Part::Article };
    let request = Request { query, part, filter, offset: 0, limit: args.limit };
    let searcher = Searcher::open(&place)?;
    let mut response = searcher.search(&request)?;
    notes.append(&mut response.notes);
    response.notes = notes;
    match common.format {
        Format::Json => json::response(&request.query, &response, &shown)?,
        Format::Text => human::response(&response, &shown)?,
    }
    if !common.quiet && common.format == Format::Text {
        report(&response, &searcher, &request)?;
    }
    Ok(match (incomplete, response.total) {
        (true, _) => FAILED,
        (false, 0) => NOTHING,
        (false, _) => FOUND,
    })
}

/// Brings the index in step with `folders` and says what was done. Whether all files could be read.
fn refresh(place: &IndexPlace, args: &SearchArgs, common: &Common, shown: &Shown) -> anyhow::Result<bool> {
    let indexer = Indexer::new(place.clone())
        .options(Options { choices: args.reading.choices(), ..Options::default() });
    let report = match index::bring_up_to_date(&indexer, &args.folders, common.quiet) {
        // Someone else is writing: what they have committed can be searched all the same.
        Err(error)
            if matches!(error.downcast_ref(), Some(Error::Locked { .. })) && place.current()?.is_some() =>
        {
            messages::say(&format!("{error:#}; searching it as it is"));
            return Ok(true);
        }
        report => report?,
    };
    messages::failures(&report.failures, shown);
    if !common.quiet {
        let changes = report.added + report.updated + report.removed;
        messages::say(&match changes {
            0 => format!("index up to date, {} articles", report.articles),
            _ => format!(
                "indexed {} articles in {:.2} s: {} added, {} updated, {} removed",
                report.added + report.updated,
                report.took.as_secs_f64(),
                report.added,
                report.updated,
                report.removed
            ),
        });
        if !report.failures.is_empty() {
            messages::say(&format!("{} of {} files could not be read", report.failures.len(), report.files));
        }
    }
    Ok(report.failures.is_empty())
}

/// The query as it was typed, and what the shell may have done to it.
fn typed_query(args: &SearchArgs) -> anyhow::Result<(String, Vec<Note>)> {
    if let [dash] = args.query.as_slice()
        && dash == "-"
    {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("cannot read the query from standard input")?;
        return Ok((String::from_utf8_lossy(&bytes).trim().to_owned(), Vec::new()));
    }
    let words: Vec<String> = args.query.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let mut notes = Vec::new();
    let mut position = 0;
    for word in &words {
        if lost_quotes(word) {
            notes.push(Note {
                position,
                reason: format!(
                    "the shell removes double quotes, so these words were searched for one by one; for the exact \
                     phrase write '\"{}\"' or pipe the query to `clippings search -`",
                    word.trim()
                ),
            });
        }
        position += word.chars().count() + 1;
    }
    Ok((words.join(" "), notes))
}

/// Whether an argument looks like a phrase whose quotes the shell took: several words, no quotes or operators of its
/// own.
fn lost_quotes(word: &str) -> bool {
    let mut parts = word.split_whitespace();
    let several = parts.clone().count() > 1;
    let plain = |part: &str| {
        !matches!(part, "OR" | "AND" | "NOT" | "|")
            && !part.starts_with(['-', '+', '(', '"', '“', '„', '«', '\'', '‘'])
    };
    several && parts.all(plain) && !word.contains(['"', '“', '”', '«', '»', ':', '|'])
}

/// Says how the query was read and what came of it.
fn report(response: &Response, searcher: &Searcher, request: &Request) -> anyhow::Result<()> {
    for note in &response.notes {
        messages::say(&format!("note: {}", note.reason));
    }
    let milliseconds = response.took.as_secs_f64() * 1e3;
    if response.query == Query::Nothing {
        return Ok(());
    }
    let articles = searcher.articles();
    let shown = match response.hits.len() {
        count if count < response.total => format!(", the best {count} shown"),
        _ => String::new(),
    };
    let understood = clipped(&response.query.to_string());
    messages::say(&match response.total {
        0 => format!("nothing found in {articles} articles for: {understood}"),
        total => format!("{total} of {articles} articles for: {understood} ({milliseconds:.1} ms{shown})"),
    });
    if response.total == 0 && request.part == Part::Article {
        let cut = searcher.search(&Request { part: Part::Cut, limit: 1, ..request.clone() })?.total;
        if cut > 0 {
            messages::say(&format!("{cut} articles have it in what was cut: add --cut to see them"));
        }
    }
    Ok(())
}

/// A query that was pasted by the page is not printed by the page.
fn clipped(query: &str) -> String {
    const LONGEST: usize = 400;
    match query.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", &query[..end], query.chars().count()),
        None => query.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_lost_where_several_words_are_one_argument() {
        for (word, lost) in [
            ("grave security threat", true),
            ("They're fair game", true),
            ("Kursk", false),
            ("\"grave security threat\"", false),
            ("a OR b", false),
            ("-a b", false),
            ("title:a b", false),
        ] {
            assert_eq!(lost_quotes(word), lost, "{word}");
        }
    }
}
