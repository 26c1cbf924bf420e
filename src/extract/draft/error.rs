//! Why a file cannot be read as a draft.

/// Number of bytes above which a file is not read. Pages and documents embed images.
pub(super) const MAX_FILE_BYTES: usize = 96 << 20;
/// Number of bytes of text above which a draft is not checked.
pub(super) const MAX_TEXT_BYTES: usize = 16 << 20;

/// The reason a file cannot be read as a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// The format is not read.
    #[error("{kind} cannot be read: {advice}")]
    Unsupported {
        /// Name of the format.
        kind: String,
        /// Advice on how to go on.
        advice: &'static str,
    },
    /// The document is encrypted.
    #[error("the document is protected by a password: save a copy without one")]
    Encrypted,
    /// The file or its text is too large.
    #[error("larger than the limit of {megabytes} MB: check it in parts")]
    TooLarge {
        /// The limit.
        megabytes: usize,
    },
    /// The file is damaged.
    #[error("the document is damaged ({detail}): open it in its program and save it again")]
    Damaged {
        /// Description of the damage.
        detail: String,
    },
    /// The file is no text.
    #[error("{reason}: a draft is a text, Markdown, HTML, PDF, DOCX, ODT or RTF file")]
    NotText {
        /// Content that was found instead.
        reason: String,
    },
}
