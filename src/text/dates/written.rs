//! Days and months of queries that are written in words or with units, in any language.

use crate::text::dates::calendars::{
    PERSIAN_YEARS, from_buddhist, from_persian, with_digits, year_before_era,
};
use crate::text::dates::months::{fold, month_at, persian_month};
use crate::text::dates::tokens::{DatePart, DateToken, digit, tokens};

/// Year, month and day, as far as they are written.
pub(super) type WrittenDay = (u32, Option<u32>, Option<u32>);

/// Marks of eras before a year, in Thai: the Buddhist and the common one.
const THAI_ERAS: [&str; 4] = ["พ.ศ.", "พ.ศ", "ค.ศ.", "ค.ศ"];

/// Returns `text` with the digits of any script as those of ASCII.
pub(super) fn with_ascii_digits(text: &str) -> String {
    let ascii = |c: char| digit(c).and_then(|value| char::from_digit(value, 10)).unwrap_or(c);
    text.chars().map(ascii).collect()
}

/// Reads a month with a year and maybe a day, by its name or with units, in any language: `October 2024`,
/// `18 Oct 2024`, `Oct. 18th, 2024`, `18 de octubre de 2024`, `2024 October 18`, `2024年10月18日`, `10월 2024`.
pub(super) fn in_words(text: &str) -> Option<WrittenDay> {
    if let Some(written) = with_units(text) {
        return Some(written);
    }
    let era = THAI_ERAS.iter().find_map(|era| text.split_once(era));
    let without_era = era.map(|(before, after)| format!("{before} {after}"));
    let tokens = tokens(without_era.as_deref().unwrap_or(text));
    let (mut year, mut month, mut day) = (None, None, None);
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let used = match token.part {
            DatePart::Number(value, 4) if year.is_none() => {
                year = Some(value);
                1
            }
            DatePart::Number(value, 1 | 2) if day.is_none() => {
                day = Some(value);
                1
            }
            DatePart::Word(word) if is_particle(word, index > 0) => 1,
            DatePart::Word(word) if month.is_none() => {
                let (number, used) = match persian_month(word) {
                    Some(number) => (number, 1),
                    None => month_at(&tokens[index..], "en")?,
                };
                month = Some(number);
                used
            }
            _ => return None,
        };
        index += used;
    }
    Some((year?, Some(month?), day))
}

/// Reads `2024年10月18日`, `2024年10月`, `令和6年10月`, `二〇二四年十月`, `2024년 10월`, `10월 2024`. Returns `None`
/// if anything else is in the text.
fn with_units(text: &str) -> Option<WrittenDay> {
    let text = if text.contains(['年', '月']) { with_digits(text) } else { text.to_owned() };
    let tokens = tokens(&text);
    let word = |index: usize| match tokens.get(index).map(|token: &DateToken<'_>| token.part) {
        Some(DatePart::Word(word)) => Some(word),
        _ => None,
    };
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut index, mut before_era) = (0, None);
    while let Some(token) = tokens.get(index) {
        let (value, digits) = match token.part {
            DatePart::Number(value, digits) => (value, digits),
            DatePart::Word(era) if before_era.is_none() && year.is_none() => {
                before_era = Some(year_before_era(era)?);
                index += 1;
                continue;
            }
            DatePart::Word(_) => return None,
        };
        let unit = word(index + 1);
        let (part, value, used) = match unit {
            Some("年" | "년") => match before_era {
                Some(before) => (&mut year, value.checked_add(before).filter(|_| digits <= 3)?, 2),
                None => (&mut year, Some(value).filter(|_| digits == 4)?, 2),
            },
            Some("月" | "월") => (&mut month, value, 2),
            Some("日" | "일" | "号" | "號") => (&mut day, value, 2),
            _ if digits == 4 => (&mut year, value, 1),
            _ => return None,
        };
        if part.replace(value).is_some() {
            return None;
        }
        index += used;
    }
    let has_unit = month.is_some() || text.contains(['年', '년']);
    (has_unit && (month.is_some() || day.is_none())).then_some((year?, month, day))
}

/// Returns a day in the common era that `text` has as written: in Thai the year may be one of the Buddhist
/// era, and in Persian the day one of the Persian calendar. Returns `None` for a month or year of that, which
/// are no month or year of the common era.
pub(super) fn in_common_era((year, month, day): WrittenDay, text: &str) -> Option<WrittenDay> {
    let is_thai = text.chars().any(|c| matches!(c, '\u{e00}'..='\u{e7f}'));
    if is_thai && let Some(year) = from_buddhist(year) {
        return Some((year, month, day));
    }
    let is_persian = || {
        let mut words = text.split_whitespace();
        text.chars().any(|c| matches!(c, '\u{6f0}'..='\u{6f9}'))
            || words.any(|word| persian_month(word).is_some())
    };
    if PERSIAN_YEARS.contains(&year) && is_persian() {
        let (year, month, day) = from_persian(year, month?, day?)?;
        return Some((year, Some(month), Some(day)));
    }
    Some((year, month, day))
}

/// Returns whether a word may stand within a date: *18th*, *18 de octubre de 2024*, *18th of October*,
/// *18 октября 2024 года*, *ngày 18 tháng 10 năm 2024*.
fn is_particle(word: &str, follows: bool) -> bool {
    let word = fold(word);
    word == "ngay"
        || follows
            && matches!(
                word.as_str(),
                "st" | "nd"
                    | "rd"
                    | "th"
                    | "er"
                    | "of"
                    | "de"
                    | "del"
                    | "do"
                    | "d"
                    | "nam"
                    | "gada"
                    | "m"
                    | "roku"
                    | "года"
                    | "г"
                    | "року"
                    | "р"
            )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::text::dates::Period;

    #[test]
    fn periods_are_read_in_any_language() {
        for (text, first, last) in [
            ("2023年5月", "2023-05-01", "2023-05-31"),
            ("2023年5月1日", "2023-05-01", "2023-05-01"),
            ("2023年5月1号", "2023-05-01", "2023-05-01"),
            ("２０２３年５月", "2023-05-01", "2023-05-31"),
            ("二〇二三年五月", "2023-05-01", "2023-05-31"),
            ("2023年", "2023-01-01", "2023-12-31"),
            ("令和5年5月", "2023-05-01", "2023-05-31"),
            ("令和元年5月1日", "2019-05-01", "2019-05-01"),
            ("民國112年5月", "2023-05-01", "2023-05-31"),
            ("5월 2023", "2023-05-01", "2023-05-31"),
            ("2023년 5월", "2023-05-01", "2023-05-31"),
            ("2023년5월1일", "2023-05-01", "2023-05-01"),
            ("พฤษภาคม 2566", "2023-05-01", "2023-05-31"),
            ("1 พฤษภาคม พ.ศ. 2566", "2023-05-01", "2023-05-01"),
            ("พฤษภาคม ค.ศ. 2023", "2023-05-01", "2023-05-31"),
            ("๑ พฤษภาคม ๒๕๖๖", "2023-05-01", "2023-05-01"),
            ("मई २०२३", "2023-05-01", "2023-05-31"),
            ("٢٠٢٣-٠٥", "2023-05-01", "2023-05-31"),
            ("۱۳ اردیبهشت ۱۴۰۳", "2024-05-02", "2024-05-02"),
            ("۱۴۰۳/۰۲/۱۳", "2024-05-02", "2024-05-02"),
            ("tháng 5 năm 2023", "2023-05-01", "2023-05-31"),
            ("ngày 1 tháng 5 năm 2023", "2023-05-01", "2023-05-01"),
            ("1 мая 2023 года", "2023-05-01", "2023-05-01"),
            ("1 maja 2023 roku", "2023-05-01", "2023-05-01"),
        ] {
            let period = Period::read(text, || date(2024, 10, 18));
            let days = period.map(|period| (period.first.to_string(), period.last.to_string()));
            assert_eq!(days, Some((first.to_owned(), last.to_owned())), "{text}");
        }
        for text in ["5月", "2023年5日", "5年5月", "令和2023年", "2023年人", "2023年2023年", "اردیبهشت ۱۴۰۳"]
        {
            assert_eq!(Period::read(text, || date(2024, 10, 18)), None, "{text}");
        }
    }
}
