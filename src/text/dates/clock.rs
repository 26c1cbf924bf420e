//! The clock of the program.

use std::env;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The rules of the local time zone, where the system has them in a file.
const LOCAL_TIME: &str = "/etc/localtime";

/// Returns the local day. Nothing else asks the clock for it: what depends on the day takes it as an option.
pub fn today() -> Date {
    Timestamp::now().to_zoned(local_zone()).date()
}

/// Returns the local day of a time in seconds since 1970; `None` outside of the years -9999 to 9999.
pub(crate) fn day_of_time(seconds: i64) -> Option<Date> {
    Timestamp::from_second(seconds).ok().map(|time| time.to_zoned(local_zone()).date())
}

/// Returns the local time zone, or UTC if it cannot be found. To look for its name, as jiff does first, takes
/// longer than an answer.
fn local_zone() -> TimeZone {
    let is_named = env::var_os("TZ").is_some_and(|zone| !zone.is_empty());
    let rules = if is_named { None } else { std::fs::read(LOCAL_TIME).ok() };
    rules.and_then(|rules| TimeZone::tzif("local", &rules).ok()).unwrap_or_else(TimeZone::system)
}

#[cfg(test)]
mod tests {
    use crate::text::dates::clock::*;

    #[test]
    fn the_day_is_that_of_the_system() {
        let system = || Timestamp::now().to_zoned(TimeZone::system()).date();
        let (before, day, after) = (system(), today(), system());
        assert!(before <= day && day <= after);
    }
}
