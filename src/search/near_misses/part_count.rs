//! The number of articles that a part of a query matches.

use crate::search::response::PartialMatch;

/// Number of articles that a part of a query matches.
pub(in crate::search) struct PartCount {
    pub count: PartialMatch,
    /// Whether more articles may match: the part takes too much work.
    pub is_lower_bound: bool,
}
