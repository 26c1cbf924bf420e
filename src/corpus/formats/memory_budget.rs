//! A bound on the memory that all threads together take for large records.

use std::sync::{Condvar, Mutex, PoisonError};

/// Memory that threads take from, and wait for if there is none left.
pub(crate) struct MemoryBudget {
    total: usize,
    taken: Mutex<usize>,
    returned: Condvar,
}

/// A share of the budget, returned when it is dropped.
pub(crate) struct MemoryShare<'b> {
    budget: &'b MemoryBudget,
    bytes: usize,
}

impl MemoryBudget {
    /// Returns a budget of `total` bytes.
    pub(crate) const fn new(total: usize) -> Self {
        MemoryBudget { total, taken: Mutex::new(0), returned: Condvar::new() }
    }

    /// Waits until `bytes` are left, and takes them. A share as large as the budget is taken alone.
    pub(crate) fn take(&self, bytes: usize) -> MemoryShare<'_> {
        let bytes = bytes.min(self.total);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_too_much = |taken: &mut usize| *taken + bytes > self.total;
        let mut taken = self.returned.wait_while(taken, is_too_much).unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        MemoryShare { budget: self, bytes }
    }
}

impl Drop for MemoryShare<'_> {
    fn drop(&mut self) {
        *self.budget.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use crate::corpus::formats::memory_budget::*;

    #[test]
    fn shares_never_exceed_the_budget() {
        let budget = MemoryBudget::new(100);
        let (held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for size in [30, 60, 90, 200, 10, 50, 100, 70] {
                let (budget, held, most) = (&budget, &held, &most);
                scope.spawn(move || {
                    for _ in 0..50 {
                        let _share = budget.take(size);
                        let now = held.fetch_add(size.min(100), Ordering::SeqCst) + size.min(100);
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        held.fetch_sub(size.min(100), Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 100);
    }
}
