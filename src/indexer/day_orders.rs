//! Settles whether day or month comes first where the numbers of a date do not tell: as in the other articles
//! of its source.
//!
//! All files of the index are asked once those of a run are read, so that the order in which they came makes
//! no difference. Files with articles that were read otherwise are then read again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::article::{DayOrder, Folder, Metadata, NumericDay, ReadOptions};
use crate::clean::site_lines::site_keys;
use crate::clean::site_of;
use crate::clean::user_rules::Origin;
use crate::corpus::{Record, format_hint};
use crate::index::{DayOrders, FileTable};
use crate::indexer::filters::Filters;
use crate::indexer::plan::PendingFile;

/// The day of publication of an article, in numbers, and its source: the site, or else the folder.
pub(super) struct SourceDay {
    pub source: String,
    pub day: NumericDay,
    /// Order in which the source told to read it.
    pub read: DayOrder,
    /// Order in which it was read.
    pub found: DayOrder,
}

impl SourceDay {
    /// Returns the day of the article of `record`, which was read in the order `read`, if it is in numbers.
    pub(super) fn of(record: &Record, source_key: &str, about: &Metadata, read: DayOrder) -> Option<Self> {
        let day = about.numeric_day?;
        let found = about.published.map_or(DayOrder::Unknown, |published| day.order_of(published));
        Some(SourceDay { day, source: source_of(record, source_key), read, found })
    }

    /// Returns the order in a file of this article alone.
    pub(super) fn orders(&self) -> DayOrders {
        let mut orders = DayOrders::default();
        orders.add(&self.source, self.day, self.read, self.found);
        orders
    }
}

/// Returns the name of the source that an article comes from.
fn source_of(record: &Record, source_key: &str) -> String {
    site_keys(Origin { site: &site_of(record), source_key, ..Origin::default() }).swap_remove(0)
}

/// Returns the orders that the articles of `files` tell.
pub(super) fn of_files(files: &FileTable) -> DayOrders {
    let mut all = DayOrders::default();
    files
        .values()
        .filter(|entry| !entry.day_orders.is_empty())
        .for_each(|entry| all.extend(&entry.day_orders));
    all
}

/// Returns the files of the index that must be read again, in order of their keys: those with a day that was
/// read in another order than `all` of them tell. A file that is away, or whose filter is, is not among them.
pub(super) fn files_to_read_again(
    files: &FileTable,
    all: &DayOrders,
    folders: &[Folder],
    filters: &Filters,
) -> Vec<PendingFile> {
    if all.is_empty() {
        return Vec::new();
    }
    let options = folders.iter().map(|folder| (folder.id, (folder, Arc::new(folder.options.clone()))));
    let options: HashMap<u32, (&Folder, Arc<ReadOptions>)> = options.collect();
    let behind = files.iter().filter(|(_, entry)| !entry.unfinished && entry.day_orders.differ_from(all));
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

/// Returns the order in which the source of `record` writes day and month, as `orders` tell.
pub(super) fn order_of(orders: &DayOrders, record: &Record, source_key: &str) -> DayOrder {
    if orders.is_empty() { DayOrder::Unknown } else { orders.order(&source_of(record, source_key)) }
}
