//! Prints a measurement as tables and histograms, with a comparison with another run.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::bench::{BenchReport, Histogram, KindResults, Percentiles, QueryKind};

use crate::cli::output::messages;

/// Prints a measurement as text, compared with `before` if given.
pub fn print(report: &BenchReport, before: Option<&BenchReport>) -> io::Result<()> {
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
    warm(&mut text, report);
    stages(&mut text, report);
    cold(&mut text, report);
    throughput(&mut text, report);
    histograms(&mut text, report);
    if let Some(before) = before {
        compare(&mut text, report, before);
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Returns the name of a line.
pub fn name(kind: Option<QueryKind>) -> &'static str {
    kind.map_or("all", QueryKind::name)
}

fn warm(text: &mut String, report: &BenchReport) {
    let _ = writeln!(
        text,
        "{:9}{:>8}{:>9}{:>10}{:>10}{:>10}{:>10}{:>10}   p50 by round",
        "warm", "queries", "found", "p50", "p90", "p95", "p99", "max"
    );
    for line in &report.results {
        let _ = writeln!(
            text,
            "{:9}{:>8}{:>9}{}   {:.1}–{:.1}",
            name(line.kind),
            line.queries,
            line.hits,
            columns(&line.warm.total),
            line.warm.rounds.0,
            line.warm.rounds.1
        );
    }
}

fn columns(times: &Percentiles) -> String {
    let Percentiles { p50, p90, p95, p99, max } = times;
    format!("{p50:>10.1}{p90:>10.1}{p95:>10.1}{p99:>10.1}{max:>10.1}")
}

fn stages(text: &mut String, report: &BenchReport) {
    let _ =
        writeln!(text, "\n{:9}{:>18}{:>18}{:>18}{:>18}", "p50, p99", "parse", "search", "snippets", "output");
    for line in &report.results {
        let stages = &line.warm.stages;
        let pair = |times: &Percentiles| format!("{:.1}, {:.1}", times.p50, times.p99);
        let _ = writeln!(
            text,
            "{:9}{:>18}{:>18}{:>18}{:>18}",
            name(line.kind),
            pair(&stages.parse),
            pair(&stages.search),
            pair(&stages.snippets),
            pair(&stages.output)
        );
    }
}

fn cold(text: &mut String, report: &BenchReport) {
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
        let _ = writeln!(text, "{:9}{}{:>12.1}", name(line.kind), columns(&cold.total), cold.open.p50);
    }
}

fn throughput(text: &mut String, report: &BenchReport) {
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
fn histograms(text: &mut String, report: &BenchReport) {
    let ranges = report.results.iter().map(|line| range(&line.warm.histogram));
    let (Some(first), Some(end)) =
        (ranges.clone().map(|range| range.0).min(), ranges.map(|range| range.1).max())
    else {
        return;
    };
    let (low, high) = (Histogram::lower_bound(first), Histogram::lower_bound(end));
    let _ = writeln!(text, "\nhistogram of times, from {low:.1} to {high:.1} µs, four bars per doubling");
    for line in &report.results {
        let _ = writeln!(text, "{:9}{}", name(line.kind), bars(line, first, end));
    }
}

fn range(histogram: &Histogram) -> (u32, u32) {
    (histogram.first, histogram.first + histogram.bars.len() as u32)
}

fn bars(line: &KindResults, first: u32, end: u32) -> String {
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
fn compare(text: &mut String, report: &BenchReport, before: &BenchReport) {
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
            name(line.kind),
            then.total.p50,
            now.total.p50,
            ratio(now.total.p50, then.total.p50),
            then.total.p99,
            now.total.p99,
            ratio(now.total.p99, then.total.p99)
        );
    }
}
