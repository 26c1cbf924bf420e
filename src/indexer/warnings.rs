//! Warnings about articles that were indexed.

use std::fmt;

use crate::clean::{Article, CleanedRecord, Reason, Verdict, is_prose};
use crate::corpus::{BlankPages, Record};
use crate::index::FileWarning;

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
    /// Prose was cut that the model is not sure of.
    ProseCut,
    /// Some pages have no text.
    BlankPages(BlankPages),
}

/// Confidence below which a cut may be wrong.
const SURE: f32 = 0.9;
/// Percentage of doubtful prose above which there is a warning.
const MAX_DOUBTFUL_PERCENT: usize = 10;
/// Length in bytes of doubtful prose below which there is no warning: a sentence.
const MIN_DOUBTFUL_BYTES: usize = 150;

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
    let blank = record.blank_pages.map(Warning::BlankPages);
    encoding
        .into_iter()
        .chain(mojibake)
        .chain(date)
        .chain(blank)
        .chain(cut_warning(record, cleaned))
        .collect()
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
        () if is_prose_cut(&cleaned.article) => Some(Warning::ProseCut),
        () => None,
    }
}

/// Returns whether prose was cut for its place alone, and may belong to the article.
fn is_prose_cut(article: &Article) -> bool {
    let (mut kept, mut doubtful) = (0, 0);
    for (block, text) in article.blocks_with_text().filter(|(_, text)| is_prose(text)) {
        match block.label.verdict {
            Verdict::Keep => kept += text.len(),
            Verdict::Cut(Reason::BeforeArticle | Reason::AfterArticle | Reason::Interruption)
                if block.label.confidence < SURE =>
            {
                doubtful += text.len();
            }
            Verdict::Cut(_) => {}
        }
    }
    doubtful >= MIN_DOUBTFUL_BYTES && doubtful * 100 > (kept + doubtful) * MAX_DOUBTFUL_PERCENT
}

/// Returns the warnings about a file that is one article, to be kept in the index.
pub(super) fn of_file(warnings: &[Warning]) -> Vec<FileWarning> {
    let warning =
        |warning: &Warning| FileWarning { reason: warning.to_string(), articles: 1, lines: Vec::new() };
    warnings.iter().map(warning).collect()
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
            Warning::ProseCut => {
                f.write_str("prose was cut that may belong to the article: see `clippings clean --explain`")
            }
            Warning::BlankPages(BlankPages { blank, pages }) if blank == pages => {
                f.write_str("no page has text: scanned pictures?")
            }
            Warning::BlankPages(BlankPages { blank: 1, pages }) => {
                write!(f, "1 of {pages} pages has no text: a scanned picture?")
            }
            Warning::BlankPages(BlankPages { blank, pages }) => {
                write!(f, "{blank} of {pages} pages have no text: scanned pictures?")
            }
            Warning::NoArticle => f.write_str(
                "no article found on the page: indexed with its title and what little text it has",
            ),
        }
    }
}
