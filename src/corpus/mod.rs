//! Folders of saved articles: their files, the formats of those, and the text in them.
//!
//! [`walk()`] lists files, [`open`] decompresses them, [`FileFormat`] detects their format, [`Record`]
//! holds a decoded article, and [`RecordReader`] reads an archive file one article at a time.

mod charset;
mod code_pages;
mod converter;
mod decompress;
mod encoding_hints;
mod formats;
mod globs;
mod gzip;
mod in_memory;
mod limits;
mod markup;
mod names;
mod record;
mod seven_bit;
mod sniff;
mod spread;
mod walk;

pub(crate) use charset::decode_declared;
pub(crate) use converter::ConverterError;
pub use converter::{InputFilter, find_program, kill_running_programs};
pub(crate) use decompress::{OpenFile, ReadCounter, fingerprint, open, open_named};
pub(crate) use encoding_hints::is_blank;
pub use formats::NewsDatabase;
#[cfg(test)]
pub(crate) use formats::zip;
pub(crate) use formats::{DocumentError, may_be_document, read_document};
pub(crate) use formats::{PdfError, pdf_reader, read_pdf};
pub(crate) use formats::{RawRecord, RecordEvent, RecordReader};
pub use globs::Globs;
pub(crate) use in_memory::open_bytes;
pub use in_memory::read_records;
pub use markup::Markup;
pub(crate) use names::{extension_of, format_from_name, format_hint};
pub use names::{is_document_name, unread_kind};
pub use record::Record;
#[cfg(test)]
pub(crate) use record::RecordPart;
pub(crate) use record::{BlankPages, RecordPartKind};
pub(crate) use sniff::{ArticleBytes, FileFormat, ReadFailure, read_article_file};
pub(crate) use spread::spread_lines;
pub use walk::folders_below;
pub(crate) use walk::{SourceFile, WalkResult, modified_nanos, walk};
