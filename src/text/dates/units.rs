//! Weeks, months, years and weekdays beside today: `last week`, `this month`, `Monday`.

use jiff::civil::Weekday;

/// Units that `this` and `last` may stand before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CalendarUnit {
    Week,
    Month,
    Year,
    Day(Weekday),
}

/// Reads `this week`, `last month`, `monday` and `last monday` in lower case: whether it is the one before,
/// and of what.
pub(super) fn calendar_unit(text: &str) -> Option<(bool, CalendarUnit)> {
    let (is_last, unit) = match text.split_once(' ') {
        Some(("this", unit)) => (false, unit.trim()),
        Some(("last" | "previous", unit)) => (true, unit.trim()),
        Some(_) => return None,
        None => (false, text),
    };
    let unit = match unit {
        "week" => CalendarUnit::Week,
        "month" => CalendarUnit::Month,
        "year" => CalendarUnit::Year,
        "monday" => CalendarUnit::Day(Weekday::Monday),
        "tuesday" => CalendarUnit::Day(Weekday::Tuesday),
        "wednesday" => CalendarUnit::Day(Weekday::Wednesday),
        "thursday" => CalendarUnit::Day(Weekday::Thursday),
        "friday" => CalendarUnit::Day(Weekday::Friday),
        "saturday" => CalendarUnit::Day(Weekday::Saturday),
        "sunday" => CalendarUnit::Day(Weekday::Sunday),
        _ => return None,
    };
    // A week alone is no day.
    (text.contains(' ') || matches!(unit, CalendarUnit::Day(_))).then_some((is_last, unit))
}

#[cfg(test)]
mod tests {
    use crate::text::dates::units::*;

    #[test]
    fn a_unit_needs_a_word_before_it() {
        assert_eq!(calendar_unit("last week"), Some((true, CalendarUnit::Week)));
        assert_eq!(calendar_unit("this  year"), Some((false, CalendarUnit::Year)));
        assert_eq!(calendar_unit("monday"), Some((false, CalendarUnit::Day(Weekday::Monday))));
        for text in ["week", "last", "next week", "last 2 weeks", "mon", ""] {
            assert_eq!(calendar_unit(text), None, "{text}");
        }
    }
}
