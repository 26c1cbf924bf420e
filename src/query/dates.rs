//! Date clauses: `date:2024-10`, `date:2024-10-01..2024-10-31`, `after:2024`, `before:2024-10-18`,
//! `added:7d`.

use jiff::civil::Date;

use crate::query::ast::{DateField, Dates, Occur, Query};
use crate::text::dates::months::other_month as other_month_of;
use crate::text::dates::{Period, today};

/// Values of `date:` for articles without a day of publication, the canonical one first.
const UNDATED: [&str; 3] = ["none", "unknown", "undated"];

/// Value of `date:` for articles whose declared day of publication cannot be one.
const IMPOSSIBLE: &str = "impossible";

/// Returns whether `name` begins a date clause.
pub(crate) fn is_date_name(name: &str) -> bool {
    ["date", "after", "before", "added"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Returns whether `name` begins a date clause in other programs.
pub(crate) fn is_foreign_date_name(name: &str) -> bool {
    let names = ["since", "until", "from", "to", "on", "year", "month", "day", "published", "pubdate"];
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Reads the date clause `name:value` on the day `on`. Returns `None` if `value` is no period.
///
/// `after` starts the day after, `before` ends the day before.
pub(crate) fn dates(name: &str, value: &str, on: Option<Date>) -> Option<Dates> {
    let name = name.to_ascii_lowercase();
    let value = value.trim().trim_end_matches(is_mark);
    if name == "date" && UNDATED.iter().any(|word| value.eq_ignore_ascii_case(word)) {
        let surface = format!("date:{}", UNDATED[0]);
        return Some(Dates { surface, field: DateField::Published, from: None, to: None });
    }
    if name == "date" && value.eq_ignore_ascii_case(IMPOSSIBLE) {
        let surface = format!("date:{IMPOSSIBLE}");
        return Some(Dates { surface, field: DateField::Impossible, from: None, to: None });
    }
    match name.as_str() {
        "since" | "from" if !value.contains("..") => return dates("date", &format!("{value}.."), on),
        "until" | "to" if !value.contains("..") => return dates("date", &format!("..{value}"), on),
        name if is_foreign_date_name(name) => return dates("date", value, on),
        "date" | "added" => {
            if let Some(compared) = compared(&name, value, on) {
                return compared;
            }
        }
        _ => {}
    }
    let read = |text: &str| Period::read(text, || on.unwrap_or_else(today));
    let field = if name == "added" { DateField::Added } else { DateField::Published };
    let (range, from, to) = match (name.as_str(), value.split_once("..")) {
        ("after", None) => read(value).map(|period| (period.to_string(), period.after(), None))?,
        ("before", None) => {
            let period = read(value)?;
            // The last seven days end what is before them, as they do a range.
            let to = if period.end()? < period.first { period.end() } else { period.first.yesterday().ok() };
            (period.to_string(), None, Some(to?))
        }
        (_, None) => read(value).map(|period| (period.to_string(), Some(period.first), Some(period.last)))?,
        ("after" | "before", _) => return None,
        (_, Some((from, to))) => {
            let side = |text: &str| match text.trim().is_empty() {
                true => Some(None),
                false => read(text).map(Some),
            };
            let (from, to) = (side(from)?, side(to)?);
            if from.is_none() && to.is_none() {
                return None;
            }
            let name = |side: &Option<Period>| side.as_ref().map(Period::to_string).unwrap_or_default();
            let range = format!("{}..{}", name(&from), name(&to));
            let to = to.map(|period| period.end()).map_or(Some(None), |end| end.map(Some))?;
            (range, from.map(|period| period.first), to)
        }
    };
    if name == "after" && from.is_none() {
        return None;
    }
    Some(Dates { surface: format!("{name}:{range}"), field, from, to })
}

/// Reads `>2016`, `>=2016`, `<2016` and `<=2016` as ranges. Returns `None` if `value` is none of them.
fn compared(name: &str, value: &str, on: Option<Date>) -> Option<Option<Dates>> {
    let signs = [">=", "≥", "<=", "≤", ">", "<", "="];
    let (sign, period) = signs.iter().find_map(|sign| Some((*sign, value.strip_prefix(sign)?)))?;
    if period.contains("..") || period.starts_with(['<', '>', '=']) {
        return Some(None);
    }
    Some(match sign {
        ">=" | "≥" => dates(name, &format!("{period}.."), on),
        "<=" | "≤" => dates(name, &format!("..{period}"), on),
        ">" => compared_strictly(name, dates("after", period, on), on),
        "<" => compared_strictly(name, dates("before", period, on), on),
        _ => dates(name, period, on),
    })
}

/// Returns the days of `side`, which is a clause `after:` or `before:`, as a clause on `name`.
fn compared_strictly(name: &str, side: Option<Dates>, on: Option<Date>) -> Option<Dates> {
    let side = side?;
    let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match name {
        "added" => dates(name, &format!("{}..{}", written(side.from), written(side.to)), on),
        _ => Some(side),
    }
}

/// Returns a note on the days of the weeks that `dates` names, on the day `on`.
pub(crate) fn weeks(dates: &Dates, on: Option<Date>) -> Option<String> {
    let (_, range) = dates.surface.split_once(':')?;
    let weeks = range.split("..").filter(|name| name.ends_with("-week"));
    let read = |name: &str| {
        let week = Period::read(name, || on.unwrap_or_else(today))?;
        Some(format!("{} is {}..{}, from Monday to Sunday", name.replace('-', " "), week.first, week.last))
    };
    let read: Vec<String> = weeks.filter_map(read).collect();
    (!read.is_empty()).then(|| read.join("; "))
}

/// Returns whether `c` is a mark behind a date rather than a part of it.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && c != '.'
}

/// Returns why `value`, which is no period, may be meant as one.
pub(crate) fn ambiguous(value: &str) -> Option<String> {
    let parts: Vec<&str> = value.trim_end_matches(is_mark).split(['/', '-']).collect();
    let [x, y, year] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i8>().ok().filter(|number| (1..=12).contains(number));
    let (x, y, year) = (number(x)?, number(y)?, year.parse::<i16>().ok().filter(|year| *year > 999)?);
    Some(format!("may be {year:04}-{y:02}-{x:02} or {year:04}-{x:02}-{y:02}: write one of them"))
}

/// Returns a note on a month of `dates` that `typed` names in words, if it is another month in some language.
pub(crate) fn other_month(dates: &Dates, typed: &str) -> Option<String> {
    let (read, language, other, number) = other_month_of(typed)?;
    let year = dates.from.or(dates.to)?.year();
    Some(format!(
        "the month was read as {read}; where it is {other} (language {language}), write {year:04}-{number:02}"
    ))
}

/// Returns the reason that no day is in the range of a single clause; `None` if there is one.
pub(crate) fn no_day(dates: &Dates) -> Option<String> {
    dates.from.zip(dates.to).filter(|(from, to)| from > to)?;
    let other = dates.surface.split_once(':').and_then(|(name, range)| {
        let (from, to) = range.split_once("..")?;
        Some(format!("; did you mean {name}:{to}..{from}?"))
    });
    Some(format!("no day is in {}, which ends before it begins{}", dates.surface, other.unwrap_or_default()))
}

/// Returns the reason that no day is in all the ranges that an article must be in: those that `query`
/// requires, and the one from `since` to `until`. `None` if there is such a day, or if one range has none.
pub(crate) fn no_common_day(query: &Query, since: Option<Date>, until: Option<Date>) -> Option<String> {
    let published = |dates: &Dates| dates.field == DateField::Published;
    let mut ranges = vec![(since, until)];
    match query {
        Query::Dates(dates) if published(dates) => ranges.push((dates.from, dates.to)),
        Query::Bool(parts) => ranges.extend(parts.iter().filter_map(|part| match part {
            (Occur::Must, Query::Dates(dates)) if published(dates) => Some((dates.from, dates.to)),
            _ => None,
        })),
        _ => {}
    }
    let from = ranges.iter().filter_map(|(from, _)| *from).max()?;
    let to = ranges.iter().filter_map(|(_, to)| *to).min()?;
    let has_none =
        |(from, to): &(Option<Date>, Option<Date>)| from.zip(*to).is_some_and(|(from, to)| from > to);
    let in_query = ranges[1..].iter().any(has_none);
    (from > to && !in_query)
        .then(|| format!("nothing can match: the days end with {to}, before they begin with {from}; did you mean the other way round?"))
}

/// Returns the period that `text` names on this day, as in a date clause: `2024-10-18`, `2024-10`, `2024`,
/// `October 2024`, `yesterday`, `7d`.
pub fn period(text: &str) -> Option<Period> {
    Period::read(text, today)
}

#[cfg(test)]
mod tests {
    use crate::query::dates::*;

    const TODAY: Date = jiff::civil::date(2024, 10, 18);

    fn days(name: &str, value: &str) -> Option<(Option<String>, Option<String>)> {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        dates(name, value, Some(TODAY)).map(|dates| (text(dates.from), text(dates.to)))
    }

    fn some(from: &str, to: &str) -> Option<(Option<String>, Option<String>)> {
        let text = |day: &str| (!day.is_empty()).then(|| day.to_owned());
        Some((text(from), text(to)))
    }

    #[test]
    fn reads_days_months_years_and_ranges() {
        assert_eq!(days("date", "2024-10-18"), some("2024-10-18", "2024-10-18"));
        assert_eq!(days("date", "2024-02"), some("2024-02-01", "2024-02-29"));
        assert_eq!(days("Date", "2023"), some("2023-01-01", "2023-12-31"));
        assert_eq!(days("date", "2024-10-01..2024-10-31"), some("2024-10-01", "2024-10-31"));
        assert_eq!(days("date", "2023..2024-03"), some("2023-01-01", "2024-03-31"));
        assert_eq!(days("date", "..2023"), some("", "2023-12-31"));
        assert_eq!(days("date", "2023.."), some("2023-01-01", ""));
        assert_eq!(days("after", "2024-10-18"), some("2024-10-19", ""));
        assert_eq!(days("before", "2024-10"), some("", "2024-09-30"));
        assert_eq!(days("date", "October 2024"), some("2024-10-01", "2024-10-31"));
        assert_eq!(days("date", "Oct 2023..17 March 2024"), some("2023-10-01", "2024-03-17"));
    }

    #[test]
    fn reads_days_counted_from_today() {
        for (name, value, from, to) in [
            ("date", "yesterday", "2024-10-17", "2024-10-17"),
            ("added", "7d", "2024-10-12", "2024-10-18"),
            ("added", "7d..", "2024-10-12", ""),
            ("added", "..7d", "", "2024-10-11"),
            ("date", "2w..1w", "2024-10-05", "2024-10-11"),
            ("after", "7d", "2024-10-12", ""),
            ("before", "7d", "", "2024-10-11"),
            ("after", "yesterday", "2024-10-18", ""),
            ("before", "today", "", "2024-10-17"),
            ("added", "now", "2024-10-18", "2024-10-18"),
            ("date", "last week", "2024-10-07", "2024-10-13"),
            ("date", "this week", "2024-10-14", "2024-10-20"),
            ("after", "last-week", "2024-10-14", ""),
            ("before", "last week", "", "2024-10-06"),
            ("date", "..last week", "", "2024-10-13"),
            ("date", "this month", "2024-10-01", "2024-10-31"),
            ("date", "Last Month", "2024-09-01", "2024-09-30"),
            ("date", "this year", "2024-01-01", "2024-12-31"),
            ("date", "last year", "2023-01-01", "2023-12-31"),
            ("date", "past week", "2024-10-12", "2024-10-18"),
            ("date", "friday", "2024-10-18", "2024-10-18"), // today
            ("date", "Monday", "2024-10-14", "2024-10-14"),
            ("date", "last friday", "2024-10-11", "2024-10-11"),
            ("date", "20161008", "2016-10-08", "2016-10-08"),
        ] {
            assert_eq!(days(name, value), some(from, to), "{name}:{value}");
        }
    }

    #[test]
    fn reads_comparisons_and_names_of_other_programs() {
        for (name, value, from, to) in [
            ("date", ">2016", "2017-01-01", ""),
            ("date", ">=2016", "2016-01-01", ""),
            ("date", "<2016-10", "", "2016-09-30"),
            ("date", "≤2016-10", "", "2016-10-31"),
            ("added", ">2016-10-08", "2016-10-09", ""),
            ("added", ">=2016-10", "2016-10-01", ""),
            ("added", "<7d", "", "2024-10-11"),
            ("since", "2016", "2016-01-01", ""),
            ("until", "oct 2016", "", "2016-10-31"),
            ("from", "7d", "2024-10-12", ""),
            ("year", "2016", "2016-01-01", "2016-12-31"),
            ("month", "2016-10", "2016-10-01", "2016-10-31"),
        ] {
            assert_eq!(days(name, value), some(from, to), "{name}:{value}");
        }
        for value in [">", ">=", ">soon", ">2016..2017", "=>2016"] {
            assert_eq!(days("date", value), None, "{value}");
        }
    }

    #[test]
    fn the_canonical_clause_reads_as_the_same() {
        for value in [
            "2024-10",
            "2024/10/18",
            "October 2023..",
            "..17.10.2024",
            "Today",
            "last 7 days",
            "2W",
            "last week",
            "this week..",
            "last month",
            "monday",
            "now",
            ">2016",
            "<=7d",
            "<7d",
            "20161008",
            "Impossible",
        ] {
            for name in ["date", "added", "after", "before", "since", "until"] {
                let Some(read) = dates(name, value, Some(TODAY)) else { continue };
                let (name, value) = read.surface.split_once(':').expect("a clause");
                assert!(!value.contains(' '), "{value}");
                assert_eq!(dates(name, value, Some(TODAY)).as_ref(), Some(&read), "{value}");
            }
        }
    }

    #[test]
    fn a_day_that_may_be_two_is_named() {
        let reason = ambiguous("03/04/2024");
        assert_eq!(reason.as_deref(), Some("may be 2024-04-03 or 2024-03-04: write one of them"));
        assert_eq!((ambiguous("13/04/2024"), ambiguous("soon")), (None, None));
    }

    #[test]
    fn ranges_without_a_day_are_named() {
        let reason = |value| dates("date", value, Some(TODAY)).and_then(|dates| no_day(&dates));
        assert_eq!(
            reason("2024-10..2024-03").as_deref(),
            Some(
                "no day is in date:2024-10..2024-03, which ends before it begins; did you mean date:2024-03..2024-10?"
            )
        );
        assert_eq!((reason("2024-10..2024"), reason("2024..2024-10"), reason("2024..")), (None, None, None));
    }

    #[test]
    fn ranges_without_a_common_day_are_named() {
        let day = |text| period(text).map(|period| period.first);
        let names = |query, since, until| {
            no_common_day(&crate::query::parse(query).query, day(since), day(until)).is_some()
        };
        for (query, since, until) in [
            ("ferry", "2024-10", "2024-03"),
            ("ferry after:2024-10-18 before:2024-10-18", "", ""),
            ("ferry date:2023", "2024", ""),
            ("date:2023", "2024", ""),
        ] {
            assert!(names(query, since, until), "{query}");
        }
        for (query, since, until) in [
            ("ferry", "2024", "2024-01-01"),
            ("ferry -date:2023", "2024", ""),
            ("ferry OR date:2023", "2024", ""),
            ("ferry date:2024..2023", "", ""), // the parser notes it
            ("after:2024-10-17 before:2024-10-19", "", ""),
        ] {
            assert!(!names(query, since, until), "{query}");
        }
    }

    #[test]
    fn rejects_other_values() {
        for value in [
            "soon",
            "2024-13",
            "2024-02-30",
            "24-10-01",
            "",
            "..",
            "2024-1-1-1",
            "20241318",
            "last",
            "next week",
        ] {
            assert_eq!(days("date", value), None, "{value}");
        }
    }
}
