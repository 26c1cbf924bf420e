//! Connections: how many there may be, which gives way, and what is answered to requests that cannot be read.

mod activity;
mod answering;
mod limit;

pub(crate) use answering::{SomeStream, answer};
pub(crate) use limit::Connections;
