//! Days in addresses of the page of results.

use jiff::civil::Date;

use crate::query::period;

/// Returns the first and the last day of a period, as `--since` and `--until` take it: `2024-10-18`,
/// `2024-10`, `octobre 2024`, `yesterday`.
pub(crate) fn read_days(text: &str) -> Option<(Date, Date)> {
    let of_period = || period(text).and_then(|period| Some((period.first, period.end()?)));
    iso_days(text).or_else(of_period)
}

/// Returns the first and the last day of a day, a month or a year of any calendar year, as addresses have it.
fn iso_days(text: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = text.split('-').collect();
    let number =
        |part: &&str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let parts: Vec<i16> = parts.iter().map(number).collect::<Option<_>>()?;
    let of = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    match parts.as_slice() {
        [year] => Some((of(*year, 1, 1)?, of(*year, 12, 31)?)),
        [year, month] => of(*year, *month, 1).map(|first| (first, first.last_of_month())),
        [year, month, day] => of(*year, *month, *day).map(|day| (day, day)),
        _ => None,
    }
}
