//! Reads a value that is declared to be the day of publication.

use jiff::civil::{Date, Weekday};

use crate::extract::dates::locale::DateLocale;
use crate::extract::dates::numbers::{NumericDate, Ymd, digits_alone, full_year, iso_variants, separated};
use crate::text::dates::calendars::{
    PERSIAN_YEARS, from_buddhist, from_persian, with_digits, year_before_era,
};
use crate::text::dates::months::{month_at, persian_month};
use crate::text::dates::tokens::{DatePart, DateToken, digit, tokens};

/// The reason a declared value has no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoDay {
    /// It is not a date, or has no day or no year.
    NotADate,
    /// Day and month may be either way around.
    Ambiguous,
    /// It is a date on which nothing was published: 30 February, the year 1, or a count of seconds that is
    /// 0.
    Impossible,
}

/// Maximum length of a value in bytes.
const MAX_BYTES: usize = 200;
/// Maximum number of words and numbers in a value.
const MAX_TOKENS: usize = 40;
/// Years of publication: from the first newspapers on.
const YEARS: std::ops::RangeInclusive<u32> = 1600..=2200;
/// Years that a number of four digits may be where a month is named.
const WRITTEN_YEARS: std::ops::Range<u32> = 1500..2700;

/// Reads the declared date `value` as a page of `locale` writes it. The day is that of the place of
/// publication: a zone is not applied. Counts of seconds are read as UTC.
///
/// # Errors
/// The reason there is no day.
pub(crate) fn declared(value: &str, locale: &DateLocale) -> Result<Date, NoDay> {
    let raw = value.trim();
    if raw.is_empty() || raw.len() > MAX_BYTES {
        return Err(NoDay::NotADate);
    }
    let folded: String = raw.chars().filter(|c| !is_mark_of_direction(*c)).map(ascii_digit).collect();
    let value = folded.trim();
    let ymd = in_common_era(written_day(value, locale)?, raw, locale);
    // The zeros of counts of seconds and of the dates of databases.
    let is_zero = match ymd {
        (1970 | 1601 | 1753, 1, 1) => true,
        (1969, 12, 31) => value.parse::<jiff::Timestamp>().is_ok_and(|time| time.as_second() == 0),
        (1900, 1, 1) => value.contains("00:00"),
        _ => false,
    };
    if is_zero { Err(NoDay::Impossible) } else { to_date(ymd) }
}

/// Reads `value` as [`declared`] does; where only the language would tell the day from the month and
/// `locale` has none, asks `language` for that of the text.
pub(crate) fn declared_in_text<'l>(
    value: &str,
    locale: &DateLocale,
    language: impl FnOnce() -> &'l str,
) -> Result<Date, NoDay> {
    match declared(value, locale) {
        Err(NoDay::Ambiguous) => declared(value, &locale.clone().or_language(language())),
        read => read,
    }
}

fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn ascii_digit(c: char) -> char {
    if c.is_ascii() { c } else { digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c) }
}

/// Returns year, month and day as they are written.
fn written_day(value: &str, locale: &DateLocale) -> Result<Ymd, NoDay> {
    let number = value.trim_start_matches("/Date(").trim_end_matches(")/");
    let number =
        number.split_once('+').filter(|_| number.len() < value.len()).map_or(number, |(head, _)| head);
    if number.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && number.bytes().skip(1).filter(|byte| !byte.is_ascii_digit()).count() < 2
        && !number[1..].contains('-')
    {
        return digits_alone(number).ok_or(NoDay::NotADate);
    }
    if let Some(ymd) = iso_variants(value) {
        return Ok(ymd);
    }
    let with_digits = if value.contains('年') { with_digits(value) } else { String::new() };
    let value = if with_digits.is_empty() { value } else { &with_digits };
    let mut tokens = tokens(value);
    tokens.truncate(MAX_TOKENS);
    if let Some(ymd) = with_units(value, &tokens) {
        return Ok(ymd);
    }
    let weekday = tokens.iter().find_map(english_weekday);
    for start in 0..tokens.len() {
        match separated(value, &tokens[start..], locale.order, weekday) {
            Some(NumericDate::Day(ymd)) => return Ok(ymd),
            Some(NumericDate::Ambiguous) => return Err(NoDay::Ambiguous),
            None => {}
        }
    }
    named(value, &tokens, locale).ok_or(NoDay::NotADate)
}

/// `2024年10月18日`, `令和6年10月18日`, `2024년 10월 18일`.
fn with_units(value: &str, tokens: &[DateToken<'_>]) -> Option<Ymd> {
    let ends = |token: &DateToken<'_>, units: [char; 2]| value[token.end..].trim_start().starts_with(units);
    let mut numbers = tokens.iter().filter(|token| matches!(token.part, DatePart::Number(..)));
    let year_token = numbers.find(|token| ends(token, ['年', '년']))?;
    let (month_token, day_token) = (numbers.next()?, numbers.next()?);
    if !ends(month_token, ['月', '월']) || !ends(day_token, ['日', '일']) && !ends(day_token, ['号', '號'])
    {
        return None;
    }
    let (month, day) = (month_token.number(1..=2)?, day_token.number(1..=2)?);
    let year = match year_token.part {
        DatePart::Number(year, 4) => year,
        DatePart::Number(year, 1..=3) => year + year_before_era(value[..year_token.start].trim_end())?,
        _ => return None,
    };
    Some((year, month, day))
}

/// Reads a date with the name of its month: `May 2, 2024`, `2. Mai 2024`, `Thu May 2 09:00:00 EDT 2024`,
/// `2024. május 2.`.
fn named(value: &str, tokens: &[DateToken<'_>], locale: &DateLocale) -> Option<Ymd> {
    let mut month_first = None;
    for index in 0..tokens.len() {
        let Some(((month, used), persian)) = named_month(&tokens[index..], locale) else { continue };
        let (before, after) = (&tokens[..index], &tokens[index + used..]);
        let day_before = day_before(value, before);
        let day_after = day_after(value, after);
        let Some((day, day_end)) = day_before.map(|day| (day, 0)).or(day_after) else { continue };
        let Some(year) = year_near(value, before, after, day_end, persian, is_thai(value, locale)) else {
            continue;
        };
        let ymd = if persian { from_persian(year, month, day) } else { Some((year, month, day)) };
        let Some(ymd) = ymd else { continue };
        if day_before.is_some() {
            return Some(ymd);
        }
        // The name may be that of a day of the week: `mar. 2 mai 2024`.
        month_first = month_first.or(Some(ymd));
    }
    month_first
}

/// Returns the month at the start of `tokens` and its number of tokens, and whether it is of the Persian
/// calendar.
fn named_month(tokens: &[DateToken<'_>], locale: &DateLocale) -> Option<((u32, usize), bool)> {
    let DatePart::Word(word) = tokens.first()?.part else { return None };
    let persian = persian_month(word).map(|month| ((month, 1), true));
    persian.or_else(|| month_at(tokens, &locale.language).map(|month| (month, false)))
}

/// Returns the day before the name of a month, at most two words away.
fn day_before(value: &str, before: &[DateToken<'_>]) -> Option<u32> {
    let words = before.iter().rev().take_while(|token| matches!(token.part, DatePart::Word(_))).count();
    let token =
        before.len().checked_sub(words + 1).filter(|_| words <= 2).and_then(|index| before.get(index))?;
    token.number(1..=2).filter(|day| (1..=31).contains(day) && !is_time(value, token))
}

/// Returns the day after the name of a month, at most two words away, and the index of the token after it.
fn day_after(value: &str, after: &[DateToken<'_>]) -> Option<(u32, usize)> {
    let words = after.iter().take_while(|token| matches!(token.part, DatePart::Word(_))).count();
    let token = after.get(words).filter(|_| words <= 2)?;
    let day = token.number(1..=2).filter(|day| (1..=31).contains(day) && !is_time(value, token))?;
    Some((day, words + 1))
}

/// Returns whether the number is a part of a time of day.
fn is_time(value: &str, token: &DateToken<'_>) -> bool {
    value[..token.start].ends_with(':') || value[token.end..].starts_with(':')
}

/// Returns the year: the first number of four digits after the month or else before it, or two digits after
/// it.
fn year_near(
    value: &str,
    before: &[DateToken<'_>],
    after: &[DateToken<'_>],
    day_end: usize,
    persian: bool,
    is_thai: bool,
) -> Option<u32> {
    let years = if persian { PERSIAN_YEARS } else { WRITTEN_YEARS };
    // The year 0 or 1 is that of an empty field, unless it is the zone `+0000`.
    let is_empty = |token: &DateToken<'_>| !value[..token.start].ends_with(['+', '-']);
    let four = |token: &DateToken<'_>| {
        token.number(4..=4).filter(|year| years.contains(year) || *year < 2 && is_empty(token))
    };
    let short = || {
        let token = after.get(day_end..)?.iter().find(|token| matches!(token.part, DatePart::Number(..)))?;
        let year = token.number(2..=2).filter(|_| !is_time(value, token))?;
        // 67 is 2567 of the Buddhist era.
        Some(if is_thai { 1957 + year } else { full_year(year) })
    };
    let found = after.iter().find_map(four).or_else(|| before.iter().rev().find_map(four));
    found.or_else(|| short().filter(|_| !persian))
}

/// Returns the day of the week that an English word names.
fn english_weekday(token: &DateToken<'_>) -> Option<Weekday> {
    use Weekday::*;
    let DatePart::Word(word) = token.part else { return None };
    let names = [
        ("monday", Monday),
        ("tuesday", Tuesday),
        ("wednesday", Wednesday),
        ("thursday", Thursday),
        ("friday", Friday),
        ("saturday", Saturday),
        ("sunday", Sunday),
    ];
    let word = word.to_ascii_lowercase();
    names.iter().find(|(name, _)| word.len() >= 3 && name.starts_with(&word)).map(|(_, weekday)| *weekday)
}

fn is_thai(value: &str, locale: &DateLocale) -> bool {
    locale.language == "th" || value.chars().any(|c| matches!(c, '\u{e00}'..='\u{e7f}'))
}

/// Converts a year of the Buddhist era, or a day of the Persian calendar written in numbers.
fn in_common_era((year, month, day): Ymd, value: &str, locale: &DateLocale) -> Ymd {
    if is_thai(value, locale)
        && let Some(year) = from_buddhist(year)
    {
        return (year, month, day);
    }
    if locale.language == "fa" || value.chars().any(|c| matches!(c, '\u{6f0}'..='\u{6f9}' | 'ی' | 'گ' | 'چ'))
    {
        return from_persian(year, month, day).unwrap_or((year, month, day));
    }
    (year, month, day)
}

/// Converts to a day in the years of newspapers.
fn to_date((year, month, day): Ymd) -> Result<Date, NoDay> {
    let part = |value: u32| i8::try_from(value).map_err(|_| NoDay::Impossible);
    let year_of = i16::try_from(year).map_err(|_| NoDay::Impossible)?;
    let date = Date::new(year_of, part(month)?, part(day)?).map_err(|_| NoDay::Impossible)?;
    if YEARS.contains(&year) { Ok(date) } else { Err(NoDay::Impossible) }
}
