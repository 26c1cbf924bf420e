//! The Model Context Protocol: search, read and check quotations for assistants.
//!
//! [`McpServer`] answers messages of JSON-RPC and knows nothing of their transport: `clippings mcp` reads
//! them from standard input, the server gets them at `/mcp`. It answers both forms of the protocol: that with
//! the handshake `initialize` (2024-11-05 to 2025-11-25), and that whose requests stand alone (2026-07-28).
//! Which one is decided by each message, so that nothing is kept between two of them.
//!
//! What articles say leaves in a [`fence`], and is [filtered](filter) before.

mod era;
mod fence;
mod filter;
mod http;
mod message;
mod server;
mod tools;

pub use http::{HttpAnswer, HttpHead};
pub use server::McpServer;
