//! The tool `search`.

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::analysis::Language;
use crate::archive::{LiveArchive, OpenedArchive};
use crate::index::SearchTarget;
use crate::mcp::fence::{MAX_BYTES, ToolText, USUAL_BYTES};
use crate::mcp::filter::{filtered, filtered_name};
use crate::mcp::tools::arguments::{Arguments, shown};
use crate::mcp::tools::article_name::article_name;
use crate::mcp::tools::cursor::PageCursor;
use crate::mcp::tools::tool_error::ToolError;
use crate::query::Query;
use crate::search::snippet::Passage;
use crate::search::{Filter, Hit, Request, Response, Searcher, Sort, SpellingSuggestion};
use crate::text::{floor_char_boundary, grouped, path_key};
use crate::wire::remarks::counted::{ago, count_articles, count_copies, count_stories};
use crate::wire::remarks::{also_spelled, closeness};

/// Maximum length of a query in bytes.
const MAX_QUERY: usize = 2_000;
/// Number of results unless another is asked for.
const DEFAULT_LIMIT: usize = 5;
/// Maximum number of results.
const MAX_LIMIT: u64 = 20;
/// Number of bytes for each result.
const BYTES_PER_HIT: usize = USUAL_BYTES / DEFAULT_LIMIT;
/// Number of bytes of a sentence that is always shown.
const MIN_SENTENCE: usize = 80;
/// Maximum number of bytes of a title.
const MAX_TITLE: usize = 120;
/// Maximum number of notes.
const MAX_NOTES: usize = 4;
/// Maximum number of near misses.
const MAX_NEAR: usize = 3;
/// Maximum number of bytes of a note, or of a query as it was read.
const MAX_NOTE: usize = 240;
/// Number of bytes that are kept for the line with a cursor, beside the cursor.
const NEXT_BYTES: usize = 180;
/// Mark of what was cut from a sentence.
const ELLIPSIS: char = '…';

/// Searches the archive.
pub(super) fn search(archive: &LiveArchive, arguments: &Arguments<'_>) -> Result<ToolText, ToolError> {
    let archive = archive.current()?;
    let cursor = PageCursor::read("search", &archive, arguments)?;
    let offset = cursor.as_ref().map_or(0, |cursor| cursor.offset);
    let values = cursor.as_ref().map_or(arguments.values(), |cursor| &cursor.arguments);
    let request = request(&archive.searcher, &Arguments::new("search", values)?, offset)?;
    let response = archive.searcher.search(&request)?;
    if response.query == Query::Nothing {
        let notes: Vec<String> = response.notes.iter().map(|note| note.reason.clone()).collect();
        return Err(ToolError::with_details(
            "The query asks for nothing: it needs a word, or * for all.",
            &notes,
        ));
    }
    SearchAnswer { archive: &archive, request: &request, response: &response }.text(values)
}

/// Reads the arguments of a search.
fn request(searcher: &Searcher, arguments: &Arguments<'_>, offset: usize) -> Result<Request, ToolError> {
    let Some(query) = arguments.text("query")? else {
        return Err(ToolError::new("query is empty: give words to search for, or * for all articles."));
    };
    if query.len() > MAX_QUERY {
        let message = format!(
            "The query is longer than {MAX_QUERY} bytes: shorten it; check_quote takes long quotations."
        );
        return Err(ToolError::new(message));
    }
    let mut request = Request::new(query);
    request.offset = offset;
    request.limit = arguments.number("limit", MAX_LIMIT)?.map_or(DEFAULT_LIMIT, |limit| limit as usize);
    request.sort = match arguments.choice("sort", &["relevance", "newest", "oldest"])? {
        1 => Sort::Newest,
        2 => Sort::Oldest,
        _ => Sort::Relevance,
    };
    request.target = if arguments.flag("cut")? { SearchTarget::Cut } else { SearchTarget::Article };
    request.collapse = true;
    request.max_copies = 0;
    request.filter = Filter {
        folders: folder(searcher, arguments)?.into_iter().collect(),
        since: arguments.days("since")?.0,
        until: arguments.days("until")?.1,
        ..Filter::default()
    };
    if let Some(site) = arguments.text("site")? {
        let clause = format!("site:\"{}\"", site.replace('"', " "));
        let unknown = searcher.unknown_values(&searcher.parse(&clause).query)?;
        if !unknown.is_empty() {
            return Err(ToolError::with_details("No article has this site.", &unknown));
        }
        request.filter_queries.push(clause);
    }
    if let Some(name) = arguments.text("lang")? {
        let Some(language) = Language::from_code_or_name(name) else {
            let message = format!("lang cannot be “{}”: expected a code such as en, or a name.", shown(name));
            return Err(ToolError::new(message));
        };
        request.filter_queries.push(format!("lang:{}", language.code()));
    }
    Ok(request)
}

/// Returns the folder that is asked for: its whole path, or the end of the path of a folder of the index.
fn folder(searcher: &Searcher, arguments: &Arguments<'_>) -> Result<Option<PathBuf>, ToolError> {
    let Some(name) = arguments.text("folder")? else { return Ok(None) };
    let path = path_key::from_shown(name);
    if searcher.has_folder(&path) {
        return Ok(Some(path));
    }
    let folders = searcher.folders();
    if let Some(folder) = folders.iter().find(|folder| folder.ends_with(&path)) {
        return Ok(Some(folder.to_path_buf()));
    }
    let known: Vec<String> = folders.iter().map(|folder| filtered_name(&path_key::shown(folder))).collect();
    Err(ToolError::with_details("The index has no such folder: it has these.", &known))
}

/// Answer to a search.
struct SearchAnswer<'a> {
    archive: &'a OpenedArchive,
    request: &'a Request,
    response: &'a Response,
}

impl SearchAnswer<'_> {
    /// Returns the text of the answer to a call with these arguments.
    fn text(&self, arguments: &Map<String, Value>) -> Result<ToolText, ToolError> {
        let (request, response) = (self.request, self.response);
        let found = response.stories.unwrap_or(response.total);
        let mut text = ToolText::new(self.found());
        // The words may be copied from an article.
        text.quote(&excerpt(&format!("read as: {}", response.query), 0, MAX_NOTE));
        for note in response.notes.iter().take(MAX_NOTES) {
            text.quote(&format!("note: {}", excerpt(&note.reason, 0, MAX_NOTE)));
        }
        for spellings in
            response.also_spelled.chunk_by(SpellingSuggestion::are_listed_together).take(MAX_NOTES)
        {
            text.quote(&excerpt(&also_spelled(spellings), 0, MAX_NOTE));
        }
        if response.total == 0 {
            self.say_nothing_found(&mut text)?;
            return Ok(text);
        }
        let cursor =
            |shown: usize| PageCursor::text("search", self.archive, request.offset + shown, arguments);
        let budget = (request.limit * BYTES_PER_HIT).clamp(USUAL_BYTES, MAX_BYTES);
        let reserved = NEXT_BYTES + cursor(MAX_LIMIT as usize).len();
        let mut shown = 0;
        for (index, hit) in response.hits.iter().enumerate() {
            let left = budget.saturating_sub(text.len() + reserved);
            let share = left / (response.hits.len() - index);
            let entry = entry(&hit.rank.to_string(), hit, share);
            if shown > 0 && entry.len() > left {
                break;
            }
            text.quote_filtered(&entry);
            shown += 1;
        }
        let behind = request.offset + shown;
        if behind < found && shown > 0 {
            text.say_after(&format!(
                "{} more: call search with this cursor alone. `{}`",
                grouped((found - behind) as u64),
                cursor(shown)
            ));
        }
        if shown > 0 {
            text.say_after("read opens an article at its path:line.");
        }
        Ok(text)
    }

    /// Says how much was found, and what of it follows.
    fn found(&self) -> String {
        let (request, response) = (self.request, self.response);
        let articles = grouped(self.archive.searcher.num_articles());
        let written = ago(response.written);
        let at_least = if response.total_is_lower_bound { "At least " } else { "" };
        if response.total == 0 {
            return format!("Nothing found in {articles} articles (index written {written}).");
        }
        let stories = response.stories.filter(|stories| *stories < response.total);
        let stories =
            stories.map(|stories| format!(" ({})", count_stories(stories as u64))).unwrap_or_default();
        let order = match request.sort {
            Sort::Relevance => "best first",
            Sort::Newest => "newest first",
            Sort::Oldest => "oldest first",
        };
        let cut = if request.target == SearchTarget::Cut { " in the text that was cut" } else { "" };
        let total = grouped(response.total as u64);
        format!(
            "{at_least}{total} of {articles} articles match{stories}{cut}, {order} (index written {written})."
        )
    }

    /// Says what comes close, and where else the query matches.
    fn say_nothing_found(&self, text: &mut ToolText) -> Result<(), ToolError> {
        let elsewhere = self.archive.searcher.count_elsewhere(self.request)?;
        if elsewhere.outside_filter > 0 {
            let articles = count_articles(elsewhere.outside_filter as u64);
            text.say(&format!("Without the folder and the days, {articles} match."));
        }
        if elsewhere.in_cut_text > 0 {
            let articles = count_articles(elsewhere.in_cut_text as u64);
            text.say(&format!("The text that was cut from {articles} matches: search with cut = true."));
        }
        if !self.response.partial_matches.is_empty() {
            let parts = self.response.partial_matches.iter();
            let parts: Vec<String> = parts.map(|part| format!("{} {}", part.query, part.total)).collect();
            text.quote(&excerpt(&format!("articles with each part: {}", parts.join(", ")), 0, MAX_NOTE));
        }
        let near_misses = &self.response.near_misses;
        match near_misses.first() {
            None => {}
            Some(first) if first.run == 0 => text.say("These articles match some of the query:"),
            Some(_) => text.say("No article has the whole quotation; these come closest:"),
        }
        for near_miss in near_misses.iter().take(MAX_NEAR) {
            let share = USUAL_BYTES.saturating_sub(text.len()) / MAX_NEAR;
            text.quote_filtered(&entry("near", &near_miss.hit, share));
            text.quote(&excerpt(&closeness(near_miss), 0, MAX_NOTE));
        }
        Ok(())
    }
}

/// Returns the lines on a result, of about `budget` bytes: its title; source, day, place and number of
/// copies; and the sentence that matches.
fn entry(label: &str, hit: &Hit, budget: usize) -> String {
    let name = || hit.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = filtered(&hit.metadata.title.clone().unwrap_or_else(name));
    let place = format!("{}:{}", article_name(&hit.path, hit.id.as_deref()), hit.passage().position);
    let source = hit.metadata.source().map(|source| excerpt(&filtered(&source), 0, MAX_TITLE / 2));
    let day = hit.metadata.published.map(|day| day.to_string());
    let copies = (hit.num_copies > 0).then(|| format!("and {}", count_copies(hit.num_copies as u64)));
    let parts: Vec<String> = source.into_iter().chain(day).chain([place]).chain(copies).collect();
    let head = format!("{label}. {}\n{}", excerpt(&title, 0, MAX_TITLE), parts.join(" · "));
    let left = budget.saturating_sub(head.len() + 2).max(MIN_SENTENCE);
    let sentence = sentence(hit.passage(), left);
    if sentence.is_empty() { head } else { format!("{head}\n{sentence}") }
}

/// Returns the sentence of a passage around its match, with the speaker, in at most `max` bytes.
fn sentence(passage: &Passage, max: usize) -> String {
    let speaker =
        passage.speaker().map(|speaker| excerpt(&format!(" — {}", filtered(speaker)), 0, MAX_TITLE / 2));
    let text = passage.text();
    let before: String = passage
        .segments
        .iter()
        .take_while(|segment| !segment.matched)
        .map(|segment| segment.text.as_str())
        .collect();
    let has_match = passage.segments.iter().any(|segment| segment.matched);
    let first = if has_match { filtered(&before).len() } else { 0 };
    let max = max.saturating_sub(speaker.as_deref().map_or(0, str::len));
    excerpt(&filtered(&text), first, max) + &speaker.unwrap_or_default()
}

/// Returns at most about `max` bytes of a line around `offset`, cut between words.
pub(super) fn excerpt(line: &str, offset: usize, max: usize) -> String {
    if line.len() <= max {
        return line.to_owned();
    }
    let max = max.saturating_sub(2 * ELLIPSIS.len_utf8());
    let start = if offset <= max * 2 / 3 { 0 } else { floor_char_boundary(line, offset - max / 3) };
    let start = match start {
        0 => 0,
        start => {
            line[start..].find(' ').filter(|space| *space < max / 4).map_or(start, |space| start + space + 1)
        }
    };
    let end = floor_char_boundary(line, start.saturating_add(max));
    let end = match end == line.len() {
        true => end,
        false => {
            line[start..end].rfind(' ').filter(|space| *space > max / 2).map_or(end, |space| start + space)
        }
    };
    let mut shown = String::with_capacity(max + 6);
    if start > 0 {
        shown.push(ELLIPSIS);
    }
    shown.push_str(line[start..end].trim());
    if end < line.len() {
        shown.push(ELLIPSIS);
    }
    shown
}

#[cfg(test)]
mod tests {
    use crate::mcp::tools::search::*;

    #[test]
    fn an_excerpt_shows_the_match_between_whole_words() {
        let line = "The ferry stays in the harbor of the town until the storm is over, said the mayor.";
        let at_match = line.find("storm").expect("a word");
        assert_eq!(excerpt(line, at_match, 40), "…until the storm is over, said the…");
        assert_eq!(excerpt(line, 4, 40), "The ferry stays in the harbor of…");
        assert_eq!(excerpt(line, 0, 200), line);
        for max in 0..30 {
            assert!(excerpt("їжак їжак їжак їжак", 9, max).len() <= max.max(6) + 6);
        }
    }
}
