//! Draws the histograms of a measurement as an SVG picture.

use std::fmt::Write as _;

use clippings::internals::bench::{BenchReport, Histogram, KindResults};

use crate::cli::output::bench::row_label;

/// Width of the picture.
const WIDTH: f64 = 760.0;
/// Space for the labels of the rows.
const LEFT_MARGIN: f64 = 90.0;
/// Space for the percentiles.
const RIGHT_MARGIN: f64 = 130.0;
/// Space for the title.
const TOP_MARGIN: f64 = 46.0;
/// Height of a histogram.
const ROW_HEIGHT: f64 = 58.0;
/// Space above the bars of a histogram.
const ROW_PADDING: f64 = 14.0;

/// Draws the histograms of a measurement below each other on one time scale, as an SVG picture.
pub(crate) fn histograms(report: &BenchReport) -> String {
    let results = &report.results;
    let first = results.iter().map(|line| line.warm.histogram.first).min().unwrap_or(0);
    let ends = results.iter().map(|line| line.warm.histogram.first + line.warm.histogram.bars.len() as u32);
    let scale = Scale { first, end: ends.max().unwrap_or(first + 1).max(first + 1) };
    let height = TOP_MARGIN + ROW_HEIGHT * results.len() as f64 + 34.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    // Writing to a string does not fail.
    let _ = writeln!(
        svg,
        "<text x=\"{LEFT_MARGIN}\" y=\"22\" font-size=\"14\">clippings {}: warm answers on {} articles, {} queries × {} \
         rounds</text>",
        report.version,
        report.articles,
        report.queries.len(),
        report.repeats
    );
    axis(&mut svg, &scale, height - 30.0);
    for (number, line) in results.iter().enumerate() {
        row(&mut svg, &scale, line, TOP_MARGIN + ROW_HEIGHT * number as f64);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Mapping from bars to horizontal positions.
struct Scale {
    first: u32,
    end: u32,
}

impl Scale {
    /// Returns the distance between two bars.
    fn bar_step(&self) -> f64 {
        (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / f64::from(self.end - self.first)
    }

    /// Returns the horizontal position of a bar.
    fn position(&self, bar: f64) -> f64 {
        LEFT_MARGIN + (bar - f64::from(self.first)) * self.bar_step()
    }

    /// Returns the horizontal position of a time in microseconds.
    fn x_of_time(&self, time: f64) -> f64 {
        self.position((time * 1e3).max(1.0).log2() * 4.0)
    }
}

/// Draws lines at 1, 10, 100 … microseconds.
fn axis(svg: &mut String, scale: &Scale, bottom: f64) {
    let (low, high) = (Histogram::lower_bound(scale.first), Histogram::lower_bound(scale.end));
    for power in -3..=9 {
        let time = 10f64.powi(power);
        if time < low || time > high {
            continue;
        }
        let x = scale.x_of_time(time);
        let label = if time < 1e3 { format!("{time} µs") } else { format!("{} ms", time / 1e3) };
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{TOP_MARGIN}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\" stroke=\"#ccc\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#555\">{label}</text>",
            bottom + 16.0
        );
    }
}

/// Draws a histogram with its label, its median and its 99th percentile.
fn row(svg: &mut String, scale: &Scale, line: &KindResults, top: f64) {
    let (histogram, times) = (&line.warm.histogram, &line.warm.total);
    let highest = f64::from(histogram.bars.iter().copied().max().unwrap_or(1).max(1));
    let (base, bar_height) = (top + ROW_HEIGHT, ROW_HEIGHT - ROW_PADDING);
    for (number, count) in (histogram.first..).zip(&histogram.bars) {
        let height = f64::from(*count) / highest * bar_height;
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"#3b6ea5\"/>",
            scale.position(f64::from(number)),
            base - height,
            scale.bar_step() * 0.9
        );
    }
    for (time, color) in [(times.p50, "#c33"), (times.p99, "#e90")] {
        let x = scale.x_of_time(time);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{base:.1}\" stroke=\"{color}\" stroke-width=\"2\"/>",
            top + ROW_PADDING / 2.0
        );
    }
    let right = WIDTH - RIGHT_MARGIN + 8.0;
    let _ = writeln!(
        svg,
        "<line x1=\"{LEFT_MARGIN}\" y1=\"{base:.1}\" x2=\"{:.1}\" y2=\"{base:.1}\" stroke=\"#888\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
         <text x=\"{right}\" y=\"{:.1}\" fill=\"#c33\">p50 {:.0} µs</text>\
         <text x=\"{right}\" y=\"{:.1}\" fill=\"#b70\">p99 {:.0} µs</text>",
        WIDTH - RIGHT_MARGIN,
        LEFT_MARGIN - 8.0,
        base - 4.0,
        row_label(line.kind),
        base - 22.0,
        times.p50,
        base - 6.0,
        times.p99
    );
}

#[cfg(test)]
mod tests {
    use crate::cli::output::bench::svg::*;

    #[test]
    fn times_align_with_their_bars() {
        let scale = Scale { first: 40, end: 60 };
        assert!((scale.x_of_time(Histogram::lower_bound(44)) - scale.position(44.0)).abs() < 1e-6);
        assert_eq!((scale.position(40.0), scale.position(60.0)), (LEFT_MARGIN, WIDTH - RIGHT_MARGIN));
    }
}
