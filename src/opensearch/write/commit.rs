//! Commits what a run has written to an index on a cluster.
//!
//! In this order, so that a commit that breaks off loses nothing: all articles are acknowledged; those that
//! their files no longer have are deleted; rows become final, or are deleted; the metadata are written.

use std::borrow::Borrow;
use std::mem;
use std::sync::{Arc, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::article::SourceKey;
use crate::error::Error;
use crate::index::{FileEntry, FileTable, Meta};
use crate::opensearch::client::BulkOperation;
use crate::opensearch::mapping::{ARTICLE, FILE, KIND, RECORD, SOURCE};
use crate::opensearch::pages::{PagedQuery, column};
use crate::opensearch::statistics;
use crate::opensearch::stories::compare::compare_articles;
use crate::opensearch::write::bulk_queue::Operations;
use crate::opensearch::write::rows::{SourceId, hash, row_json};
use crate::opensearch::write::updater::{ClusterUpdater, UpdateState};
use crate::opensearch::write::written_files::WrittenFile;

/// Size of a request that writes rows, in bytes.
const ROWS_BYTES: usize = 4 << 20;
/// Number of ranges of records that a request leaves out for one file.
const MAX_RANGES: usize = 16;
/// Number of clauses of a request.
const MAX_CLAUSES: usize = 500;

impl ClusterUpdater {
    pub(super) fn commit_with<T: Borrow<FileTable>>(
        &self,
        state: impl FnOnce() -> (Meta, T),
        is_last: bool,
    ) -> Result<(), Error> {
        let _gate = self.gate.write().unwrap_or_else(PoisonError::into_inner);
        self.mark_folders()?;
        self.send_all()?;
        self.session.check()?;
        self.session.lease.renew()?;
        let (mut meta, files) = state();
        let table = files.borrow();
        let mut state = self.state();
        let is_final = |key: &SourceKey| table.get(key).is_none_or(|entry| !entry.unfinished);
        let closed = state.files.take_final(is_final);
        self.delete_stale(&mut state, &closed, table)?;
        self.delete_folders(&mut state)?;
        self.write_rows(&mut state, &closed, table)?;
        drop(state);
        drop(files); // may be a lock that the threads of the run wait for
        self.session.client.refresh()?;
        let is_compared =
            is_last && compare_articles(&self.session.client, &self.encoder, || self.session.check())?;
        if is_last && !is_compared {
            self.session.lease.renew()?; // perhaps another process has it
        }
        statistics::count(&self.session.client, &mut meta)?;
        self.session.write_meta(meta, is_compared)?;
        if is_last && !self.session.is_complete {
            self.session.refresh_again()?;
        }
        if is_last {
            self.session.publish()?;
        }
        Ok(())
    }

    /// Marks the rows of the folders that are being removed.
    fn mark_folders(&self) -> Result<(), Error> {
        let folders = self.state().removed_folders.clone();
        for folder in folders {
            let mut keys = Vec::new();
            self.for_each_of_folder(FILE, folder, |hit| {
                keys.extend(column(hit, SOURCE).as_str().and_then(SourceKey::decode));
                Ok(())
            })?;
            for key in keys {
                self.state().open(&key, true, None);
            }
        }
        Ok(())
    }

    /// Deletes the articles of the folders that are being removed. Their rows are deleted with those of other
    /// files.
    fn delete_folders(&self, state: &mut UpdateState) -> Result<(), Error> {
        for folder in mem::take(&mut state.removed_folders) {
            let mut deleted = Operations::default();
            self.for_each_of_folder(ARTICLE, folder, |hit| {
                push_deleted(&mut deleted, hit);
                Ok(())
            })?;
            self.send(state, &mut deleted, 0)?;
        }
        Ok(())
    }

    /// Calls `visit` with each document of a kind in a folder.
    fn for_each_of_folder(
        &self,
        kind: &str,
        folder: u32,
        visit: impl FnMut(&Value) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let prefix = SourceKey { folder, path: String::new() }.encode();
        let filter = json!([{ "term": { KIND: kind } }, { "prefix": { SOURCE: prefix } }]);
        let sort: &[&str] = if kind == ARTICLE { &[SOURCE, RECORD] } else { &[SOURCE] };
        let query = json!({ "bool": { "filter": filter } });
        PagedQuery { query: &query, sort, source: &[], columns: &[SOURCE] }
            .for_each(&self.session.client, visit)
    }

    /// Deletes the articles that the index has of `closed` files and that are not in them.
    fn delete_stale(
        &self,
        state: &mut UpdateState,
        closed: &[(SourceId, WrittenFile)],
        table: &FileTable,
    ) -> Result<(), Error> {
        let is_replaced = |file: &WrittenFile| file.written.is_some() || !table.contains_key(&*file.key);
        let replaced: Vec<&WrittenFile> =
            closed.iter().map(|(_, file)| file).filter(|file| is_replaced(file)).collect();
        if replaced.is_empty() {
            return Ok(());
        }
        self.session.client.refresh()?;
        let mut deleted = Operations::default();
        let (mut clauses, mut num_clauses, mut asked) = (Vec::new(), 0, Vec::new());
        for (position, file) in replaced.iter().enumerate() {
            let ranges = file.written.as_ref().map(|written| written.ranges(MAX_RANGES)).unwrap_or_default();
            let left_out: Vec<Value> = ranges
                .iter()
                .map(|(first, last)| json!({ "range": { RECORD: { "gte": first, "lte": last } } }))
                .collect();
            num_clauses += 1 + left_out.len();
            let filter = json!([{ "term": { SOURCE: file.key.encode() } }]);
            clauses.push(json!({ "bool": { "filter": filter, "must_not": left_out } }));
            asked.push(*file);
            if num_clauses < MAX_CLAUSES && position + 1 < replaced.len() {
                continue;
            }
            let filter = json!([{ "term": { KIND: ARTICLE } }]);
            let should = mem::take(&mut clauses);
            let query = json!({ "bool": { "filter": filter, "should": should, "minimum_should_match": 1 } });
            let asked: FxHashMap<String, &WrittenFile> =
                asked.drain(..).map(|file| (file.key.encode(), file)).collect();
            num_clauses = 0;
            let stale = PagedQuery {
                query: &query,
                sort: &[SOURCE, RECORD],
                source: &[],
                columns: &[SOURCE, RECORD],
            };
            stale.for_each(&self.session.client, |hit| {
                let file = column(hit, SOURCE).as_str().and_then(|source| asked.get(source));
                let record = column(hit, RECORD).as_u64();
                let is_written = |file: &WrittenFile| {
                    file.written
                        .as_ref()
                        .zip(record)
                        .is_some_and(|(written, record)| written.contains(record))
                };
                if file.is_some_and(|file| !is_written(file)) {
                    push_deleted(&mut deleted, hit);
                }
                Ok(())
            })?;
            self.send(state, &mut deleted, 0)?;
        }
        Ok(())
    }

    /// Writes the rows of the files that have changed, and deletes those of files that are no more.
    fn write_rows(
        &self,
        state: &mut UpdateState,
        closed: &[(SourceId, WrittenFile)],
        table: &FileTable,
    ) -> Result<(), Error> {
        let mut operations = Operations::default();
        for (id, file) in closed {
            state.known.remove(id); // the index has a mark in place of the row
            if !table.contains_key(&*file.key) {
                operations.push(BulkOperation::Delete { id: id.row(), routing: None }, &file.key);
            }
            self.send(state, &mut operations, ROWS_BYTES)?;
        }
        for (key, entry) in table {
            let id = SourceId::of(key);
            let refused = state.refused.contains_key(key);
            let row = match refused {
                true => row_json(key, &FileEntry { unfinished: true, ..entry.clone() }),
                false => row_json(key, entry),
            };
            let body = row.to_string();
            let hash = hash(&body);
            if state.known.insert(id, hash) != Some(hash) {
                let operation = BulkOperation::Index { id: id.row(), body, routing: None };
                operations.push(operation, &Arc::new(key.clone()));
                self.send(state, &mut operations, ROWS_BYTES)?;
            }
        }
        self.send(state, &mut operations, 0)
    }

    /// Sends operations if they have at least this size.
    fn send(
        &self,
        state: &mut UpdateState,
        operations: &mut Operations,
        min_bytes: usize,
    ) -> Result<(), Error> {
        if !operations.is_empty() && operations.bytes() >= min_bytes {
            state.refuse(mem::take(operations).send(&self.session.client)?);
        }
        Ok(())
    }
}

/// Adds the deletion of the article of a hit.
fn push_deleted(operations: &mut Operations, hit: &Value) {
    let key = column(hit, SOURCE).as_str().and_then(SourceKey::decode);
    if let Some((id, key)) = hit["_id"].as_str().zip(key) {
        operations.push(BulkOperation::Delete { id: id.to_owned(), routing: None }, &Arc::new(key));
    }
}
