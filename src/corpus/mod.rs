//! Folders of saved articles: which files there are, what is in them, and what text that is.
//!
//! [`walk`] lists files, [`open`] takes off what they are packed with, [`FileFormat`] tells what the content is, [`decode`]
//! turns bytes into text, and [`RecordReader`] takes an archive file apart, one article at a time.

mod charset;
mod decompress;
pub(crate) mod formats;
mod globs;
mod limits;
mod markup;
mod record;
mod sniff;
mod walk;

pub use decompress::{OpenFile, ReadCounter, fingerprint, open};
pub use formats::records::{RawRecord, RecordEvent, RecordReader};
pub use globs::Globs;
pub use markup::Markup;
pub use record::Record;
pub use sniff::{FileFormat, format_from_name, read_article_file};
pub use walk::{SourceFile, WalkResult, walk, walk_until};
