//! Finds the first date in a line of text.
//!
//! "Two hours ago" and "18 October" are no dates, since their meaning depends on the day they are read.
//! Neither is the ambiguous `03/04/2024`, which [`find_open`] finds; `13/04/2024` and `03.04.2024` are dates.

use std::ops::Range;

use jiff::civil::Date;

use crate::article::NumericDay;
use crate::extract::dates::numbers::written_numbers;
use crate::text::dates::calendars::{from_buddhist, from_persian, with_digits, year_before_era};
use crate::text::dates::months::{month_at, month_in_text, persian_month};
use crate::text::dates::tokens::{DatePart, DateToken, digit, tokens};

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
        // A year and a day have five digits, but those of an era may have three, or be letters.
        let has_era = !text.is_ascii() && (text.contains('年') || text.chars().any(is_thai));
        return if has_era { find_of_era(text) } else { None };
    }
    first(text, |tail| {
        numeric(text, tail)
            .or_else(|| month_first(tail))
            .or_else(|| day_first(tail))
            .or_else(|| year_first(text, tail))
            .or_else(|| ideographic(text, tail))
    })
}

/// Returns the numbers of the first date in `text` whose day and month may be either way around, and its byte
/// range. The year has four digits.
pub(crate) fn find_open(text: &str) -> Option<(NumericDay, Range<usize>)> {
    if !text.contains(['/', '-', '‑', '–']) {
        return None;
    }
    first(text, |tail| {
        let day = written_numbers(text, tail).filter(|day| day.is_open())?;
        (tail[2].number(4..=4).is_some() && (1800..=2100).contains(&day.year)).then_some((day, 3))
    })
}

/// Returns the first date that `read` finds at the beginning of the tokens from some place of `text` on, and
/// its range. `read` returns the number of tokens of the date, too.
fn first<T>(text: &str, read: impl Fn(&[DateToken]) -> Option<(T, usize)>) -> Option<(T, Range<usize>)> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|start| {
        let tail = &tokens[start..];
        let (date, used) = read(tail)?;
        Some((date, tail[0].start..tail[used - 1].end))
    })
}

/// Finds a date with less than five digits: `令和6年8月16日`, `二〇二四年八月十六日`, `16 ส.ค. 67`.
fn find_of_era(text: &str) -> Option<(Date, Range<usize>)> {
    let found = first(text, |tail| ideographic(text, tail).or_else(|| day_first(tail)));
    if found.is_some() || !text.contains(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'])
    {
        return found;
    }
    // The numbers are letters: the date ends before the first day behind the year.
    let year_end = text.find('年')?;
    let end = year_end + text[year_end..].find('日')?;
    let digits = with_digits(&text[..end + '日'.len_utf8()]);
    let (date, _) = first(&digits, |tail| ideographic(&digits, tail))?;
    let is_year = |c: char| "〇零○一二三四五六七八九十元令和平成昭大正明治民國国".contains(c);
    let start = text[..year_end].trim_end_matches(is_year).len();
    Some((date, start..end))
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}')
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
        let is_persian = || text[a.start..b.start].contains(|c| matches!(c, '\u{6f0}'..='\u{6f9}'));
        let (x, y, z) = if is_persian() { from_persian(x, y, z).unwrap_or((x, y, z)) } else { (x, y, z) };
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
    let tail = tokens.get(index..)?;
    let DatePart::Word(name) = tail.first()?.part else { return None };
    let may_be_short = !name.is_ascii() && has_year(tail);
    if may_be_short && let Some(found) = persian(day, name, tail) {
        return Some((found, index + 2));
    }
    // Names of two letters are those of months where a day is before them and a year behind.
    let month_of = |tokens: &[DateToken]| {
        month_in_text(tokens).or_else(|| if may_be_short { month_at(tokens, "") } else { None })
    };
    let (month, used) = month_of(tail)?;
    index += used;
    index += tokens.get(index..)?.iter().take(2).take_while(|token| is_preposition(token)).count();
    // Arabic papers give both names of a month.
    if let Some((_, used)) = month_of(tokens.get(index..)?).filter(|(other, _)| *other == month) {
        index += used;
    }
    let year_token = tokens.get(index)?;
    let year = match year_token.number(2..=4)? {
        short @ ..=99 if name.chars().all(is_thai) => 1957 + short, // 67 is 2567
        year if name.chars().all(is_thai) => from_buddhist(year).unwrap_or(year),
        year => year,
    };
    Some((date(year, month, day)?, index + 1))
}

/// Returns whether a year may follow soon.
fn has_year(tokens: &[DateToken]) -> bool {
    tokens.iter().take(8).any(|token| year(token).is_some())
        || tokens.iter().take(4).any(|token| token.number(2..=2).is_some())
}

/// `۲۶ مرداد ۱۴۰۳`.
fn persian(day: u32, name: &str, tokens: &[DateToken]) -> Option<Date> {
    let (year, month, day) = from_persian(year(tokens.get(1)?)?, persian_month(name)?, day)?;
    date(year, month, day)
}

/// `2024. október 18.`, `2024 m. spalio 18 d.`, `2024. gada 18. oktobris`.
fn year_first(text: &str, tokens: &[DateToken]) -> Option<(Date, usize)> {
    let year_token = tokens.first()?;
    let year = year(year_token)?;
    let unit =
        usize::from(matches!(tokens.get(1)?.part, DatePart::Word("m" | "gada" | "жылғы" | "yil" | "ko")));
    if unit == 0 && !text[year_token.end..].starts_with('.') {
        return None;
    }
    let tail = tokens.get(1 + unit..)?;
    let month_of = |tokens: &[DateToken]| month_in_text(tokens).or_else(|| month_at(tokens, ""));
    if let Some(day) = day(tail.first()?) {
        let (month, used) = month_of(tail.get(1..)?)?;
        return Some((date(year, month, day)?, 2 + unit + used));
    }
    let (month, used) = month_of(tail)?;
    Some((date(year, month, day(tail.get(used)?)?)?, 2 + unit + used))
}

/// `2024年10月18日`, `2024년 10월 18일`.
fn ideographic(text: &str, tokens: &[DateToken]) -> Option<(Date, usize)> {
    let [y, _, m, _, d, ..] = tokens else { return None };
    let (DatePart::Number(year, digits), DatePart::Number(month, _), DatePart::Number(day, _)) =
        (y.part, m.part, d.part)
    else {
        return None;
    };
    let year = match digits {
        4 => year,
        1..=3 => year + year_before_era(text[..y.start].trim_end())?,
        _ => return None,
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
    matches!(token.part, DatePart::Word("de" | "of" | "del" | "d" | "do" | "năm" | "พ" | "ค" | "ศ"))
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
            " 18-OCT-2024 15:02:20.00",
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
            "18 ต.ค. 67",
            "วันศุกร์ที่ 18 ตุลาคม พ.ศ. 2567",
            "๑๘ ตุลาคม ๒๕๖๗",
            "ngày 18 tháng 10 năm 2024",
            "18 tháng 10, 2024",
            "18 أكتوبر (تشرين الأول) 2024",
            "الجمعة ١٨ تشرين أول ٢٠٢٤",
            "۲۷ مهر ۱۴۰۳",
            "۱۴۰۳/۰۷/۲۷",
            "১৮ অক্টোবর ২০২৪",
            "18 кастрычніка 2024",
            "令和6年10月18日",
            "令和六年十月十八日（金）",
            "二〇二四年十月十八日",
            "２０２４年１０月１８日",
            "2024. október 18., péntek",
            "2024 m. spalio 18 d.",
            "2024. gada 18. oktobris",
            "18. oktobra 2024",
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
            "2024 May 2 percent",
            "in 2024. Next time 3 of them",
            "12 человек 30 лет",
            "三月十日",
        ] {
            assert_eq!(first_date(text), None, "{text}");
        }
    }

    #[test]
    fn returns_the_range_of_the_date() {
        let text = "by Ann Lee October 18, 2024 12:14";
        assert_eq!(&text[find(text).unwrap().1], "October 18, 2024");
        let text = "更新：令和六年十月十八日（金）";
        assert_eq!(&text[find(text).unwrap().1], "令和六年十月十八");
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
