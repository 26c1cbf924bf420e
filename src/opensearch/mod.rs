//! Indexes on a cluster of OpenSearch or Elasticsearch.

mod address;
mod archive;
mod client;
mod connection;
mod credentials;
pub(crate) mod documents;
mod machine;
pub(crate) mod mapping;
mod pages;
mod query;
mod statistics;
mod status;
mod stories;
mod transport;
pub(crate) mod write;

pub(crate) use address::ClusterAddress;
pub(crate) use connection::ClusterConnection;
#[doc(hidden)]
pub use machine::Machine;
pub(crate) use status::{check_cluster, cluster_status, pending_changes};
#[doc(hidden)]
pub use write::index_documents;
pub(crate) use write::{ClusterIndex, IndexLayout};
