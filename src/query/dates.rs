//! Date clauses: `date:2024-10`, `date:2024-10-01..2024-10-31`, `after:2024`, `before:2024-10-18`.

use jiff::civil::Date;

use crate::query::ast::{Dates, Occur, Query};

/// Returns whether `name` begins a date clause.
pub(crate) fn is_date_name(name: &str) -> bool {
    ["date", "after", "before"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Reads the date clause `name:value`. Returns `None` if `value` is no day, month or year.
///
/// `after` starts the day after, `before` ends the day before.
pub(crate) fn dates(name: &str, value: &str) -> Option<Dates> {
    let name = name.to_ascii_lowercase();
    let value = value.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.').trim_end_matches(',');
    let surface = format!("{name}:{value}");
    let (from, to) = match name.as_str() {
        "after" => (Some(span(value)?.1.tomorrow().ok()?), None),
        "before" => (None, Some(span(value)?.0.yesterday().ok()?)),
        _ => match value.split_once("..") {
            Some(("", to)) => (None, Some(span(to)?.1)),
            Some((from, "")) => (Some(span(from)?.0), None),
            Some((from, to)) => (Some(span(from)?.0), Some(span(to)?.1)),
            None => span(value).map(|(from, to)| (Some(from), Some(to)))?,
        },
    };
    Some(Dates { surface, from, to })
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
    let mut ranges = vec![(since, until)];
    match query {
        Query::Dates(dates) => ranges.push((dates.from, dates.to)),
        Query::Bool(parts) => ranges.extend(parts.iter().filter_map(|part| match part {
            (Occur::Must, Query::Dates(dates)) => Some((dates.from, dates.to)),
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

/// Returns the first and last day of a day, month or year, written `2024-10-18`, `2024-10` or `2024`.
pub fn span(text: &str) -> Option<(Date, Date)> {
    let text = text.trim_end_matches('.');
    let mut parts = text.split(['-', '/']);
    let year_text = parts.next().filter(|year| year.len() == 4)?;
    let year: i16 = parse_digits(year_text)?;
    let month: Option<i8> = parts.next().map(parse_digits).map_or(Some(None), |month| month.map(Some))?;
    let day: Option<i8> = parts.next().map(parse_digits).map_or(Some(None), |day| day.map(Some))?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, _) => first.last_of_year(),
    };
    Some((first, last))
}

fn parse_digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use crate::query::dates::*;

    fn days(name: &str, value: &str) -> Option<(Option<String>, Option<String>)> {
        let text = |day: Option<Date>| day.map(|day| day.to_string());
        dates(name, value).map(|dates| (text(dates.from), text(dates.to)))
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
    }

    #[test]
    fn ranges_without_a_day_are_named() {
        let reason = |value| dates("date", value).and_then(|dates| no_day(&dates));
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
        let day = |text| span(text).map(|(day, _)| day);
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
        for value in ["soon", "2024-13", "2024-02-30", "24-10-01", "", "..", "2024-1-1-1", "20241018"] {
            assert_eq!(days("date", value), None, "{value}");
        }
    }
}
