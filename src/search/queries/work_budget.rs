//! The bound on the work of one request.
//!
//! Work is counted in steps, never timed, so that a query finds the same articles on every machine and at
//! every run. A step takes some tens of nanoseconds.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Maximum number of steps of a request.
pub(crate) const MAX_STEPS: u64 = 30_000_000;
/// Maximum number of steps for one article.
pub(crate) const MAX_ARTICLE_STEPS: u64 = 4_000_000;

/// Steps of opening a posting list, which takes some kilobytes of memory.
pub(crate) const LIST_STEPS: u64 = 300;

/// The steps that a request may still take. Its searches share them.
#[derive(Debug)]
pub(crate) struct WorkBudget {
    steps: AtomicU64,
    exceeded: AtomicBool,
}

impl Default for WorkBudget {
    fn default() -> Self {
        WorkBudget::new(MAX_STEPS)
    }
}

impl WorkBudget {
    /// Returns a budget of `steps`.
    pub(crate) fn new(steps: u64) -> Self {
        WorkBudget { steps: AtomicU64::new(steps), exceeded: AtomicBool::new(false) }
    }

    /// Takes `steps`. Returns whether there were as many; otherwise something is left out.
    pub(crate) fn take(&self, steps: u64) -> bool {
        let left = self.steps.load(Ordering::Relaxed);
        self.steps.store(left.saturating_sub(steps), Ordering::Relaxed);
        let are_left = steps <= left;
        if !are_left {
            self.exceed();
        }
        are_left
    }

    /// Returns the number of steps left.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Returns whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.steps.load(Ordering::Relaxed) == 0
    }

    /// Returns whether something was left out.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.exceeded.load(Ordering::Relaxed)
    }

    /// Records that something was left out.
    pub(crate) fn exceed(&self) {
        self.exceeded.store(true, Ordering::Relaxed);
    }

    /// Returns the number of steps for one article.
    pub(crate) fn for_article(&self) -> u64 {
        self.steps().min(MAX_ARTICLE_STEPS)
    }

    /// Takes the steps that matching an article took, as far as there are as many.
    pub(crate) fn take_from_article(&self, spent: u64) {
        let left = self.steps.load(Ordering::Relaxed);
        self.steps.store(left.saturating_sub(spent), Ordering::Relaxed);
    }
}
