//! Tests of the client against a scripted server in the process, and against a real one.

mod elasticsearch;
mod encrypted;
mod failures;
mod nonsense;
mod scripted;
mod secrets;
mod server;
