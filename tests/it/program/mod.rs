//! The API, the config file, the help, `clippings bench`, what pipes get, a reporter's tasks, and transcripts.

#[cfg(feature = "serve")]
mod api;
mod bench;
mod config;
mod field_values;
mod help;
mod pipes;
mod reporter_tasks;
mod transcripts;
