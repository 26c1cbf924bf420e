//! The bounds on matching one text.

/// Maximum number of spans that are built for one text.
pub(crate) const MAX_SPANS: usize = 1 << 20;

/// Maximum number of spans of a part of a clause, so that all parts have some.
const MAX_NODE_SPANS: usize = 1 << 14;

/// What matching may still cost. Counted in steps and spans, never in time, so that a query has the same
/// matches on every machine.
#[derive(Debug, Clone)]
pub struct SpanBudget {
    /// Steps left: about one for each position or span that is looked at.
    steps: u64,
    /// Steps at the beginning.
    max_steps: u64,
    /// Spans left.
    spans: usize,
    truncated: bool,
    pruned: bool,
}

impl SpanBudget {
    /// Returns a budget of `max_steps` for one text.
    pub fn new(max_steps: u64) -> Self {
        SpanBudget { steps: max_steps, max_steps, spans: MAX_SPANS, truncated: false, pruned: false }
    }

    /// Returns the number of steps taken.
    pub fn taken(&self) -> u64 {
        self.max_steps - self.steps
    }

    /// Returns whether matches may have been left out.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Returns whether parts of matches were left out, so that a match may be missed.
    pub fn is_pruned(&self) -> bool {
        self.pruned
    }

    /// Returns the number of spans left for a part of the clause.
    pub(super) fn spans(&self) -> usize {
        self.all_spans().min(MAX_NODE_SPANS)
    }

    /// Returns the number of spans left.
    pub(super) fn all_spans(&self) -> usize {
        if self.steps == 0 { 0 } else { self.spans }
    }

    /// Takes steps. Returns whether any are left.
    pub(super) fn step(&mut self, steps: u64) -> bool {
        self.steps = self.steps.saturating_sub(steps);
        self.truncated |= self.steps == 0;
        self.steps > 0
    }

    /// Returns spans that are not needed any more.
    pub(super) fn return_spans(&mut self, spans: usize) {
        self.spans += spans;
    }

    /// Takes spans. Returns whether there were as many.
    pub(super) fn take_spans(&mut self, spans: usize) -> bool {
        let are_left = spans <= self.all_spans();
        self.spans = self.spans.saturating_sub(spans);
        are_left
    }

    /// Records that parts of matches are left out.
    pub(super) fn prune(&mut self) {
        self.pruned = true;
    }

    /// Records that matches are left out.
    pub(super) fn truncate(&mut self) {
        self.truncated = true;
    }
}
