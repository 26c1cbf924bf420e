//! Counts of articles over time, with the periods between them that have none.

use std::borrow::Cow;

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

use crate::search::facets::kinds::{CountBy, FacetCounts};

/// Day from which days and weeks are numbered: a Thursday.
const EPOCH: Date = date(1970, 1, 1);
/// Maximum number of periods without an article, one after the other, that are listed one by one.
const MAX_EMPTY_ROWS: i64 = 6;

/// Numbers of articles by the months, weeks, days or years in which they were published.
#[derive(Debug, Clone)]
pub struct Timeline<'c> {
    /// The facet that the articles are counted by.
    pub by: CountBy,
    /// Periods with articles, in their order.
    pub periods: Vec<TimelinePeriod<'c>>,
    /// Number of articles without a day.
    pub undated: u64,
}

/// Period with articles.
#[derive(Debug, Clone, Copy)]
pub struct TimelinePeriod<'c> {
    /// Number of the period: those that follow each other have numbers that do.
    pub number: i64,
    /// Name of the period: `2018-03`.
    pub name: &'c str,
    /// Number of articles.
    pub count: u64,
}

/// Row of a table of a timeline.
#[derive(Debug, PartialEq, Eq)]
pub enum TimelineRow<'c> {
    /// A period and its number of articles.
    Period(Cow<'c, str>, u64),
    /// Number of periods without an article.
    Gap(i64),
}

impl<'c> Timeline<'c> {
    /// Creates a timeline without an article.
    pub fn empty(by: CountBy) -> Timeline<'c> {
        Timeline { by, periods: Vec::new(), undated: 0 }
    }

    /// Reads the counts by a time; `None` if `facet` is something else.
    pub fn new(facet: &'c FacetCounts) -> Option<Timeline<'c>> {
        if !facet.by.is_time() {
            return None;
        }
        let mut timeline = Timeline::empty(facet.by);
        for value in &facet.values {
            let name = value.value.as_deref();
            match name.and_then(|name| Some((name, period_number(facet.by, name)?))) {
                Some((name, number)) => {
                    timeline.periods.push(TimelinePeriod { number, name, count: value.count });
                }
                None => timeline.undated += value.count,
            }
        }
        Some(timeline)
    }

    /// Returns the highest number of articles of a period.
    pub fn most(&self) -> u64 {
        self.periods.iter().map(|period| period.count).max().unwrap_or_default()
    }

    /// Returns the rows of a table: each period from the first to the last, but one row for many in a row
    /// that no article has.
    pub fn rows(&self) -> Vec<TimelineRow<'c>> {
        let mut rows = Vec::new();
        let mut next = None;
        for period in &self.periods {
            let empty = next.unwrap_or(period.number)..period.number;
            match empty.end - empty.start {
                gap if gap > MAX_EMPTY_ROWS => rows.push(TimelineRow::Gap(gap)),
                _ => rows
                    .extend(empty.map(|number| TimelineRow::Period(period_name(self.by, number).into(), 0))),
            }
            rows.push(TimelineRow::Period(period.name.into(), period.count));
            next = Some(period.number + 1);
        }
        rows
    }
}

/// Returns the number of the period that is called `name`.
pub fn period_number(by: CountBy, name: &str) -> Option<i64> {
    let days = |day: Date| day.duration_since(EPOCH).as_hours() / 24;
    Some(match by {
        CountBy::Year => name.parse::<i16>().ok()?.into(),
        CountBy::Month => {
            let (year, month) = name.rsplit_once('-')?;
            let month = month.parse::<i64>().ok().filter(|month| (1..=12).contains(month))?;
            i64::from(year.parse::<i16>().ok()?) * 12 + month - 1
        }
        CountBy::Week => {
            let (year, week) = name.rsplit_once("-W")?;
            let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
            (days(monday.date()) + 3).div_euclid(7)
        }
        CountBy::Day => days(name.parse().ok()?),
        _ => return None,
    })
}

/// Returns the name of the period of that number; nothing if it is beyond the calendar.
pub fn period_name(by: CountBy, number: i64) -> String {
    let day = |days: i64| EPOCH.checked_add(Span::new().try_days(days).ok()?).ok();
    match by {
        CountBy::Year => format!("{number:04}"),
        CountBy::Month => format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
        CountBy::Week => {
            let monday = day(number.saturating_mul(7).saturating_sub(3));
            monday.map(|monday| monday.strftime("%G-W%V").to_string()).unwrap_or_default()
        }
        _ => day(number).map(|day| day.to_string()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::search::facets::kinds::FacetCount;
    use crate::search::facets::timeline::*;

    fn counts(by: CountBy, names: &[&str]) -> FacetCounts {
        let value = |name: &&str| FacetCount { value: Some((*name).to_owned()), count: 2 };
        let undated = FacetCount { value: None, count: 3 };
        FacetCounts { by, values: names.iter().map(value).chain([undated]).collect() }
    }

    /// Returns the rows of the periods called `names`, on one line.
    fn rows(by: CountBy, names: &[&str]) -> String {
        let counts = counts(by, names);
        let rows = Timeline::new(&counts).expect("a time").rows();
        let text = |row: &TimelineRow<'_>| match row {
            TimelineRow::Period(name, count) => format!("{name} {count}"),
            TimelineRow::Gap(gap) => format!("gap {gap}"),
        };
        rows.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn periods_without_an_article_are_listed_or_folded() {
        for (by, names, expected) in [
            (CountBy::Month, &["2018-11", "2019-02"][..], "2018-11 2, 2018-12 0, 2019-01 0, 2019-02 2"),
            (CountBy::Month, &["2018-03", "2018-11"], "2018-03 2, gap 7, 2018-11 2"),
            (CountBy::Year, &["1987", "1989", "2016"], "1987 2, 1988 0, 1989 2, gap 26, 2016 2"),
            (CountBy::Day, &["2020-02-28", "2020-03-01"], "2020-02-28 2, 2020-02-29 0, 2020-03-01 2"),
            (CountBy::Week, &["2020-W52", "2021-W01"], "2020-W52 2, 2020-W53 0, 2021-W01 2"),
            (CountBy::Month, &[], ""),
        ] {
            assert_eq!(rows(by, names), expected);
        }
        let six = rows(CountBy::Year, &["2000", "2007"]);
        assert!(six.contains("2006 0") && !six.contains("gap"), "{six}");
    }

    #[test]
    fn what_is_no_time_has_no_timeline_and_what_is_no_period_no_day() {
        assert!(Timeline::new(&counts(CountBy::Site, &["2018"])).is_none());
        let counts = counts(CountBy::Month, &["2018-03", "2018-13", "2018", "x"]);
        let timeline = Timeline::new(&counts).expect("a time");
        assert_eq!((timeline.periods.len(), timeline.undated, timeline.most()), (1, 9, 2));
    }

    proptest! {
        #[test]
        fn names_and_numbers_are_pairs(days in -130_000..90_000i64) {
            let day: Date = period_name(CountBy::Day, days).parse().expect("a day");
            for (by, form) in [
                (CountBy::Day, "%Y-%m-%d"),
                (CountBy::Week, "%G-W%V"),
                (CountBy::Month, "%Y-%m"),
                (CountBy::Year, "%Y"),
            ] {
                let name = day.strftime(form).to_string();
                let number = period_number(by, &name).expect("a number");
                prop_assert_eq!(period_name(by, number), name);
                prop_assert!(period_name(by, number + 1) > period_name(by, number));
            }
        }
    }
}
