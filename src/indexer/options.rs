//! Options of an indexing run.

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;

use crate::article::{FieldMap, FieldRole, ReadOptions};
use crate::corpus::InputFilter;

/// Default time between two commits of a run.
const DEFAULT_COMMIT_INTERVAL: Duration = Duration::from_secs(180);

/// Default time after which the program of a filter is killed.
const DEFAULT_FILTER_TIMEOUT: Duration = Duration::from_secs(60);

/// Options of an indexing run. Change those of [`IndexOptions::default`] that differ.
///
/// ```
/// let mut options = clippings::IndexOptions::default();
/// options.rebuild = true;
/// options.overrides.exclude = vec!["drafts/**".into()];
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IndexOptions {
    /// Whether to read everything again into a new index, which replaces the old one when it is complete.
    pub rebuild: bool,
    /// Whether to remove the articles of folders that are missing or empty.
    pub prune: bool,
    /// Whether to update all folders of the index, in addition to the given ones.
    pub include_known: bool,
    /// Whether folders of the run that another machine indexed become this machine's, in an index that
    /// several machines share.
    pub take_over: bool,
    /// Number of parts into which the articles of an index on a cluster are divided. A run that does not
    /// build the index fails if it has another one.
    pub shards: Option<u32>,
    /// Number of these parts if the run builds the index and no other is asked for.
    pub default_shards: Option<u32>,
    /// Number of copies that a cluster keeps of each of them.
    pub replicas: Option<u32>,
    /// New path of the folder of the run, if it has moved. Its articles are kept, with paths below the new
    /// one.
    pub moved_to: Option<PathBuf>,
    /// Time to wait for another process that is writing the index.
    pub lock_timeout: Duration,
    /// Whether to merge all segments into one at the end, without deleted articles.
    pub force_merge: bool,
    /// Time between two commits of a run.
    pub commit_interval: Duration,
    /// Whether the report lists the files that were added, changed, moved and removed.
    pub list_changes: bool,
    /// Day on which contents that are new to the index are added; `None` for the local day.
    pub today: Option<Date>,
    /// Filters that read files of other formats. They apply to this run: the index keeps none of them.
    pub filters: Vec<InputFilter>,
    /// Time after which the program of a filter is killed, for each file.
    pub filter_timeout: Duration,
    /// Changes to the options that the folders of the run are read with.
    pub overrides: ReadOverrides,
}

impl Default for IndexOptions {
    fn default() -> Self {
        IndexOptions {
            rebuild: false,
            prune: false,
            include_known: false,
            take_over: false,
            shards: None,
            default_shards: None,
            replicas: None,
            moved_to: None,
            lock_timeout: Duration::ZERO,
            force_merge: false,
            commit_interval: DEFAULT_COMMIT_INTERVAL,
            list_changes: false,
            today: None,
            filters: Vec::new(),
            filter_timeout: DEFAULT_FILTER_TIMEOUT,
            overrides: ReadOverrides::default(),
        }
    }
}

/// Changes to the options that a folder is read with. Options without an override keep their value.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadOverrides {
    /// Whether to keep everything instead of cutting boilerplate.
    pub keep_everything: Option<bool>,
    /// Names of record fields by role. An empty name restores the common names.
    pub fields: Vec<(FieldRole, String)>,
    /// Patterns of the files to read.
    pub include: Vec<String>,
    /// Patterns of the files to skip.
    pub exclude: Vec<String>,
    /// Path of the rules file.
    pub rules: Option<PathBuf>,
}

impl ReadOverrides {
    /// Returns `options` with the overrides.
    pub(super) fn apply(&self, options: &ReadOptions) -> ReadOptions {
        let mut changed = options.clone();
        changed.keep_everything = self.keep_everything.unwrap_or(options.keep_everything);
        if !self.fields.is_empty() {
            changed.fields = FieldMap::default();
            for (role, field) in self.fields.iter().filter(|(_, field)| !field.is_empty()) {
                changed.fields.set(*role, field.clone());
            }
        }
        if !self.include.is_empty() || !self.exclude.is_empty() {
            changed.include.clone_from(&self.include);
            changed.exclude.clone_from(&self.exclude);
        }
        if let Some(path) = &self.rules {
            // The path is stored even if there is no file yet, so that it need not exist.
            changed.rules.path = Some(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        }
        changed
    }
}
