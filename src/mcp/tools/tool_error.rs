//! Errors of tools.

use crate::error::Error;
use crate::mcp::fence::ToolText;

/// Error of a tool, which the model can mend or tell the user.
pub(super) struct ToolError(Box<ToolText>);

impl ToolError {
    /// Creates an error in our words.
    pub(super) fn new(words: impl Into<String>) -> Self {
        ToolError(Box::new(ToolText::new(words)))
    }

    /// Creates an error with details that may have words of others.
    pub(super) fn with_details(words: impl Into<String>, details: &[String]) -> Self {
        let mut text = ToolText::new(words);
        details.iter().for_each(|line| text.quote(line));
        ToolError(Box::new(text))
    }

    /// Returns the text for the model.
    pub(super) fn into_text(self) -> ToolText {
        *self.0
    }
}

impl From<Error> for ToolError {
    fn from(error: Error) -> Self {
        match error {
            // It names the id of an article.
            Error::AmbiguousRecord { .. } => {
                let words = "The file has several articles: name one by its id.";
                ToolError::with_details(words, &[error.to_string()])
            }
            error => ToolError::new(error.to_string()),
        }
    }
}
