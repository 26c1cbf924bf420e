//! Limits the number of connections. A new one takes the place of one that waits for a request, so that
//! nobody is kept out by connections on which nothing is sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use crate::serve::connection::activity::Activity;

/// Connections that are open.
#[derive(Debug)]
pub(crate) struct Connections {
    limit: usize,
    open: Mutex<OpenConnections>,
    /// Told of each connection that ends.
    freed: Notify,
}

#[derive(Debug, Default)]
struct OpenConnections {
    next: u64,
    by_number: HashMap<u64, OpenConnection>,
}

#[derive(Debug, Clone)]
struct OpenConnection {
    activity: Arc<Activity>,
    evicted: Arc<Notify>,
}

/// Place of a connection among those that are open, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct ConnectionSlot {
    connections: Arc<Connections>,
    number: u64,
    /// Activity of the connection.
    pub activity: Arc<Activity>,
    /// Told when the connection is to give way.
    pub evicted: Arc<Notify>,
}

impl Connections {
    /// Creates a limit of `limit` connections.
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Connections { limit, open: Mutex::default(), freed: Notify::new() })
    }

    /// Returns a place for a connection: at once if one is free or a connection can give way, else when one
    /// ends.
    pub(crate) async fn admit(self: &Arc<Self>) -> ConnectionSlot {
        loop {
            // Told also if one ends between the attempt and the waiting.
            let freed = self.freed.notified();
            if self.open().by_number.len() >= self.limit {
                // Those that were accepted just now get to read what was sent.
                tokio::task::yield_now().await;
            }
            if let Some(slot) = self.try_admit(Instant::now()) {
                return slot;
            }
            freed.await;
        }
    }

    /// Returns a place for a connection if one is free or a connection can give way.
    fn try_admit(self: &Arc<Self>, now: Instant) -> Option<ConnectionSlot> {
        let mut open = self.open();
        if open.by_number.len() >= self.limit {
            let idle = open.by_number.iter().filter(|(_, connection)| connection.activity.is_idle());
            let first =
                idle.min_by_key(|(number, connection)| (connection.activity.waiting_since(), **number));
            let number = *first?.0;
            if let Some(connection) = open.by_number.remove(&number) {
                connection.evicted.notify_one();
            }
        }
        let number = open.next;
        open.next += 1;
        let connection = OpenConnection { activity: Arc::new(Activity::new(now)), evicted: Arc::default() };
        open.by_number.insert(number, connection.clone());
        let OpenConnection { activity, evicted } = connection;
        Some(ConnectionSlot { connections: Arc::clone(self), number, activity, evicted })
    }

    /// Waits until no request is being answered, or for `time`.
    pub(crate) async fn finish(&self, time: Duration) {
        let finished = async {
            loop {
                let freed = self.freed.notified();
                if self.open().by_number.values().all(|connection| connection.activity.is_idle()) {
                    return;
                }
                freed.await;
            }
        };
        let _ = tokio::time::timeout(time, finished).await;
    }

    fn open(&self) -> MutexGuard<'_, OpenConnections> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        self.connections.open().by_number.remove(&self.number);
        self.connections.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use crate::serve::connection::limit::*;

    #[test]
    fn connections_that_wait_give_way_and_those_without_an_answer_first() {
        let connections = Connections::new(3);
        let now = Instant::now();
        let admit = || connections.try_admit(now).expect("a place");
        let (answering, answered, silent) = (admit(), admit(), admit());
        let busy = answering.activity.begin();
        drop(answered.activity.begin());
        let is_open = |slot: &ConnectionSlot| connections.open().by_number.contains_key(&slot.number);
        let next = admit();
        assert!(!is_open(&silent) && is_open(&answered) && is_open(&answering) && is_open(&next));
        let busy_too = next.activity.begin();
        let last = admit();
        assert!(!is_open(&answered) && is_open(&answering) && is_open(&next));
        let busy_last = last.activity.begin();
        assert!(connections.try_admit(now).is_none());
        drop(last);
        assert!(connections.try_admit(now).is_some());
        drop((busy, busy_too, busy_last));
    }
}
