//! Folders of saved articles: which files there are, what is in them, and what text that is.
//!
//! [`walk`] lists files, [`open`] takes off what they are packed with, [`Format`] tells what the content is, [`decode`]
//! turns bytes into text, and [`Records`] takes an archive file apart, one article at a time.

mod charset;
mod decompress;
pub(crate) mod formats;
mod globs;
mod limits;
mod markup;
mod record;
mod sniff;
mod walk;

pub use charset::{Decoded, NotText, decode, decode_declared, looks_binary};
pub use decompress::{Opened, RawBytes, fingerprint, open};
pub use formats::records::{Content, JsonLines, LONGEST, Next, Raw, Records};
pub use formats::warc::{Capture, Warc};
pub use globs::Globs;
pub use markup::{Markup, looks_like_html};
pub use record::Record;
pub use sniff::{Format, hint, read_whole};
pub use walk::{Found, SourceFile, walk, walk_until};
