//! `clippings quotes`: lists quotations with their speakers.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::counts::counts_by_speaker;
use clippings::query::{Note, Query};
use clippings::{QuotationHit, QuotationKind, Quotations, QuotesRequest, Searcher, Sort};
use jiff::civil::Date;

use crate::cli::args::quotes::{ArticleOrder, QuotesArgs};
use crate::cli::args::{Common, Format};
use crate::cli::commands::search::report::{filter_parts, words_in_cut_text};
use crate::cli::commands::search::search::absolute;
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::escape::single_line;
use crate::cli::output::messages;
use crate::cli::output::quotes::{QuotePrinter, write_counts};
use crate::cli::query_input::QueryInput;

/// Number of quotations that are listed as text.
const DEFAULT_LIMIT: usize = 10;
/// Number of speakers whose quotations are counted on a terminal.
const DEFAULT_ROWS: usize = 20;

/// Runs `clippings quotes`.
pub(crate) fn run(args: &QuotesArgs, common: &Common) -> anyhow::Result<u8> {
    if args.bom && common.format != Format::Csv {
        anyhow::bail!("--bom marks the encoding of a CSV: use it with --format csv");
    }
    for (option, names) in [("--speaker", &args.speakers), ("--site", &args.sites)] {
        if let Some(name) = names.iter().find(|name| !name.contains(char::is_alphanumeric)) {
            anyhow::bail!("{option} takes a name, and “{}” has no letter or digit", single_line(name));
        }
    }
    let QueryInput { query, mut notes } = QueryInput::read(&args.query)?;
    let mut request = QuotesRequest::default();
    request.query = query;
    request.speakers.clone_from(&args.speakers);
    request.sites.clone_from(&args.sites);
    request.filter.folders = args.folders.iter().map(|folder| absolute(folder)).collect();
    request.filter.since = args.since;
    request.filter.until = args.until;
    request.sort = if args.sort == ArticleOrder::Oldest { Sort::Oldest } else { Sort::Newest };
    request.stories = args.stories;
    let searcher = common.index_location()?.searcher()?;
    let mut quotations = searcher.quotations(&request)?;
    notes.append(&mut quotations.notes);
    let (query, articles) = (quotations.query.clone(), quotations.articles);
    let found = match args.by {
        Some(_) => count(quotations, args, common)?,
        None => list(&mut quotations, args, common)?,
    };
    if !common.quiet {
        report(&notes, (&query, articles), args, &found);
        if found.listed == 0 {
            report_elsewhere(&searcher, &request)?;
        }
    }
    Ok(if found.listed > 0 { SUCCESS } else { NOTHING_FOUND })
}

/// Result of the look-up.
struct ListedQuotes {
    /// Number of quotations that were printed or counted.
    listed: usize,
    /// Whether more match.
    more: bool,
    /// Number of speakers that were printed and that of all, if they are not all.
    rows_left_out: Option<(usize, usize)>,
}

/// Prints the quotations, one by one.
fn list(quotations: &mut Quotations<'_>, args: &QuotesArgs, common: &Common) -> anyhow::Result<ListedQuotes> {
    let default = if common.format == Format::Text { DEFAULT_LIMIT } else { usize::MAX };
    let limit = args.limit.unwrap_or(default);
    let display = PathDisplay::relative_to_current_dir();
    let printer =
        QuotePrinter { format: common.format, display: &display, bom: args.bom, stories: args.stories };
    let mut out = BufWriter::new(io::stdout().lock());
    printer.begin(&mut out)?;
    let mut listed = 0;
    // Programs get what nobody says, too.
    let is_listed = |hit: &QuotationHit| common.format != Format::Text || hit.kind == QuotationKind::Speech;
    let mut hits = quotations.filter(|hit| hit.as_ref().map_or(true, is_listed));
    while listed < limit {
        let Some(hit) = hits.next().transpose()? else { break };
        listed += 1;
        printer.write(&mut out, &hit, listed)?;
    }
    out.flush()?;
    let more = listed == limit && hits.next().transpose()?.is_some();
    Ok(ListedQuotes { listed, more, rows_left_out: None })
}

/// Prints how many quotations each speaker has, the most first and the unknown last.
fn count(quotations: Quotations<'_>, args: &QuotesArgs, common: &Common) -> anyhow::Result<ListedQuotes> {
    let mut counts = counts_by_speaker(quotations.count_speakers()?);
    let values = &mut counts.values;
    let listed = values.iter().map(|count| count.count as usize).sum();
    let rows = values.len();
    let on_terminal = common.format == Format::Text && io::stdout().is_terminal();
    let default = if on_terminal { DEFAULT_ROWS } else { usize::MAX };
    values.truncate(args.limit.unwrap_or(default));
    let rows_left_out = (rows > values.len()).then_some((values.len(), rows));
    let display = PathDisplay::relative_to_current_dir();
    let mut out = BufWriter::new(io::stdout().lock());
    write_counts(&mut out, (common.format, args.bom), listed, &counts, &display)?;
    out.flush()?;
    Ok(ListedQuotes { listed, more: false, rows_left_out })
}

/// Reports how the query was understood and what it found.
fn report(notes: &[Note], (query, articles): (&Query, usize), args: &QuotesArgs, found: &ListedQuotes) {
    for note in notes {
        messages::print(&messages::format_note(note));
    }
    let asked = query.to_string();
    let asked = if matches!(asked.as_str(), "*" | "") { String::new() } else { format!(" for: {asked}") };
    let articles = messages::count_articles(articles as u64);
    let counted = match found.listed {
        1 => "1 quotation".to_owned(),
        listed => format!("{listed} quotations"),
    };
    let rows = match found.rows_left_out {
        Some((shown, rows)) => format!("; {shown} of {rows} speakers shown, -n shows more"),
        None => String::new(),
    };
    messages::print(&match (found.listed, found.more) {
        (0, _) => format!("no quotation found{asked}{}", scope((args.since, args.until), &args.folders)),
        (_, false) => format!("{counted} in {articles}{asked}{rows}"),
        (1, true) => format!("1 of the quotations in {articles} shown{asked}; -n shows more"),
        (listed, true) => {
            format!("the first {listed} of the quotations in {articles} shown{asked}; -n shows more")
        }
    });
}

/// Names the days and folders that were asked for.
pub(super) fn scope((since, until): (Option<Date>, Option<Date>), folders: &[PathBuf]) -> String {
    let days = match (since, until) {
        (None, None) => String::new(),
        (Some(since), None) => format!(", published from {since} on"),
        (None, Some(until)) => format!(", published until {until}"),
        (Some(since), Some(until)) => format!(", published from {since} to {until}"),
    };
    let folders: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let folders = if folders.is_empty() { String::new() } else { format!(", in {}", folders.join(" or ")) };
    days + &folders
}

/// Reports quotations and words that were not searched.
fn report_elsewhere(searcher: &Searcher, request: &QuotesRequest) -> anyhow::Result<()> {
    let elsewhere = searcher.count_quotes_elsewhere(request)?;
    if elsewhere.outside_filter > 0 {
        let articles = messages::count_articles(elsewhere.outside_filter as u64);
        let parts = filter_parts(&request.filter, request.sites.len());
        messages::print(&format!("{articles} with quotations found outside the given {parts}"));
    }
    if elsewhere.in_cut_text > 0 {
        messages::print(&words_in_cut_text(elsewhere.in_cut_text));
    }
    Ok(())
}
