//! Indexes on an OpenSearch cluster.

mod address;
mod archive;
mod client;
mod credentials;
pub(crate) mod documents;
mod machine;
pub(crate) mod mapping;
mod pages;
mod point_in_time;
mod query;
mod statistics;
mod status;
mod transport;
pub(crate) mod write;

pub(crate) use address::ClusterAddress;
#[doc(hidden)]
pub use machine::Machine;
#[doc(hidden)]
pub use status::{check_cluster, cluster_status, is_indexed_file};
#[doc(hidden)]
pub use write::index_documents;
pub(crate) use write::{ClusterIndex, IndexLayout};
