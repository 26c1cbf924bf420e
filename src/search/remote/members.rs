//! What another engine tells of the stories of its articles, without their texts.

use rustc_hash::FxHashMap;

use crate::article::{Document, StoryKeys};
use crate::index::schema::day_number;

/// Whether another engine has compared its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "opensearch"), allow(dead_code, reason = "a cluster alone makes some"))]
pub(crate) enum StoryState {
    /// The index is older than stories.
    Missing,
    /// A run has not come to its end: articles that it has written stand alone.
    Incomplete,
    Complete,
}

/// An article of a story, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryMember {
    pub stories: StoryKeys,
    /// Number of the day of publication.
    pub day: Option<i64>,
    /// Encoded key of the file.
    pub source: String,
    pub record: u64,
}

impl StoryMember {
    /// Returns what a search needs of an article.
    pub(crate) fn of(document: &Document) -> Self {
        StoryMember {
            stories: document.stories.clone(),
            day: document.metadata.published.map(day_number),
            source: document.key.encode(),
            record: document.record.number,
        }
    }

    /// Returns the key by which articles are sorted: by day, the undated last, then by file.
    pub(in crate::search) fn order(&self) -> (bool, Option<i64>, &str, u64) {
        (self.day.is_none(), self.day, &self.source, self.record)
    }
}

/// Numbers of articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StoryCounts {
    /// Number of all.
    pub total: u64,
    /// Number of those of each story, by its key.
    pub stories: FxHashMap<u64, u64>,
}

impl StoryCounts {
    /// Returns the number of articles that stand behind another one of their story.
    pub(in crate::search) fn num_copies(&self) -> usize {
        (self.stories.values().sum::<u64>() as usize).saturating_sub(self.stories.len())
    }

    /// Returns the number of stories, of which an article without copies is one.
    pub(in crate::search) fn num_stories(&self) -> usize {
        (self.total as usize).saturating_sub(self.num_copies())
    }

    /// Returns the number of other articles of the story of `document`.
    pub(in crate::search) fn copies_of(&self, document: &Document) -> usize {
        let count = document.stories.own.and_then(|key| self.stories.get(&key)).copied().unwrap_or_default();
        (count as usize).saturating_sub(1)
    }
}
