//! What is to be said about the way an article was read.

use std::fmt;

use crate::clean::CleanedRecord;
use crate::corpus::Record;

/// Something a reader should know about an article that was read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Warning {
    /// It is in this encoding, which is not UTF-8; some of its bytes may stand for nothing.
    Encoding(&'static str, Damage),
    /// It is in UTF-8, but for some bytes.
    Damaged,
    /// Some of it had been read in a wrong encoding before.
    Mended,
    /// It is a page on which no article was found.
    NoArticle,
    /// There is a title but no text.
    NoText,
    /// Nothing is left of it.
    NothingLeft,
    /// More than [`MOST`] of it was cut.
    MostCut,
}

/// When more than this part of a text is cut, in hundredths, the reader should know.
const MOST: usize = 70;

/// Whether all bytes of a text stand for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Damage {
    /// All do.
    None,
    /// Some do not.
    Some,
}

/// What is to be said about `record` and what it was cleaned to.
pub(super) fn warnings(record: &Record, cleaned: &CleanedRecord) -> Vec<Warning> {
    let encoding = match (record.encoding, record.has_invalid_bytes) {
        (None, false) => None,
        (None, true) => Some(Warning::Damaged),
        (Some(encoding), false) => Some(Warning::Encoding(encoding, Damage::None)),
        (Some(encoding), true) => Some(Warning::Encoding(encoding, Damage::Some)),
    };
    let mended = record.mojibake_repaired.then_some(Warning::Mended);
    encoding.into_iter().chain(mended).chain(cut(record, cleaned)).collect()
}

/// What is to be said about how much was cut.
fn cut(record: &Record, cleaned: &CleanedRecord) -> Option<Warning> {
    let (kept, cut) = cleaned.article.kept_and_cut_bytes();
    match () {
        () if !cleaned.is_article => Some(Warning::NoArticle),
        () if record.metadata.title.is_some() && record.text.trim().is_empty() => Some(Warning::NoText),
        () if kept == 0 && cut > 0 => Some(Warning::NothingLeft),
        () if cut * 100 > (kept + cut) * MOST => Some(Warning::MostCut),
        () => None,
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Warning::Encoding(encoding, Damage::None) => write!(f, "read as {encoding}"),
            Warning::Encoding(encoding, Damage::Some) => {
                write!(f, "read as {encoding}; some bytes are invalid")
            }
            Warning::Damaged => f.write_str("some bytes are not valid UTF-8 and were read as \u{fffd}"),
            Warning::Mended => f.write_str("garbled characters (such as â€™ for ’) were repaired"),
            Warning::NoText => {
                f.write_str("a title but no text: if the text is in another field, use --map text=FIELD")
            }
            Warning::NothingLeft => f.write_str("everything was cut: search it with --cut"),
            Warning::MostCut => write!(f, "more than {MOST}% of it was cut: see `clippings clean --explain`"),
            Warning::NoArticle => f.write_str("no article found on the page: indexed under its title"),
        }
    }
}
