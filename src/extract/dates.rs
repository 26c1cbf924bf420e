//! Finds publication dates in the many forms that sites use.
//!
//! A date has a day, a month and a year. "Two hours ago", "yesterday" and "18 October" are not dates, since
//! their meaning depends on the day they are read. Neither is the ambiguous `03/04/2024`; `13/04/2024` and
//! `03.04.2024` are dates.

use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Month names in all supported languages, one line per month from January to December.
static MONTHS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/months.txt"));

/// The kind of a [`DateToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DatePart<'a> {
    /// A number, and its number of digits.
    Number(u32, usize),
    /// A word.
    Word(&'a str),
}

/// A number or word of the text, with its byte range.
#[derive(Debug, Clone, Copy)]
struct DateToken<'a> {
    part: DatePart<'a>,
    start: usize,
    end: usize,
}

/// Returns the first date in `text` and its byte range.
///
/// ```
/// use clippings::internals::extract::dates;
/// let found = dates::find("Oct 19, 2024 17:12").unwrap();
/// assert_eq!(found.0.to_string(), "2024-10-19");
/// assert_eq!(found.1, 0..12);
/// assert_eq!(dates::find("two hours ago"), None);
/// ```
pub fn find(text: &str) -> Option<(Date, Range<usize>)> {
    if text.bytes().filter(u8::is_ascii_digit).count() < 5 {
        return None; // a year and a day
    }
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|start| {
        let tail = &tokens[start..];
        let (date, used) = numeric(text, tail)
            .or_else(|| month_first(tail))
            .or_else(|| day_first(tail))
            .or_else(|| ideographic(text, tail))?;
        Some((date, tail[0].start..tail[used - 1].end))
    })
}

/// Returns the day at the start of an ISO 8601 date, with or without dashes.
pub(crate) fn iso_date(value: &str) -> Option<Date> {
    let value = value.trim();
    let digits = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
    let compact = value.len() >= 8 && value.bytes().take(8).all(|byte| byte.is_ascii_digit());
    let separated = matches!(value.as_bytes(), [_, _, _, _, b'-' | b'/', _, _, b'-' | b'/', ..]);
    let (year, month, day) = match (compact, separated) {
        (true, _) => (digits(0, 4)?, digits(4, 6)?, digits(6, 8)?),
        (_, true) => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        _ => return None,
    };
    // Reject implausible years, such as the year 1 of an empty field.
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1800..=2200).contains(&year).then_some(date)
}

/// Splits `text` into numbers and words, at most 400 of them: a date line is short.
fn tokens(text: &str) -> Vec<DateToken<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((offset, next)) =
            chars.next_if(|(_, next)| if digit { next.is_ascii_digit() } else { next.is_alphabetic() })
        {
            end = offset + next.len_utf8();
        }
        let word = &text[start..end];
        let part = if digit {
            DatePart::Number(word.parse().unwrap_or(u32::MAX), word.len())
        } else {
            DatePart::Word(word)
        };
        tokens.push(DateToken { part, start, end });
        if tokens.len() == 400 {
            break;
        }
    }
    tokens
}

/// `2024-10-18`, `2024/10/18`, `18.10.2024`, `18/10/2024`, `10/18/2024`.
fn numeric(text: &str, tokens: &[DateToken]) -> Option<(Date, usize)> {
    let [a, b, c, ..] = tokens else { return None };
    let (DatePart::Number(x, x_len), DatePart::Number(y, y_len), DatePart::Number(z, z_len)) =
        (a.part, b.part, c.part)
    else {
        return None;
    };
    let separator = text[a.end..b.start].trim();
    if text[b.end..c.start].trim() != separator || !matches!(separator, "-" | "/" | "." | "‑" | "–") {
        return None;
    }
    let continues =
        text[c.end..].strip_prefix(separator).is_some_and(|tail| tail.starts_with(char::is_alphanumeric));
    if continues {
        return None; // a version number, or an address
    }
    if x_len == 4 && y_len <= 2 && z_len <= 2 {
        return Some((date(x, y, z)?, 3));
    }
    if z_len != 4 || x_len > 2 || y_len > 2 {
        return None;
    }
    if separator == "." || x > 12 || x == y {
        return Some((date(z, y, x)?, 3));
    }
    if y > 12 { Some((date(z, x, y)?, 3)) } else { None }
}

/// `October 18, 2024`, `Oct. 18th 2024`.
fn month_first(tokens: &[DateToken]) -> Option<(Date, usize)> {
    let DatePart::Word(name) = tokens.first()?.part else { return None };
    let day = day(tokens.get(1)?)?;
    let month = month(name)?;
    let after = 2 + usize::from(tokens.get(2).is_some_and(is_ordinal_suffix));
    Some((date(year(tokens.get(after)?)?, month, day)?, after + 1))
}

/// `18 October 2024`, `18. Oktober 2024`, `18 de octubre de 2024`, `18-Oct-2024`, `1er janvier 2024`.
fn day_first(tokens: &[DateToken]) -> Option<(Date, usize)> {
    let day = day(tokens.first()?)?;
    let mut index = 1;
    index += usize::from(tokens.get(index).is_some_and(is_ordinal_suffix));
    index += usize::from(tokens.get(index).is_some_and(is_preposition));
    let DatePart::Word(name) = tokens.get(index)?.part else { return None };
    let month = month(name)?;
    index += 1;
    if tokens.get(index).is_some_and(is_preposition) {
        index += 1;
    }
    Some((date(year(tokens.get(index)?)?, month, day)?, index + 1))
}

/// `2024年10月18日`, `2024년 10월 18일`.
fn ideographic(text: &str, tokens: &[DateToken]) -> Option<(Date, usize)> {
    let [y, _, m, _, d, ..] = tokens else { return None };
    let (DatePart::Number(year, 4), DatePart::Number(month, _), DatePart::Number(day, _)) =
        (y.part, m.part, d.part)
    else {
        return None;
    };
    let unit = |from: usize, to: usize, names: [&str; 2]| names.contains(&text[from..to].trim());
    if unit(y.end, m.start, ["年", "년"]) && unit(m.end, d.start, ["月", "월"]) {
        return Some((date(year, month, day)?, 5));
    }
    None
}

fn day(token: &DateToken) -> Option<u32> {
    match token.part {
        DatePart::Number(day, 1 | 2) => Some(day),
        _ => None,
    }
}

fn year(token: &DateToken) -> Option<u32> {
    match token.part {
        DatePart::Number(year, 4) => Some(year),
        _ => None,
    }
}

fn is_ordinal_suffix(token: &DateToken) -> bool {
    matches!(token.part, DatePart::Word("st" | "nd" | "rd" | "th" | "er" | "ER" | "TH" | "ST" | "ND" | "RD"))
}

fn is_preposition(token: &DateToken) -> bool {
    matches!(token.part, DatePart::Word("de" | "of" | "del" | "d" | "do"))
}

/// Returns the number of a month from its name, or from its first three or four letters if they are
/// unambiguous.
fn month(name: &str) -> Option<u32> {
    if name.len() < 3 || name.len() > 24 {
        return None;
    }
    static NAMES: OnceLock<HashMap<String, u32>> = OnceLock::new();
    let names = NAMES.get_or_init(month_names);
    names.get(&name.to_lowercase()).copied().filter(|number| *number > 0)
}

/// Builds the table of names and abbreviations. An ambiguous abbreviation maps to 0.
fn month_names() -> HashMap<String, u32> {
    let entries = || {
        (1..)
            .zip(MONTHS.lines())
            .flat_map(|(number, names)| names.split_whitespace().map(move |name| (number, name)))
    };
    let mut names: HashMap<String, u32> = HashMap::new();
    for (number, name) in entries() {
        for letters in 3..=4 {
            let short: String = name.chars().take(letters).collect();
            let entry = names.entry(short).or_insert(number);
            *entry = if *entry == number { number } else { 0 };
        }
    }
    names.extend(entries().map(|(number, name)| (name.to_owned(), number)));
    names
}

/// Returns a valid date with a plausible year of publication.
fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1800..=2100).contains(&year) {
        return None;
    }
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use crate::extract::dates::*;
    use proptest::prelude::*;

    fn first_date(text: &str) -> Option<String> {
        find(text).map(|(date, _)| date.to_string())
    }

    #[test]
    fn there_are_twelve_months() {
        assert_eq!(MONTHS.lines().count(), 12);
    }

    #[test]
    fn reads_many_formats() {
        for text in [
            "October 18, 2024 12:14 PM",
            "Oct. 18, 2024",
            "Oct 18 2024, 17:12",
            "OCTOBER 18TH, 2024",
            "18 October 2024",
            "Fri, 18 Oct 2024 17:12:00 GMT",
            "18th of October, 2024",
            "18-Oct-2024",
            "2024-10-18T09:30:00Z",
            "2024/10/18",
            "18.10.2024 | 17:12",
            "18. 10. 2024",
            "18/10/2024",
            "10/18/2024",
            "18. Oktober 2024",
            "vendredi 18 octobre 2024 à 8h",
            "18 de octubre de 2024",
            "18 ottobre 2024",
            "18 de outubro de 2024",
            "18 октября 2024, 12:00",
            "18 жовтня 2024 року",
            "18 Ekim 2024 Cuma",
            "18 października 2024",
            "2024年10月18日",
            "2024년 10월 18일",
        ] {
            assert_eq!(first_date(text).as_deref(), Some("2024-10-18"), "{text}");
        }
    }

    #[test]
    fn rejects_incomplete_and_ambiguous_dates() {
        for text in [
            "two hours ago",
            "yesterday",
            "October 18",
            "Oct. 2024",
            "03/04/2024",
            "32.10.2024",
            "version 1.2.2024.7x",
            "30 February 2024",
            "12:14 PM",
            "May 2 percent",
            "",
            "tel. 2024-555-1234",
            "18 oct 24",
        ] {
            assert_eq!(first_date(text), None, "{text}");
        }
    }

    #[test]
    fn returns_the_range_of_the_date() {
        let text = "by Ann Lee October 18, 2024 12:14";
        assert_eq!(&text[find(text).unwrap().1], "October 18, 2024");
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,80}") { let _ = find(&text); }

        #[test]
        fn every_day_is_read_back(year in 1950i16..2090, month in 1i8..=12, day in 1i8..=28) {
            let date = Date::new(year, month, day).unwrap();
            prop_assert_eq!(find(&date.to_string()).map(|(date, _)| date), Some(date));
        }
    }
}
