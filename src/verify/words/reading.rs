//! Reads the words of a draft or of a source.

use crate::analysis::Language;
use crate::verify::words::{Words, reader};

impl Words {
    /// Reads the words of `text`, all of whose commas count.
    pub(in crate::verify) fn of(text: &str) -> Self {
        reader::read(text, false)
    }

    /// Reads the words of the source `text`, which may leave out a comma if it is English.
    pub(in crate::verify) fn in_language(text: &str, language: Language) -> Self {
        reader::read(text, matches!(language, Language::ENGLISH | Language::UNKNOWN))
    }
}
