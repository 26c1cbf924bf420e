//! Folders of saved articles: which files there are, and what text is in them.

mod decode;
mod walk;

pub use decode::{Decoded, NotText, decode, looks_binary};
pub use walk::{Found, Kind, SourceFile, walk};
