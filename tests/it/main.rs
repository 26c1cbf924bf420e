//! Tests of the command line and the public library, as one binary.

mod architecture;
mod clean;
mod common;
mod formats;
mod indexing;
mod licenses;
mod mcp;
#[cfg(feature = "opensearch")]
mod opensearch;
mod program;
mod robustness;
mod saved;
mod search;
#[cfg(all(feature = "serve", unix))]
mod serve;
