//! `clippings serve`: a page over the archive, and an API.
//!
//! A request passes the [`guard`] before anything else, then the router calls a handler of [`page`],
//! [`api`] or [`mcp`], which asks the opened archive.

pub(crate) mod access;
pub(crate) mod api;
pub(crate) mod ask;
pub(crate) mod connection;
pub(crate) mod drafts;
pub(crate) mod export;
pub(crate) mod freshness;
pub(crate) mod guard;
pub(crate) mod listen;
pub(crate) mod mcp;
pub(crate) mod options;
pub(crate) mod page;
pub(crate) mod refusal;
pub(crate) mod response;
pub(crate) mod router;
pub(crate) mod served;
pub(crate) mod server;
pub(crate) mod service;
pub(crate) mod streaming;
#[cfg(test)]
pub(crate) mod test_archive;
pub(crate) mod view;

pub use access::new_link::new_link;
pub use access::secret::Secret;
pub use ask::{Answered, ask};
pub use guard::{AllowedHosts, Decision, DenialReason, GuardKeys, RequestHead, decide};
pub use options::{DEFAULT_PORT, ServeError, ServeOptions, Started};
pub use server::serve;
