//! Checks drafts, and keeps those that were checked: in memory only, the newest of them.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Error;
use crate::location::IndexLocation;
use crate::serve::view::DraftId;
use crate::verify::QuotationReport;

/// Maximum size of a draft in bytes.
pub(crate) const MAX_DRAFT: usize = 2 << 20;
/// Maximum number of quotations of a draft that are checked.
pub(crate) const MAX_QUOTATIONS: usize = 2000;
/// Maximum number of drafts.
const MAX_DRAFTS: usize = 16;
/// Maximum size of all drafts in bytes.
const MAX_BYTES: usize = 8 << 20;

/// Reports on the quotations of a draft.
pub(crate) struct DraftReports {
    /// Reports, in the order of the draft.
    pub reports: Vec<QuotationReport>,
    /// Number of marks that nothing closes.
    pub unclosed_marks: usize,
    /// Whether the draft has more quotations, which were not checked.
    pub is_cut_off: bool,
}

/// The reason that a draft is not checked to its end.
enum Stopped {
    TooMany,
    Failed(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Stopped::Failed(error)
    }
}

impl DraftReports {
    /// Holds the quotations of `draft` against the index at `location`, up to [`MAX_QUOTATIONS`] of them.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub(crate) fn new(location: &IndexLocation, draft: &str) -> Result<Self, Error> {
        let verifier = location.verifier()?;
        let mut reports = Vec::new();
        let verified = verifier.verify(draft, |report| {
            if reports.len() == MAX_QUOTATIONS {
                return Err(Stopped::TooMany);
            }
            reports.push(report);
            Ok(())
        });
        let is_cut_off = match verified {
            Ok(_) => false,
            Err(Stopped::TooMany) => true,
            Err(Stopped::Failed(error)) => return Err(error),
        };
        Ok(DraftReports { reports, unclosed_marks: verifier.unclosed_marks(draft).len(), is_cut_off })
    }
}

/// The drafts that were checked last. They are gone with the server.
#[derive(Default)]
pub(crate) struct CheckedDrafts(Mutex<VecDeque<(DraftId, Arc<str>)>>);

impl CheckedDrafts {
    /// Keeps a draft, in place of the oldest ones if there are too many.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn keep(&self, draft: String) -> io::Result<DraftId> {
        let mut random = [0; size_of::<u128>()];
        getrandom::fill(&mut random).map_err(io::Error::from)?;
        let id = DraftId(u128::from_be_bytes(random));
        let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.push_back((id, draft.into()));
        let mut bytes: usize = drafts.iter().map(|(_, draft)| draft.len()).sum();
        while drafts.len() > MAX_DRAFTS || bytes > MAX_BYTES {
            bytes -= drafts.pop_front().map_or(bytes, |(_, draft)| draft.len());
        }
        Ok(id)
    }

    /// Returns a draft, unless it is gone.
    pub(crate) fn get(&self, id: DraftId) -> Option<Arc<str>> {
        let drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.iter().find(|(other, _)| *other == id).map(|(_, draft)| Arc::clone(draft))
    }
}

#[cfg(test)]
mod tests {
    use crate::serve::drafts::*;

    #[test]
    fn the_oldest_drafts_give_way() -> io::Result<()> {
        let drafts = CheckedDrafts::default();
        let ids =
            (0..=MAX_DRAFTS).map(|number| drafts.keep(number.to_string())).collect::<io::Result<Vec<_>>>()?;
        assert_eq!(drafts.get(ids[0]), None);
        assert_eq!(drafts.get(ids[1]).as_deref(), Some("1"));
        let large = drafts.keep("a".repeat(MAX_BYTES - 2))?;
        assert!(drafts.get(large).is_some());
        assert_eq!(ids.iter().filter(|id| drafts.get(**id).is_some()).count(), 1);
        drafts.keep("abc".to_owned())?;
        assert_eq!(drafts.get(large), None);
        Ok(())
    }
}
