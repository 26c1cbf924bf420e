//! Names of months, numbers and words of dates, and the periods that queries name.
//!
//! Dates in articles are read in `extract/dates`, from the same names and tokens.

pub(crate) mod calendars;
mod clock;
pub(crate) mod months;
mod period;
mod relative_days;
pub(crate) mod tokens;
mod units;
mod written;

pub(crate) use clock::day_of_time;
pub use clock::today;
pub use period::Period;
