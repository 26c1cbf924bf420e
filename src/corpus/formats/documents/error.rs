//! Why a document cannot be read.

/// Number of bytes of text above which a document is not read.
const MAX_TEXT_BYTES: usize = 16 << 20;

/// The reason a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DocumentError {
    /// The document is encrypted.
    #[error("is encrypted")]
    Encrypted,
    /// The document or its text is too large.
    #[error("larger than the limit of {megabytes} MB when it is unpacked")]
    TooLarge {
        /// The limit.
        megabytes: usize,
    },
    /// The document is damaged.
    #[error("damaged: {detail}")]
    Damaged {
        /// Description of the damage.
        detail: String,
    },
    /// The file is another kind of document, or an archive of anything.
    #[error("{}", other_kind_reason(.extension))]
    OtherKind {
        /// Extension of files of that kind; empty if it is unknown.
        extension: &'static str,
    },
}

fn other_kind_reason(extension: &str) -> String {
    match extension {
        "" => "a ZIP archive without a document in it".into(),
        "xls" => "a file of an older Office program, which is not read".into(),
        "doc" => "an old Word document, which is not read".into(),
        extension => format!("a .{extension} file, which is not read"),
    }
}

/// Returns the error for a damaged document.
pub(super) fn damaged(detail: impl ToString) -> DocumentError {
    DocumentError::Damaged { detail: detail.to_string() }
}

/// Checks the number of bytes of text.
///
/// # Errors
/// [`DocumentError::TooLarge`] above the limit.
pub(super) fn check_length(bytes: usize) -> Result<(), DocumentError> {
    match bytes > MAX_TEXT_BYTES {
        true => Err(DocumentError::TooLarge { megabytes: MAX_TEXT_BYTES >> 20 }),
        false => Ok(()),
    }
}
