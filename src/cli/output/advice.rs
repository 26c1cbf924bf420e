//! Completes the commands that messages advise to run: the index that was named is named in them too.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use clippings::internals::text::shell_word::with_index;

/// The index that the next command must name.
static NAMED_INDEX: OnceLock<PathBuf> = OnceLock::new();

/// Sets the index that every command must name.
pub(crate) fn name_index(index: &Path) {
    let _ = NAMED_INDEX.set(index.to_owned()); // the first one stays
}

/// Adds the index to the commands in `message`.
pub(crate) fn complete(message: &str) -> Cow<'_, str> {
    match NAMED_INDEX.get() {
        Some(index) => Cow::Owned(with_index(message, index)),
        None => Cow::Borrowed(message),
    }
}
