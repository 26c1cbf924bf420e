//! Ratios between two ways of doing the same work, measured in turns so that a machine that slows down slows
//! both.

use std::time::{Duration, Instant};

use super::Outcome;

/// Turns per query within a round; the shortest time counts.
const TURNS: usize = 3;

/// The median and the 99th percentile.
type MedianAndP99 = [Duration; 2];

/// Times of both contestants, by round and query.
#[derive(Default)]
pub(crate) struct Race {
    rounds: Vec<(Vec<Duration>, Vec<Duration>)>,
}

/// Result of a race: medians over the rounds.
pub(crate) struct RaceResult {
    pub bare: MedianAndP99,
    pub ours: MedianAndP99,
    pub ratio: [f64; 2],
}

impl Race {
    /// Runs `rounds` rounds over `queries` queries, after one that does not count.
    pub(crate) fn run(
        queries: usize,
        rounds: usize,
        mut bare: impl FnMut(usize) -> Outcome<Duration>,
        mut ours: impl FnMut(usize) -> Outcome<Duration>,
    ) -> Outcome<Race> {
        let mut race = Race::default();
        for round in 0..=rounds {
            let (mut bare_times, mut our_times) = (Vec::new(), Vec::new());
            for query in 0..queries {
                let (mut bare_time, mut our_time) = (Duration::MAX, Duration::MAX);
                for _ in 0..TURNS {
                    bare_time = bare_time.min(bare(query)?);
                    our_time = our_time.min(ours(query)?);
                }
                bare_times.push(bare_time);
                our_times.push(our_time);
            }
            if round > 0 {
                race.rounds.push((bare_times, our_times));
            }
        }
        Ok(race)
    }

    /// Returns the median and the 99th percentile over the queries that `accepts` accepts, and the ratio of
    /// each.
    pub(crate) fn result(&self, accepts: impl Fn(usize) -> bool) -> Option<RaceResult> {
        let mut results = Vec::new();
        for (bare, ours) in &self.rounds {
            let median_and_p99 = |times: &[Duration]| -> Option<MedianAndP99> {
                let accepted = times.iter().enumerate().filter(|(query, _)| accepts(*query));
                let mut times: Vec<Duration> = accepted.map(|(_, time)| *time).collect();
                times.sort_unstable();
                let percentile =
                    |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied();
                Some([percentile(50)?, percentile(99)?])
            };
            results.push((median_and_p99(bare)?, median_and_p99(ours)?));
        }
        let median = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        let time = |value: &dyn Fn(&(MedianAndP99, MedianAndP99)) -> Duration| {
            median(results.iter().map(|result| value(result).as_secs_f64()).collect())
                .map(Duration::from_secs_f64)
        };
        let ratio = |index: usize| {
            median(
                results
                    .iter()
                    .map(|(bare, ours)| ours[index].as_secs_f64() / bare[index].as_secs_f64())
                    .collect(),
            )
        };
        Some(RaceResult {
            bare: [time(&|result| result.0[0])?, time(&|result| result.0[1])?],
            ours: [time(&|result| result.1[0])?, time(&|result| result.1[1])?],
            ratio: [ratio(0)?, ratio(1)?],
        })
    }
}

/// Returns the header of a table of results.
pub(crate) fn head() -> String {
    format!(
        "{:18}{:>8}{:>12}{:>12}{:>8}{:>12}{:>12}{:>8}",
        "", "queries", "bare p50", "ours p50", "×", "bare p99", "ours p99", "×"
    )
}

/// Returns a line of the table.
pub(crate) fn line(name: &str, count: usize, result: &RaceResult) -> String {
    let micro = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e6);
    format!(
        "{name:18}{count:>8}{:>12}{:>12}{:>8.2}{:>12}{:>12}{:>8.2}",
        micro(result.bare[0]),
        micro(result.ours[0]),
        result.ratio[0],
        micro(result.bare[1]),
        micro(result.ours[1]),
        result.ratio[1]
    )
}

/// Runs `work`; returns its time and result.
pub(crate) fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let result = work()?;
    Ok((start.elapsed(), result))
}
