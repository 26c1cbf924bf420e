//! The tool `read`.

use std::ops::Range;

use serde_json::{Map, Value};

use crate::archive::{LiveArchive, OpenedArchive};
use crate::index::SearchTarget;
use crate::mcp::fence::{MAX_BYTES, ToolText, USUAL_BYTES};
use crate::mcp::filter::filtered;
use crate::mcp::tools::arguments::Arguments;
use crate::mcp::tools::article_name::{article_name, find};
use crate::mcp::tools::cursor::PageCursor;
use crate::mcp::tools::rows::{Row, rows};
use crate::mcp::tools::search::excerpt;
use crate::mcp::tools::tool_error::ToolError;
use crate::search::{BlockSource, ReadingArticle, Request};
use crate::text::FilePosition;
use crate::wire::draft::without_marks;

/// Number of lines unless another is asked for.
const DEFAULT_LINES: usize = 40;
/// Maximum number of lines.
const MAX_LINES: u64 = 120;
/// Number of bytes for each line, if their number is asked for.
const BYTES_PER_LINE: usize = 150;
/// Maximum length of a mark in bytes.
const MAX_MARK: usize = 2_000;
/// Maximum number of bytes of a line; only a sentence without end is longer.
const MAX_ROW: usize = 2_000;
/// Number of bytes that are kept for what follows the lines, beside the cursor.
const NEXT_BYTES: usize = 320;
/// Maximum number of bytes of a title.
const MAX_TITLE: usize = 200;

/// Reads a part of an article.
pub(super) fn read(archive: &LiveArchive, arguments: &Arguments<'_>) -> Result<ToolText, ToolError> {
    let archive = archive.current()?;
    let cursor = PageCursor::read("read", &archive, arguments)?;
    let values = cursor.as_ref().map_or(arguments.values(), |cursor| &cursor.arguments);
    let arguments = Arguments::new("read", values)?;
    let Some(name) = arguments.text("article")? else {
        return Err(ToolError::new("article is missing: give the path of an article, as search names it."));
    };
    let mark = arguments.text("mark")?;
    if mark.is_some_and(|mark| mark.len() > MAX_MARK) {
        return Err(ToolError::new(format!("mark is longer than {MAX_MARK} bytes: give its first words.")));
    }
    let (article, position) = marked_article(&archive, name, mark)?;
    let around = arguments.number("around_line", u64::from(u32::MAX))?;
    let around = around.and_then(|number| u32::try_from(number).ok()).or(position.map(FilePosition::number));
    let lines = arguments.number("lines", MAX_LINES)?.map(|lines| lines as usize);
    let passage = ArticlePart {
        archive: &archive,
        article: &article,
        mark,
        around,
        begin: cursor.as_ref().map(|cursor| cursor.offset),
        max_rows: lines.unwrap_or(DEFAULT_LINES),
        budget: lines.map_or(USUAL_BYTES, |lines| (lines * BYTES_PER_LINE).clamp(USUAL_BYTES, MAX_BYTES)),
    };
    Ok(passage.text(values))
}

/// Reads an article with the matches of a mark, which is a quotation or a query, in the article or else in
/// what was cut from it; and returns the position that its name has.
fn marked_article(
    archive: &OpenedArchive,
    name: &str,
    mark: Option<&str>,
) -> Result<(ReadingArticle, Option<FilePosition>), ToolError> {
    let read = |query: String, target: SearchTarget| {
        find(&archive.searcher, name, &Request { query, target, ..Request::default() })
    };
    let Some(mark) = mark else { return read(String::new(), SearchTarget::Article) };
    let phrase = format!("\"{}\"", without_marks(mark).replace(['"', '“', '”'], " "));
    for (query, target) in [
        (phrase.as_str(), SearchTarget::Article),
        (mark, SearchTarget::Article),
        (phrase.as_str(), SearchTarget::Cut),
    ] {
        let (article, position) = read(query.to_owned(), target)?;
        if article.num_matches > 0 {
            return Ok((article, position));
        }
    }
    read(mark.to_owned(), SearchTarget::Cut)
}

/// Part of an article that is read.
struct ArticlePart<'a> {
    archive: &'a OpenedArchive,
    article: &'a ReadingArticle,
    mark: Option<&'a str>,
    /// Line, or page of a file with pages, that is wanted.
    around: Option<u32>,
    /// Number of rows before, if it goes on from another answer.
    begin: Option<usize>,
    max_rows: usize,
    budget: usize,
}

impl ArticlePart<'_> {
    /// Returns the text of the answer to a call with these arguments.
    fn text(&self, arguments: &Map<String, Value>) -> ToolText {
        let rows =
            rows(self.article, |row| row.matches() > 0 || self.around == Some(row.position().number()));
        let marked = rows.iter().enumerate().max_by_key(|(index, row)| (row.matches(), usize::MAX - index));
        let marked =
            marked.filter(|(_, row)| self.mark.is_some() && row.matches() > 0).map(|(index, _)| index);
        let at_line = self.around.map(|line| {
            let behind = rows.iter().position(|row| row.last_position().number() >= line);
            behind.unwrap_or(rows.len().saturating_sub(1))
        });
        let opened = marked.or(at_line).unwrap_or_default();

        let mut text = ToolText::default();
        self.quote_head(&mut text);
        let cursor = PageCursor::text("read", self.archive, rows.len(), arguments);
        let budget = self.budget.saturating_sub(text.len() + NEXT_BYTES + cursor.len());
        let begin = self.begin.unwrap_or_else(|| {
            let (mut begin, mut bytes) = (opened, 0);
            while begin > 0 && opened - begin < self.max_rows / 4 {
                bytes += self.row_text(&rows[begin - 1]).len() + 1;
                if bytes > budget / 4 {
                    break;
                }
                begin -= 1;
            }
            begin
        });
        let mut end = begin.min(rows.len());
        let mut bytes = 0;
        while end < rows.len() && end - begin < self.max_rows {
            let row = self.row_text(&rows[end]);
            bytes += row.len() + 1;
            if bytes > budget && end > begin {
                break;
            }
            text.quote_filtered(&row);
            end += 1;
        }
        self.say_place(&mut text, &rows, begin..end, marked.is_some());
        if end < rows.len() {
            let cursor = PageCursor::text("read", self.archive, end, arguments);
            text.say_after(&format!("It goes on: call read with this cursor alone. `{cursor}`"));
        }
        text
    }

    /// Quotes the title, the source, the day and the name of the article.
    fn quote_head(&self, text: &mut ToolText) {
        let article = &self.article.article;
        if let Some(title) = &article.metadata.title {
            text.quote(&excerpt(title, 0, MAX_TITLE));
        }
        let source = article.metadata.source().map(|source| excerpt(&filtered(&source), 0, MAX_TITLE));
        let day = article.metadata.published.map(|day| day.to_string());
        let name = article_name(&article.path, article.id.as_deref());
        let parts: Vec<String> = source.into_iter().chain(day).chain([name]).collect();
        text.quote_filtered(&parts.join(" · "));
    }

    /// Returns a row as it is shown: with its line or page, unless it goes on with it.
    fn row_text(&self, row: &Row) -> String {
        match row {
            Row::Text { position, is_rest, source, range, .. } => {
                let text = self.article.text_of_source(*source).get(range.clone()).unwrap_or_default();
                let number = if *is_rest { String::new() } else { position.to_string() };
                let cut = if *source == BlockSource::Cut { "(cut) " } else { "" };
                format!("{number:>4}  {cut}{}", excerpt(&filtered(text), 0, MAX_ROW))
            }
            Row::Cut { first, last } if first == last => format!("{first:>4}  (cut)"),
            Row::Cut { first, last } => format!("{first:>4}–{last} (cut)"),
        }
    }

    /// Says which lines or pages are shown, and which are not.
    fn say_place(&self, text: &mut ToolText, rows: &[Row], shown: Range<usize>, is_marked: bool) {
        let last = rows.iter().map(Row::last_position).max().unwrap_or(FilePosition::START);
        let (unit, units) = match last {
            FilePosition::Line(_) => ("line", "Lines"),
            FilePosition::Page(_) => ("page", "Pages"),
        };
        let last = last.number();
        match rows.get(shown.clone()).and_then(|rows| Some((rows.first()?, rows.last()?))) {
            Some((first, end)) => {
                let (first, end) = (first.position().number(), end.last_position().number());
                match first == end {
                    true => text.say(&format!("{} {first} of {last}.", units.trim_end_matches('s'))),
                    false => text.say(&format!("{units} {first}–{end} of {last}.")),
                }
            }
            None if rows.is_empty() => text.say("The article has no text."),
            None => text.say("The article has no more lines."),
        }
        if self.mark.is_some() && !is_marked {
            text.say("The article does not have the words of mark.");
        } else if self.article.is_truncated {
            text.say("Some matches may be missing, since there are too many.");
        }
        if let Some(line) = self.around.filter(|line| *line > last) {
            text.say(&format!("There is no {unit} {line}: the last one with text is {last}."));
        }
        let mut in_part = rows.get(shown.clone()).unwrap_or_default().iter();
        if let Some(first) = in_part.find(|row| matches!(row, Row::Cut { .. })) {
            text.say_after(&format!(
                "(cut) marks lines that were taken for clutter: around_line {} shows those there.",
                first.position().number()
            ));
        }
        if let Some(before) = shown.start.checked_sub(1).and_then(|before| rows.get(before)) {
            text.say_after(&format!("{units} before: around_line {}.", before.position().number()));
        }
    }
}
