//! The query of a saved search.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::index::SearchTarget;
use crate::query::period;
use crate::saved::facet_filters::drill_downs;
use crate::search::{MatchMode, Request};
use crate::text::path_key;

/// Number of steps of work for finding the articles of a saved search: twenty times as many as for a search
/// that somebody waits for. What is left out of an alert would never be reported.
const MAX_STEPS: u64 = 300_000_000;

/// The query of a saved search with the options that decide what matches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SavedQuery {
    /// Query as typed.
    pub query: String,
    /// Further queries that the articles must match as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// Folders that the articles must be in; all folders if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "stored_paths")]
    pub folders: Vec<PathBuf>,
    /// Values of facets that the articles must have, or must not have: `site=Wire`, `-language=de`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// First day of publication, as typed: `7d` are the last seven days at each run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Last day of publication, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether articles with any of the words match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any: bool,
    /// Whether other spellings of names match.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub variants: bool,
    /// Whether the text that was cut is searched.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// Serializes paths that are stored.
mod stored_paths {
    use std::path::PathBuf;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::text::path_key::stored;

    #[derive(Serialize, Deserialize)]
    struct Stored(#[serde(with = "stored")] PathBuf);

    pub(super) fn serialize<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(paths.iter().cloned().map(Stored))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
        Ok(Vec::<Stored>::deserialize(deserializer)?.into_iter().map(|Stored(path)| path).collect())
    }
}

impl SavedQuery {
    /// Creates a query without options.
    pub fn new(query: impl Into<String>) -> Self {
        SavedQuery { query: query.into(), ..SavedQuery::default() }
    }

    /// Returns the options that restrict or widen what matches, as people read them: `since 2024-10`.
    pub fn options(&self) -> Vec<String> {
        let within = self.within.iter().map(|within| format!("within: {within}"));
        let folders = self.folders.iter().map(|folder| format!("in {}", path_key::shown(folder)));
        let days = [("since", &self.since), ("until", &self.until)];
        let days = days.iter().filter_map(|(name, day)| day.as_ref().map(|day| format!("{name} {day}")));
        let flags = [(self.any, "any word"), (self.variants, "other spellings"), (self.cut, "what was cut")];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| (*name).to_owned());
        within.chain(folders).chain(self.filters.iter().cloned()).chain(days).chain(flags).collect()
    }

    /// Returns the request of the query, as of today.
    ///
    /// # Errors
    /// If a day or a filter cannot be read.
    pub fn request(&self) -> Result<Request, String> {
        let read = |text: &Option<String>| match text.as_deref() {
            None => Ok(None),
            Some(text) => period(text).map(Some).ok_or_else(|| format!("{text:?} is no day, month or year")),
        };
        let no_day = || "no day is that early".to_owned();
        let mut request = Request::new(self.query.clone());
        request.filter_queries.clone_from(&self.within);
        request.filter.folders.clone_from(&self.folders);
        request.filter.drill_downs = drill_downs(&self.filters)?;
        request.filter.since = read(&self.since)?.map(|period| period.first);
        request.filter.until =
            read(&self.until)?.map(|period| period.end().ok_or_else(no_day)).transpose()?;
        request.target = if self.cut { SearchTarget::Cut } else { SearchTarget::Article };
        request.match_mode = if self.any { MatchMode::Any } else { MatchMode::All };
        request.expand_spellings = self.variants;
        request.suggestions = false;
        request.max_steps = Some(MAX_STEPS);
        Ok(request)
    }
}
