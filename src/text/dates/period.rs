//! Periods: a day, a month, a year, or a number of days back from today.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::text::dates::relative_days::relative_day;
use crate::text::dates::units::{CalendarUnit, calendar_unit};
use crate::text::dates::written::{WrittenDay, in_common_era, in_words, with_ascii_digits};

/// Maximum length of a period in bytes.
const MAX_BYTES: usize = 60;
/// Most days, weeks, months or years back from today.
const MAX_COUNT: i64 = 9_999;

/// A period: a day, a month, a year, or a number of days back from today.
///
/// ```
/// use clippings::query::Period;
/// let today = jiff::civil::date(2024, 10, 18);
/// let days = |text| Period::read(text, || today).map(|period| (period.first, period.last));
/// assert_eq!(days("yesterday"), days("2024-10-17"));
/// assert_eq!(days("October 2016"), days("2016-10"));
/// assert_eq!(days("7d").unwrap().0.to_string(), "2024-10-12");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    name: PeriodName,
}

/// The shortest name of a period, which reads as the same.
#[derive(Debug, Clone, PartialEq, Eq)]
enum PeriodName {
    Day,
    Month,
    Year,
    Today,
    Yesterday,
    /// The week from Monday to Sunday that today is in.
    ThisWeek,
    /// The week before it.
    LastWeek,
    /// The last days up to today: their number, and the letter of the unit.
    Last(i64, char),
}

impl Period {
    /// Reads a period: `2024-10-18`, `2024-10`, `2024`, `18 October 2024`, `Oct 2024`, `2024年10月`, `10/2024`,
    /// `today`, `yesterday`, `7d`, `2w`, `3m`, `1y`, `last week`, `this month`, `Monday`. Returns `None` for
    /// anything else, and for a day that can be read in two ways (`03/04/2024`). Calls `today` for words that
    /// depend on it.
    pub fn read(text: &str, today: impl FnOnce() -> Date) -> Option<Self> {
        let text = text.trim().trim_end_matches(['.', ',']).trim();
        if text.is_empty() || text.len() > MAX_BYTES {
            return None;
        }
        let lower = text.to_ascii_lowercase().replace(['-', '_'], " ");
        if let Some(name) = recent(&lower) {
            return Period::until(today(), name);
        }
        if let Some(PeriodName::Last(count, unit)) = lower.strip_suffix(" ago").and_then(recent) {
            let first = today().checked_sub(span_of(count, unit)?).ok()?;
            return Some(Period { first, last: first, name: PeriodName::Day });
        }
        if let Some((is_last, unit)) = calendar_unit(&lower) {
            return Period::whole(today(), is_last, unit);
        }
        let digits = with_ascii_digits(text);
        let written = in_numbers(&digits).or_else(|| in_words(&digits))?;
        let (year, month, day) = in_common_era(written, text)?;
        let first = Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month.unwrap_or(1)).ok()?,
            i8::try_from(day.unwrap_or(1)).ok()?,
        );
        let first = first.ok()?;
        Some(match (month, day) {
            (_, Some(_)) => Period { first, last: first, name: PeriodName::Day },
            (Some(_), None) => Period { first, last: first.last_of_month(), name: PeriodName::Month },
            (None, _) => Period { first, last: first.last_of_year(), name: PeriodName::Year },
        })
    }

    /// Returns the week, month, year or weekday of `today`, or the last one before it.
    fn whole(today: Date, is_last: bool, unit: CalendarUnit) -> Option<Self> {
        let back = i64::from(is_last);
        let before = |span: Span| today.checked_sub(span).ok();
        Some(match unit {
            CalendarUnit::Week => {
                let monday = i64::from(today.weekday().to_monday_zero_offset()) + 7 * back;
                let first = before(monday.days())?;
                let name = if is_last { PeriodName::LastWeek } else { PeriodName::ThisWeek };
                Period { first, last: first.checked_add(6.days()).ok()?, name }
            }
            CalendarUnit::Month => {
                let first = before(back.months())?.first_of_month();
                Period { first, last: first.last_of_month(), name: PeriodName::Month }
            }
            CalendarUnit::Year => {
                let first = before(back.years())?.first_of_year();
                Period { first, last: first.last_of_year(), name: PeriodName::Year }
            }
            CalendarUnit::Day(weekday) => {
                let days = match i64::from(weekday.until(today.weekday())) {
                    0 => 7 * back,
                    days => days,
                };
                let first = before(days.days())?;
                Period { first, last: first, name: PeriodName::Day }
            }
        })
    }

    /// Returns a period that ends with `today` or the day before.
    fn until(today: Date, name: PeriodName) -> Option<Self> {
        let day = match name {
            PeriodName::Yesterday => today.yesterday().ok()?,
            _ => today,
        };
        let first = match name {
            PeriodName::Last(count, unit) => {
                // The last seven days are today and the six before it.
                day.checked_sub(span_of(count, unit)?).and_then(|before| before.checked_add(1.day())).ok()?
            }
            _ => day,
        };
        Some(Period { first, last: day, name })
    }

    /// Returns the last day of what ends with this period. The last seven days are an end as the day before
    /// them: `..7d` is what is older.
    pub fn end(&self) -> Option<Date> {
        match self.name {
            PeriodName::Last(..) => self.first.yesterday().ok(),
            _ => Some(self.last),
        }
    }

    /// Returns the first day of what is later than this period. The last seven days are a beginning, as they
    /// are for [`Period::first`].
    pub fn after(&self) -> Option<Date> {
        match self.name {
            PeriodName::Last(..) => Some(self.first),
            _ => self.last.tomorrow().ok(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.name {
            PeriodName::Day => write!(f, "{}", self.first),
            PeriodName::Month => write!(f, "{year:04}-{month:02}"),
            PeriodName::Year => write!(f, "{year:04}"),
            PeriodName::Today => f.write_str("today"),
            PeriodName::Yesterday => f.write_str("yesterday"),
            PeriodName::ThisWeek => f.write_str("this-week"),
            PeriodName::LastWeek => f.write_str("last-week"),
            PeriodName::Last(count, unit) => write!(f, "{count}{unit}"),
        }
    }
}

/// Returns so many days, weeks, months or years.
fn span_of(count: i64, unit: char) -> Option<Span> {
    let span = match unit {
        'd' => Span::new().try_days(count),
        'w' => Span::new().try_days(count.checked_mul(7)?),
        'm' => Span::new().try_months(count),
        _ => Span::new().try_years(count),
    };
    span.ok()
}

/// Returns the name of a period that depends on the day, from lower case: `today`, `7d`, `7 days`,
/// `last 2 weeks`, `past week`.
fn recent(text: &str) -> Option<PeriodName> {
    match text {
        "today" | "now" => return Some(PeriodName::Today),
        "yesterday" => return Some(PeriodName::Yesterday),
        "past week" => return Some(PeriodName::Last(1, 'w')),
        "past month" => return Some(PeriodName::Last(1, 'm')),
        "past year" => return Some(PeriodName::Last(1, 'y')),
        _ => {}
    }
    if let Some(is_yesterday) = relative_day(text) {
        return Some(if is_yesterday { PeriodName::Yesterday } else { PeriodName::Today });
    }
    let counted = ["last ", "past "].iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text);
    let digits = counted.len() - counted.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let count: i64 = counted[..digits].parse().ok().filter(|count| (1..=MAX_COUNT).contains(count))?;
    let unit = match counted[digits..].trim_start() {
        "d" | "day" | "days" => 'd',
        "w" | "week" | "weeks" => 'w',
        "m" | "month" | "months" => 'm',
        "y" | "year" | "years" => 'y',
        _ => return None,
    };
    Some(PeriodName::Last(count, unit))
}

/// Reads `2024-10-18`, `20241018`, `2024/10`, `2024`, `10/2024`, and `18.10.2024`, `18/10/2024` or
/// `10/18/2024` where day and month cannot be the other way around.
fn in_numbers(text: &str) -> Option<WrittenDay> {
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else {
        if text.len() == 8 {
            let part = |range| number(text.get(range)?, 2..=4);
            return Some((part(0..4)?, Some(part(4..6)?), Some(part(6..8)?)));
        }
        return number(text, 4..=4).map(|year| (year, None, None));
    };
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let parts: Vec<&str> = text.split(separator).collect();
    // The separators of a year before a month may be mixed, as they were always read.
    let of_year = |parts: &[&str]| {
        let year = number(parts.first()?, 4..=4)?;
        let part = |index: usize| parts.get(index).map(|part| number(part, 1..=2));
        match (part(1), part(2), parts.len()) {
            (Some(month), None, 2) => Some((year, Some(month?), None)),
            (Some(month), Some(day), 3) => Some((year, Some(month?), Some(day?))),
            _ => None,
        }
    };
    if separator != '.'
        && let Some(found) = of_year(&text.split(['-', '/']).collect::<Vec<_>>())
    {
        return Some(found);
    }
    match parts.as_slice() {
        [month, year] => Some((number(year, 4..=4)?, Some(number(month, 1..=2)?), None)),
        [x, y, year] => {
            let (x, y, year) = (number(x, 1..=2)?, number(y, 1..=2)?, number(year, 4..=4)?);
            match (x, y) {
                _ if separator == '.' || x == y || x > 12 => Some((year, Some(y), Some(x))),
                (_, 13..) => Some((year, Some(x), Some(y))),
                _ => None, // either may be the day
            }
        }
        _ => None,
    }
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use crate::text::dates::period::*;
    use proptest::prelude::*;

    const TODAY: Date = jiff::civil::date(2024, 10, 18);

    fn read(text: &str) -> Option<(String, String)> {
        Period::read(text, || TODAY).map(|period| (period.first.to_string(), period.last.to_string()))
    }

    fn assert_reads(text: &str, first: &str, last: &str) {
        assert_eq!(read(text), Some((first.to_owned(), last.to_owned())), "{text}");
    }

    #[test]
    fn days_months_and_years_are_read() {
        for day in [
            "2016-10-17",
            "2016/10/17",
            "2016-10/17",
            "17.10.2016",
            "17/10/2016",
            "10/17/2016",
            "17 October 2016",
            "17 Oct 2016",
            "17th of October, 2016",
            "October 17, 2016",
            "Oct. 17th 2016",
            "OCTOBER 17 2016",
            "17. Oktober 2016",
            "17 de octubre de 2016",
            "17 октября 2016",
            "2016 October 17",
            " 2016-10-17. ",
            "17-Oct-2016",
        ] {
            assert_reads(day, "2016-10-17", "2016-10-17");
        }
        for month in [
            "2016-10",
            "2016/10",
            "10/2016",
            "10.2016",
            "October 2016",
            "oct 2016",
            "Oct. 2016",
            "octobre 2016",
            "2016 October",
        ] {
            assert_reads(month, "2016-10-01", "2016-10-31");
        }
        assert_reads("2016", "2016-01-01", "2016-12-31");
        assert_reads("February 2024", "2024-02-01", "2024-02-29");
    }

    #[test]
    fn words_that_depend_on_the_day_are_read() {
        for (text, first, last) in [
            ("today", "2024-10-18", "2024-10-18"),
            ("Yesterday", "2024-10-17", "2024-10-17"),
            ("1d", "2024-10-18", "2024-10-18"),
            ("7d", "2024-10-12", "2024-10-18"),
            ("last 7 days", "2024-10-12", "2024-10-18"),
            ("2w", "2024-10-05", "2024-10-18"),
            ("3m", "2024-07-19", "2024-10-18"),
            ("1Y", "2023-10-19", "2024-10-18"),
            ("7 days ago", "2024-10-11", "2024-10-11"),
            ("2 weeks ago", "2024-10-04", "2024-10-04"),
            ("Gestern", "2024-10-17", "2024-10-17"),
            ("aujourd’hui", "2024-10-18", "2024-10-18"),
            ("вчера", "2024-10-17", "2024-10-17"),
        ] {
            assert_reads(text, first, last);
        }
    }

    #[test]
    fn the_last_days_are_a_beginning_and_an_end() {
        let week = Period::read("7d", || TODAY).expect("a period");
        assert_eq!(week.end().map(|day| day.to_string()).as_deref(), Some("2024-10-11"));
        assert_eq!(week.after(), Some(week.first));
        let month = Period::read("2024-09", || TODAY).expect("a period");
        assert_eq!((month.end(), month.after()), (Some(month.last), month.last.tomorrow().ok()));
    }

    #[test]
    fn what_is_ambiguous_or_no_period_is_not_read() {
        for text in [
            "03/04/2016",
            "soon",
            "October",
            "17 October",
            "2016-13",
            "2016-02-30",
            "16-10-01",
            "20161317",
            "d",
            "0d",
            "7",
            "7q",
            "99999d",
            "2016 2017",
            "Oct Nov 2016",
            "17 18 Oct 2016",
            "",
            "..",
            "2016-1-1-1",
            "13/2016",
            "of October 2016",
            "the flood of 2016",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_names_itself(text in "[0-9a-z/. -]{0,14}|\\PC{0,20}") {
            if let Some(period) = Period::read(&text, || TODAY) {
                prop_assert_eq!(Period::read(&period.to_string(), || TODAY), Some(period));
            }
        }
    }
}
