//! The days on which contents came into an index, for the runs that write it.
//!
//! Each article carries the hash of its content and the first day on which the index had it. A run that reads
//! an article again, wherever its file is now, finds the day by the hash.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use tantivy::{Searcher, SegmentReader};

use crate::error::Error;
use crate::index::doc_store::stored_articles::StoredArticles;
use crate::index::error::catch_engine_panic;
use crate::index::schema::{ADDED, CONTENT, SOURCE, day_of};
use crate::index::write::session::IndexSession;

/// Day of a content that the index had before days were kept.
const UNKNOWN: i64 = i64::MIN;

/// The contents of an index, by hash, with the first day of each.
#[derive(Default)]
pub(crate) struct AddedDays {
    days: FxHashMap<u64, i64>,
    /// Encoded keys of the files with articles whose content is not known.
    pub files_without_contents: BTreeSet<String>,
    /// Lookup of the contents, in place of `days`.
    lookup: Option<Box<dyn ContentLookup>>,
}

/// Finds contents one by one, where an index has too many to read them all.
pub(crate) trait ContentLookup: Send + Sync {
    /// Returns the number of the first day of the content with this hash, which is `None` if the index had it
    /// before days were kept; `None` if the index does not have the content.
    fn find(&self, hash: u64) -> Option<Option<i64>>;
}

impl AddedDays {
    /// Returns the days that `lookup` finds.
    #[cfg(feature = "opensearch")]
    pub(crate) fn looked_up(lookup: Box<dyn ContentLookup>) -> Self {
        AddedDays { lookup: Some(lookup), ..AddedDays::default() }
    }

    /// Reads the days of all articles that are not deleted.
    fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut all = AddedDays::default();
        for reader in searcher.segment_readers() {
            all.add_segment(reader)?;
        }
        Ok(all)
    }

    fn add_segment(&mut self, reader: &SegmentReader) -> tantivy::Result<()> {
        let columns = reader.fast_fields();
        let (hashes, days, sources) = (columns.u64(CONTENT)?, columns.i64(ADDED)?, columns.str(SOURCE)?);
        self.days.reserve(reader.num_docs() as usize);
        for doc in reader.doc_ids_alive() {
            let Some(hash) = hashes.first(doc) else {
                let ord =
                    sources.as_ref().and_then(|sources| Some((sources, sources.term_ords(doc).next()?)));
                if let Some((sources, ord)) = ord {
                    let mut key = String::new();
                    sources.ord_to_str(ord, &mut key)?;
                    self.files_without_contents.insert(key);
                }
                continue;
            };
            // What is not known is earlier than any day.
            let day = days.first(doc).unwrap_or(UNKNOWN);
            self.days.entry(hash).and_modify(|first| *first = day.min(*first)).or_insert(day);
        }
        Ok(())
    }

    /// Returns the first day of the content with this hash, which is `None` if the index had it before days
    /// were kept; `None` if the index does not have the content.
    pub(crate) fn of(&self, hash: u64) -> Option<Option<Date>> {
        match &self.lookup {
            Some(lookup) => lookup.find(hash).map(|day| day.and_then(day_of)),
            None => self.days.get(&hash).map(|day| day_of(*day)),
        }
    }
}

impl IndexSession {
    /// Reads the days of the contents of the last commit.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn added_days(&self) -> Result<AddedDays, Error> {
        if self.is_fresh() {
            return Ok(AddedDays::default());
        }
        let read = || AddedDays::read(&self.index.reader()?.searcher());
        catch_engine_panic(self.dir.path(), || read().map_err(|error| self.error(error)))
    }
}

impl StoredArticles {
    /// Reads the days of the contents of the index; `None` if it has another format, which keeps none.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn added_days(&self) -> Result<Option<AddedDays>, Error> {
        if !self.has_added_days() {
            return Ok(None);
        }
        self.with_searcher(AddedDays::read).map(Some)
    }
}
