//! A story that is not taken apart yet.

use crate::corpus::formats::exports::database::NewsDatabase;
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::Markup;
use crate::corpus::record::{Record, repair_mojibake};

/// A story as it stands in its export, not taken apart yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ExportedStory {
    pub(super) database: NewsDatabase,
    pub(super) text: String,
    pub(super) lines_before: u32,
    pub(super) encoding: Option<&'static str>,
    pub(super) has_invalid_bytes: bool,
}

impl ExportedStory {
    /// Takes the story apart.
    ///
    /// # Errors
    /// The reason it is not an article.
    pub(in crate::corpus::formats) fn read(self) -> Result<Record, String> {
        let ExportedStory { database, mut text, lines_before, encoding, has_invalid_bytes } = self;
        if let Some(reason) = oversize_reason(&text, Markup::Plain) {
            return Err(reason);
        }
        let mojibake_repaired = repair_mojibake(&mut text);
        let story = database.parse(&text).unwrap_or_default();
        let parts = if story.body.is_empty() { Vec::new() } else { story.parts(&text) };
        let (metadata, date, id) = (story.metadata, story.date, story.id);
        Ok(Record {
            id,
            metadata,
            text,
            date,
            parts,
            lines_before,
            encoding,
            has_invalid_bytes,
            mojibake_repaired,
            ..Record::default()
        })
    }

    /// Returns the number of bytes.
    pub(in crate::corpus::formats) fn size(&self) -> usize {
        self.text.len()
    }
}
