//! Prints times in samples of the index, and those of SQLite.

use std::fmt::Write as _;

use clippings::internals::bench::{Percentiles, SampleTimes, SqliteTimes};

use crate::cli::output::bench::row_label;
use crate::cli::output::messages::{count_articles, format_size};

/// A percentile, by its name.
type Column = (&'static str, fn(&Percentiles) -> f64);

/// Writes how the median and the 99th percentile grow with the number of articles.
pub(super) fn write_growth(text: &mut String, samples: &[SampleTimes]) {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else { return };
    let columns: [Column; 2] = [("p50", |times| times.p50), ("p99", |times| times.p99)];
    for (name, value) in columns {
        let _ = write!(text, "\n{:9}", format!("growth, {name}"));
        for sample in samples {
            let _ = write!(text, "{:>18}", count_articles(sample.articles));
        }
        let _ = writeln!(text, "{:>8}", "×");
        for (kind, times) in &last.times {
            let _ = write!(text, "{:11}", row_label(*kind));
            let value_of = |sample: &SampleTimes| sample.times_of(*kind).map(value);
            for sample in samples {
                let time = value_of(sample).map_or_else(|| "–".into(), |time| format!("{time:.1}"));
                let _ = write!(text, "{time:>18}");
            }
            let _ = match value_of(first) {
                Some(time) if time > 0.0 => writeln!(text, "{:>8.2}", value(times) / time),
                _ => writeln!(text, "{:>8}", "–"),
            };
        }
    }
}

/// Writes the times of SQLite FTS5 beside those of this program.
pub(super) fn write_sqlite(text: &mut String, sqlite: &SqliteTimes) {
    let _ = writeln!(
        text,
        "\nSQLite FTS5 {}, the same articles: built in {:.1} s, {}; mean times, ten titles and the count of all\n\
         {:9}{:>8}{:>12}{:>12}{:>8}",
        sqlite.version,
        sqlite.build_seconds,
        format_size(sqlite.bytes),
        "",
        "queries",
        "FTS5",
        "clippings",
        "×"
    );
    for times in &sqlite.kinds {
        let _ = writeln!(
            text,
            "{:9}{:>8}{:>12.1}{:>12.1}{:>8.2}",
            times.kind.name(),
            times.queries,
            times.sqlite,
            times.clippings,
            if times.sqlite > 0.0 { times.clippings / times.sqlite } else { 1.0 }
        );
    }
}
