//! Reads the words of a query by what the archive has: names, languages, and forms.

pub(crate) mod as_written;
pub(crate) mod names;
pub(crate) mod unjoined;
pub(crate) mod word_forms;
