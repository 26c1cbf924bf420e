//! Tells the format of a draft.

use std::path::Path;

use crate::corpus::{DocumentError, FileFormat, OpenFile, PdfError, Record, format_from_name};
use crate::extract::draft::error::DraftError;

/// Advice for formats of word processors.
const SAVE_AS_DOCX: &str = "save it as DOCX or as plain text";
/// Advice for formats that are pictures of a text.
const COPY_TEXT: &str = "copy its text into a text file";
/// Extensions of formats that are not read, with their names.
const UNSUPPORTED: [(&str, &str, &str); 11] = [
    ("doc", "an old Word document (.doc)", SAVE_AS_DOCX),
    ("dot", "an old Word template (.dot)", SAVE_AS_DOCX),
    ("xls", "a file of an older Office program", SAVE_AS_DOCX),
    ("pages", "a Pages document (.pages)", SAVE_AS_DOCX),
    ("wpd", "a WordPerfect document (.wpd)", SAVE_AS_DOCX),
    ("epub", "an e-book (.epub)", COPY_TEXT),
    ("xlsx", "a spreadsheet (.xlsx)", COPY_TEXT),
    ("ods", "a spreadsheet (.ods)", COPY_TEXT),
    ("pptx", "a presentation (.pptx)", COPY_TEXT),
    ("odp", "a presentation (.odp)", COPY_TEXT),
    ("eml", "an e-mail (.eml)", COPY_TEXT),
];

/// Extensions of documents that are archives.
const ZIPPED: [&str; 5] = ["docx", "docm", "dotx", "odt", "ott"];

/// The format of a draft that is a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DraftFormat {
    Plain,
    Markdown,
    Html,
    Mhtml,
    Pdf,
}

/// Returns the error for the format with this extension, if it is known and not read.
fn unsupported_extension(extension: &str) -> Option<DraftError> {
    let (_, kind, advice) = UNSUPPORTED.iter().find(|(known, ..)| known.eq_ignore_ascii_case(extension))?;
    Some(DraftError::Unsupported { kind: (*kind).into(), advice })
}

/// Returns the format of a file called `name`.
///
/// # Errors
/// [`DraftError::Unsupported`] if it is an archive of articles, or named as a format that is not read.
pub(super) fn detect(file: &OpenFile, name: &str) -> Result<DraftFormat, DraftError> {
    let path = Path::new(name);
    let format = FileFormat::detect(file, format_from_name(path));
    match format {
        FileFormat::Html => return Ok(DraftFormat::Html),
        FileFormat::Mhtml => return Ok(DraftFormat::Mhtml),
        FileFormat::Markdown => return Ok(DraftFormat::Markdown),
        // A text of a news database has paragraphs as any other.
        FileFormat::Text | FileFormat::Export(_) | FileFormat::Document => {}
        FileFormat::Pdf => return Ok(DraftFormat::Pdf),
        FileFormat::Jsonl
        | FileFormat::Json
        | FileFormat::Warc
        | FileFormat::ChatPage
        | FileFormat::Book
        | FileFormat::Mail
        | FileFormat::Feed => {
            let advice = "verify one text at a time";
            return Err(DraftError::Unsupported { kind: "an archive of many texts".into(), advice });
        }
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
    match extension.as_deref() {
        Some(extension) if ZIPPED.iter().any(|zipped| extension.eq_ignore_ascii_case(zipped)) => {
            let detail = format!("{} files are ZIP archives, and this is none", extension.to_uppercase());
            Err(DraftError::Damaged { detail })
        }
        Some(extension) => unsupported_extension(extension).map_or(Ok(DraftFormat::Plain), Err),
        None => Ok(DraftFormat::Plain),
    }
}

/// Reads a page saved with its parts.
pub(super) fn read_mhtml(bytes: Vec<u8>) -> Result<Record, String> {
    FileFormat::Mhtml.parse(bytes)
}

impl From<PdfError> for DraftError {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::Encrypted => DraftError::Encrypted,
            PdfError::TooLarge | PdfError::TooSlow | PdfError::Stopped => {
                DraftError::Unsupported { kind: "a PDF this large".into(), advice: COPY_TEXT }
            }
            PdfError::Damaged { detail } => DraftError::Damaged { detail },
        }
    }
}

impl From<DocumentError> for DraftError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Encrypted => DraftError::Encrypted,
            DocumentError::TooLarge { megabytes } => DraftError::TooLarge { megabytes },
            DocumentError::Damaged { detail } => DraftError::Damaged { detail },
            DocumentError::OtherKind { extension } => {
                let archive = || DraftError::Unsupported {
                    kind: "a ZIP archive without a document".into(),
                    advice: "unpack it and name the files in it",
                };
                unsupported_extension(extension).unwrap_or_else(archive)
            }
        }
    }
}
