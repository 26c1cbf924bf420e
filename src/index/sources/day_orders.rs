//! In which order sources write day and month, counted by file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{DayOrder, NumericDay};

/// Number of articles in one order for which one in the other is taken for a mistake.
const MISTAKE_RATIO: u64 = 10;

/// The days in numbers of a file or an archive, by source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DayOrders(BTreeMap<String, OrderCounts>);

/// Articles of a source whose days are written in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OrderCounts {
    /// Articles with the day first, as the numbers tell.
    #[serde(rename = "d", default, skip_serializing_if = "is_zero")]
    day_first: u64,
    /// Articles with the month first, as the numbers tell.
    #[serde(rename = "m", default, skip_serializing_if = "is_zero")]
    month_first: u64,
    /// Articles whose numbers do not tell, and whose day is unknown or was read in the order `read`.
    #[serde(rename = "o", default, skip_serializing_if = "is_zero")]
    open: u64,
    /// Articles whose numbers do not tell, read with the day first as their language says.
    #[serde(rename = "od", default, skip_serializing_if = "is_zero")]
    open_day_first: u64,
    /// The same with the month first.
    #[serde(rename = "om", default, skip_serializing_if = "is_zero")]
    open_month_first: u64,
    /// Order in which the source told to read them.
    #[serde(rename = "r", default, skip_serializing_if = "is_unknown")]
    read: DayOrder,
}

impl DayOrders {
    /// Returns whether no day is counted.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts an article of `source`, whose other articles told to read its day in the order `read`. `found`
    /// is the order that it was read in.
    pub(crate) fn add(&mut self, source: &str, day: NumericDay, read: DayOrder, found: DayOrder) {
        if day.order() == DayOrder::Unknown && !day.is_open() {
            return;
        }
        let counts = self.0.entry(source.to_owned()).or_default();
        counts.read = read;
        match day.order() {
            DayOrder::DayFirst => counts.day_first += 1,
            DayOrder::MonthFirst => counts.month_first += 1,
            DayOrder::Unknown => match found {
                DayOrder::DayFirst if read == DayOrder::Unknown => counts.open_day_first += 1,
                DayOrder::MonthFirst if read == DayOrder::Unknown => counts.open_month_first += 1,
                _ => counts.open += 1,
            },
        }
    }

    /// Adds the counts of another file.
    pub(crate) fn extend(&mut self, other: &DayOrders) {
        for (source, counts) in &other.0 {
            let sum = match self.0.get_mut(source) {
                Some(sum) => sum,
                None => self.0.entry(source.clone()).or_default(),
            };
            sum.day_first += counts.day_first;
            sum.month_first += counts.month_first;
        }
    }

    /// Returns the order of day and month of `source`, as most of its articles tell.
    pub(crate) fn order(&self, source: &str) -> DayOrder {
        let OrderCounts { day_first, month_first, .. } = self.0.get(source).copied().unwrap_or_default();
        match (day_first, month_first) {
            (day_first @ 1.., other) if day_first >= other * MISTAKE_RATIO => DayOrder::DayFirst,
            (other, month_first @ 1..) if month_first >= other * MISTAKE_RATIO => DayOrder::MonthFirst,
            _ => DayOrder::Unknown,
        }
    }

    /// Returns whether days of this file were read in another order than `all` files tell.
    pub(crate) fn differ_from(&self, all: &DayOrders) -> bool {
        self.0.iter().any(|(source, counts)| {
            let order = all.order(source);
            let read_otherwise = match order {
                DayOrder::DayFirst => counts.open_month_first,
                DayOrder::MonthFirst => counts.open_day_first,
                DayOrder::Unknown => 0,
            };
            counts.open > 0 && counts.read != order || read_otherwise > 0
        })
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

fn is_unknown(order: &DayOrder) -> bool {
    *order == DayOrder::Unknown
}

#[cfg(test)]
mod tests {
    use crate::index::sources::day_orders::*;

    fn day(first: u8, second: u8) -> NumericDay {
        NumericDay { first, second, year: 2024 }
    }

    #[test]
    fn clear_days_tell_the_order_of_the_others() {
        let (mut all, mut file) = (DayOrders::default(), DayOrders::default());
        file.add("a", day(3, 4), DayOrder::Unknown, DayOrder::Unknown);
        file.add("b", day(3, 3), DayOrder::Unknown, DayOrder::Unknown);
        assert_eq!(serde_json::to_string(&file).ok().as_deref(), Some(r#"{"a":{"o":1}}"#));
        assert!(!file.differ_from(&all));
        let mut other = DayOrders::default();
        other.add("a", day(25, 4), DayOrder::Unknown, DayOrder::Unknown);
        other.add("b", day(4, 25), DayOrder::Unknown, DayOrder::Unknown);
        all.extend(&file);
        all.extend(&other);
        assert_eq!([all.order("a"), all.order("b")], [DayOrder::DayFirst, DayOrder::MonthFirst]);
        assert!(file.differ_from(&all) && !other.differ_from(&all));
        // Read so already, as the language says.
        let mut read = DayOrders::default();
        read.add("a", day(3, 4), DayOrder::Unknown, DayOrder::DayFirst);
        assert!(!read.differ_from(&all));
        read.add("a", day(3, 4), DayOrder::Unknown, DayOrder::MonthFirst);
        assert!(read.differ_from(&all));
        other.add("a", day(4, 25), DayOrder::Unknown, DayOrder::Unknown);
        all.extend(&other);
        assert_eq!((all.order("a"), all.order("c")), (DayOrder::Unknown, DayOrder::Unknown));
    }
}
