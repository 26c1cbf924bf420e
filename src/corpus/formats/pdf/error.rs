//! Reasons a PDF cannot be read.

/// The reason a PDF cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PdfError {
    /// A password is needed.
    #[error("an encrypted PDF: save it without its password")]
    Encrypted,
    /// The file, or the text in it, is too large.
    #[error("a PDF that takes more memory than a file may: print its pages to smaller ones")]
    TooLarge,
    /// Reading it took too long.
    #[error("a PDF that takes more time than a file may: print its pages to smaller ones")]
    TooSlow,
    /// Reading it was stopped.
    #[error("reading was stopped")]
    Stopped,
    /// The file is damaged, or no PDF at all.
    #[error("a damaged PDF: {detail}")]
    Damaged {
        /// Description of the damage.
        detail: String,
    },
}

/// Returns the error for a damaged PDF.
pub(super) fn damaged(detail: impl ToString) -> PdfError {
    PdfError::Damaged { detail: detail.to_string() }
}
