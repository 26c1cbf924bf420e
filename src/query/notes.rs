//! What is said about the reading of a query.

/// Notes given one by one; more of them are summed up.
pub(crate) const MAX_NOTES: usize = 20;

/// Something that was read otherwise than it was typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// Where in the query, in characters from its start.
    pub position: usize,
    /// What was done and why.
    pub reason: String,
}

/// Notes while a query is read, each with the byte it is about.
#[derive(Default)]
pub(crate) struct Notes(Vec<(usize, String)>);

impl Notes {
    pub fn add(&mut self, at: usize, reason: impl Into<String>) {
        self.0.push((at, reason.into()));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The notes in the order of `text`, the last of too many summed up.
    pub fn on(self, text: &str) -> Vec<Note> {
        let mut notes = self.0;
        notes.sort_by_key(|(at, _)| *at);
        let more = notes.len().saturating_sub(MAX_NOTES);
        notes.truncate(MAX_NOTES);
        if more > 0 {
            notes.push((text.len(), format!("and {more} more notes")));
        }
        let (mut bytes, mut characters) = (0, 0);
        let count = |(at, reason): (usize, String)| {
            characters += text.get(bytes..at).map_or(0, |between| between.chars().count());
            bytes = at;
            Note { position: characters, reason }
        };
        notes.into_iter().map(count).collect()
    }
}

/// A piece of the query for a note, not too long.
pub(crate) fn shown(word: &str) -> String {
    let mut short: String = word.chars().take(20).filter(|c| !c.is_control()).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}
