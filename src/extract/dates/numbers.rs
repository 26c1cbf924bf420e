//! Dates written in numbers: ISO 8601, the orders of the languages, and counts of seconds.

use jiff::civil::Date;

use crate::article::{DayOrder, NumericDay};
use crate::text::dates::tokens::{DatePart, DateToken, tokens};

/// Year, month and day as written.
pub(super) type Ymd = (u32, u32, u32);

/// A date in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumericDate {
    /// A date that can be read in one way.
    Day(Ymd),
    /// A date whose day and month may be either way around.
    Ambiguous,
}

/// Reads digits alone: `20241018`, `20241018093000`, or the time since 1970 in seconds, milliseconds,
/// microseconds or nanoseconds. Returns `None` for other numbers.
pub(super) fn digits_alone(text: &str) -> Option<Ymd> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.len() > 19 || !fraction.bytes().chain(digits.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    if number == 0 {
        return Some((1970, 1, 1));
    }
    if number > 0 && fraction.is_empty() && matches!(digits.len(), 8 | 10 | 12 | 14) {
        let part = |from: usize, to: usize| digits.get(from..to)?.parse::<u32>().ok();
        let ymd = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
        let time = [part(8, 10), part(10, 12), part(12, 14)];
        let is_time = time.iter().zip([24, 60, 61]).all(|(part, end)| part.is_none_or(|part| part < end));
        if digits.len() == 8 || is_time && (1990..2100).contains(&ymd.0) && is_day(ymd) {
            return Some(ymd);
        }
    }
    let milliseconds = match digits.len() {
        9 | 10 => number.checked_mul(1000)?,
        11 if number < 0 => return Some((1, 1, 1)), // the year 1 in seconds
        11..=13 => number,
        14 if number < 0 => return Some((1, 1, 1)),
        16 => number / 1000,
        19 => number / 1_000_000,
        _ => return None,
    };
    let date = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    ymd_of(date.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Returns year, month and day of a date after the year 0.
pub(super) fn ymd_of(date: Date) -> Option<Ymd> {
    Some((date.year().try_into().ok()?, date.month().try_into().ok()?, date.day().try_into().ok()?))
}

fn is_day((year, month, day): Ymd) -> bool {
    let part = |value: u32| i8::try_from(value).unwrap_or(0);
    Date::new(i16::try_from(year).unwrap_or(-1), part(month), part(day)).is_ok()
}

/// Reads the week date `2024-W18-4`, the ordinal date `2024-123` and the basic form `20241018T0930`.
pub(super) fn iso_variants(text: &str) -> Option<Ymd> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        let part = bytes.get(from..to).filter(|part| part.iter().all(u8::is_ascii_digit))?;
        std::str::from_utf8(part).ok()?.parse::<u32>().ok()
    };
    let year = number(0, 4)?;
    let ends = |end: usize| bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric() || *byte == b'T');
    let rest = &bytes[4..];
    if let [b'-', b'W' | b'w', _, _, b'-', _, ..] = rest {
        return iso_week(year, number(6, 8)?, number(9, 10).filter(|_| ends(10))?);
    }
    if let [b'W' | b'w', _, _, _, ..] = rest {
        return iso_week(year, number(5, 7)?, number(7, 8).filter(|_| ends(8))?);
    }
    if let [b'-', _, _, _, ..] = rest
        && let Some(day) = number(5, 8).filter(|_| ends(8) && bytes.get(8) != Some(&b'-'))
    {
        let first = Date::new(year.try_into().ok()?, 1, 1).ok()?;
        let days = jiff::Span::new().try_days(i64::from(day) - 1).ok()?;
        let date = first.checked_add(days).ok().filter(|date| date.year() == first.year())?;
        return ymd_of(date).filter(|_| day > 0);
    }
    let basic =
        number(4, 8).filter(|_| matches!(bytes.get(8), Some(b'T' | b't' | b' ' | b'Z' | b'-' | b'+')))?;
    Some((year, basic / 100, basic % 100))
}

fn iso_week(year: u32, week: u32, weekday: u32) -> Option<Ymd> {
    let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday.try_into().ok()?).ok()?;
    let week = jiff::civil::ISOWeekDate::new(year.try_into().ok()?, week.try_into().ok()?, weekday).ok()?;
    ymd_of(week.date())
}

/// Reads three numbers between equal separators at the start of `tokens`: `2024-10-18`, `18.10.2024`,
/// `10/18/24`. `weekday` is the day of the week that the text names, which tells which number is the day.
pub(super) fn separated(
    text: &str,
    tokens: &[DateToken<'_>],
    order: DayOrder,
    weekday: Option<jiff::civil::Weekday>,
) -> Option<NumericDate> {
    let ThreeNumbers { x, y, z, x_digits, z_digits, separator } = three_numbers(text, tokens)?;
    match (x_digits, z_digits) {
        (4, 1 | 2) => Some(NumericDate::Day((x, y, z))),
        (1 | 2, 4) => year_last(x, y, z, separator, order, weekday),
        (2, 1 | 2) if x > 31 => Some(NumericDate::Day((full_year(x), y, z))),
        (1 | 2, 2) => year_last(x, y, full_year(z), separator, order, weekday),
        _ => None,
    }
}

/// Reads three numbers between equal separators at the start of `tokens`, none of which is part of a time,
/// a version number or an address.
fn three_numbers<'t>(text: &'t str, tokens: &[DateToken<'_>]) -> Option<ThreeNumbers<'t>> {
    let [a, b, c, ..] = tokens else { return None };
    let (DatePart::Number(x, x_digits), DatePart::Number(y, y_digits), DatePart::Number(z, z_digits)) =
        (a.part, b.part, c.part)
    else {
        return None;
    };
    let separator = text[a.end..b.start].trim();
    let is_separator = matches!(separator, "-" | "/" | "." | "‑" | "–" | "−" | "\\" | "／" | "．" | "،");
    let is_followed = |tail: &str| tail.strip_prefix(separator).is_some_and(starts_alphanumeric);
    if !is_separator || text[b.end..c.start].trim() != separator {
        return None;
    }
    if x_digits != 4 && is_followed(&text[c.end..]) {
        return None; // a version number, or an address
    }
    if y_digits > 2 || text[..a.start].ends_with(':') || text[c.end..].starts_with(':') {
        return None;
    }
    Some(ThreeNumbers { x, y, z, x_digits, z_digits, separator })
}

fn starts_alphanumeric(tail: &str) -> bool {
    tail.starts_with(char::is_alphanumeric)
}

/// Returns the numbers of the day that `text` has, if it is written so that day and month may be either way
/// around: `3/4/2024`, but neither `3.4.2024` nor `2024-04-03`.
pub(crate) fn numeric_day(text: &str) -> Option<NumericDay> {
    if !text.contains(['/', '-', '\\', '‑', '–', '−', '／']) {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|start| written_numbers(text, &tokens[start..]))
}

/// Returns the numbers of such a day at the start of `tokens`.
pub(super) fn written_numbers(text: &str, tokens: &[DateToken<'_>]) -> Option<NumericDay> {
    let ThreeNumbers { x, y, z, x_digits, z_digits, separator } = three_numbers(text, tokens)?;
    let year = match (x_digits, z_digits) {
        (1 | 2, 4) => z,
        (1 | 2, 2) => full_year(z),
        _ => return None,
    };
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let fits = !matches!(separator, "." | "．") && (is_day(x, y) || is_day(y, x));
    let number = |value: u32| u8::try_from(value).ok();
    Some(NumericDay { first: number(x)?, second: number(y)?, year: i16::try_from(year).ok()? })
        .filter(|_| fits)
}

/// Three numbers between equal separators.
struct ThreeNumbers<'t> {
    x: u32,
    y: u32,
    z: u32,
    x_digits: usize,
    z_digits: usize,
    separator: &'t str,
}

/// Returns the year of two digits: 1970 to 2069.
pub(super) fn full_year(short: u32) -> u32 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

/// Decides which of `x` and `y` is the day.
fn year_last(
    x: u32,
    y: u32,
    year: u32,
    separator: &str,
    order: DayOrder,
    weekday: Option<jiff::civil::Weekday>,
) -> Option<NumericDate> {
    let (day_first, month_first) = ((year, y, x), (year, x, y));
    let falls_on = |(year, month, day): Ymd| {
        let part = |value: u32| i8::try_from(value).ok();
        let date = Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()?;
        Some(Some(date.weekday()) == weekday)
    };
    let falls = (falls_on(day_first) == Some(true), falls_on(month_first) == Some(true));
    Some(NumericDate::Day(match (falls, order) {
        _ if separator == "." || separator == "．" || x == y || x > 12 => day_first,
        _ if y > 12 => month_first,
        ((true, false), _) => day_first,
        ((false, true), _) => month_first,
        (_, DayOrder::DayFirst) => day_first,
        (_, DayOrder::MonthFirst) => month_first,
        (_, DayOrder::Unknown) => return Some(NumericDate::Ambiguous),
    }))
}
