//! The products that a cluster may run.

use serde_json::{Value, json};

use crate::error::ClusterProblem;
use crate::opensearch::transport::printable;

/// The product that a cluster runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClusterProduct {
    OpenSearch,
    Elasticsearch,
}

impl ClusterProduct {
    /// Reads the product from the answer to a request for `/`. One that does not work is a problem, and so is
    /// an old version.
    pub(super) fn read(greeting: &Value) -> Result<Self, ClusterProblem> {
        let version = &greeting["version"];
        let Some(number) = version["number"].as_str() else {
            return Err(ClusterProblem::OtherProduct("a server that does not tell its version".into()));
        };
        let number = printable(number);
        let product = match version["distribution"].as_str() {
            Some("opensearch") => Self::OpenSearch,
            Some(other) => {
                return Err(ClusterProblem::OtherProduct(format!("{} {number}", printable(other))));
            }
            // The shards of an index are no choice there.
            None if version["build_flavor"] == "serverless" => {
                return Err(ClusterProblem::OtherProduct("Elasticsearch Serverless".into()));
            }
            // Elasticsearch names no distribution.
            None => Self::Elasticsearch,
        };
        let mut parts = number.split('.').map(|part| part.parse::<u64>().unwrap_or(0));
        let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let oldest = product.oldest();
        if found < oldest {
            let needed = format!("{}.{}", oldest.0, oldest.1);
            return Err(ClusterProblem::TooOld { product: product.name(), version: number, needed });
        }
        Ok(product)
    }

    fn name(self) -> &'static str {
        match self {
            Self::OpenSearch => "OpenSearch",
            Self::Elasticsearch => "Elasticsearch",
        }
    }

    /// Returns the oldest version that works.
    fn oldest(self) -> (u64, u64) {
        match self {
            Self::OpenSearch => (2, 4),
            Self::Elasticsearch => (8, 0),
        }
    }

    /// Returns the path of points in time, without a slash before it.
    pub(crate) fn point_in_time_path(self) -> &'static str {
        match self {
            Self::OpenSearch => "_search/point_in_time",
            Self::Elasticsearch => "_pit",
        }
    }

    /// Returns the id in the answer to a request for a point in time.
    pub(crate) fn point_in_time_id(self, answer: &Value) -> Option<&str> {
        match self {
            Self::OpenSearch => answer["pit_id"].as_str(),
            Self::Elasticsearch => answer["id"].as_str(),
        }
    }

    /// Returns the body of a request that ends a point in time.
    pub(crate) fn point_in_time_end(self, id: &str) -> Value {
        match self {
            Self::OpenSearch => json!({ "pit_id": [id] }),
            Self::Elasticsearch => json!({ "id": id }),
        }
    }
}
