//! Finds the days on which contents came into an index.
//!
//! A run that reads few articles asks for each of their contents; one that reads many reads those of the
//! whole index after a while. Both see the index as it was before the run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use serde_json::json;

use crate::error::Error;
use crate::index::ContentLookup;
use crate::opensearch::mapping::{ADDED, ARTICLE, CONTENT, KIND, RECORD, SOURCE};
use crate::opensearch::pages::point_in_time::PointInTime;
use crate::opensearch::pages::{PagedQuery, column};

/// Number of articles whose contents are read in the time that one request takes.
const ARTICLES_PER_LOOKUP: u64 = 125;
/// Minimum number of requests before all contents are read.
const MIN_LOOKUPS: u64 = 100;

/// The numbers of days by the hash of the content. `None` is earlier than any day.
type Days = FxHashMap<u64, Option<i64>>;

/// The first error of the requests that nobody waits for.
pub(super) type LookupError = Arc<Mutex<Option<Error>>>;

/// Finds the days of contents.
pub(super) struct ContentDays {
    snapshot: PointInTime,
    lookups: AtomicU64,
    max_lookups: u64,
    all: RwLock<Option<Days>>,
    /// Place of an error, which ends the run before its next article.
    error: LookupError,
}

impl ContentDays {
    /// Finds contents in a snapshot of an index with this number of articles.
    pub(super) fn new(snapshot: PointInTime, num_articles: u64, error: LookupError) -> Self {
        let max_lookups = (num_articles / ARTICLES_PER_LOOKUP).max(MIN_LOOKUPS);
        ContentDays { snapshot, lookups: AtomicU64::new(0), max_lookups, all: RwLock::default(), error }
    }

    fn try_find(&self, hash: u64) -> Result<Option<Option<i64>>, Error> {
        if self.lookups.fetch_add(1, Ordering::Relaxed) < self.max_lookups {
            return self.look_up(hash);
        }
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = &*all {
            return Ok(all.get(&hash).copied());
        }
        drop(all);
        let mut all = self.all.write().unwrap_or_else(PoisonError::into_inner);
        if all.is_none() {
            *all = Some(self.read_all()?);
        }
        Ok(all.as_ref().and_then(|all| all.get(&hash).copied()))
    }

    /// Asks for one content.
    fn look_up(&self, hash: u64) -> Result<Option<Option<i64>>, Error> {
        let filter = json!([{ "term": { KIND: ARTICLE } }, { "term": { CONTENT: hash.cast_signed() } }]);
        let answer = self.snapshot.search(&json!({
            "size": 1,
            "query": { "bool": { "filter": filter } },
            "sort": [{ ADDED: { "order": "asc", "missing": "_first" } }],
            "_source": false,
            "docvalue_fields": [ADDED],
            "track_total_hits": false,
        }))?;
        let hit = &answer["hits"]["hits"][0];
        Ok((!hit.is_null()).then(|| column(hit, ADDED).as_i64()))
    }

    /// Reads all contents.
    fn read_all(&self) -> Result<Days, Error> {
        let mut days = Days::default();
        let articles = PagedQuery {
            query: &json!({ "term": { KIND: ARTICLE } }),
            sort: &[SOURCE, RECORD],
            source: &[],
            columns: &[CONTENT, ADDED],
        };
        articles.for_each_at(&self.snapshot, |hit| {
            if let Some(hash) = column(hit, CONTENT).as_i64() {
                let day = column(hit, ADDED).as_i64();
                let first = days.entry(hash.cast_unsigned()).or_insert(day);
                *first = day.min(*first);
            }
            Ok(())
        })?;
        Ok(days)
    }
}

impl ContentLookup for ContentDays {
    fn find(&self, hash: u64) -> Option<Option<i64>> {
        self.try_find(hash).unwrap_or_else(|error| {
            self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            None
        })
    }
}
