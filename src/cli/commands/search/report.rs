//! Reports how a query was understood and what it found, beside the results.

use clippings::internals::wire::PathDisplay;
use clippings::query::Query;
use clippings::{CountBy, Filter, MatchMode, Request, Response, Searcher, Sort};

use crate::cli::commands::indexing::freshness::ago;
use crate::cli::output::messages;
use crate::cli::output::response::printer::OutputMode;
use crate::cli::output::response::query_response::count_found;
use crate::cli::output::response::{copies, facets};
use crate::cli::output::text;

/// Reports how the query was understood and what it found.
pub(super) fn report_response(
    response: &Response,
    searcher: &Searcher,
    request: &Request,
    mode: OutputMode,
) -> anyhow::Result<()> {
    for note in &response.notes {
        messages::print(&messages::format_note(note));
    }
    if response.query == Query::Nothing {
        return Ok(());
    }
    messages::print(&status_line(response, searcher, request));
    if request.count_by.contains(&CountBy::Speaker) && response.query.has_quote_clause() {
        messages::print(
            "everybody who is quoted in these articles is counted; `clippings quotes --by speaker` counts the \
             quotations that match",
        );
    }
    if !response.left_out.is_empty() {
        let display = PathDisplay::relative_to_current_dir();
        let (count, names) = (response.left_out.len(), copies::left_out(&response.left_out, &display));
        messages::print(&match count {
            1 => format!("1 copy of it is left out: {names}"),
            _ => format!("{count} copies of it are left out: {names}"),
        });
    }
    for message in facets::remarks(response, mode == OutputMode::Csv) {
        messages::print(&message);
    }
    if response.total == 0 {
        report_elsewhere(searcher, request, response.query.has_quote_clause())?;
    }
    for remark in text::word_remarks(response) {
        messages::print(&remark);
    }
    if !response.partial_matches.is_empty() {
        let parts: Vec<_> = response
            .partial_matches
            .iter()
            .map(|part| format!("{} {}", shorten(&part.query), part.total))
            .collect();
        messages::print(&format!("articles with each part: {}", parts.join(", ")));
    }
    Ok(())
}

/// Renders the status line: number of articles found, query and time.
fn status_line(response: &Response, searcher: &Searcher, request: &Request) -> String {
    let written = ago(response.written);
    if searcher.num_articles() == 0 {
        return format!("the index has no articles: run `clippings index FOLDER` (index written {written})");
    }
    let articles = messages::count_articles(searcher.num_articles());
    let asked = match request.match_mode {
        MatchMode::Like => format!("like the text, by: {}", shorten(&distinct_words(&response.query))),
        _ => format!("for: {}", shorten(&response.query.to_string())),
    };
    let (mut total, count) = (response.total, response.hits.len());
    if total == 0 && response.total_is_lower_bound {
        return format!("nothing found in what was searched of {articles} {asked} (index written {written})");
    }
    if total == 0 {
        return format!("nothing found in {articles} {asked} (index written {written})");
    }
    let at_least = if response.total_is_lower_bound { "at least " } else { "" };
    let found = match response.stories.filter(|stories| *stories < total) {
        Some(_) => format!("{} among", count_found(response)),
        None => format!("{total} of"),
    };
    if request.collapse {
        total = response.stories.unwrap_or(total); // as results count
    }
    let shown_part = match request.sort {
        _ if count >= total || request.max_passages == 0 => String::new(),
        _ if request.limit == 0 && (request.first || !request.count_by.is_empty()) => String::new(),
        _ if request.offset >= total => format!(", none after result {}", request.offset),
        _ if count == 0 => ", none shown".into(),
        _ if request.offset > 0 => {
            format!(", {count} shown from number {}", request.offset.saturating_add(1))
        }
        Sort::Relevance => format!(", the best {count} shown"),
        Sort::Newest => format!(", the newest {count} shown"),
        Sort::Oldest => format!(", the oldest {count} shown"),
    };
    let milliseconds = response.took.as_secs_f64() * 1e3;
    format!(
        "{at_least}{found} {articles} {asked} ({milliseconds:.1} ms{shown_part}; index written {written})"
    )
}

/// Returns the words of a free text, each once.
fn distinct_words(query: &Query) -> String {
    let Query::Bool(clauses) = query else { return query.to_string() };
    let mut words: Vec<String> = Vec::new();
    for (_, clause) in clauses {
        let word = clause.to_string();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(", ")
}

/// Reports matches in articles and text that were not searched; `is_of_speech` for a query on direct speech.
fn report_elsewhere(searcher: &Searcher, request: &Request, is_of_speech: bool) -> anyhow::Result<()> {
    let elsewhere = searcher.count_elsewhere(request)?;
    if elsewhere.outside_filter > 0 {
        let articles = messages::count_articles(elsewhere.outside_filter as u64);
        messages::print(&format!("{articles} found outside the given {}", filter_parts(&request.filter, 0)));
    }
    if elsewhere.in_cut_text > 0 && is_of_speech {
        messages::print(&words_in_cut_text(elsewhere.in_cut_text));
    } else if elsewhere.in_cut_text > 0 {
        let articles = messages::count_articles(elsewhere.in_cut_text as u64);
        messages::print(&format!("not in any article, but in text cut from {articles}: `--cut` shows it"));
    }
    Ok(())
}

/// Says that the words of a query on direct speech are in text that was cut.
pub(super) fn words_in_cut_text(articles: usize) -> String {
    let articles = messages::count_articles(articles as u64);
    format!(
        "its words are in text cut from {articles}: `clippings search --cut` shows it, without said: and speaker:"
    )
}

/// Names the parts of a filter that were given, beside so many sites.
pub(super) fn filter_parts(filter: &Filter, sites: usize) -> String {
    let several = |name: &'static str, number: usize| match number {
        0 => None,
        1 => Some(name.to_owned()),
        _ => Some(format!("{name}s")),
    };
    let days = if filter.since.is_some() || filter.until.is_some() { 2 } else { 0 };
    let parts = [several("folder", filter.folders.len()), several("site", sites), several("date", days)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match parts.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => parts.concat(),
    }
}

/// Shortens a long query for display.
fn shorten(query: &str) -> String {
    const MAX_CHARS: usize = 400;
    match query.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}… ({} characters)", &query[..end], query.chars().count()),
        None => query.to_owned(),
    }
}
