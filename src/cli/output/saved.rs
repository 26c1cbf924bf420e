//! Prints saved searches, and what is new to them.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use clippings::internals::saved::{KnownStory, ReportedLog, SavedSearch, SearchNews};
use clippings::internals::wire::csv;
use clippings::internals::wire::saved::{SavedSearchJson, SearchNewsJson};
use clippings::internals::wire::{PathDisplay, write_line};

use crate::cli::args::Format;
use crate::cli::commands::indexing::freshness::ago;
use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::messages;
use crate::cli::output::response::copies;
use crate::cli::output::response::text::write_hit;
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Prints what is new to each search, all of it when it returns.
pub(crate) fn print_news(news: &[SearchNews], format: Format, display: &PathDisplay) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut is_first = true;
    if format == Format::Csv {
        out.write_all(csv::saved::HEADER.as_bytes())?;
    }
    for news in news {
        match format {
            Format::Json => write_line(&mut out, &SearchNewsJson::of(news, display))?,
            Format::Csv => out.write_all(csv::saved::of_news(news, display).as_bytes())?,
            _ if news.has_news() => {
                let gap = if std::mem::replace(&mut is_first, false) { "" } else { "\n" };
                write!(out, "{gap}{}", text_of(news, display))?;
            }
            _ => {}
        }
    }
    out.flush()
}

/// Returns what is new to a search under its name: `kursk · 3 new, 1 changed, 2 copies`.
fn text_of(news: &SearchNews, display: &PathDisplay) -> String {
    let terminal = Terminal::of_stdout();
    let count = |kind: &str| news.new.iter().filter(|new| new.kind() == kind).count();
    let copies: usize = news.copies.iter().map(|story| story.copies.len()).sum();
    let counts = [
        (count("new"), "new"),
        (count("changed"), "changed"),
        (count("known"), "known"),
        (copies, if copies == 1 { "copy" } else { "copies" }),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, noun)| format!("{count} {noun}")).collect();
    let name = terminal.paint(TextKind::Title, &escape_controls(&news.search.name));
    let mut text = format!("{name} · {}\n", counts.join(", "));
    let faint = |line: &str| terminal.wrap(&[TextSpan::new(TextKind::Faint, line)], "   ");
    for (number, new) in (1..).zip(&news.new) {
        text.push('\n');
        write_hit(&mut text, &new.hit, &format!("{number}. "), display, &terminal);
        if new.changed {
            text.push_str(&faint("its text has changed since it was reported"));
        }
        text.extend(copies::more(&new.hit.copies, display).map(|line| faint(&line)));
    }
    for KnownStory { title, path, copies, .. } in &news.copies {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let title = single_line(title.as_deref().unwrap_or(&name));
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\n   {}",
            terminal.wrap(&[TextSpan::new(TextKind::Title, &title)], "   ").trim_start()
        );
        text.extend(copies::more(copies, display).map(|line| faint(&line)));
    }
    text
}

/// Prints the saved searches, with what each has reported.
pub(crate) fn print_list(searches: &[SavedSearch], log: &ReportedLog, format: Format) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let display = PathDisplay::absolute();
    for search in searches {
        let reported = log.search(&search.name);
        if format == Format::Json {
            write_line(&mut out, &SavedSearchJson::of(search, reported))?;
            continue;
        }
        let last = reported.map_or("has not run".to_owned(), |reported| {
            let articles = messages::count_articles(reported.num_articles() as u64);
            format!("{articles} known, last run {}", ago(reported.last_run))
        });
        let list = search.list.as_ref().map(|list| format!(" ({list})"));
        let list = list.filter(|list| !search.name.ends_with(list)).unwrap_or_default();
        let options = search.saved_query.options();
        let options = match options.is_empty() {
            true => String::new(),
            false => format!("   {}\n", single_line(&options.join(" · "))),
        };
        let text = format!(
            "{}{list}: {}\n{}   {last}; index {}\n",
            search.name,
            single_line(&search.saved_query.query),
            options,
            display.name(&search.index)
        );
        out.write_all(escape_controls(&text).as_bytes())?;
    }
    out.flush()
}
