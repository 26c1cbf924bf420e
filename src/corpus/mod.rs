//! Folders of saved articles: which files there are, what is in them, and what text that is.
//!
//! [`walk`] lists files, [`open`] takes off what they are packed with, [`Format`] tells what the content is, [`decode`]
//! turns bytes into text, and [`Records`] takes an archive file apart, one article at a time.

mod bounds;
mod decode;
mod format;
mod globs;
mod http;
mod lines;
mod markup;
mod mhtml;
mod record;
mod records;
mod unpack;
mod walk;
mod warc;

pub use decode::{Decoded, NotText, decode, decode_declared, looks_binary};
pub use format::{Format, hint, read_whole};
pub use globs::Globs;
pub use markup::{Markup, looks_like_html};
pub use record::{FieldMap, Record, Role};
pub use records::{Content, JsonLines, LONGEST, Next, Raw, Records};
pub use unpack::{Opened, RawBytes, fingerprint, open};
pub use walk::{Found, SourceFile, walk, walk_until};
pub use warc::{Capture, Warc};
