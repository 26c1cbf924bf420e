//! What was measured, as a table in Markdown.

use std::time::Duration;

use crate::Row;

/// Prints it.
pub fn print(rows: &[Row], questions: usize) {
    println!(
        "\n{questions} questions: words, all of several, any of several, phrases; the best of four runs of each\n"
    );
    println!(
        "| | build s | index, % of the text | keeps the text | warm p50 µs | warm p99 µs | one-shot p50 ms | same answers |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for row in rows {
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} of {} |",
            row.name,
            row.build.map_or(String::new(), |time| format!("{:.1}", time.as_secs_f64())),
            row.size.map_or(String::new(), |size| format!("{size:.0}")),
            if row.keeps_text { "yes" } else { "no" },
            at(&row.warm, 50, 1e6),
            at(&row.warm, 99, 1e6),
            at(&row.one_shot, 50, 1e3),
            row.equal,
            row.compared
        );
    }
}

/// A percentile in a unit of which a second has so many.
fn at(times: &[Duration], percent: usize, unit: f64) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1) - 1;
    sorted.get(rank).map_or(String::new(), |time| format!("{:.1}", time.as_secs_f64() * unit))
}
