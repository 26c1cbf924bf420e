//! The client of a cluster.

use serde_json::{Value, json};
use ureq::http::Method;

use crate::error::{ClusterProblem, Error};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::credentials::ClientSettings;
use crate::opensearch::transport::{
    ClusterReply, ClusterRequest, Patience, Repeat, RequestBody, RequestWork, StopFlag, Transport, printable,
    problem, reason,
};

mod bulk;
mod product;
#[cfg(test)]
mod tests;
mod version;

pub(crate) use bulk::{BulkFailure, BulkOperation, CONFLICT};
pub(crate) use product::ClusterProduct;
pub(crate) use version::DocumentVersion;

/// A refusal of a write whose condition does not hold: another process was faster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict;

/// A client of the cluster with the index of an address.
#[derive(Debug)]
pub(crate) struct ClusterClient {
    transport: Transport,
    product: ClusterProduct,
}

impl ClusterClient {
    /// Connects to a cluster with the credentials of the environment, and checks that it is of a product and
    /// a version that work.
    pub(crate) fn connect(address: &ClusterAddress) -> Result<Self, Error> {
        Self::connect_patiently(address, Patience::default())
    }

    /// Connects as [`ClusterClient::connect`] does, for a server: requests are given up soon.
    pub(crate) fn connect_for_server(address: &ClusterAddress) -> Result<Self, Error> {
        Self::connect_patiently(address, Patience::of_server())
    }

    /// Connects as [`ClusterClient::connect`], for a run, which waits for longer. Once `stop` is set, no
    /// request is sent again, and each has some seconds.
    pub(super) fn connect_until(address: &ClusterAddress, stop: &StopFlag) -> Result<Self, Error> {
        Self::connect_patiently(address, Patience::of_run(stop))
    }

    fn connect_patiently(address: &ClusterAddress, patience: Patience) -> Result<Self, Error> {
        let settings = ClientSettings::read(address, &|name| std::env::var_os(name));
        let settings = settings.map_err(|problem| address.error(problem))?;
        Self::connect_with(address, settings, patience)
    }

    /// Connects with the given settings.
    fn connect_with(
        address: &ClusterAddress,
        settings: ClientSettings,
        patience: Patience,
    ) -> Result<Self, Error> {
        let error = |problem| address.error(problem);
        let transport = Transport::new(address, settings, patience).map_err(error)?;
        let (method, path) = (Method::GET, "/");
        let request = ClusterRequest {
            method,
            path,
            body: RequestBody::None,
            repeat: Repeat::Never,
            work: RequestWork::Little,
        };
        let greeting = transport.send(&request)?.into_value(|words| transport.redact(words));
        let product = ClusterProduct::read(&greeting.map_err(error)?).map_err(error)?;
        Ok(Self { transport, product })
    }

    /// Returns the product that the cluster runs.
    pub(crate) fn product(&self) -> ClusterProduct {
        self.product
    }

    /// Returns without an error unless the run is stopped that the client belongs to.
    ///
    /// # Errors
    /// [`Error::Stopped`].
    pub(super) fn check_stop(&self) -> Result<(), Error> {
        match self.transport.stop().is_set() {
            true => Err(Error::Stopped { path: self.address().to_string().into() }),
            false => Ok(()),
        }
    }

    /// Returns the address.
    pub(crate) fn address(&self) -> &ClusterAddress {
        self.transport.address()
    }

    /// Connects to another index of the cluster.
    pub(crate) fn connect_to(&self, index: &str) -> Result<Self, Error> {
        Self::connect_until(&self.address().with_index(index), self.transport.stop())
    }

    /// Returns what is at `path`, which begins with a slash. `None` if nothing is there.
    pub(crate) fn get(&self, path: &str) -> Result<Option<Value>, Error> {
        let reply = self.request(Method::GET, path, RequestBody::None, Repeat::Lost)?;
        self.read_found(reply)
    }

    /// Returns what is at `path` as [`ClusterClient::get`] does. A server waits for some seconds only: it is
    /// little work, and so a sign that the cluster answers.
    pub(crate) fn get_little(&self, path: &str) -> Result<Option<Value>, Error> {
        let (method, body, repeat) = (Method::GET, RequestBody::None, Repeat::Lost);
        let reply =
            self.transport.send(&ClusterRequest { method, path, body, repeat, work: RequestWork::Little })?;
        self.read_found(reply)
    }

    /// Puts `body` at `path`. The request is sent again when its answer is lost.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Result<Value, Error> {
        let reply = self.request(Method::PUT, path, RequestBody::Json(body), Repeat::Lost)?;
        self.read(reply)
    }

    /// Posts `body` to `path`. The request is sent again when its answer is lost.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, Error> {
        let reply = self.request(Method::POST, path, RequestBody::Json(body), Repeat::Lost)?;
        self.read(reply)
    }

    /// Deletes what is at `path`. `None` if nothing is there.
    pub(crate) fn delete(&self, path: &str) -> Result<Option<Value>, Error> {
        let reply = self.request(Method::DELETE, path, RequestBody::None, Repeat::Lost)?;
        self.read_found(reply)
    }

    /// Puts `body` at `path` on the condition in its query, such as `if_seq_no` or `op_type=create`.
    ///
    /// The request is not sent again when its answer is lost, since the repeat would be refused: after an
    /// error, whether it was carried out is unknown.
    pub(crate) fn put_if(&self, path: &str, body: &Value) -> Result<Result<Value, Conflict>, Error> {
        let reply = self.request(Method::PUT, path, RequestBody::Json(body), Repeat::Refused)?;
        if reply.status == 409 {
            return Ok(Err(Conflict));
        }
        self.read(reply).map(Ok)
    }

    /// Searches the index of the address. An answer of some shards only is an error.
    pub(crate) fn search(&self, body: &Value) -> Result<Value, Error> {
        let index = self.address().index();
        let answer = self.post(&format!("/{index}/_search?allow_partial_search_results=false"), body)?;
        check_shards(&answer).map_err(|problem| self.address().error(problem))?;
        Ok(answer)
    }

    /// Searches the index of the address as [`ClusterClient::search`] does. Scores are those of all shards
    /// together.
    pub(crate) fn search_scored(&self, body: &Value) -> Result<Value, Error> {
        let index = self.address().index();
        let options = "allow_partial_search_results=false&search_type=dfs_query_then_fetch";
        let answer = self.post(&format!("/{index}/_search?{options}"), body)?;
        check_shards(&answer).map_err(|problem| self.address().error(problem))?;
        Ok(answer)
    }

    /// Makes several searches of the index of the address in one request. Returns their answers in order;
    /// that of some shards only is an error.
    pub(crate) fn search_all(&self, bodies: &[Value]) -> Result<Vec<Value>, Error> {
        let index = self.address().index();
        let path = format!("/{index}/_msearch");
        let header = json!({ "allow_partial_search_results": false });
        let lines: String = bodies.iter().map(|body| format!("{header}\n{body}\n")).collect();
        let reply = self.request(Method::POST, &path, RequestBody::Lines(lines.as_bytes()), Repeat::Lost)?;
        let mut answer = self.read(reply)?;
        let error = |problem| self.address().error(problem);
        let invalid = || error(ClusterProblem::InvalidAnswer("no answers".to_owned()));
        let Some(Value::Array(answers)) = answer.get_mut("responses").map(Value::take) else {
            return Err(invalid());
        };
        if answers.len() != bodies.len() {
            return Err(invalid());
        }
        for answer in &answers {
            if let Some(found) = answer.get("error") {
                let status = answer["status"].as_u64().and_then(|status| status.try_into().ok());
                let words = printable(&self.transport.redact(&reason(found)));
                return Err(error(problem(status.unwrap_or(500), found, words)));
            }
            check_shards(answer).map_err(error)?;
        }
        Ok(answers)
    }

    /// Searches the point in time that the body names. An answer of some shards only is an error.
    pub(crate) fn search_snapshot(&self, body: &Value) -> Result<Value, Error> {
        let answer = self.post("/_search?allow_partial_search_results=false", body)?;
        check_shards(&answer).map_err(|problem| self.address().error(problem))?;
        Ok(answer)
    }

    /// Makes all that was written to the index of the address visible to searches.
    pub(crate) fn refresh(&self) -> Result<(), Error> {
        let path = format!("/{}/_refresh", self.address().index());
        let mut backoff = self.transport.backoff();
        loop {
            let reply = self.request(Method::POST, &path, RequestBody::None, Repeat::Lost)?;
            let answer = self.read(reply)?;
            // What one part has not made visible would count as not there.
            match check_shards(&answer) {
                Err(problem) if !backoff.wait() => return Err(self.address().error(problem)),
                Err(_) => {}
                Ok(()) => return Ok(()),
            }
        }
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: RequestBody<'_>,
        repeat: Repeat,
    ) -> Result<ClusterReply, Error> {
        self.transport.send(&ClusterRequest { method, path, body, repeat, work: RequestWork::Any })
    }

    /// Returns the body of an answer, or the problem that it tells.
    fn read(&self, reply: ClusterReply) -> Result<Value, Error> {
        let value = reply.into_value(|words| self.transport.redact(words));
        value.map_err(|problem| self.address().error(problem))
    }

    /// Returns the body of an answer. `None` if what was asked for is not there.
    fn read_found(&self, reply: ClusterReply) -> Result<Option<Value>, Error> {
        if reply.status == 404 && reply.body.is_ok() {
            return Ok(None);
        }
        self.read(reply).map(Some)
    }
}

/// Checks that all shards have answered a search: an answer of some would be taken for the whole.
fn check_shards(answer: &Value) -> Result<(), ClusterProblem> {
    let failed = answer["_shards"]["failed"].as_u64().unwrap_or(0);
    if failed > 0 || answer["timed_out"] == true {
        let message = format!("{failed} shards did not answer");
        return Err(ClusterProblem::Unavailable(message));
    }
    Ok(())
}
