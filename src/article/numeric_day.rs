//! Days that are written in numbers with the year last: day and month may be either way around.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Order of day and month in a date whose year is last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayOrder {
    /// `2/5/2024` is the second of May.
    #[serde(rename = "d")]
    DayFirst,
    /// `5/2/2024` is the second of May.
    #[serde(rename = "m")]
    MonthFirst,
    /// Both are in use, or neither.
    #[default]
    #[serde(rename = "u")]
    Unknown,
}

/// The numbers of a day as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumericDay {
    /// The first number.
    pub first: u8,
    /// The second number.
    pub second: u8,
    /// The year.
    pub year: i16,
}

impl NumericDay {
    /// Returns the order that the numbers tell themselves: that of `25/04/2024` is day first.
    pub(crate) fn order(self) -> DayOrder {
        match (self.first, self.second) {
            (13.., ..=12) => DayOrder::DayFirst,
            (..=12, 13..) => DayOrder::MonthFirst,
            _ => DayOrder::Unknown,
        }
    }

    /// Returns whether either number may be the day, and makes another one.
    pub(crate) fn is_open(self) -> bool {
        self.first != self.second && self.first <= 12 && self.second <= 12
    }

    /// Returns whether these are the numbers of `date`.
    pub(crate) fn is_read_as(self, date: Date) -> bool {
        self.order_of(date) != DayOrder::Unknown
    }

    /// Returns the order in which the numbers are read as `date`; unknown if they are not.
    pub(crate) fn order_of(self, date: Date) -> DayOrder {
        let orders = [DayOrder::DayFirst, DayOrder::MonthFirst];
        orders.into_iter().find(|order| self.in_order(*order) == Some(date)).unwrap_or_default()
    }

    /// Returns the day in an order; `None` if there is no such day, or the order is unknown.
    pub(crate) fn in_order(self, order: DayOrder) -> Option<Date> {
        let (day, month) = match order {
            DayOrder::DayFirst => (self.first, self.second),
            DayOrder::MonthFirst => (self.second, self.first),
            DayOrder::Unknown => return None,
        };
        Date::new(self.year, month.try_into().ok()?, day.try_into().ok()?).ok()
    }
}
