//! `clippings serve` from outside: what is answered to whom. The numbers are those of docs/security.md.

mod access;
mod addresses;
mod answers;
mod hostile;
mod mcp;
mod pages;
pub(crate) mod server;
mod traces;
