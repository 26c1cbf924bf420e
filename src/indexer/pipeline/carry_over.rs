//! Carries articles over from the index that a run replaces, when their files cannot be read.
//!
//! Such articles are indexed again from what the older index stores of them. Their files count as unfinished,
//! so that they are read as soon as they can be.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::article::{Document, SourceKey, StoredQuotation};
use crate::error::Error;
use crate::index::{ArticleUpdater, FileEntry, ReplacedArticles, Update};
use crate::progress::{Amount, Progress};
use crate::quote::find_quotations_of;

/// A file whose articles were carried over.
pub(in crate::indexer) struct CarriedFile {
    pub key: SourceKey,
    /// Its entry for the file table if the run has made none.
    pub entry: FileEntry,
    /// Number of articles that the older index has of it and that cannot be read there.
    pub lost: u64,
}

/// Adds the articles that `stored` has of the files `keys`, in place of those that the run has added of the
/// files for which `is_read_in_part` is true.
///
/// # Errors
/// If an index cannot be read or written. An article that cannot be read is only counted.
pub(super) fn carry_over(
    stored: &impl ReplacedArticles,
    keys: Vec<SourceKey>,
    is_read_in_part: impl Fn(&SourceKey) -> bool + Sync,
    updater: &impl ArticleUpdater,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Vec<CarriedFile>, Error> {
    let known =
        |key: SourceKey| Some((stored.files().get(&key).filter(|entry| entry.articles > 0)?.clone(), key));
    let files: Vec<(FileEntry, SourceKey)> = keys.into_iter().filter_map(known).collect();
    let carry = |(entry, key): (FileEntry, SourceKey)| {
        if is_read_in_part(&key) {
            updater.update(&Update { remove: Some(&key), add: None }, || ())?;
        }
        let (carried, lost) = (AtomicU64::new(0), AtomicU64::new(0));
        stored.of_file(&key)?.into_par_iter().try_for_each(|article| {
            if stop.load(Ordering::Relaxed) {
                return Ok(()); // the run ends without a commit
            }
            let Ok(mut document) = stored.read(article) else {
                lost.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            };
            if !stored.has_quotations() {
                find_in_body(&mut document);
            }
            carried.fetch_add(1, Ordering::Relaxed);
            progress.advance(Amount { articles: 1, ..Amount::default() });
            updater.update(&Update { remove: None, add: Some(&document) }, || ())
        })?;
        let entry = FileEntry { articles: carried.into_inner(), unfinished: true, ..entry };
        Ok(CarriedFile { key, entry, lost: lost.into_inner() })
    };
    files.into_par_iter().map(carry).collect()
}

/// Finds the quotations of a document whose original is not there.
fn find_in_body(document: &mut Document) {
    let title = document.metadata.title.as_deref().unwrap_or_default();
    let found = find_quotations_of(&document.body.text, title, document.language).into_iter();
    document.quotations = found.map(|quotation| StoredQuotation::new(quotation, None)).collect();
}
