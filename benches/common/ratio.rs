//! Ratios between two ways of doing the same, taken turn by turn so that a machine that slows down slows both.

use std::time::{Duration, Instant};

use super::Outcome;

/// Turns of a question within a round, of which the best counts.
const TURNS: usize = 3;

/// The median and the 99th percentile.
type Ends = [Duration; 2];

/// Times of the two ways for many questions, by round.
#[derive(Default)]
pub struct Race {
    rounds: Vec<(Vec<Duration>, Vec<Duration>)>,
}

/// What came of a race: medians over the rounds.
pub struct Result {
    pub floor: Ends,
    pub ours: Ends,
    pub ratio: [f64; 2],
}

impl Race {
    /// Runs `rounds` rounds over `questions` questions, and one before that does not count.
    pub fn run(
        questions: usize,
        rounds: usize,
        mut floor: impl FnMut(usize) -> Outcome<Duration>,
        mut ours: impl FnMut(usize) -> Outcome<Duration>,
    ) -> Outcome<Race> {
        let mut race = Race::default();
        for round in 0..=rounds {
            let (mut theirs, mut own) = (Vec::new(), Vec::new());
            for question in 0..questions {
                let (mut first, mut second) = (Duration::MAX, Duration::MAX);
                for _ in 0..TURNS {
                    first = first.min(floor(question)?);
                    second = second.min(ours(question)?);
                }
                theirs.push(first);
                own.push(second);
            }
            if round > 0 {
                race.rounds.push((theirs, own));
            }
        }
        Ok(race)
    }

    /// The median and the 99th percentile over the questions `wanted`, and the ratio of each.
    pub fn result(&self, wanted: impl Fn(usize) -> bool) -> Option<Result> {
        let mut results = Vec::new();
        for (floor, ours) in &self.rounds {
            let ends = |times: &[Duration]| -> Option<Ends> {
                let all = times.iter().enumerate().filter(|(question, _)| wanted(*question));
                let mut times: Vec<Duration> = all.map(|(_, time)| *time).collect();
                times.sort_unstable();
                let at =
                    |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied();
                Some([at(50)?, at(99)?])
            };
            results.push((ends(floor)?, ends(ours)?));
        }
        let middle = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        let time = |of: &dyn Fn(&(Ends, Ends)) -> Duration| {
            middle(results.iter().map(|result| of(result).as_secs_f64()).collect())
                .map(Duration::from_secs_f64)
        };
        let ratio = |at: usize| {
            middle(
                results
                    .iter()
                    .map(|(floor, ours)| ours[at].as_secs_f64() / floor[at].as_secs_f64())
                    .collect(),
            )
        };
        Some(Result {
            floor: [time(&|result| result.0[0])?, time(&|result| result.0[1])?],
            ours: [time(&|result| result.1[0])?, time(&|result| result.1[1])?],
            ratio: [ratio(0)?, ratio(1)?],
        })
    }
}

/// The head of a table of results.
pub fn head() -> String {
    format!(
        "{:18}{:>8}{:>12}{:>12}{:>8}{:>12}{:>12}{:>8}",
        "", "queries", "floor p50", "ours p50", "×", "floor p99", "ours p99", "×"
    )
}

/// A line of it.
pub fn line(name: &str, count: usize, result: &Result) -> String {
    let micro = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e6);
    format!(
        "{name:18}{count:>8}{:>12}{:>12}{:>8.2}{:>12}{:>12}{:>8.2}",
        micro(result.floor[0]),
        micro(result.ours[0]),
        result.ratio[0],
        micro(result.floor[1]),
        micro(result.ours[1]),
        result.ratio[1]
    )
}

/// How long `work` takes, with what it gives.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<(Duration, T)> {
    let start = Instant::now();
    let outcome = work()?;
    Ok((start.elapsed(), outcome))
}
