//! Finds the first date in a line of text.
//!
//! "Two hours ago" and "18 October" are no dates, since their meaning depends on the day they are read.
//! Neither is the ambiguous `03/04/2024`; `13/04/2024` and `03.04.2024` are dates.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::dates::months::month_in_text;
use crate::extract::dates::tokens::{DatePart, DateToken, digit, tokens};

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
    let ascii_digits = text.bytes().filter(u8::is_ascii_digit).count();
    if ascii_digits < 5 && (text.is_ascii() || text.chars().filter_map(digit).count() < 5) {
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
    let after_month = if day(tokens.get(1)?).is_some() { 1 } else { 2 };
    let day = day(tokens.get(after_month)?)?;
    let (month, _) = month_in_text(tokens).filter(|(_, used)| *used == after_month)?;
    let after = after_month + 1 + usize::from(tokens.get(after_month + 1).is_some_and(is_ordinal_suffix));
    Some((date(year(tokens.get(after)?)?, month, day)?, after + 1))
}

/// `18 October 2024`, `18. Oktober 2024`, `18 de octubre de 2024`, `18-Oct-2024`, `1er janvier 2024`.
fn day_first(tokens: &[DateToken]) -> Option<(Date, usize)> {
    let day = day(tokens.first()?)?;
    let mut index = 1;
    index += usize::from(tokens.get(index).is_some_and(is_ordinal_suffix));
    index += usize::from(tokens.get(index).is_some_and(is_preposition));
    let (month, used) = month_in_text(tokens.get(index..)?)?;
    index += used;
    if tokens.get(index).is_some_and(is_preposition) {
        index += 1;
    }
    // Arabic papers give both names of a month.
    if let Some((_, used)) = month_in_text(tokens.get(index..)?).filter(|(other, _)| *other == month) {
        index += used;
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
    token.number(1..=2)
}

fn year(token: &DateToken) -> Option<u32> {
    token.number(4..=4)
}

fn is_ordinal_suffix(token: &DateToken) -> bool {
    matches!(token.part, DatePart::Word("st" | "nd" | "rd" | "th" | "er" | "ER" | "TH" | "ST" | "ND" | "RD"))
}

fn is_preposition(token: &DateToken) -> bool {
    matches!(token.part, DatePart::Word("de" | "of" | "del" | "d" | "do"))
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
    use crate::extract::dates::find::*;
    use proptest::prelude::*;

    fn first_date(text: &str) -> Option<String> {
        find(text).map(|(date, _)| date.to_string())
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
            "18 أكتوبر 2024",
            "١٨ تشرين الأول/أكتوبر ٢٠٢٤",
            "18 अक्टूबर 2024",
            "१८ अक्टूबर २०२४",
            "18 októbra 2024",
            "18 oktober 2024 kl. 09.30",
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
