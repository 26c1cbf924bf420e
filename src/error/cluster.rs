//! Problems with a cluster.

/// A problem with a cluster. No message holds a user name, a password or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterProblem {
    /// The address of the index is not valid.
    #[error("not an address of an index on a cluster: {0}; write it as https://HOST:9200/INDEX")]
    Address(String),
    /// The credentials or the certificates cannot be read.
    #[error("{0}")]
    Credentials(String),
    /// Plain HTTP would carry articles and credentials over a network.
    #[error(
        "http is not encrypted: use https, or set CLIPPINGS_OPENSEARCH_ALLOW_HTTP=1 if nobody can listen on the way"
    )]
    Unencrypted,
    /// No server answers.
    #[error("no server answers ({0}): check the address, and whether the cluster runs")]
    Unreachable(String),
    /// The connection cannot be encrypted.
    #[error(
        "no encrypted connection ({0}): name the file with the cluster's CA certificate in CLIPPINGS_OPENSEARCH_CA"
    )]
    Tls(String),
    /// The server does not answer in time.
    #[error("no answer within {0} seconds: the cluster is overloaded or out of reach; try again later")]
    Timeout(u64),
    /// The server sends elsewhere.
    #[error("the server redirects to another address: give the address of the cluster itself")]
    Redirected,
    /// The server asks for credentials, or does not accept those given.
    #[error(
        "the cluster does not know this user: set CLIPPINGS_OPENSEARCH_USER and CLIPPINGS_OPENSEARCH_PASSWORD, or CLIPPINGS_OPENSEARCH_API_KEY"
    )]
    Unauthorized,
    /// The user lacks a right.
    #[error("the cluster does not permit this to the user ({0}): ask its administrator for the right")]
    Forbidden(String),
    /// Another program answers.
    #[error("neither OpenSearch nor Elasticsearch but {0}: only these work")]
    OtherProduct(String),
    /// The cluster is too old.
    #[error("{product} {version} is too old: at least {needed} is needed")]
    TooOld {
        /// The product that it runs.
        product: &'static str,
        /// Version of the cluster.
        version: String,
        /// The oldest version that works.
        needed: String,
    },
    /// The cluster does not write, which is what it does when its disks are nearly full.
    #[error(
        "the index is read-only, as it is when a disk of the cluster is nearly full: free some space there and run again ({0})"
    )]
    ReadOnly(String),
    /// Parts of the index are not available.
    #[error("parts of the index are not available ({0}): start the nodes that are missing and try again")]
    Unavailable(String),
    /// The cluster refuses work for now.
    #[error("the cluster is overloaded ({0}): try again later")]
    Overloaded(String),
    /// The answer is not what such a request is answered with.
    #[error(
        "an answer that is not a cluster's ({0}): check the address, and what stands between here and the cluster"
    )]
    InvalidAnswer(String),
    /// The answer has more bytes than are read.
    #[error("an answer of more than {0} MB: ask for less at once")]
    TooLarge(u64),
    /// A cluster has not learned this yet.
    #[error("{0} does not work on a cluster yet")]
    NotYet(String),
    /// The cluster refuses the request.
    #[error("the cluster refuses the request: {reason} ({kind}, status {status})")]
    Refused {
        /// Status of HTTP.
        status: u16,
        /// Type of the error, such as `index_not_found_exception`.
        kind: String,
        /// The cluster's words.
        reason: String,
    },
}

impl ClusterProblem {
    /// Returns whether a request may have been carried out although this came in place of its answer.
    #[cfg(feature = "opensearch")]
    pub(crate) fn leaves_unknown(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Timeout(_) | Self::Unavailable(_))
    }

    /// Returns whether the problem may pass without a change of the settings: a cluster starts, or has work.
    pub fn may_pass(&self) -> bool {
        use ClusterProblem::{Overloaded, ReadOnly, Timeout, Unavailable, Unreachable};
        matches!(self, Unreachable(_) | Timeout(_) | ReadOnly(_) | Unavailable(_) | Overloaded(_))
    }
}
