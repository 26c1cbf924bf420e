//! The API, the config file, the help, `clippings bench`, completions, what pipes get, a reporter's tasks, and
//! transcripts.

#[cfg(feature = "serve")]
mod api;
mod bench;
mod completions;
mod config;
mod field_values;
mod help;
mod pipes;
mod reporter_tasks;
mod transcripts;
