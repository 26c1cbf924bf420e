//! The bound on the work of one request.
//!
//! Work is counted in steps, never timed, so that a query finds the same articles on every machine and at
//! every run. A step takes some tens of nanoseconds. What is counted does not depend on the segments of the
//! index, and what does not fit is left out as a whole, so that neither does what is left out.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Maximum number of steps of a request.
pub(crate) const MAX_STEPS: u64 = 15_000_000;
/// Maximum number of steps for one article.
pub(crate) const MAX_ARTICLE_STEPS: u64 = 4_000_000;

/// Maximum number of steps of the searches that a response with no hits adds.
pub(crate) const EXTRA_STEPS: u64 = 3_000_000;

/// Steps of opening a posting list, which takes some kilobytes of memory.
pub(crate) const LIST_STEPS: u64 = 300;

/// The steps that a request may still take. Its searches share them.
#[derive(Debug)]
pub(crate) struct WorkBudget {
    steps: AtomicU64,
    /// Half as many for reading the lists of words and phrases.
    scan_steps: AtomicU64,
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
        WorkBudget {
            steps: AtomicU64::new(steps),
            scan_steps: AtomicU64::new(steps / 2),
            exceeded: AtomicBool::new(false),
        }
    }

    /// Takes `steps`. Returns whether there were as many; otherwise something is left out, and none are left.
    pub(crate) fn take(&self, steps: u64) -> bool {
        let left = self.steps.load(Ordering::Relaxed);
        self.steps.store(left.saturating_sub(steps), Ordering::Relaxed);
        let are_left = steps <= left;
        if !are_left {
            self.exceed();
        }
        are_left
    }

    /// Takes steps of reading lists, as far as there are as many. Returns how many were left.
    pub(crate) fn take_scan(&self, steps: u64) -> u64 {
        let left = self.scan_steps();
        self.scan_steps.store(left.saturating_sub(steps), Ordering::Relaxed);
        left
    }

    /// Returns the number of steps left for reading lists.
    pub(crate) fn scan_steps(&self) -> u64 {
        self.scan_steps.load(Ordering::Relaxed)
    }

    /// Returns the number of steps for one article.
    pub(crate) fn for_article(&self) -> u64 {
        self.steps().min(MAX_ARTICLE_STEPS)
    }

    /// Takes all steps that are left.
    pub(crate) fn spend(&self) {
        self.steps.store(0, Ordering::Relaxed);
    }

    /// Returns the number of steps left.
    pub(crate) fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Returns whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.steps() == 0
    }

    /// Returns whether something was left out.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.exceeded.load(Ordering::Relaxed)
    }

    /// Records that something was left out.
    pub(crate) fn exceed(&self) {
        self.exceeded.store(true, Ordering::Relaxed);
    }
}

/// The steps of one part of a search, which is left out as a whole if they do not suffice.
#[derive(Debug)]
pub(crate) struct Allowance {
    taken: u64,
    max: u64,
    incomplete: bool,
}

impl Allowance {
    /// Returns an allowance of `max` steps.
    pub(crate) fn new(max: u64) -> Self {
        Allowance { taken: 0, max, incomplete: false }
    }

    pub(crate) fn take(&mut self, steps: u64) {
        self.taken = self.taken.saturating_add(steps);
    }

    /// Returns the number of steps taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    pub(crate) fn is_exceeded(&self) -> bool {
        self.taken > self.max
    }

    /// Records that the match of an article may be missed.
    pub(crate) fn miss(&mut self) {
        self.incomplete = true;
    }

    pub(crate) fn is_incomplete(&self) -> bool {
        self.incomplete
    }
}
