//! The engine: documents in, ranked documents out.
//!
//! tantivy is named here and in [`crate::analysis`] only; nothing that leaves this module has a type of tantivy's.
//! An index is a folder with one subfolder a generation and a pointer to the one that counts. A generation is
//! written in place, commit by commit, as long as its format is the current one; another format or a rebuild
//! makes a new generation beside it, and the pointer is swapped when that is complete.

mod catalog;
mod columns;
mod commit;
mod crowd;
mod error;
mod exclude;
mod expand;
#[cfg(test)]
mod faults;
mod feedback;
mod fetch;
mod fields;
mod flat;
mod folder;
mod gist;
mod lower;
mod merge;
mod meta;
mod place;
mod rank;
mod reader;
mod schema;
mod segment;
mod shown;
mod single;
mod sites;
mod sources;
mod spans;
mod spelling;
mod statistics;
mod store;
mod stored;
mod sums;
mod texts;
mod word;
mod writer;

pub use catalog::{Catalog, Pieces};
pub use commit::{Change, Writer};
#[cfg(test)]
pub(crate) use faults::Faults;
pub use folder::{Folder, Reading, RulesFile};
pub use meta::Meta;
pub use place::{IndexPlace, Lock};
pub use rank::Sort;
pub use reader::Wanted;
pub use reader::{Filter, Ranked, Reader, ScoredDocument};
pub use schema::Part;
pub use sites::folders_and_sites;
pub use sources::{Source, Sources};
pub use spelling::Spelling;
pub use texts::{Dictionary, learn, sample_size};
pub use writer::Held;
