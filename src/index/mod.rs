//! Reads and writes the files of an index.
//!
//! An index is a folder with one subfolder per generation and a pointer to the current one. A generation is
//! updated in place, commit by commit, as long as its format is current. An older format or a rebuild makes a
//! new generation beside it; the pointer is swapped when that one is complete. Only this folder and
//! [`crate::search`] use tantivy.

pub(crate) mod compressed_file;
pub(crate) mod dir;
pub(crate) mod doc_languages;
pub(crate) mod doc_store;
pub(crate) mod engine;
pub(crate) mod error;
pub(crate) mod file_table;
pub(crate) mod format;
pub(crate) mod generation;
pub(crate) mod info;
pub(crate) mod meta;
pub(crate) mod schema;
pub(crate) mod site_lines;
pub(crate) mod sources;
pub(crate) mod spellings;
pub(crate) mod statistics;
pub(crate) mod stories;
pub(crate) mod table_file;
pub(crate) mod term_vectors;
pub(crate) mod write;

pub use dir::IndexDir;
#[cfg(test)]
pub(crate) use dir::fault_injection::DiskFaults;
pub(crate) use dir::{KnownFolder, Lock};
#[cfg(feature = "opensearch")]
pub(crate) use doc_store::portable::ArticleCodec;
pub(crate) use doc_store::stored_articles::StoredArticles;
pub(crate) use doc_store::text_codec::{dictionary_sample_size, learn_dictionary};
pub(crate) use engine::{ArticleUpdater, IndexEngine, ReplacedArticles, WriteSession};
pub use file_table::FileTable;
pub(crate) use file_table::{FileEntry, FileWarning};
pub use format::IndexFormat;
pub use info::IndexInfo;
pub(crate) use info::IndexStats;
pub use meta::Meta;
pub use schema::SearchTarget;
#[cfg(feature = "opensearch")]
pub(crate) use schema::{counted_fields, day_number, day_of};
pub(crate) use site_lines::folders_and_site_lines;
pub(crate) use sources::day_orders::DayOrders;
pub(crate) use sources::languages::{FileLanguages, LanguagesBySource, SourceLanguages};
pub(crate) use write::added_days::AddedDays;
#[cfg(feature = "opensearch")]
pub(crate) use write::added_days::ContentLookup;
#[cfg(any(test, feature = "opensearch"))]
pub(crate) use write::article_terms::{ArticleTerms, PlacedTerm, TermExtractor, TermKind};
pub use write::session::IndexSession;
pub use write::updater::Update;
