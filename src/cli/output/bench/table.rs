//! Prints a measurement as tables and histograms, with a comparison with another run.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::bench::{BenchReport, Histogram, KindResults, Percentiles};

use crate::cli::output::bench::beside::{write_growth, write_sqlite};
use crate::cli::output::bench::row_label;
use crate::cli::output::messages;

/// Prints a measurement as text, compared with `before` if given.
pub(crate) fn print(report: &BenchReport, before: Option<&BenchReport>) -> io::Result<()> {
    // Writing to a string does not fail.
    let mut text = String::new();
    let seed = report.seed.map(|seed| format!(" drawn with seed {seed}")).unwrap_or_default();
    let _ = writeln!(
        text,
        "{} queries{seed} on {}; {} after {} of warm-up; times in µs, including snippets and output\n",
        report.queries.len(),
        messages::count_articles(report.articles),
        messages::count_of(report.repeats as u64, "round"),
        report.warm_up
    );
    write_warm(&mut text, report);
    write_stages(&mut text, report);
    write_cold(&mut text, report);
    write_throughput(&mut text, report);
    write_histograms(&mut text, report);
    write_growth(&mut text, &report.growth);
    if let Some(sqlite) = &report.sqlite {
        write_sqlite(&mut text, sqlite);
    }
    if let Some(before) = before {
        write_comparison(&mut text, report, before);
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes the percentiles of warm queries.
fn write_warm(text: &mut String, report: &BenchReport) {
    let _ = writeln!(
        text,
        "{:9}{:>8}{:>9}{:>10}{:>10}{:>10}{:>10}{:>10}   p50 by round",
        "warm", "queries", "found", "p50", "p90", "p95", "p99", "max"
    );
    for line in &report.results {
        let _ = writeln!(
            text,
            "{:9}{:>8}{:>9}{}   {:.1}–{:.1}",
            row_label(line.kind),
            line.queries,
            line.hits,
            percentile_columns(&line.warm.total),
            line.warm.rounds.0,
            line.warm.rounds.1
        );
    }
}

/// Formats percentiles as columns of the same width.
fn percentile_columns(times: &Percentiles) -> String {
    let Percentiles { p50, p90, p95, p99, max } = times;
    format!("{p50:>10.1}{p90:>10.1}{p95:>10.1}{p99:>10.1}{max:>10.1}")
}

/// Writes the median and the 99th percentile of each stage.
fn write_stages(text: &mut String, report: &BenchReport) {
    let _ =
        writeln!(text, "\n{:9}{:>18}{:>18}{:>18}{:>18}", "p50, p99", "parse", "search", "snippets", "output");
    for line in &report.results {
        let stages = &line.warm.stages;
        let pair = |times: &Percentiles| format!("{:.1}, {:.1}", times.p50, times.p99);
        let _ = writeln!(
            text,
            "{:9}{:>18}{:>18}{:>18}{:>18}",
            row_label(line.kind),
            pair(&stages.parse),
            pair(&stages.search),
            pair(&stages.snippets),
            pair(&stages.output)
        );
    }
}

/// Writes the percentiles of cold queries, if any were run.
fn write_cold(text: &mut String, report: &BenchReport) {
    let measured = || report.results.iter().filter_map(|line| Some((line, line.cold.as_ref()?)));
    if measured().next().is_none() {
        return;
    }
    let condition = match measured().all(|(_, cold)| cold.from_disk) {
        true => "index opened anew for each query, files read from disk",
        false => "index opened anew for each query, files in memory",
    };
    let _ = writeln!(
        text,
        "\n{:9}{:>10}{:>10}{:>10}{:>10}{:>10}{:>12}   ({condition})",
        "cold", "p50", "p90", "p95", "p99", "max", "of it open"
    );
    for (line, cold) in measured() {
        let _ = writeln!(
            text,
            "{:9}{}{:>12.1}",
            row_label(line.kind),
            percentile_columns(&cold.total),
            cold.open.p50
        );
    }
}

/// Writes the queries per second.
fn write_throughput(text: &mut String, report: &BenchReport) {
    text.push('\n');
    for line in &report.throughput {
        let _ = writeln!(
            text,
            "{:.0} queries per second with {} ({:.0}–{:.0} by round)",
            line.per_second,
            messages::count_of(line.threads as u64, "thread"),
            line.rounds.0,
            line.rounds.1
        );
    }
}

/// Draws histograms with one block character per bar, each line scaled to its highest bar.
fn write_histograms(text: &mut String, report: &BenchReport) {
    let ranges = report.results.iter().map(|line| bar_range(&line.warm.histogram));
    let (Some(first), Some(end)) =
        (ranges.clone().map(|range| range.0).min(), ranges.map(|range| range.1).max())
    else {
        return;
    };
    let (low, high) = (Histogram::lower_bound(first), Histogram::lower_bound(end));
    let _ = writeln!(text, "\nhistogram of times, from {low:.1} to {high:.1} µs, four bars per doubling");
    for line in &report.results {
        let _ = writeln!(text, "{:9}{}", row_label(line.kind), render_bars(line, first, end));
    }
}

/// Returns the numbers of the first bar and of the one after the last.
fn bar_range(histogram: &Histogram) -> (u32, u32) {
    (histogram.first, histogram.first + histogram.bars.len() as u32)
}

/// Renders the bars from `first` to `end` as block characters.
fn render_bars(line: &KindResults, first: u32, end: u32) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let histogram = &line.warm.histogram;
    let highest = histogram.bars.iter().copied().max().unwrap_or(1).max(1) as usize;
    let block = |number: u32| {
        let count = number.checked_sub(histogram.first).and_then(|index| histogram.bars.get(index as usize));
        match count.copied().unwrap_or(0) as usize {
            0 => ' ',
            count => BLOCKS[(count * (BLOCKS.len() - 1)).div_ceil(highest)],
        }
    };
    (first..end).map(block).collect::<String>().trim_end().to_owned()
}

/// Compares two runs line by line. A difference counts if the rounds of the runs do not overlap.
fn write_comparison(text: &mut String, report: &BenchReport, before: &BenchReport) {
    let _ = writeln!(
        text,
        "\n{:9}{:>10}{:>10}{:>8}{:>10}{:>10}{:>8}",
        "p50, p99", "before", "now", "×", "before", "now", "×"
    );
    for line in &report.results {
        let Some(earlier) = before.results_of(line.kind) else { continue };
        let (now, then) = (&line.warm, &earlier.warm);
        let ratio = |now: f64, then: f64| if then > 0.0 { now / then } else { 1.0 };
        let verdict = match () {
            () if now.rounds.1 < then.rounds.0 => "faster",
            () if now.rounds.0 > then.rounds.1 => "slower",
            () => "no change beyond the spread of the rounds",
        };
        let _ = writeln!(
            text,
            "{:9}{:>10.1}{:>10.1}{:>8.2}{:>10.1}{:>10.1}{:>8.2}   {verdict}",
            row_label(line.kind),
            then.total.p50,
            now.total.p50,
            ratio(now.total.p50, then.total.p50),
            then.total.p99,
            now.total.p99,
            ratio(now.total.p99, then.total.p99)
        );
    }
}
