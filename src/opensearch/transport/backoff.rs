//! Waiting before a request is sent again.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use crate::opensearch::transport::stop::StopFlag;

/// Times of waiting before a request is sent again.
#[derive(Debug, Clone, Copy)]
pub(in crate::opensearch) struct RetryPolicy {
    /// The first wait. Each further one is twice as long.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// Time after the first failure when a request is given up.
    pub total: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        let [first, longest, total] = [100, 5_000, 30_000].map(Duration::from_millis);
        Self { first, longest, total }
    }
}

impl RetryPolicy {
    /// Returns the waits of a server, whose readers can ask again.
    pub(in crate::opensearch) fn of_server() -> Self {
        let [first, longest, total] = [50, 200, 500].map(Duration::from_millis);
        Self { first, longest, total }
    }
}

/// The waits of one request.
#[derive(Debug)]
pub(in crate::opensearch) struct Backoff {
    policy: RetryPolicy,
    stop: StopFlag,
    next: Duration,
    first_failure: Option<Instant>,
}

impl Backoff {
    /// Begins before the first failure.
    pub(in crate::opensearch) fn new(policy: RetryPolicy, stop: StopFlag) -> Self {
        Self { policy, stop, next: policy.first, first_failure: None }
    }

    /// Waits after a failure. Returns `false` at once if the request is to be given up, and soon if the run
    /// is stopped.
    pub(in crate::opensearch) fn wait(&mut self) -> bool {
        let elapsed = self.first_failure.get_or_insert_with(Instant::now).elapsed();
        if elapsed + self.next > self.policy.total {
            return false;
        }
        let wait = jittered(self.next);
        self.next = (self.next * 2).min(self.policy.longest);
        self.stop.sleep(wait)
    }
}

/// Returns between half of a wait and all of it, so that clients that failed together do not return together.
fn jittered(wait: Duration) -> Duration {
    let random = RandomState::new().hash_one(0) % 1024;
    wait / 2 + (wait / 2) * random as u32 / 1024
}

#[cfg(test)]
mod tests {
    use crate::opensearch::transport::backoff::*;

    #[test]
    fn waits_end() {
        let [first, longest, total] = [1, 4, 20].map(Duration::from_millis);
        let mut backoff = Backoff::new(RetryPolicy { first, longest, total }, StopFlag::default());
        let waits = (0..100).take_while(|_| backoff.wait()).count();
        assert!((3..100).contains(&waits), "{waits}");
        assert_eq!(backoff.next, longest);
    }

    #[test]
    fn jitter_stays_between_half_and_all() {
        let wait = Duration::from_secs(1);
        for _ in 0..100 {
            assert!((wait / 2..=wait).contains(&jittered(wait)));
        }
    }
}
