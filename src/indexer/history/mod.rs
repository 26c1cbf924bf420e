//! What a run knows of the index before it: which contents it had, and which files.

pub(super) mod changes;
pub(super) mod known_contents;
pub(super) mod orphans;
