//! Watches the lease of another process, to tell whether its owner still renews it.

use std::time::{Duration, Instant};

use crate::opensearch::client::DocumentVersion;

/// The lease of another process, as it was first seen by the clock of this one. The clocks of two machines
/// need not agree: only a lease that is not renewed while this process watches has lapsed.
#[derive(Debug, Clone, Copy)]
pub(in crate::opensearch::write) struct LeaseWatch {
    version: DocumentVersion,
    since: Instant,
    /// Whether its owner's clock says that it has lapsed.
    seems_lapsed: bool,
}

impl LeaseWatch {
    /// Returns the watch of a lease of this version, which goes on if it is the one that was seen `before`.
    pub(super) fn of(
        version: DocumentVersion,
        seems_lapsed: bool,
        before: Option<LeaseWatch>,
        now: Instant,
    ) -> Self {
        let since = before.filter(|before| before.version == version).map_or(now, |before| before.since);
        LeaseWatch { version, since, seems_lapsed }
    }

    /// Returns whether the lease was not renewed for `term`, so that its owner has lost it.
    pub(super) fn has_lapsed(&self, term: Duration, now: Instant) -> bool {
        now.saturating_duration_since(self.since) >= term
    }

    /// Returns whether its owner seems to be no more, so that it is worth while to watch it for longer.
    pub(in crate::opensearch::write) fn seems_lapsed(&self) -> bool {
        self.seems_lapsed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::opensearch::write::lease::watch::*;

    #[test]
    fn a_lease_lapses_by_the_clock_of_who_watches() {
        let version = |number: u64| {
            DocumentVersion::of(&json!({ "_seq_no": number, "_primary_term": 1 })).expect("a version")
        };
        let (start, term) = (Instant::now(), Duration::from_secs(60));
        let at = |seconds| start + Duration::from_secs(seconds);
        // What its owner's clock says does not matter.
        let first = LeaseWatch::of(version(1), true, None, start);
        assert!(!first.has_lapsed(term, at(59)));
        let same = LeaseWatch::of(version(1), false, Some(first), at(59));
        assert!(!same.has_lapsed(term, at(59)) && same.has_lapsed(term, at(60)));
        let renewed = LeaseWatch::of(version(2), true, Some(same), at(59));
        assert!(!renewed.has_lapsed(term, at(118)) && renewed.has_lapsed(term, at(119)));
    }
}
