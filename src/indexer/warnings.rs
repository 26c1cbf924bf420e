//! Warnings about articles that were indexed.

use std::fmt;

use crate::clean::CleanedRecord;
use crate::corpus::Record;

/// A warning about an article that was indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Warning {
    /// The encoding is not UTF-8; some bytes may be invalid in it.
    Encoding(&'static str, InvalidBytes),
    /// Some bytes are not valid UTF-8.
    InvalidUtf8,
    /// Text that had been decoded in a wrong encoding was repaired.
    MojibakeRepaired,
    /// The day of publication that the article declares cannot be one.
    ImpossibleDate,
    /// The page has no article.
    NoArticle,
    /// The article has a title but no text.
    NoText,
    /// All of the text was cut.
    AllCut,
    /// More than [`MAX_CUT_PERCENT`] of the text was cut.
    MostCut,
}

/// Percentage of cut text above which there is a warning.
const MAX_CUT_PERCENT: usize = 70;

/// The number of invalid bytes in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum InvalidBytes {
    /// All bytes are valid.
    None,
    /// Some bytes are invalid.
    Some,
}

/// Returns the warnings about a record and its cleaned article.
pub(super) fn warnings(record: &Record, cleaned: &CleanedRecord) -> Vec<Warning> {
    let encoding = match (record.encoding, record.has_invalid_bytes) {
        (None, false) => None,
        (None, true) => Some(Warning::InvalidUtf8),
        (Some(encoding), false) => Some(Warning::Encoding(encoding, InvalidBytes::None)),
        (Some(encoding), true) => Some(Warning::Encoding(encoding, InvalidBytes::Some)),
    };
    let mojibake = record.mojibake_repaired.then_some(Warning::MojibakeRepaired);
    let date = cleaned.article.metadata.impossible_date.is_some().then_some(Warning::ImpossibleDate);
    encoding.into_iter().chain(mojibake).chain(date).chain(cut_warning(record, cleaned)).collect()
}

/// Returns the warning about the amount of text that was cut.
fn cut_warning(record: &Record, cleaned: &CleanedRecord) -> Option<Warning> {
    let (kept, cut) = cleaned.article.kept_and_cut_bytes();
    match () {
        () if !cleaned.is_article => Some(Warning::NoArticle),
        () if record.metadata.title.is_some() && record.text.trim().is_empty() => Some(Warning::NoText),
        () if kept == 0 && cut > 0 => Some(Warning::AllCut),
        // The fields of an export are longer than many a story.
        () if !record.parts.is_empty() => None,
        () if cut * 100 > (kept + cut) * MAX_CUT_PERCENT => Some(Warning::MostCut),
        () => None,
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Warning::Encoding(encoding, InvalidBytes::None) => write!(f, "read as {encoding}"),
            Warning::Encoding(encoding, InvalidBytes::Some) => {
                write!(f, "read as {encoding}; some bytes are invalid")
            }
            Warning::InvalidUtf8 => f.write_str("some bytes are not valid UTF-8 and were read as \u{fffd}"),
            Warning::MojibakeRepaired => f.write_str("garbled characters (such as â€™ for ’) were repaired"),
            Warning::ImpossibleDate => f.write_str("the date it declares cannot be that of its publication"),
            Warning::NoText => {
                f.write_str("a title but no text: if the text is in another field, use --map text=FIELD")
            }
            Warning::AllCut => f.write_str("everything was cut: search it with --cut"),
            Warning::MostCut => {
                write!(f, "more than {MAX_CUT_PERCENT}% of it was cut: see `clippings clean --explain`")
            }
            Warning::NoArticle => f.write_str("no article found on the page: indexed under its title"),
        }
    }
}
