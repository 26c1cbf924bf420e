//! The data that flows from a saved file to the index: metadata, keys, documents.

mod document;
mod folder;
mod metadata;
mod numeric_day;
mod quotation;
mod source_key;
mod stored_quotation;

pub use document::{Content, Document, StoredText, StoryKeys};
pub(crate) use folder::{FieldMap, RULES_FILE, RulesFile};
pub use folder::{FieldRole, Folder, FolderOwner, ReadOptions};
pub use metadata::Metadata;
pub use numeric_day::{DayOrder, NumericDay};
pub use quotation::{Quotation, QuotationKind, Speaker};
pub use source_key::{RecordKey, SourceKey};
pub use stored_quotation::StoredQuotation;
pub(crate) use stored_quotation::{SpeechBoundary, SpeechCursor, speaker_words};
