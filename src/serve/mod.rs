//! `clippings serve`: a page over the archive, and an API.
//!
//! A request passes the [`guard`] before anything else, then the router calls a handler of [`page`] or
//! [`api`], which asks the opened [`archive`].

pub(crate) mod api;
pub(crate) mod archive;
pub(crate) mod freshness;
pub(crate) mod guard;
pub(crate) mod options;
pub(crate) mod page;
pub(crate) mod router;
pub(crate) mod server;
#[cfg(test)]
pub(crate) mod test_archive;
pub(crate) mod view;

pub use options::{ServeOptions, Started};
pub use server::{ServeError, serve};
