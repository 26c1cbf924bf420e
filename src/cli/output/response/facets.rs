//! Renders counts by facets: those by time as bars, others as bars on a terminal and as rows elsewhere.

use std::fmt::Write as _;

use clippings::internals::search::timeline::{Timeline, TimelineRow};
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::counts::shown_value;
use clippings::{CountBy, FacetCount, FacetCounts, FirstMatches, Response};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::messages::{self, CountUnit};
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::terminal::{DEFAULT_WIDTH, Terminal, TextKind};

/// Maximum width of a bar in columns, but for those of a timeline.
const MAX_BAR: usize = 50;
/// Maximum width of a value in columns before a bar.
const MAX_VALUE: usize = 40;
/// Parts of a block, from one eighth to the whole.
const BLOCKS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Renders a table for each facet, with its name above if there are several. Of the articles without a day,
/// `impossible_days` declare one that cannot be.
pub(crate) fn tables(counts: &[FacetCounts], impossible_days: u64, display: &PathDisplay) -> String {
    let heading = |by: CountBy| (counts.len() > 1).then(|| by.name().to_owned());
    tables_below(heading, counts, impossible_days, display)
}

/// Renders the tables of a response; those of stories say so above each.
pub(super) fn tables_of(query_response: &QueryResponse<'_>, display: &PathDisplay) -> String {
    let Response { counts, impossible_days, .. } = query_response.response;
    match query_response.count_unit {
        CountUnit::Articles => tables(counts, *impossible_days, display),
        unit @ CountUnit::Stories => {
            let heading = |by: CountBy| Some(format!("{} by {}", unit.plural(), by.name()));
            tables_below(heading, counts, *impossible_days, display)
        }
    }
}

/// Renders a table for each facet below its heading.
fn tables_below(
    heading: impl Fn(CountBy) -> Option<String>,
    counts: &[FacetCounts],
    impossible_days: u64,
    display: &PathDisplay,
) -> String {
    let terminal = &Terminal::of_stdout();
    let mut text = String::new();
    for facet in counts.iter().filter(|facet| !facet.values.is_empty()) {
        if let Some(heading) = heading(facet.by) {
            let gap = if text.is_empty() { "" } else { "\n" };
            let heading = terminal.paint(TextKind::Title, &heading);
            let _ = writeln!(text, "{gap}{heading}"); // writing to a string does not fail
        }
        match (Timeline::new(facet), terminal.columns()) {
            (Some(timeline), columns) => {
                let columns = columns.unwrap_or(DEFAULT_WIDTH);
                write_timeline(&mut text, &timeline, impossible_days, terminal, columns);
            }
            (None, Some(columns)) => write_bars(&mut text, facet, display, terminal, columns),
            (None, None) => write_rows(&mut text, facet, display),
        }
    }
    text
}

/// Returns what is to say beside the counts, and, in a CSV, beside the first matches. Tables of times have
/// the number of impossible days themselves.
pub(crate) fn remarks(response: &Response, is_csv: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(first) = response.first.as_ref().filter(|_| is_csv) {
        let day = first.published.map_or_else(|| "unknown".to_owned(), |day| day.to_string());
        let place = first_place(response);
        remarks.push(format!("first in {place}: {day}{}", undated_beside(first)));
    }
    let in_table = !is_csv && response.counts.iter().any(|facet| facet.by.is_time());
    match response.impossible_days {
        0 => {}
        _ if in_table => {}
        1 => remarks.push("1 article declares a day that cannot be, and counts as undated".into()),
        many => remarks.push(format!("{many} articles declare a day that cannot be, and count as undated")),
    }
    remarks
}

/// Names what the first match is the first of.
pub(crate) fn first_place(response: &Response) -> &'static str {
    match response.total_is_lower_bound {
        true => "the part of this archive that was searched",
        false => "this archive",
    }
}

/// Says how many articles have no date, after the day of the first match or that it is unknown.
pub(crate) fn undated_beside(first: &FirstMatches) -> String {
    let undated = messages::count_articles(first.undated);
    match (first.published, first.undated) {
        (None, 0) => " (no article)".to_owned(),
        (None, _) => format!(" ({undated} without a date)"),
        (Some(_), 0) => String::new(),
        (Some(_), _) => format!(" ({undated} without a date beside it)"),
    }
}

/// Says how many articles declare a day that cannot be, after the number of those without a day.
pub(super) fn impossible_beside(impossible_days: u64) -> String {
    match impossible_days {
        0 => String::new(),
        1 => " (1 declares a day that cannot be)".to_owned(),
        many => format!(" ({many} declare a day that cannot be)"),
    }
}

/// Writes a row for each value: the value, a space, and the number.
fn write_rows(text: &mut String, facet: &FacetCounts, display: &PathDisplay) {
    for FacetCount { value, count } in &facet.values {
        let _ = writeln!(text, "{} {count}", label(facet.by, value.as_deref(), display));
    }
}

/// Writes a row with a bar for each value.
fn write_bars(
    text: &mut String,
    facet: &FacetCounts,
    display: &PathDisplay,
    terminal: &Terminal,
    columns: usize,
) {
    let labels = facet.values.iter().map(|count| label(facet.by, count.value.as_deref(), display));
    let labels: Vec<String> = labels.map(|label| shorten(&label, MAX_VALUE)).collect();
    let label_width = labels.iter().map(|label| Terminal::width_of(label)).max().unwrap_or_default();
    let most = facet.values.iter().map(|count| count.count).max().unwrap_or_default().max(1);
    let count_width = most.to_string().len();
    let room = columns.saturating_sub(label_width + count_width + 3).clamp(1, MAX_BAR);
    for (label, FacetCount { count, .. }) in labels.iter().zip(&facet.values) {
        let padding = " ".repeat(label_width - Terminal::width_of(label).min(label_width));
        let bar = terminal.paint(TextKind::Line, &bar(*count, most, room));
        let _ = writeln!(text, "{label}{padding} {count:>count_width$} {bar}");
    }
}

/// Writes a row with a bar for each period, and one for the articles without a day.
fn write_timeline(
    text: &mut String,
    timeline: &Timeline<'_>,
    impossible_days: u64,
    terminal: &Terminal,
    columns: usize,
) {
    let no_day = label_of_unknown(timeline.by);
    let widths = timeline.periods.iter().map(|period| period.name.len());
    let label_width =
        widths.max().unwrap_or_default().max(if timeline.undated > 0 { no_day.len() } else { 0 });
    let most = timeline.most();
    let count_width = most.max(timeline.undated).to_string().len();
    let room = columns.saturating_sub(label_width + count_width + 3).max(1);
    for row in timeline.rows() {
        let _ = match row {
            TimelineRow::Period(name, 0) => writeln!(text, "{name:label_width$} {:>count_width$}", 0),
            TimelineRow::Period(name, count) => {
                let bar = terminal.paint(TextKind::Line, &bar(count, most, room));
                writeln!(text, "{name:label_width$} {count:>count_width$} {bar}")
            }
            TimelineRow::Gap(gap) => {
                let gap = format!("… {gap} {}s without", timeline.by.name());
                writeln!(text, "{}", terminal.paint(TextKind::Faint, &gap))
            }
        };
    }
    if timeline.undated > 0 {
        let impossible = impossible_beside(impossible_days);
        let _ = writeln!(text, "{no_day:label_width$} {:>count_width$}{impossible}", timeline.undated);
    }
}

/// Draws a bar for `count` where one of `room` blocks stands for `most`. No number is without a trace.
fn bar(count: u64, most: u64, room: usize) -> String {
    let most = u128::from(most.max(1));
    let eighths = (u128::from(count) * room as u128 * 8 + most / 2) / most;
    let eighths = usize::try_from(eighths).unwrap_or_default().max(usize::from(count > 0));
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).and_then(|index| BLOCKS.get(index)));
    bar
}

/// Returns what stands for a value.
pub(crate) fn label(by: CountBy, value: Option<&str>, display: &PathDisplay) -> String {
    match value {
        Some(value) => escape_controls(&single_line(&shown_value(by, value, display))).into_owned(),
        None => label_of_unknown(by).to_owned(),
    }
}

/// Returns what stands for a value that is unknown.
fn label_of_unknown(by: CountBy) -> &'static str {
    if by.is_time() { "no day" } else { "unknown" }
}

/// Cuts a text to so many columns.
pub(crate) fn shorten(text: &str, columns: usize) -> String {
    if Terminal::width_of(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if Terminal::width_of(&short) >= columns {
            short.pop();
            break;
        }
    }
    format!("{}…", short.trim_end())
}

#[cfg(test)]
mod tests {
    use crate::cli::output::response::facets::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        for (count, expected) in
            [(0, ""), (1, "▏"), (25, "█"), (50, "██"), (51, "██"), (53, "██▏"), (100, "████")]
        {
            assert_eq!(bar(count, 100, 4), expected, "{count}");
        }
        assert_eq!(bar(u64::MAX, u64::MAX, 2), "██");
    }

    /// Returns the table of a timeline in so many columns, without colors.
    fn table(values: &[(Option<&str>, u64)], impossible_days: u64, columns: usize) -> String {
        let count = |(value, count): &(Option<&str>, u64)| FacetCount {
            value: value.map(str::to_owned),
            count: *count,
        };
        let facet = FacetCounts { by: CountBy::Month, values: values.iter().map(count).collect() };
        let mut text = String::new();
        let timeline = Timeline::new(&facet).expect("a time");
        write_timeline(&mut text, &timeline, impossible_days, &Terminal::PIPE, columns);
        text
    }

    #[test]
    fn a_timeline_fits_its_columns_and_shows_empty_months() {
        let values = [(Some("2018-03"), 12), (Some("2018-05"), 3), (Some("2019-08"), 6), (None, 300)];
        let expected = "2018-03  12 ████\n2018-04   0\n2018-05   3 █\n… 14 months without\n2019-08   6 ██\n\
                        no day  300 (2 declare a day that cannot be)\n";
        assert_eq!(table(&values, 2, 17), expected);
        assert_eq!(table(&values[..1], 0, 80), format!("2018-03 12 {}\n", "█".repeat(68)));
        assert_eq!(table(&values[..1], 0, 3), "2018-03 12 █\n");
        assert_eq!(table(&values[3..], 1, 80), "no day 300 (1 declares a day that cannot be)\n");
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(shorten("Coast Courier", 13), "Coast Courier");
        assert_eq!(shorten("Coast Courier", 7), "Coast…");
        assert_eq!(Terminal::width_of(&shorten("海岸新闻报", 6)), 5);
    }
}
