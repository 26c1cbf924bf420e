//! Settles what the other articles of a source tell about an article: whether day or month comes first where
//! the numbers of a date do not tell, and the language of a short text that is unsure.
//!
//! All files of the index are asked once those of a run are read, so that the order in which they came makes
//! no difference. Files with articles that were read otherwise are then read again.

mod article;
mod held_records;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::analysis::Language;
use crate::article::{Folder, ReadOptions, SourceKey};
use crate::corpus::format_hint;
use crate::index::{DayOrders, FileEntry, FileTable, SourceLanguages};
use crate::indexer::filters::Filters;
use crate::indexer::plan::PendingFile;
use crate::indexer::sources::article::folder_of;

pub(super) use article::{ArticleSource, SourceArticle, SourceDay};
pub(super) use held_records::{HeldRecord, HeldRecords};

/// Facts that the articles of an index tell about their sources.
#[derive(Debug, Default)]
pub(super) struct SourceFacts {
    /// Order in which they write day and month.
    pub day_orders: DayOrders,
    /// Languages of those with short texts that are unsure.
    pub languages: SourceLanguages,
}

impl SourceFacts {
    /// Returns what the articles of `files` tell.
    pub(super) fn of_files(files: &FileTable) -> Self {
        let mut day_orders = DayOrders::default();
        files
            .values()
            .filter(|entry| !entry.day_orders.is_empty())
            .for_each(|entry| day_orders.extend(&entry.day_orders));
        SourceFacts { day_orders, languages: languages_of(files) }
    }

    fn is_empty(&self) -> bool {
        self.day_orders.is_empty() && self.languages.is_empty()
    }

    /// Returns whether articles of a file were read otherwise than these facts tell.
    fn differ_from(&self, key: &SourceKey, entry: &FileEntry) -> bool {
        let languages = |source: &str| self.languages.get(&full_name(key, source)).unwrap_or_default();
        entry.day_orders.differ_from(&self.day_orders) || entry.languages.differ_from(languages)
    }
}

/// Returns the languages of the sources with short texts that are unsure.
fn languages_of(files: &FileTable) -> SourceLanguages {
    let mut counts: HashMap<String, BTreeMap<Language, u64>> = HashMap::new();
    for (key, entry) in files {
        counts.extend(entry.languages.unsure_sources().map(|name| (full_name(key, name), BTreeMap::new())));
    }
    if !counts.is_empty() {
        for (key, entry) in files {
            entry.languages.for_each_sure(|source, language, articles| {
                if let Some(counts) = counts.get_mut(&full_name(key, source)) {
                    *counts.entry(language).or_default() += articles;
                }
            });
        }
    }
    SourceLanguages::of_counts(counts)
}

/// Returns the name of a source of the file `key`, which is empty for its folder.
fn full_name(key: &SourceKey, source: &str) -> String {
    if source.is_empty() { folder_of(&key.encode()).to_owned() } else { source.to_owned() }
}

/// Returns the files of the index that must be read again, in order of their keys: those with an article that
/// was read otherwise than `facts` tell. A file that is away, or whose filter is, is not among them.
pub(super) fn files_to_read_again(
    files: &FileTable,
    facts: &SourceFacts,
    folders: &[Folder],
    filters: &Filters,
) -> Vec<PendingFile> {
    if facts.is_empty() {
        return Vec::new();
    }
    let options = folders.iter().map(|folder| (folder.id, (folder, Arc::new(folder.options.clone()))));
    let options: HashMap<u32, (&Folder, Arc<ReadOptions>)> = options.collect();
    let behind = files.iter().filter(|(key, entry)| !entry.unfinished && facts.differ_from(key, entry));
    let pending = behind.filter_map(|(key, entry)| {
        let (folder, options) = options.get(&key.folder)?;
        let path = folder.file_path(&key.path);
        let filter = filters.of(&path).filter(|_| entry.is_filtered).cloned();
        let is_readable = path.is_file() && entry.is_filtered == filter.is_some();
        is_readable.then(|| PendingFile {
            key: key.clone(),
            format_hint: format_hint(&path),
            path,
            size: entry.size,
            modified: entry.modified,
            identity: entry.identity,
            options: Arc::clone(options),
            filter,
            indexed: Some(entry.clone()),
            force_read: true,
        })
    });
    let mut pending: Vec<PendingFile> = pending.collect();
    pending.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    pending
}
