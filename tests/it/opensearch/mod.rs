//! Tests against a server whose address is in `CLIPPINGS_TEST_OPENSEARCH`. Without it they do nothing, and
//! say so.

mod answers;
mod commands;
mod damage;
mod machines;
mod nodes;
mod random;
mod same_answers;
mod server;
mod spans;
mod stories;
mod writing;
