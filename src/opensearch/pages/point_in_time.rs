//! An index as of a moment, while it is being written.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::address::encode_segment;
use crate::opensearch::client::ClusterClient;

/// Time for which the cluster keeps a snapshot after it was last asked.
const KEEP_ALIVE: &str = "1h";

/// An index as of the moment at which this was made: what clusters call a point in time.
pub(crate) struct PointInTime {
    client: Arc<ClusterClient>,
    id: Mutex<String>,
}

impl PointInTime {
    /// Takes a snapshot of what searches see now.
    ///
    /// # Errors
    /// If the cluster does not make one.
    pub(crate) fn new(client: Arc<ClusterClient>) -> Result<Self, Error> {
        let id = Mutex::new(make(&client)?);
        Ok(PointInTime { client, id })
    }

    /// Returns the client.
    pub(crate) fn client(&self) -> &ClusterClient {
        &self.client
    }

    /// Searches the snapshot. An answer of some shards only is an error. A snapshot that went with a node is
    /// taken anew.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub(crate) fn search(&self, body: &Value) -> Result<Value, Error> {
        let mut body = body.clone();
        let mut search = || {
            let id = self.id.lock().unwrap_or_else(PoisonError::into_inner).clone();
            body["pit"] = json!({ "id": id, "keep_alive": KEEP_ALIVE });
            self.client.search_snapshot(&body)
        };
        let answer = match search() {
            Err(Error::Cluster { problem: ClusterProblem::Refused { status: 404, .. }, .. }) => {
                *self.id.lock().unwrap_or_else(PoisonError::into_inner) = make(&self.client)?;
                search()?
            }
            answer => answer?,
        };
        if let Some(id) = answer["pit_id"].as_str() {
            id.clone_into(&mut self.id.lock().unwrap_or_else(PoisonError::into_inner));
        }
        Ok(answer)
    }
}

/// Takes a snapshot, and returns its id.
fn make(client: &ClusterClient) -> Result<String, Error> {
    let index = client.address().index();
    let path = format!("/{index}/{}?keep_alive={KEEP_ALIVE}", client.product().point_in_time_path());
    let answer = client.post(&path, &json!({}))?;
    let invalid = || client.address().error(ClusterProblem::InvalidAnswer("no point in time".into()));
    client.product().point_in_time_id(&answer).map(str::to_owned).ok_or_else(invalid)
}

impl Drop for PointInTime {
    fn drop(&mut self) {
        let id = self.id.get_mut().unwrap_or_else(PoisonError::into_inner);
        let product = self.client.product();
        // The body of such a request, which no library sends.
        let source = encode_segment(&product.point_in_time_end(id).to_string());
        let path = product.point_in_time_path();
        let path = format!("/{path}?source={source}&source_content_type=application/json");
        let _ = self.client.delete(&path); // the cluster drops it later
    }
}
