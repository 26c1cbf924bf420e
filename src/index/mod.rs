//! What lies on disk, and writing it.
//!
//! An index is a folder with one subfolder per generation and a pointer to the current one. A generation is written in
//! place, commit by commit, as long as its format is current; another format or a rebuild makes a new generation beside
//! it, and the pointer is swapped when that one is complete. tantivy is named here and in [`crate::search`] only.

pub(crate) mod dir;
pub(crate) mod doc_store;
pub(crate) mod error;
#[cfg(test)]
pub(crate) mod faults;
pub(crate) mod file_table;
pub(crate) mod folder;
pub(crate) mod info;
pub(crate) mod meta;
pub(crate) mod schema;
pub(crate) mod site_lines;
pub(crate) mod statistics;
pub(crate) mod term_vectors;
pub(crate) mod write;

pub use dir::{IndexPlace, Lock};
pub use doc_store::text_codec::{Dictionary, learn, sample_size};
#[cfg(test)]
pub(crate) use faults::Faults;
pub use file_table::{Source, Sources};
pub use folder::{Folder, Reading, RulesFile};
pub use info::{Catalog, Pieces};
pub use meta::Meta;
pub use schema::Part;
pub use site_lines::folders_and_sites;
pub use write::session::Held;
pub use write::updater::{Change, Writer};
