//! Draws the articles found over time as an SVG picture that needs nothing else.

use std::fmt::Write as _;

use clippings::internals::search::timeline::{Timeline, TimelinePeriod, period_name};
use clippings::{CountBy, Response};

use crate::cli::output::escape::{escape_markup, single_line};
use crate::cli::output::messages::{CountUnit, count_articles};
use crate::cli::output::response::facets::{impossible_beside, shorten};
use crate::cli::output::response::query_response::count_found;

/// Width of the picture.
const WIDTH: f64 = 760.0;
/// Space for the numbers of the vertical axis.
const LEFT_MARGIN: f64 = 70.0;
/// Space for the half of a label that goes beyond the bars.
const RIGHT_MARGIN: f64 = 50.0;
/// Space for the title.
const TOP_MARGIN: f64 = 60.0;
/// Height of the highest bar.
const PLOT_HEIGHT: f64 = 220.0;
/// Distance between two lines of text.
const LINE_HEIGHT: f64 = 18.0;
/// Maximum number of bars: more would be narrower than a pixel.
const MAX_BARS: i64 = 640;
/// Maximum width of a bar.
const MAX_BAR_WIDTH: f64 = 48.0;
/// Maximum number of labels on the horizontal axis.
const MAX_LABELS: u64 = 8;
/// Maximum number of lines above the horizontal axis.
const MAX_LINES: u64 = 5;
/// Maximum width of the title in columns.
const MAX_TITLE: usize = 80;
/// Maximum width of the query in the description, in columns.
const MAX_QUERY: usize = 2000;

/// Colors on a dark page; those on a light one are with the shapes.
const DARK: &str = "@media (prefers-color-scheme: dark) { .timeline .page { fill: #1b1b1b } \
                    .timeline .text { fill: #e6e6e6 } .timeline .faint { fill: #b0b0b0 } \
                    .timeline .line { stroke: #444 } .timeline .axis { stroke: #999 } \
                    .timeline .bar { fill: #7fb2e5 } }";

/// Draws a bar for each period of `timeline`, in `unit`, with the query above and what is left out below.
pub(crate) fn draw(query: &str, timeline: &Timeline<'_>, unit: CountUnit, response: &Response) -> String {
    let query = match single_line(query) {
        query if query == "*" => "all articles".to_owned(),
        query => query,
    };
    let footer = footer(timeline, unit, response);
    let bottom = TOP_MARGIN + PLOT_HEIGHT;
    let height = bottom + 34.0 + LINE_HEIGHT * footer.len() as f64;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" class=\"timeline\" \
         role=\"img\" aria-labelledby=\"timeline-title timeline-description\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title id=\"timeline-title\">{}</title>\n<desc id=\"timeline-description\">{}</desc>\n<style>{DARK}</style>\n\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text class=\"text\" x=\"{LEFT_MARGIN}\" y=\"24\" font-size=\"15\" fill=\"#222\">{}</text>\n\
         <text class=\"faint\" x=\"{LEFT_MARGIN}\" y=\"44\" fill=\"#555\">{} by {}</text>\n",
        escape_markup(&shorten(&query, MAX_QUERY)),
        escape_markup(&description(timeline, unit, &footer)),
        escape_markup(&shorten(&query, MAX_TITLE)),
        unit.plural(),
        timeline.by.name(),
    );
    match (timeline.periods.first(), timeline.periods.last()) {
        (Some(first), Some(last)) => {
            let scale = TimelineScale::new(timeline, first.number, last.number);
            draw_lines(&mut svg, &scale);
            draw_labels(&mut svg, timeline.by, &scale);
            draw_bars(&mut svg, timeline, unit, &scale);
        }
        _ => {
            draw_text(&mut svg, ("text", "#222"), LEFT_MARGIN, TOP_MARGIN + PLOT_HEIGHT / 2.0, &nothing(unit))
        }
    }
    let right = WIDTH - RIGHT_MARGIN;
    // Writing to a string does not fail.
    let _ = writeln!(svg, "<path class=\"axis\" d=\"M{LEFT_MARGIN} {bottom}H{right}\" stroke=\"#888\"/>");
    for (number, line) in footer.iter().enumerate() {
        let y = bottom + 42.0 + LINE_HEIGHT * number as f64;
        draw_text(&mut svg, ("faint", "#555"), LEFT_MARGIN, y, line);
    }
    svg.push_str("</svg>\n");
    svg
}

/// Mapping from periods and numbers of articles to places.
struct TimelineScale {
    first: i64,
    /// Number of periods.
    length: i64,
    /// Number of places for bars.
    slots: i64,
    /// Number of articles between two lines.
    step: u64,
    /// Number of articles of the highest line.
    top: u64,
}

impl TimelineScale {
    fn new(timeline: &Timeline<'_>, first: i64, last: i64) -> TimelineScale {
        let length = last.saturating_sub(first).max(0) + 1;
        let step = round_step(timeline.most(), MAX_LINES);
        let top = timeline.most().div_ceil(step).saturating_mul(step).max(step);
        TimelineScale { first, length, slots: length.min(MAX_BARS), step, top }
    }

    /// Returns the distance between two bars.
    fn bar_step(&self) -> f64 {
        (WIDTH - LEFT_MARGIN - RIGHT_MARGIN) / self.slots as f64
    }

    /// Returns the place of a period among those for bars.
    fn slot(&self, number: i64) -> i64 {
        (number - self.first) * self.slots / self.length
    }

    /// Returns the horizontal position of the middle of a bar.
    fn x(&self, slot: i64) -> f64 {
        LEFT_MARGIN + (slot as f64 + 0.5) * self.bar_step()
    }

    /// Returns the height of a bar for `count` articles.
    fn height(&self, count: u64) -> f64 {
        count as f64 / self.top as f64 * PLOT_HEIGHT
    }
}

/// Returns the smallest of 1, 2, 5, 10, 20 … that `most` has at most `parts` times.
fn round_step(most: u64, parts: u64) -> u64 {
    let powers = (0..19).map(|power| 10u64.pow(power));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|digit| digit * power));
    steps.find(|step| most.div_ceil(*step) <= parts).unwrap_or(u64::MAX)
}

/// Returns the number of periods between two labels.
fn label_step(by: CountBy, length: u64) -> u64 {
    match by {
        CountBy::Month => {
            let parts = [1, 2, 3, 6].into_iter().find(|months| length.div_ceil(*months) <= MAX_LABELS);
            parts.unwrap_or_else(|| 12 * round_step(length.div_ceil(12), MAX_LABELS))
        }
        CountBy::Year => round_step(length, MAX_LABELS),
        _ => length.div_ceil(MAX_LABELS),
    }
}

/// Draws a horizontal line at each round number of articles.
fn draw_lines(svg: &mut String, scale: &TimelineScale) {
    let right = WIDTH - RIGHT_MARGIN;
    for number in 0..=scale.top / scale.step {
        let count = number * scale.step;
        let y = TOP_MARGIN + PLOT_HEIGHT - scale.height(count);
        let _ = writeln!(
            svg,
            "<path class=\"line\" d=\"M{LEFT_MARGIN} {y:.1}H{right}\" stroke=\"#ddd\"/>\
             <text class=\"faint\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#555\">{count}</text>",
            LEFT_MARGIN - 8.0,
            y + 4.0
        );
    }
}

/// Draws the names of some periods below their bars: years at their first month.
fn draw_labels(svg: &mut String, by: CountBy, scale: &TimelineScale) {
    let step = i64::try_from(label_step(by, scale.length.unsigned_abs())).unwrap_or(i64::MAX).max(1);
    let is_round = matches!(by, CountBy::Month | CountBy::Year);
    let skipped = if is_round { (-scale.first).rem_euclid(step) } else { 0 };
    let mut number = scale.first.saturating_add(skipped);
    while number < scale.first + scale.length {
        let name = match by {
            CountBy::Month if step >= 12 => period_name(CountBy::Year, number.div_euclid(12)),
            _ => period_name(by, number),
        };
        let _ = writeln!(
            svg,
            "<text class=\"faint\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#555\">{name}</text>",
            scale.x(scale.slot(number)),
            TOP_MARGIN + PLOT_HEIGHT + 18.0
        );
        number = number.saturating_add(step);
    }
}

/// Draws the bars. Of several periods in one place, the one with the most articles is drawn.
fn draw_bars(svg: &mut String, timeline: &Timeline<'_>, unit: CountUnit, scale: &TimelineScale) {
    let mut bars: Vec<&TimelinePeriod<'_>> = Vec::new();
    for period in &timeline.periods {
        match bars.last_mut() {
            Some(last) if scale.slot(last.number) == scale.slot(period.number) => {
                *last = if period.count > last.count { period } else { last };
            }
            _ => bars.push(period),
        }
    }
    let step = scale.bar_step();
    let width = if step < 3.0 { step } else { (step * 0.85).min(MAX_BAR_WIDTH) };
    for TimelinePeriod { number, name, count } in bars {
        let height = scale.height(*count).max(1.0);
        let _ = writeln!(
            svg,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.2}\" height=\"{height:.1}\" \
             fill=\"#3b6ea5\"><title>{}: {}</title></rect>",
            scale.x(scale.slot(*number)) - width / 2.0,
            TOP_MARGIN + PLOT_HEIGHT - height,
            escape_markup(name),
            unit.count(*count)
        );
    }
}

fn draw_text(svg: &mut String, (class, color): (&str, &str), x: f64, y: f64, text: &str) {
    let text = escape_markup(text);
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{y:.1}\" fill=\"{color}\">{text}</text>");
}

/// Returns the text in place of the bars.
fn nothing(unit: CountUnit) -> String {
    format!("no {} with a day of publication", unit.singular())
}

/// Says in words what the bars show.
fn description(timeline: &Timeline<'_>, unit: CountUnit, footer: &[String]) -> String {
    let (units, by) = (unit.plural(), timeline.by.name());
    let highest = timeline.periods.iter().rev().max_by_key(|period| period.count);
    let bars = match (timeline.periods.first(), timeline.periods.last(), highest) {
        (Some(first), Some(last), Some(highest)) => format!(
            "{units} by {by}, from {} to {}; the most, {}, in {}",
            first.name, last.name, highest.count, highest.name
        ),
        _ => format!("{units} by {by}: {}", nothing(unit)),
    };
    [bars].iter().chain(footer).map(|line| sentence(line)).collect::<Vec<_>>().join(" ")
}

/// Returns a line as a sentence.
fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

/// Returns the lines below the bars: the number of articles, and of stories if the bars count these, and
/// those that no bar has.
fn footer(timeline: &Timeline<'_>, unit: CountUnit, response: &Response) -> Vec<String> {
    let at_least = if response.total_is_lower_bound { "at least " } else { "" };
    let found = match unit {
        CountUnit::Articles => count_articles(response.total as u64),
        CountUnit::Stories => count_found(response),
    };
    let mut lines = vec![format!("{at_least}{found} found")];
    if timeline.undated > 0 {
        let impossible = impossible_beside(response.impossible_days);
        lines.push(format!("{} without a day{impossible}", unit.count(timeline.undated)));
    }
    if let (Some(first), Some(last)) = (timeline.periods.first(), timeline.periods.last())
        && last.number - first.number >= MAX_BARS
    {
        lines.push(format!(
            "some bars stand for several {0}s, with the highest number of a {0}",
            timeline.by.name()
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use crate::cli::output::response::timeline_svg::*;
    use clippings::internals::search::timeline::period_number;

    fn scale(by: CountBy, first: &str, last: &str, most: u64) -> TimelineScale {
        let period =
            |name, count| TimelinePeriod { number: period_number(by, name).expect("a period"), name, count };
        let periods = vec![period(first, most), period(last, 1)];
        let (first, last) = (periods[0].number, periods[1].number);
        TimelineScale::new(&Timeline { by, periods, undated: 0 }, first, last)
    }

    /// Returns the texts of the labels below the bars.
    fn labels(by: CountBy, first: &str, last: &str) -> String {
        let mut svg = String::new();
        draw_labels(&mut svg, by, &scale(by, first, last, 1));
        let label = |line: &str| Some(line.split_once('>')?.1.split_once('<')?.0.to_owned());
        svg.lines().filter_map(label).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_are_round_numbers() {
        for (most, step) in [(0, 1), (1, 1), (5, 1), (6, 2), (12, 5), (26, 10), (99, 20), (1234, 500)] {
            assert_eq!(round_step(most, MAX_LINES), step, "{most}");
        }
        let scale = scale(CountBy::Month, "2018-01", "2018-02", u64::MAX);
        assert!(scale.height(u64::MAX) <= PLOT_HEIGHT && scale.top / scale.step <= MAX_LINES);
    }

    #[test]
    fn labels_are_few_and_years_stand_at_their_first_month() {
        for (by, first, last, expected) in [
            (CountBy::Month, "2018-03", "2018-03", "2018-03"),
            (CountBy::Month, "2018-03", "2018-06", "2018-03 2018-04 2018-05 2018-06"),
            (
                CountBy::Month,
                "2018-02",
                "2019-05",
                "2018-03 2018-05 2018-07 2018-09 2018-11 2019-01 2019-03 2019-05",
            ),
            (CountBy::Month, "2014-11", "2019-02", "2015 2016 2017 2018 2019"),
            (CountBy::Year, "1987", "2016", "1990 1995 2000 2005 2010 2015"),
            (CountBy::Week, "2020-W51", "2021-W01", "2020-W51 2020-W52 2020-W53 2021-W01"),
        ] {
            assert_eq!(labels(by, first, last), expected);
        }
        assert!(labels(CountBy::Day, "1800-01-01", "2100-01-01").split(' ').count() <= 9);
    }

    #[test]
    fn many_days_are_few_bars_and_none_is_lost_below_a_lower_one() {
        let names: Vec<String> = (0..2000).map(|number| period_name(CountBy::Day, number)).collect();
        let count = |number: usize| if number == 1000 { 50 } else { 1 };
        let period = |(number, name)| TimelinePeriod { number: number as i64, name, count: count(number) };
        let periods = names.iter().map(String::as_str).enumerate().map(period).collect();
        let timeline = Timeline { by: CountBy::Day, periods, undated: 0 };
        let mut svg = String::new();
        draw_bars(&mut svg, &timeline, CountUnit::Articles, &TimelineScale::new(&timeline, 0, 1999));
        assert_eq!(svg.matches("<rect").count(), MAX_BARS as usize);
        assert!(svg.contains("<title>1972-09-27: 50 articles</title>"), "{svg}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
    }
}
