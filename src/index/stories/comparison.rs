//! What a run finds out about the articles of an index, and the next one begins with.

use std::fs;
use std::path::Path;

use crate::index::stories::linked::LinkedArticles;
use crate::index::stories::overlaps::OverlapTable;
use crate::index::stories::table::StoryTable;
use crate::index::table_file::{Table, TableFile};

/// Prefix of the names of files with the stories.
pub(crate) const STORIES_PREFIX: &str = "stories-";
/// Prefix of the names of files with the articles that share something. Stories of the same number belong to
/// them.
pub(crate) const LINKED_PREFIX: &str = "linked-";

/// The stories of an index, and what they were made of.
#[derive(Debug, Default)]
pub(crate) struct StoryComparison {
    pub stories: StoryTable,
    pub overlaps: OverlapTable,
    pub linked: LinkedArticles,
}

impl StoryComparison {
    /// Reads what the last run has left in `folder`. Without it the stories are the same: what is missing or
    /// damaged is empty.
    pub(crate) fn last(folder: &Path) -> Self {
        let overlaps = OverlapTable::last(folder);
        let last = Self::last_stories(folder).filter(|(stories, linked)| stories.is_in(&linked.segments));
        let (stories, linked) = last.unwrap_or_default();
        StoryComparison { stories, overlaps, linked }
    }

    fn last_stories(folder: &Path) -> Option<(StoryTable, LinkedArticles)> {
        let names = fs::read_dir(folder).ok()?.flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        let number = names.filter_map(|name| name.strip_prefix(LINKED_PREFIX)?.parse::<u64>().ok()).max()?;
        let stories = read(folder, &format!("{STORIES_PREFIX}{number}"))?;
        Some((stories, read(folder, &format!("{LINKED_PREFIX}{number}"))?))
    }
}

/// Reads a table; `None` if there is none or it is damaged.
fn read<T: Table>(folder: &Path, name: &str) -> Option<T> {
    TableFile::open(folder, name).ok()?.take().ok().flatten()
}
