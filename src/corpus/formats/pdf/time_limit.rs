//! The time that reading a file may take, and the request to stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::corpus::formats::pdf::error::PdfError;

/// Time that a file may take, whatever reads it.
pub(super) const MAX_TIME: Duration = Duration::from_secs(60);

/// The end of the time that is left to read a file, or a flag that ends it before.
#[derive(Debug, Clone)]
pub(super) struct TimeLimit {
    deadline: Instant,
    stop: Arc<AtomicBool>,
}

impl TimeLimit {
    /// Begins a time of this length.
    pub(super) fn begin(time: Duration, stop: &Arc<AtomicBool>) -> Self {
        TimeLimit { deadline: Instant::now() + time, stop: Arc::clone(stop) }
    }

    /// Returns the time that is left.
    pub(super) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Checks that there is time left, and that reading is not to stop.
    ///
    /// # Errors
    /// [`PdfError::Stopped`] or [`PdfError::TooSlow`].
    pub(super) fn check(&self) -> Result<(), PdfError> {
        match () {
            () if self.stop.load(Ordering::Relaxed) => Err(PdfError::Stopped),
            () if self.left().is_zero() => Err(PdfError::TooSlow),
            () => Ok(()),
        }
    }
}
