//! The results as a Markdown table.

use std::time::Duration;

use crate::Row;

/// Prints the table.
pub fn print(rows: &[Row], queries: usize) {
    println!(
        "\n{queries} queries: one word, several words with AND, with OR, phrases; the best of four runs of each\n"
    );
    println!(
        "| | build s | index, % of the text | stores the text | warm p50 µs | warm p99 µs | one-shot p50 ms | same hits |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} of {} |",
            row.name,
            row.build.map_or(String::new(), |time| format!("{:.1}", time.as_secs_f64())),
            row.size.map_or(String::new(), |size| format!("{size:.0}")),
            if row.stores_text { "yes" } else { "no" },
            percentile(&row.warm, 50, 1e6),
            percentile(&row.warm, 99, 1e6),
            percentile(&row.one_shot, 50, 1e3),
            row.equal,
            row.compared
        );
    }
}

/// Formats a percentile of `times` in a unit, given as units per second.
fn percentile(times: &[Duration], percent: usize, units_per_second: f64) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).map_or(String::new(), |time| format!("{:.1}", time.as_secs_f64() * units_per_second))
}
