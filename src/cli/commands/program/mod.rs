//! Commands about the program itself.

pub(crate) mod bench;
pub(crate) mod completions;
pub(crate) mod help;
pub(crate) mod man;
pub(crate) mod mcp;
#[cfg(feature = "serve")]
pub(crate) mod serve;
