//! What happens on a connection.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::body::{Bytes, Frame, SizeHint};

use crate::serve::response::Body;

/// Activity of a connection.
#[derive(Debug)]
pub(crate) struct Activity {
    opened: Instant,
    /// Number of requests so far.
    requests: AtomicUsize,
    /// Number of requests that are being answered.
    in_progress: AtomicUsize,
    has_answered: AtomicBool,
    /// Time of the last answer, in microseconds after `opened`.
    last_answer: AtomicU64,
}

impl Activity {
    /// Creates the activity of a connection that was opened `now`.
    pub(crate) fn new(now: Instant) -> Self {
        Activity {
            opened: now,
            requests: AtomicUsize::new(0),
            in_progress: AtomicUsize::new(0),
            has_answered: AtomicBool::new(false),
            last_answer: AtomicU64::new(0),
        }
    }

    /// Counts a request until the returned value is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> InProgress {
        self.in_progress.fetch_add(1, Ordering::SeqCst);
        self.requests.fetch_add(1, Ordering::SeqCst);
        InProgress(Arc::clone(self))
    }

    /// Returns the number of requests so far.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Returns whether no request is being answered.
    pub(crate) fn is_idle(&self) -> bool {
        self.in_progress.load(Ordering::SeqCst) == 0
    }

    /// Returns whether a request was answered, and since when the connection waits for another: those that
    /// give way first are the smallest.
    pub(crate) fn waiting_since(&self) -> (bool, Instant) {
        let since = self.opened + Duration::from_micros(self.last_answer.load(Ordering::SeqCst));
        (self.has_answered.load(Ordering::SeqCst), since)
    }
}

/// Request that is being answered.
#[derive(Debug)]
pub(crate) struct InProgress(Arc<Activity>);

impl Drop for InProgress {
    fn drop(&mut self) {
        let micros = u64::try_from(self.0.opened.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.0.last_answer.store(micros, Ordering::SeqCst);
        self.0.has_answered.store(true, Ordering::SeqCst);
        self.0.in_progress.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Body of an answer: its request is being answered until it is sent.
pub(crate) struct CountedBody {
    body: Body,
    _in_progress: InProgress,
}

impl CountedBody {
    /// Counts the request of `body`.
    pub(crate) fn new(body: Body, in_progress: InProgress) -> Self {
        CountedBody { body, _in_progress: in_progress }
    }
}

impl hyper::body::Body for CountedBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
