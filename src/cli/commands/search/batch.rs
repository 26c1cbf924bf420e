//! `clippings search --queries`: runs many queries on one snapshot of the index.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::text::regular_file::open_input;
use clippings::{Request, Searcher};

use crate::cli::output::response::printer::Printer;
use crate::cli::output::response::query_response::QueryResponse;

/// Maximum length of a line with a query, in bytes.
const MAX_QUERY_BYTES: u64 = 1 << 20;

/// Runs every query of `file` with the options of `request`, and prints each response at once. Returns the
/// number of queries that found something, and the number of queries.
pub(crate) fn run(
    file: &Path,
    request: &Request,
    searcher: &Searcher,
    printer: &Printer<'_>,
) -> anyhow::Result<(usize, usize)> {
    let mut request = request.clone();
    let mut out = BufWriter::new(io::stdout().lock());
    // The first queries are printed before the last is read, so the columns are always the same.
    printer.begin(&mut out, (true, false))?;
    let (mut with_hits, mut queries) = (0, 0);
    each_query(file, |line| {
        // Who writes queries one by one waits for each response.
        let Some(QueryLine { qid, query, has_identifier }) = line else { return Ok(out.flush()?) };
        request.query = query.to_owned();
        let response = searcher.search(&request)?;
        with_hits += usize::from(response.total > 0);
        queries += 1;
        let query_response = QueryResponse {
            qid: Some(&qid),
            has_identifier,
            has_speakers: false,
            ..QueryResponse::new(&request, &response)
        };
        Ok(printer.write(&mut out, &query_response)?)
    })?;
    out.flush()?;
    Ok((with_hits, queries))
}

/// Query in a file of queries.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QueryLine<'l> {
    /// Identifier, or the number of the line.
    pub qid: String,
    /// Query as typed.
    pub query: &'l str,
    /// Whether the line has an identifier.
    pub has_identifier: bool,
}

/// Calls `run_query` with every query of `file`, and with `None` before it may have to wait for the next one;
/// `-` is standard input.
pub(crate) fn each_query(
    file: &Path,
    mut run_query: impl FnMut(Option<QueryLine<'_>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let context = || format!("cannot read the queries in {}", file.display());
    let input: Box<dyn Read> = match file == Path::new("-") {
        true => Box::new(io::stdin().lock()),
        false => {
            let file = open_input(file).map_err(|error| anyhow::anyhow!(os_error_message(&error)));
            Box::new(file.with_context(context)?)
        }
    };
    let mut lines = BufReader::new(input);
    let mut line = Vec::new();
    for line_number in 1.. {
        line.clear();
        if !lines.buffer().contains(&b'\n') {
            run_query(None)?;
        }
        let read = lines.by_ref().take(MAX_QUERY_BYTES + 1).read_until(b'\n', &mut line);
        let read = read.map_err(|error| anyhow::anyhow!(os_error_message(&error)));
        if read.with_context(context)? == 0 {
            break;
        }
        if line.len() as u64 > MAX_QUERY_BYTES {
            let problem = anyhow::anyhow!("line {line_number} is longer than the limit of 1 MB");
            return Err(problem).with_context(context);
        }
        let text = String::from_utf8_lossy(&line);
        if let Some(line) = split_line(&text, line_number) {
            run_query(Some(line))?;
        }
    }
    Ok(())
}

/// Splits a line at its first tab into identifier and query. Without a tab, the identifier is the line
/// number. Returns `None` for a blank line and for a comment.
fn split_line(line: &str, line_number: usize) -> Option<QueryLine<'_>> {
    let line = line.strip_prefix('\u{feff}').filter(|_| line_number == 1).unwrap_or(line);
    let line = line.trim_end_matches(['\n', '\r']);
    if line.trim().is_empty() || is_comment(line) {
        return None;
    }
    Some(match line.split_once('\t') {
        Some((qid, query)) if !qid.trim().is_empty() => {
            QueryLine { qid: qid.trim().to_owned(), query: query.trim(), has_identifier: true }
        }
        _ => QueryLine { qid: line_number.to_string(), query: line.trim(), has_identifier: false },
    })
}

/// Returns whether a line is a comment: its first letter is `#`. A hashtag is searched for without it, or
/// after an identifier and a tab.
fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::search::batch::*;

    #[test]
    fn a_line_is_a_query_with_or_without_an_identifier() {
        let split = |line, line_number| {
            split_line(line, line_number).map(|line| format!("{}|{}", line.qid, line.query))
        };
        assert_eq!(split("q1\tnorth korea\r\n", 4).as_deref(), Some("q1|north korea"));
        assert_eq!(split("  north\u{a0}korea \n", 4).as_deref(), Some("4|north\u{a0}korea"));
        assert_eq!(split("q1\ta\tb", 4).as_deref(), Some("q1|a\tb"));
        assert_eq!(split("q1\t", 4).as_deref(), Some("q1|"));
        assert_eq!(split("\u{feff}q1\ta", 1).as_deref(), Some("q1|a"));
        assert_eq!(split(" \n", 4), None);
        for comment in ["# names\tto check", "#", "#\ta", "## names", "#names", " # a", "\u{feff}# names"] {
            assert_eq!(split(comment, 1), None, "{comment}");
        }
        assert_eq!(split("q1\t#MeToo", 4).as_deref(), Some("q1|#MeToo"));
        assert_eq!(split("\t#MeToo", 4), None);
    }
}
