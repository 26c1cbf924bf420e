//! Writes an index on a cluster: the lease of the one indexer, the session, and the updater.
//!
//! The table of the files is kept beside the articles, a row for each file. A row is `unfinished` before the
//! first article of its file is sent, and final once the last one is acknowledged; so a run that dies leaves
//! no article without a row, and what is unfinished is read again. Articles of a file that are no longer in
//! it are deleted by the commit before it makes the row final. The metadata are written last.

mod bulk_queue;
mod commit;
mod content_days;
mod engine;
mod generations;
mod lease;
mod merge;
mod meta;
mod replaced;
mod rows;
mod session;
mod updater;
mod whole;
mod written_files;

pub(crate) use engine::ClusterIndex;
pub(crate) use generations::{IndexLayout, read_layout};
pub(crate) use meta::{ClusterMeta, read_sites};
pub(crate) use rows::{SourceId, article_id, read_row, read_rows};
pub use whole::index_documents;
