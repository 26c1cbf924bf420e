//! The lines of the log of what was reported.

use serde::{Deserialize, Serialize};

use crate::saved::hex;
use crate::saved::saved_query::SavedQuery;
use crate::search::ArticleTraits;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum LogLine {
    /// Version of the log, its first line.
    Version(u32),
    /// An article that is reported behind this line.
    Article(ArticleLine),
    /// Articles that a search has reported.
    Reported(ReportedLine),
    /// Searches that have run.
    Ran(RanLine),
    /// A search that has reported nothing, as it was removed.
    Forgotten(String),
}

/// An article with a number by which other lines name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArticleLine {
    pub number: u32,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hex::optional")]
    pub content: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hex::optional")]
    pub text: Option<u64>,
    #[serde(with = "hex")]
    pub source: u64,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "hex::optional")]
    pub url: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "hex::sketch")]
    pub sketch: Vec<u32>,
}

/// Articles that a search has reported in one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportedLine {
    pub search: String,
    /// Time of the run, in seconds since 1970.
    pub time: i64,
    /// Whether they were marked in silence, as the search was new.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub seeded: bool,
    /// Whether they were marked in silence, as reported articles whose text has changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
    /// Query from this line on, if it is another one than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<SavedQuery>,
    /// Numbers of the articles.
    pub articles: Vec<u32>,
}

/// Searches that have run, whether or not they found something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RanLine {
    /// Time of the run, in seconds since 1970.
    pub time: i64,
    /// Names of the searches; all that the log has at this line if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub searches: Vec<String>,
}

impl ArticleLine {
    /// Gives an article a number.
    pub(super) fn new(number: u32, traits: &ArticleTraits) -> Self {
        let ArticleTraits { content, text, source, url, sketch } = traits.clone();
        ArticleLine { number, content, text, source, url, sketch }
    }

    /// Returns what tells the article from others.
    pub(super) fn into_traits(self) -> ArticleTraits {
        let ArticleLine { content, text, source, url, sketch, .. } = self;
        ArticleTraits { content, text, source, url, sketch }
    }
}

impl LogLine {
    /// Writes the line with its end.
    pub(super) fn write(&self) -> serde_json::Result<Vec<u8>> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }
}
