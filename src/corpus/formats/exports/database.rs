//! The databases whose exports are read.

use std::ops::Range;

use crate::corpus::formats::exports::lines::text_lines;
use crate::corpus::formats::exports::story::ParsedStory;
use crate::corpus::formats::exports::{factiva, factiva_tags, nexis, proquest};

/// A news database, by the form of its exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsDatabase {
    /// ProQuest.
    ProQuest,
    /// Nexis, LexisNexis and Nexis Uni.
    Nexis,
    /// Factiva, as it displays stories.
    Factiva,
    /// Factiva, with a tag of two letters before each field.
    FactivaTags,
}

impl NewsDatabase {
    /// All of them.
    pub const ALL: [NewsDatabase; 4] =
        [NewsDatabase::ProQuest, NewsDatabase::Nexis, NewsDatabase::Factiva, NewsDatabase::FactivaTags];

    /// Returns whether a file with this beginning has a word that every export has. Nearly every other text
    /// has none.
    pub(crate) fn may_be_export(head: &[u8]) -> bool {
        const NEEDLES: [&str; 6] = ["ocument", "okument", "OCUMENT", "OKUMENT", "ProQuest", "LOAD-DATE:"];
        NEEDLES.iter().any(|needle| memchr::memmem::find(head, needle.as_bytes()).is_some())
    }

    /// Returns the database that a file with this beginning was exported from. With `truncated`, the file
    /// continues after `head`. An article that mentions a database is no export.
    pub fn detect(head: &str, truncated: bool) -> Option<NewsDatabase> {
        if !NewsDatabase::may_be_export(head.as_bytes()) {
            return None;
        }
        let lines = text_lines(head);
        match () {
            () if proquest::is_export(&lines, truncated) => Some(NewsDatabase::ProQuest),
            () if factiva_tags::is_export(&lines, truncated) => Some(NewsDatabase::FactivaTags),
            () if factiva::is_export(&lines) => Some(NewsDatabase::Factiva),
            () if nexis::is_export(&lines, truncated) => Some(NewsDatabase::Nexis),
            () => None,
        }
    }

    /// Returns the ranges of the stories in `text`. Together they are all of it: a cover belongs to the story
    /// after it, and what follows the last story to that one.
    pub fn split(self, text: &str) -> Vec<Range<usize>> {
        let lines = text_lines(text);
        let mut starts = match self {
            NewsDatabase::ProQuest => proquest::story_starts(&lines),
            NewsDatabase::Nexis => nexis::story_starts(&lines),
            NewsDatabase::Factiva => factiva::story_starts(&lines),
            NewsDatabase::FactivaTags => factiva_tags::story_starts(&lines),
        };
        if starts.is_empty() {
            starts.push(0);
        }
        starts[0] = 0;
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
        starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// Finds title, text and fields of the story `text`. Returns `None` if it has no text.
    pub fn parse(self, text: &str) -> Option<ParsedStory> {
        let lines = text_lines(text);
        let story = match self {
            NewsDatabase::ProQuest => proquest::parse(text, &lines),
            NewsDatabase::Nexis => nexis::parse(text, &lines),
            NewsDatabase::Factiva => factiva::parse(text, &lines),
            NewsDatabase::FactivaTags => factiva_tags::parse(text, &lines),
        };
        story.filter(|story| story.has_text(text))
    }
}
