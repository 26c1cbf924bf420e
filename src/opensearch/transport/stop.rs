//! Connections that give up soon after a run is stopped.

use std::cmp::min;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport, time};

/// Time between two looks at the flag.
pub(super) const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Time that an answer may still take once the flag is set, so that a run can commit what it has.
pub(in crate::opensearch) const LAST_ANSWER: Duration = Duration::from_secs(5);

/// A flag that ends waiting soon after it becomes true.
#[derive(Clone, Default)]
pub(in crate::opensearch) struct StopFlag(Option<Arc<AtomicBool>>);

impl StopFlag {
    pub(in crate::opensearch) fn new(flag: Arc<AtomicBool>) -> Self {
        StopFlag(Some(flag))
    }

    pub(in crate::opensearch) fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Sleeps, but no longer once the flag is set. Returns whether it is not.
    pub(super) fn sleep(&self, wait: Duration) -> bool {
        let start = Instant::now();
        while !self.is_set() {
            match wait.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) {
                Some(left) => std::thread::sleep(min(left, LOOK_INTERVAL)),
                None => return true,
            }
        }
        false
    }
}

impl fmt::Debug for StopFlag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StopFlag").field(&self.is_set()).finish()
    }
}

/// Makes connections that look at a flag while they wait for an answer.
#[derive(Debug)]
pub(super) struct StopConnector {
    pub stop: StopFlag,
    pub last_answer: Duration,
}

/// A connection that looks at a flag while it waits for an answer.
#[derive(Debug)]
pub(super) struct StoppableConnection<T> {
    connection: T,
    stop: StopFlag,
    last_answer: Duration,
}

impl<In: Transport> Connector<In> for StopConnector {
    type Out = StoppableConnection<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        let StopConnector { stop, last_answer } = self;
        Ok(chained.map(|connection| StoppableConnection {
            connection,
            stop: stop.clone(),
            last_answer: *last_answer,
        }))
    }
}

impl<T: Transport> Transport for StoppableConnection<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.connection.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.connection.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let start = Instant::now();
        let mut stopped = None;
        loop {
            let elapsed = start.elapsed();
            let left = (*timeout.after).saturating_sub(elapsed);
            if self.stop.is_set()
                && stopped.get_or_insert(elapsed).saturating_add(self.last_answer) <= elapsed
            {
                return Err(Error::Timeout(timeout.reason));
            }
            let is_last = left <= LOOK_INTERVAL;
            let slice = if is_last { left } else { LOOK_INTERVAL };
            let after = time::Duration::Exact(slice);
            match self.connection.await_input(NextTimeout { after, ..timeout }) {
                Err(Error::Timeout(_)) if !is_last => {}
                result => return result,
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.connection.is_open()
    }

    fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use crate::opensearch::transport::stop::*;

    #[test]
    fn no_one_sleeps_once_it_is_set() {
        assert!(StopFlag::default().sleep(Duration::from_millis(1)));
        let flag = StopFlag::new(Arc::new(AtomicBool::new(true)));
        assert!(!flag.sleep(Duration::from_secs(600)));
    }
}
