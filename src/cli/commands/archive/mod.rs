//! Commands about an archive: indexing it, keeping it in step, cleaning its articles.

pub(crate) mod clean;
pub(crate) mod forget;
pub(crate) mod index;
pub(crate) mod status;
pub(crate) mod watch;
