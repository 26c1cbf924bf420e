//! `clippings quotes`: lists quotations with their speakers.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, BufWriter, Write};

use clippings::query::Note;
use clippings::{
    CountBy, FacetCount, FacetCounts, QuotationHit, QuotationKind, Quotations, QuotesRequest, Searcher, Sort,
};

use crate::cli::args::quotes::{ArticleOrder, QuotesArgs};
use crate::cli::args::{Common, Format};
use crate::cli::commands::search::search::absolute;
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::quotes::{QuotePrinter, write_counts};
use crate::cli::query_input::QueryInput;

/// Number of quotations that are listed as text.
const DEFAULT_LIMIT: usize = 10;

/// Runs `clippings quotes`.
pub(crate) fn run(args: &QuotesArgs, common: &Common) -> anyhow::Result<u8> {
    if args.bom && common.format != Format::Csv {
        anyhow::bail!("--bom marks the encoding of a CSV: use it with --format csv");
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
    let searcher = Searcher::open(&common.index_dir()?)?;
    let mut quotations = searcher.quotations(&request)?;
    notes.append(&mut quotations.notes);
    let found = match args.by {
        Some(_) => count(&mut quotations, args, common)?,
        None => list(&mut quotations, args, common)?,
    };
    if !common.quiet {
        report(&notes, &quotations, &found);
    }
    Ok(if found.listed > 0 { SUCCESS } else { NOTHING_FOUND })
}

/// What was found.
struct ListedQuotes {
    /// Number of quotations that were printed or counted.
    listed: usize,
    /// Whether more match.
    more: bool,
}

/// Prints the quotations, one by one.
fn list(quotations: &mut Quotations<'_>, args: &QuotesArgs, common: &Common) -> anyhow::Result<ListedQuotes> {
    let default = if common.format == Format::Text { DEFAULT_LIMIT } else { usize::MAX };
    let limit = args.limit.unwrap_or(default);
    let display = PathDisplay::relative_to_current_dir();
    let printer = QuotePrinter { format: common.format, display: &display, bom: args.bom };
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
    Ok(ListedQuotes { listed, more })
}

/// Prints how many quotations each speaker has.
fn count(
    quotations: &mut Quotations<'_>,
    args: &QuotesArgs,
    common: &Common,
) -> anyhow::Result<ListedQuotes> {
    let (mut counts, mut listed): (HashMap<Option<String>, u64>, usize) = (HashMap::new(), 0);
    for hit in quotations {
        let hit = hit?;
        if hit.kind == QuotationKind::Speech {
            *counts.entry(hit.speaker).or_default() += 1;
            listed += 1;
        }
    }
    let counts = counts.into_iter().map(|(value, count)| FacetCount { value, count });
    let mut values: Vec<FacetCount> = counts.collect();
    values.sort_by(|a, b| {
        let key = |count: &FacetCount| (count.value.is_none(), Reverse(count.count));
        key(a).cmp(&key(b)).then_with(|| a.value.cmp(&b.value))
    });
    let display = PathDisplay::relative_to_current_dir();
    let mut out = BufWriter::new(io::stdout().lock());
    let counts = FacetCounts { by: CountBy::Speaker, values };
    write_counts(&mut out, (common.format, args.bom), listed, &counts, &display)?;
    out.flush()?;
    Ok(ListedQuotes { listed, more: false })
}

/// Reports how the query was understood and what it found.
fn report(notes: &[Note], quotations: &Quotations<'_>, found: &ListedQuotes) {
    for note in notes {
        messages::print(&messages::format_note(note));
    }
    let asked = quotations.query.to_string();
    let asked = if asked == "*" { String::new() } else { format!(" for: {asked}") };
    let articles = messages::count_articles(quotations.articles as u64);
    let counted = match found.listed {
        1 => "1 quotation".to_owned(),
        listed => format!("{listed} quotations"),
    };
    messages::print(&match (found.listed, found.more) {
        (0, _) => format!("no quotation found{asked}"),
        (_, false) => format!("{counted} in {articles}{asked}"),
        (_, true) => format!("the first {counted} shown of those in {articles}{asked}; -n shows more"),
    });
}
