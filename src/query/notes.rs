//! Notes on how a query was read.

/// Maximum number of notes listed; further ones are only counted.
pub(crate) const MAX_NOTES: usize = 20;

/// A part of the query that was read differently from how it was typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct Note {
    /// Position in the query, in characters from its start.
    pub position: usize,
    /// Explanation of the reading.
    pub reason: String,
}

/// Notes collected while a query is parsed, each with its byte offset.
#[derive(Default)]
pub(crate) struct Notes(Vec<(usize, String)>);

impl Notes {
    pub(super) fn add(&mut self, offset: usize, reason: impl Into<String>) {
        self.0.push((offset, reason.into()));
    }

    pub(super) fn extend(&mut self, notes: impl IntoIterator<Item = (usize, String)>) {
        self.0.extend(notes);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the notes in the order of `text`; the last one counts those beyond [`MAX_NOTES`].
    pub(super) fn into_sorted(self, text: &str) -> Vec<Note> {
        let mut notes = self.0;
        notes.sort_by_key(|(offset, _)| *offset);
        let more = notes.len().saturating_sub(MAX_NOTES);
        notes.truncate(MAX_NOTES);
        if more > 0 {
            let noun = if more == 1 { "note" } else { "notes" };
            notes.push((text.len(), format!("and {more} more {noun}")));
        }
        let (mut bytes, mut characters) = (0, 0);
        let count = |(offset, reason): (usize, String)| {
            characters += text.get(bytes..offset).map_or(0, |between| between.chars().count());
            bytes = offset;
            Note { position: characters, reason }
        };
        notes.into_iter().map(count).collect()
    }
}

/// Returns at most 20 characters of `word`, to quote it in a note.
pub(crate) fn excerpt(word: &str) -> String {
    let mut short: String = word.chars().take(20).filter(|c| !c.is_control()).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}
