//! Counts the steps of the tests that hold the time to the length of a text.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Counts a step of a loop in tests.
#[inline]
pub(super) fn step() {
    #[cfg(test)]
    STEPS.with(|steps| steps.set(steps.get() + 1));
}

/// Returns the number of steps that `run` takes.
#[cfg(test)]
pub(super) fn steps_of(run: impl FnOnce()) -> usize {
    STEPS.with(|steps| steps.set(0));
    run();
    STEPS.with(Cell::get)
}
