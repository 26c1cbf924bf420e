//! Days of calendars other than the Gregorian one.

/// Years by which the Buddhist era is ahead.
const BUDDHIST_OFFSET: u32 = 543;

/// Returns the year of the common era, if `year` may be one of the Buddhist era in use today.
pub(crate) fn from_buddhist(year: u32) -> Option<u32> {
    (2400..=2700).contains(&year).then(|| year - BUDDHIST_OFFSET)
}

/// Years of the Persian calendar that a date may have: 1921 to 2122.
pub(crate) const PERSIAN_YEARS: std::ops::Range<u32> = 1300..1500;

/// Converts a day of the Persian (Jalali) calendar to year, month and day of the Gregorian one. Valid for
/// [`PERSIAN_YEARS`], in which every 33 years have 8 leap years.
pub(crate) fn from_persian(year: u32, month: u32, day: u32) -> Option<(u32, u32, u32)> {
    let length = if month <= 6 { 31 } else { 30 };
    if !PERSIAN_YEARS.contains(&year) || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let before_month = if month <= 7 { (month - 1) * 31 } else { 186 + (month - 7) * 30 };
    // Leap years before this one in the cycle of 33 years: 1, 5, 9, 13, 17, 22, 26, 30.
    let leap_years = |cycle_year: u32| (1..cycle_year).filter(|year| is_leap_in_cycle(*year)).count() as u32;
    let (cycles, cycle_year) = (year / 33, year % 33);
    let since_epoch = cycles * (33 * 365 + 8) + cycle_year * 365 + leap_years(cycle_year);
    let days = since_epoch + before_month + day;
    // The first of Farvardin 1300 was 21 March 1921.
    let epoch = jiff::civil::date(1921, 3, 21);
    let first = 39 * (33 * 365 + 8) + 13 * 365 + leap_years(13) + 1;
    let days = i64::from(days) - i64::from(first);
    let date = epoch.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    let part = |value: i8| u32::try_from(value).unwrap_or(0);
    Some((u32::try_from(date.year()).unwrap_or(0), part(date.month()), part(date.day())))
}

fn is_leap_in_cycle(cycle_year: u32) -> bool {
    matches!(cycle_year, 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// Returns the year before the first of the era named before a year, such as 2018 for 令和.
pub(crate) fn year_before_era(text: &str) -> Option<u32> {
    let eras = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];
    let eras = eras.iter().chain(&[("民國", 1911), ("民国", 1911)]);
    eras.clone().find(|(name, _)| text.ends_with(name)).map(|(_, year)| *year)
}

/// Replaces Chinese numerals from 0 to 99, and years digit by digit, with digits: `二〇二四年五月十二日` becomes
/// `2024年5月12日`.
pub(crate) fn with_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut numeral = String::new();
    for c in text.chars().chain(['\0']) {
        if numeral_value(c).is_some() {
            numeral.push(c);
            continue;
        }
        if !numeral.is_empty() {
            match c {
                '年' | '月' | '日' | '号' | '號' => out.push_str(&numeral_digits(&numeral)),
                _ => out.push_str(&numeral),
            }
            numeral.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

/// Returns the value of a Chinese digit; 10 for 十.
fn numeral_value(c: char) -> Option<u32> {
    match c {
        '元' => Some(1), // the first year of an era
        '〇' | '零' | '○' => Some(0),
        '十' => Some(10),
        '廿' => Some(20),
        _ => "一二三四五六七八九".chars().zip(1..).find(|(digit, _)| *digit == c).map(|(_, value)| value),
    }
}

fn numeral_digits(numeral: &str) -> String {
    let values: Vec<u32> = numeral.chars().filter_map(numeral_value).collect();
    match values[..] {
        [10] => "10".into(),
        [10, ones] => (10 + ones).to_string(),
        [20, ones] => (20 + ones).to_string(),
        [tens, 10] => (tens * 10).to_string(),
        [tens, 10, ones] => (tens * 10 + ones).to_string(),
        _ => values.iter().map(u32::to_string).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::text::dates::calendars::*;

    #[test]
    fn persian_days_are_converted() {
        for (persian, gregorian) in [
            ((1403, 1, 1), (2024, 3, 20)),
            ((1403, 2, 13), (2024, 5, 2)),
            ((1402, 12, 29), (2024, 3, 19)),
            ((1403, 12, 30), (2025, 3, 20)),
            ((1404, 1, 1), (2025, 3, 21)),
            ((1399, 12, 30), (2021, 3, 20)),
            ((1357, 11, 22), (1979, 2, 11)),
            ((1300, 1, 1), (1921, 3, 21)),
        ] {
            let (year, month, day) = persian;
            assert_eq!(from_persian(year, month, day), Some(gregorian), "{persian:?}");
        }
        assert_eq!(from_persian(1403, 13, 1), None);
        assert_eq!(from_persian(1403, 7, 31), None);
    }

    #[test]
    fn chinese_numerals_become_digits() {
        for (text, expected) in [
            ("二〇二四年五月十二日", "2024年5月12日"),
            ("令和六年十月二十日", "令和6年10月20日"),
            ("平成元年一月八日", "平成1年1月8日"),
            ("十三億人", "十三億人"),
        ] {
            assert_eq!(with_digits(text), expected);
        }
    }
}
