//! Tests with random input, short in the suite and long on demand.

use std::io::Write;

use clippings::internals::bench::Rng;

/// The number of trials of a test and the seed of its random input.
pub(crate) struct Trials {
    pub count: u32,
    pub seed: u64,
    /// Whether `CLIPPINGS_THOROUGH` is set.
    pub is_thorough: bool,
}

impl Trials {
    /// Returns `count` trials with this seed, unless the environment says otherwise: `CLIPPINGS_THOROUGH` the
    /// number, `CLIPPINGS_SEED` the seed.
    pub(crate) fn new(count: u32, seed: u64) -> Trials {
        let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
        let thorough = number("CLIPPINGS_THOROUGH");
        let count = thorough.map_or(count, |count| u32::try_from(count).unwrap_or(u32::MAX));
        let trials =
            Trials { count, seed: number("CLIPPINGS_SEED").unwrap_or(seed), is_thorough: thorough.is_some() };
        trials.say(&format!("begins: {count} trials, CLIPPINGS_SEED={}", trials.seed));
        trials
    }

    /// Returns the random numbers.
    pub(crate) fn rng(&self) -> Rng {
        Rng::new(self.seed)
    }

    /// Prints a line in a long run, past the capture of the test harness.
    pub(crate) fn say(&self, line: &str) {
        if self.is_thorough {
            let thread = std::thread::current();
            let _ = writeln!(std::io::stderr(), "{}: {line}", thread.name().unwrap_or_default());
        }
    }
}
