//! Articles over time as bars, each a link to the articles of its period.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::search::facets::timeline::{Timeline, TimelineRow, period_number};
use crate::search::{CountBy, FacetCount, FacetCounts};
use crate::serve::page::layout::hidden_fields;
use crate::serve::page::results::ResultsPage;
use crate::serve::page::text::counted;
use crate::serve::view::{ResultsView, read_days};

/// Number of months above which years are drawn.
const MAX_MONTHS: usize = 120;
/// Height of the bars.
const HEIGHT: u64 = 60;
/// Number of bars up to which each has the same width.
const MIN_BARS: usize = 12;
/// Width of a bar with the space beside it.
const STEP: u64 = 10;

/// A bar: a period, or the articles without a day.
struct Bar {
    name: String,
    label: String,
    count: u64,
    address: Option<String>,
    /// Whether it stands apart: the articles without a day.
    is_apart: bool,
}

impl ResultsPage<'_> {
    /// Returns the articles over time, with those that have no day as bars of their own.
    pub(super) fn histogram(&self) -> Markup {
        let facet = self.response.counts.iter().find(|counts| counts.by.is_time());
        let Some(timeline) = facet.and_then(Timeline::new) else { return html! {} };
        let bars = self.bars(&timeline);
        // Many undated articles must not flatten the bars of the others: they have a scale of their own.
        let highest =
            |is_apart| bars.iter().filter(|bar| bar.is_apart == is_apart).map(|bar| bar.count).max();
        let dated_most = highest(false).filter(|count| *count > 0);
        let most = dated_most.or(highest(true)).unwrap_or_default();
        if most == 0 {
            return html! {};
        }
        let most_apart = highest(true).unwrap_or_default().max(most);
        let width = bars.len().max(MIN_BARS) as u64 * STEP;
        let dated: Vec<&Bar> = bars.iter().filter(|bar| !bar.is_apart && bar.count > 0).collect();
        html! {
            section.timeline.few[bars.len() < 24] aria-labelledby="timeline" {
                h2 id="timeline" { (self.text.timeline) }
                svg viewBox={ "0 0 " (width) " " (HEIGHT) } preserveAspectRatio="none" role="group"
                    aria-labelledby="timeline" {
                    @for (index, bar) in bars.iter().enumerate() {
                        (bar.draw(index as u64 * STEP, if bar.is_apart { most_apart } else { most }))
                    }
                }
                p.ends {
                    @if let Some(first) = dated.first() { span { (first.name) } }
                    @if dated.len() > 1 && let Some(last) = dated.last() { span { (last.name) } }
                }
                @for bar in bars.iter().filter(|bar| bar.is_apart) {
                    p.apart {
                        @match &bar.address {
                            Some(address) => a href=(address) { (bar.label) },
                            None => (bar.label),
                        }
                    }
                }
            }
        }
    }

    /// Returns the bars: each period from the first to the last, but one for many in a row without any.
    fn bars(&self, timeline: &Timeline<'_>) -> Vec<Bar> {
        let years = years(timeline);
        let timeline = years.as_ref().and_then(Timeline::new).unwrap_or_else(|| timeline.clone());
        let bar = |row| match row {
            TimelineRow::Period(name, count) => {
                let address = self.drill_down(&name).filter(|_| count > 0);
                self.bar(self.text.period(timeline.by, &name), count, address)
            }
            TimelineRow::Gap(_) => Bar::without_articles(""),
        };
        let mut bars: Vec<Bar> = timeline.rows().into_iter().map(bar).collect();
        let impossible = self.response.impossible_days;
        let any_day = self.view.at_any_day();
        let undated = ResultsView { undated: true, ..any_day.clone() };
        let of_impossible = ResultsView { impossible: true, ..any_day };
        let apart = [
            (timeline.undated - impossible.min(timeline.undated), self.text.undated, undated),
            (impossible, self.text.impossible, of_impossible),
        ];
        for (count, name, view) in apart.into_iter().filter(|(count, ..)| *count > 0) {
            // A space parts them from the periods.
            bars.push(Bar::without_articles(" "));
            let is_shown = self.view.undated || self.view.impossible;
            let address = (!is_shown).then(|| view.address());
            bars.push(Bar { is_apart: true, ..self.bar(name.to_owned(), count, address) });
        }
        bars
    }

    /// Returns the bar of articles that are called `name` together.
    fn bar(&self, name: String, count: u64, address: Option<String>) -> Bar {
        let label = format!("{name}: {}", counted(count, self.text.articles));
        Bar { name, label, count, address, is_apart: false }
    }

    /// Returns the address of the articles of a period.
    fn drill_down(&self, name: &str) -> Option<String> {
        let (first, last) = read_days(name)?;
        Some(ResultsView { since: Some(first), until: Some(last), ..self.view.at_any_day() }.address())
    }

    /// Returns the form of the first and the last day.
    pub(super) fn days_form(&self) -> Markup {
        let (text, view) = (self.text, self.view);
        let kept = ResultsView { since: None, until: None, ..view.at_start() };
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        html! {
            form.days action="/" {
                label { (text.from) " " input name="from" type="date" value=[day(view.since)]; }
                " "
                label { (text.to) " " input name="to" type="date" value=[day(view.until)]; }
                (hidden_fields(&kept))
                " "
                button { (text.apply) }
            }
        }
    }
}

impl Bar {
    /// Returns a place without articles; without a label it stands for periods that are left out.
    fn without_articles(label: &str) -> Self {
        Bar { name: String::new(), label: label.to_owned(), count: 0, address: None, is_apart: false }
    }

    /// Draws the bar, a link if it has an address. At least a thin line shows a few among many.
    fn draw(&self, x: u64, most: u64) -> Markup {
        let height = (self.count * HEIGHT).div_ceil(most).clamp(u64::from(self.count > 0) * 2, HEIGHT);
        let class = if self.is_apart { "apart" } else { "period" };
        let bar = html! {
            @if self.count > 0 {
                rect.back x=(x) y="0" width=(STEP) height=(HEIGHT) {}
                rect class=(class) x=(x + 1) y=(HEIGHT - height) width=(STEP - 2) height=(height) {}
            } @else if self.label.is_empty() {
                rect.gap x=(x + 1) y=(HEIGHT - 1) width=(STEP - 2) height="1" {}
            }
        };
        match &self.address {
            Some(address) => html! { a href=(address) { title { (self.label) } (bar) } },
            None => bar,
        }
    }
}

/// Returns the counts by year of a timeline of many months.
fn years(timeline: &Timeline<'_>) -> Option<FacetCounts> {
    let (first, last) = (timeline.periods.first()?, timeline.periods.last()?);
    let year = |name: &str| name.rsplit_once('-').map(|(year, _)| year.to_owned());
    let spans_years = timeline.by == CountBy::Month
        && timeline.rows().len() > MAX_MONTHS
        && period_number(CountBy::Year, &year(first.name)?)?
            < period_number(CountBy::Year, &year(last.name)?)?;
    if !spans_years {
        return None;
    }
    let mut values: Vec<FacetCount> = Vec::new();
    for period in &timeline.periods {
        let value = year(period.name);
        match values.last_mut().filter(|last| last.value == value) {
            Some(last) => last.count += period.count,
            None => values.push(FacetCount { value, count: period.count }),
        }
    }
    values.push(FacetCount { value: None, count: timeline.undated });
    Some(FacetCounts { by: CountBy::Year, values })
}
