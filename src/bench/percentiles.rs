//! Times summed up: percentiles and a histogram.

use serde::{Deserialize, Serialize};

/// Percentiles of times, in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// The median.
    pub p50: f64,
    /// 90 in 100 are no longer.
    pub p90: f64,
    /// 95 in 100 are no longer.
    pub p95: f64,
    /// 99 in 100 are no longer.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

impl Spread {
    /// Of times in nanoseconds, in any order.
    pub fn of(times: &[u64]) -> Spread {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        // The nearest rank: a time that was measured, never one between two.
        let at = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).map_or(0.0, |time| *time as f64 / 1e3)
        };
        Spread { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: at(100) }
    }
}

/// How many times lie between one bound and the next. Bounds grow by the fourth root of two: four bars double a time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// The number of the first bar.
    pub first: u32,
    /// The bars from there on, none of them empty at the ends.
    pub bars: Vec<u32>,
}

impl Histogram {
    /// Of times in nanoseconds, in any order.
    pub fn of(times: &[u64]) -> Histogram {
        let numbers: Vec<u32> = times.iter().map(|time| number(*time)).collect();
        let (Some(&first), Some(&last)) = (numbers.iter().min(), numbers.iter().max()) else {
            return Histogram::default();
        };
        let mut bars = vec![0; (last - first + 1) as usize];
        for number in numbers {
            bars[(number - first) as usize] += 1;
        }
        Histogram { first, bars }
    }

    /// Where bar `number` begins, in microseconds.
    pub fn bound(number: u32) -> f64 {
        (f64::from(number) / 4.0).exp2() / 1e3
    }
}

/// The bar of a time in nanoseconds.
fn number(time: u64) -> u32 {
    ((time.max(1) as f64).log2() * 4.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use crate::bench::percentiles::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let times: Vec<u64> = (1..=200).rev().map(|time| time * 1000).collect();
        let spread = Spread::of(&times);
        assert_eq!(spread, Spread { p50: 100.0, p90: 180.0, p95: 190.0, p99: 198.0, max: 200.0 });
        assert_eq!(Spread::of(&[3000]).p50, 3.0);
        assert_eq!(Spread::of(&[]), Spread::default());
    }

    #[test]
    fn four_bars_double_a_time() {
        let histogram = Histogram::of(&[1000, 1000, 2000, 1010]);
        assert_eq!(histogram.bars.iter().sum::<u32>(), 4);
        assert_eq!((histogram.bars.len(), histogram.bars[0]), (5, 3));
        assert!(Histogram::bound(histogram.first) <= 1.0 && Histogram::bound(histogram.first + 1) > 1.0);
        assert_eq!(Histogram::of(&[]), Histogram::default());
    }
}
