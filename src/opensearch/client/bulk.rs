//! Many changes at once.

use std::ops::Range;
use std::sync::Mutex;
use std::thread;

use serde_json::{Value, json};
use ureq::http::Method;

use crate::error::{ClusterProblem, Error};
use crate::opensearch::client::{ClusterClient, DocumentVersion};
use crate::opensearch::transport::{Repeat, RequestBody, is_block, printable, problem, reason};

/// Size of a request in bytes.
const REQUEST_SIZE: usize = 5 << 20;

/// Maximum size of one change in bytes, below the 100 MB that a cluster takes of a request by default.
const MAX_OPERATION: usize = 90 << 20;

/// Status of a change whose condition does not hold.
pub(crate) const CONFLICT: u16 = 409;

/// Number of requests under way at a time.
const IN_FLIGHT: usize = 2;

/// A change of one document in a bulk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BulkOperation {
    /// Adds a document, or replaces that of the same id.
    Index {
        id: String,
        /// The document as JSON on one line.
        body: String,
        routing: Option<String>,
    },
    /// Replaces this version of a document. If the index has another one, or none, the change is refused with
    /// the status [`CONFLICT`]. So is a repeat of a change whose answer was lost.
    Replace { id: String, version: DocumentVersion, body: String },
    /// Changes fields of a document, or adds it.
    Update {
        id: String,
        /// The fields as `doc`, and the whole document as `upsert`, as JSON on one line.
        body: String,
        routing: Option<String>,
    },
    /// Deletes a document. One that is not there is no failure.
    Delete { id: String, routing: Option<String> },
}

/// A change that the cluster refused, such as that of a document that does not fit the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BulkFailure {
    /// Position of its operation in the bulk.
    pub position: usize,
    pub id: String,
    pub status: u16,
    /// The cluster's words.
    pub reason: String,
}

impl ClusterClient {
    /// Applies changes to the index of the address, in requests of about 5 MB, two at a time and so in no
    /// order: a bulk has one change of a document at most. Changes that the cluster refuses for now are sent
    /// again. Returns those that it refused for good, in the order of the bulk.
    ///
    /// After an error, what was applied is unknown. The same bulk can be sent again.
    pub(crate) fn bulk(&self, operations: &[BulkOperation]) -> Result<Vec<BulkFailure>, Error> {
        let mut failures = Vec::new();
        let requests = requests(operations, REQUEST_SIZE);
        if requests.len() < 2 {
            for request in requests {
                failures.extend(self.send_bulk(operations, request)?);
            }
            return Ok(failures);
        }
        // Requests that are not sent yet; none once one has failed.
        let waiting = Mutex::new(requests.into_iter());
        let next = || waiting.lock().ok()?.next();
        let send_all = || {
            let mut failures = Vec::new();
            while let Some(request) = next() {
                match self.send_bulk(operations, request) {
                    Ok(more) => failures.extend(more),
                    Err(error) => {
                        while next().is_some() {}
                        return Err(error);
                    }
                }
            }
            Ok(failures)
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..IN_FLIGHT).map(|_| scope.spawn(send_all)).collect();
            for thread in threads {
                let sent = thread.join().map_err(|_| Error::Internal("a bulk request panicked".into()))?;
                failures.extend(sent?);
            }
            Ok::<_, Error>(())
        })?;
        failures.sort_by_key(|failure| failure.position);
        Ok(failures)
    }

    /// Sends the operations of one request until each is done or refused for good.
    fn send_bulk(
        &self,
        operations: &[BulkOperation],
        request: Range<usize>,
    ) -> Result<Vec<BulkFailure>, Error> {
        let path = format!(
            "/{}/_bulk?timeout=20s&filter_path=error,status,items.*.status,items.*.error",
            self.address().index()
        );
        let error = |problem| self.address().error(problem);
        let mut failures = Vec::new();
        let mut pending: Vec<usize> = request.collect();
        if let [position] = pending[..]
            && operations[position].size() > MAX_OPERATION
        {
            let reason = format!("larger than {} MB, which the cluster does not take", MAX_OPERATION >> 20);
            return Ok(vec![BulkFailure::new(operations, position, 413, reason)]);
        }
        let mut backoff = self.transport.backoff();
        while !pending.is_empty() {
            let mut lines = Vec::new();
            for &position in &pending {
                operations[position].write(&mut lines);
            }
            let reply = self.request(Method::POST, &path, RequestBody::Lines(&lines), Repeat::Lost)?;
            let answer = self.read(reply)?;
            let items = answer["items"].as_array().filter(|items| items.len() == pending.len());
            let items = items.ok_or_else(|| error(invalid("not an item for each change")))?;
            let mut refused = Vec::new();
            let mut last_problem = None;
            for (item, &position) in items.iter().zip(&pending) {
                let operation = &operations[position];
                let (status, item_error) = read_item(item, operation).map_err(error)?;
                let words = || printable(&self.transport.redact(&reason(item_error)));
                match status {
                    200..=299 => {}
                    // It is not there, as it should be. A missing index has an error.
                    404 if matches!(operation, BulkOperation::Delete { .. }) && item_error.is_null() => {}
                    429 | 502..=504 if !is_block(item_error) => {
                        refused.push(position);
                        last_problem = Some(problem(status, item_error, words()));
                    }
                    400 | CONFLICT | 413 => {
                        failures.push(BulkFailure::new(operations, position, status, words()));
                    }
                    // A missing right or index: not the fault of this document.
                    _ => return Err(error(problem(status, item_error, words()))),
                }
            }
            if let Some(problem) = last_problem
                && !backoff.wait()
            {
                return Err(error(problem));
            }
            pending = refused;
        }
        Ok(failures)
    }
}

impl BulkFailure {
    fn new(operations: &[BulkOperation], position: usize, status: u16, reason: String) -> Self {
        Self { position, id: operations[position].id().to_owned(), status, reason }
    }
}

impl BulkOperation {
    fn id(&self) -> &str {
        match self {
            Self::Index { id, .. }
            | Self::Replace { id, .. }
            | Self::Update { id, .. }
            | Self::Delete { id, .. } => id,
        }
    }

    /// Returns the name of the action in the request and in its answer.
    fn action(&self) -> &'static str {
        match self {
            Self::Index { .. } | Self::Replace { .. } => "index",
            Self::Update { .. } => "update",
            Self::Delete { .. } => "delete",
        }
    }

    /// Returns about the number of bytes of its lines.
    pub(crate) fn size(&self) -> usize {
        self.body().map_or(0, str::len) + self.id().len() + 32
    }

    fn body(&self) -> Option<&str> {
        match self {
            Self::Index { body, .. } | Self::Replace { body, .. } | Self::Update { body, .. } => Some(body),
            Self::Delete { .. } => None,
        }
    }

    /// Writes the lines of the operation.
    fn write(&self, lines: &mut Vec<u8>) {
        let mut target = json!({ "_id": self.id() });
        match self {
            Self::Index { routing, .. } | Self::Update { routing, .. } | Self::Delete { routing, .. } => {
                if let Some(routing) = routing {
                    target["routing"] = routing.as_str().into();
                }
            }
            Self::Replace { version, .. } => version.restrict(&mut target),
        }
        lines.extend(json!({ self.action(): target }).to_string().bytes());
        lines.push(b'\n');
        if let Some(body) = self.body() {
            lines.extend(body.bytes());
            lines.push(b'\n');
        }
    }
}

/// Splits operations into requests of at most `size` bytes, or of one operation.
fn requests(operations: &[BulkOperation], size: usize) -> Vec<Range<usize>> {
    let mut requests = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (position, operation) in operations.iter().enumerate() {
        if position > start && bytes + operation.size() > size {
            requests.push(start..position);
            (start, bytes) = (position, 0);
        }
        bytes += operation.size();
    }
    if start < operations.len() {
        requests.push(start..operations.len());
    }
    requests
}

/// Reads the status and the error of an item of an answer.
fn read_item<'a>(item: &'a Value, operation: &BulkOperation) -> Result<(u16, &'a Value), ClusterProblem> {
    let result = &item[operation.action()];
    let status = result["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    Ok((status.ok_or_else(|| invalid("an item without a status"))?, &result["error"]))
}

fn invalid(problem: &str) -> ClusterProblem {
    ClusterProblem::InvalidAnswer(problem.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::opensearch::client::bulk::*;

    fn index(id: &str, body: &str) -> BulkOperation {
        BulkOperation::Index { id: id.into(), body: body.into(), routing: None }
    }

    #[test]
    fn requests_are_split_by_size_and_leave_nothing_out() {
        let operations: Vec<_> = (0..10).map(|i| index("a", &"x".repeat(i * 10))).collect();
        for size in [0, 1, 100, 150, 1_000, 10_000] {
            let requests = requests(&operations, size);
            assert_eq!(requests.iter().cloned().flatten().collect::<Vec<_>>(), Vec::from_iter(0..10));
            for request in requests {
                let bytes: usize = operations[request.clone()].iter().map(BulkOperation::size).sum();
                assert!(bytes <= size || request.len() == 1, "{request:?} of {size}");
            }
        }
        assert!(requests(&[], 100).is_empty());
    }

    #[test]
    fn lines_are_those_of_the_bulk_api() {
        let mut lines = Vec::new();
        index("a\"b", "{\"x\":1}").write(&mut lines);
        BulkOperation::Delete { id: "c".into(), routing: Some("r".into()) }.write(&mut lines);
        assert_eq!(
            String::from_utf8_lossy(&lines),
            "{\"index\":{\"_id\":\"a\\\"b\"}}\n{\"x\":1}\n{\"delete\":{\"_id\":\"c\",\"routing\":\"r\"}}\n"
        );
        let version = DocumentVersion::of(&json!({ "_seq_no": 7, "_primary_term": 2 })).expect("a version");
        lines.clear();
        BulkOperation::Replace { id: "d".into(), version, body: "{}".into() }.write(&mut lines);
        assert_eq!(
            String::from_utf8_lossy(&lines),
            "{\"index\":{\"_id\":\"d\",\"if_primary_term\":2,\"if_seq_no\":7}}\n{}\n"
        );
    }
}
