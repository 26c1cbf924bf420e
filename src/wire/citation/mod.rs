//! The citation of an article: text to paste.

use std::path::Path;

use crate::article::Metadata;
use crate::search::snippet::Passage;
use crate::wire::PathDisplay;
use crate::wire::escape::{escape_controls, single_line};

/// An article that is cited, with the passages that are.
#[derive(Debug, Clone, Copy)]
pub struct CitedArticle<'c> {
    /// Title, author, site, day and address.
    pub metadata: &'c Metadata,
    /// Path of the source file.
    pub path: &'c Path,
    /// Id of the record, if the source file contains several.
    pub id: Option<&'c str>,
    /// The passages.
    pub passages: &'c [Passage],
}

impl CitedArticle<'_> {
    /// Returns what is known of the article, one line each: its title, its source and day, its address, and
    /// each passage with its path and position; then `also_in`, the copies that it stands for. Nothing is
    /// marked or wrapped.
    pub fn citation(&self, also_in: Option<String>, display: &PathDisplay) -> String {
        let metadata = self.metadata;
        let day = metadata.published.map(|day| day.to_string());
        let source = metadata.source().map(|source| single_line(&source));
        let source: Vec<String> = source.into_iter().chain(day).collect();
        let place = display.place(self.path, self.id);
        let mut lines: Vec<String> = metadata.title.as_deref().map(single_line).into_iter().collect();
        lines.push(source.join(", "));
        lines.extend(metadata.url.as_deref().map(single_line));
        for passage in self.passages {
            let speaker = passage.speaker().map(|speaker| format!(" — {}", single_line(speaker)));
            lines.extend([
                format!("{place}:{}", passage.position),
                single_line(&passage.text()) + &speaker.unwrap_or_default(),
            ]);
        }
        lines.extend(also_in);
        lines.retain(|line| !line.is_empty());
        lines.iter().map(|line| format!("{}\n", escape_controls(line))).collect()
    }
}
