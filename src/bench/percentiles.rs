//! Summaries of many times: percentiles and a histogram.

use serde::{Deserialize, Serialize};

/// Percentiles of times, in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Percentiles {
    /// The median.
    pub p50: f64,
    /// The 90th percentile.
    pub p90: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
    /// The longest time.
    pub max: f64,
}

impl Percentiles {
    /// Computes the percentiles of times in nanoseconds, in any order.
    ///
    /// Uses the nearest-rank method: every percentile is a measured time, never an interpolated one.
    pub fn of(times: &[u64]) -> Percentiles {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let percentile = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).map_or(0.0, |time| *time as f64 / 1e3)
        };
        Percentiles {
            p50: percentile(50),
            p90: percentile(90),
            p95: percentile(95),
            p99: percentile(99),
            max: percentile(100),
        }
    }
}

/// Histogram of times on a logarithmic scale: four bars per doubling.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// Number of the first bar.
    pub first: u32,
    /// Counts of times, one per bar from `first` on; the first and the last are not 0.
    pub bars: Vec<u32>,
}

impl Histogram {
    /// Counts times in nanoseconds, in any order.
    pub fn of(times: &[u64]) -> Histogram {
        let bar_numbers: Vec<u32> = times.iter().map(|time| bar_of(*time)).collect();
        let (Some(&first), Some(&last)) = (bar_numbers.iter().min(), bar_numbers.iter().max()) else {
            return Histogram::default();
        };
        let mut bars = vec![0; (last - first + 1) as usize];
        for bar in bar_numbers {
            bars[(bar - first) as usize] += 1;
        }
        Histogram { first, bars }
    }

    /// Returns the lower bound of a bar, in microseconds.
    pub fn lower_bound(bar: u32) -> f64 {
        (f64::from(bar) / 4.0).exp2() / 1e3
    }
}

/// Returns the number of the bar that counts a time in nanoseconds.
fn bar_of(time: u64) -> u32 {
    ((time.max(1) as f64).log2() * 4.0).floor() as u32
}

#[cfg(test)]
mod tests {
    use crate::bench::percentiles::*;

    #[test]
    fn percentiles_are_measured_times() {
        let times: Vec<u64> = (1..=200).rev().map(|time| time * 1000).collect();
        let percentiles = Percentiles::of(&times);
        assert_eq!(percentiles, Percentiles { p50: 100.0, p90: 180.0, p95: 190.0, p99: 198.0, max: 200.0 });
        assert_eq!(Percentiles::of(&[3000]).p50, 3.0);
        assert_eq!(Percentiles::of(&[]), Percentiles::default());
    }

    #[test]
    fn a_doubling_spans_four_bars() {
        let histogram = Histogram::of(&[1000, 1000, 2000, 1010]);
        assert_eq!(histogram.bars.iter().sum::<u32>(), 4);
        assert_eq!((histogram.bars.len(), histogram.bars[0]), (5, 3));
        let bounds = (Histogram::lower_bound(histogram.first), Histogram::lower_bound(histogram.first + 1));
        assert!(bounds.0 <= 1.0 && bounds.1 > 1.0);
        assert_eq!(Histogram::of(&[]), Histogram::default());
    }
}
