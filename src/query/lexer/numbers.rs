//! Numbers side by side: which of them are one number with spaces (`12 500`).

use std::ops::RangeInclusive;

/// Number of digits of a group behind the first.
pub(crate) const GROUP_DIGITS: usize = 3;
/// Number of digits of a year.
const YEAR_DIGITS: usize = 4;
/// Years that stand in news.
const YEARS: RangeInclusive<u32> = 1500..=2100;

/// Returns whether the words behind the groups of a number do not make all of them the parts of a telephone
/// number or the like: no number, a year, a long one, or one that has groups of its own.
pub(crate) fn stands_alone(next: Option<&str>, after: Option<&str>) -> bool {
    let digits = |word: &str| {
        let digits = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits.len())
    };
    let Some(length) = next.and_then(digits) else { return true };
    match length {
        1 | 2 => after.and_then(digits).is_none_or(|group| group == GROUP_DIGITS),
        GROUP_DIGITS => false,
        YEAR_DIGITS => {
            next.and_then(|year| year.get(..length)?.parse().ok()).is_some_and(|year| YEARS.contains(&year))
        }
        _ => true,
    }
}
