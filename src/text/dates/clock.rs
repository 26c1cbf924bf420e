//! The clock of the program.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Returns the local day. It is the only place that asks for it: what depends on the day takes it as an
/// option.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::system()).date()
}
