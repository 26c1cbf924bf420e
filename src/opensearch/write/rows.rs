//! Rows of the file table as documents of the index.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::{Value, json};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::article::SourceKey;
use crate::error::Error;
use crate::index::{FileEntry, FileTable};
use crate::opensearch::client::{BulkOperation, ClusterClient};
use crate::opensearch::mapping::{ARTICLE, DATA, FILE, KIND, SOURCE, UNFINISHED};
use crate::opensearch::pages::value_counts::CountedQuery;
use crate::opensearch::pages::{PagedQuery, invalid};

/// Number of files that one request asks for.
pub(super) const FILES_PER_REQUEST: usize = 500;
/// Number of files that one request counts the articles of.
const COUNTS_PER_REQUEST: usize = 5_000;

/// A hash of the key of a file, which the ids of its documents are made of. Keys can be longer than ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceId(u128);

impl SourceId {
    pub(crate) fn of(key: &SourceKey) -> Self {
        SourceId::of_encoded(&key.encode())
    }

    fn of_encoded(key: &str) -> Self {
        SourceId(xxh3_128(key.as_bytes()))
    }

    /// Returns the id of the row.
    pub(super) fn row(self) -> String {
        format!("f-{:032x}", self.0)
    }

    /// Returns the id of an article.
    pub(crate) fn article(self, record: u64) -> String {
        format!("a-{:032x}-{record}", self.0)
    }
}

/// Returns the id of an article of the file with this encoded key.
pub(crate) fn article_id(source: &str, record: u64) -> String {
    SourceId::of_encoded(source).article(record)
}

/// The rows that the index has, each with a hash.
pub(super) type KnownRows = FxHashMap<SourceId, u64>;

/// Returns the row of a file as JSON.
pub(super) fn row_json(key: &SourceKey, entry: &FileEntry) -> Value {
    json!({ KIND: FILE, SOURCE: key.encode(), UNFINISHED: entry.unfinished, DATA: entry })
}

/// Returns the operation that marks a file as unfinished. The row of a file that has one stays as it is
/// otherwise, which the cluster must look up.
pub(super) fn mark(id: SourceId, key: &SourceKey, has_row: bool) -> BulkOperation {
    let row = row_json(key, &FileEntry { unfinished: true, ..FileEntry::default() });
    let id = id.row();
    if !has_row {
        return BulkOperation::Index { id, body: row.to_string(), routing: None };
    }
    let body = json!({ "doc": { UNFINISHED: true }, "upsert": row });
    BulkOperation::Update { id, body: body.to_string(), routing: None }
}

/// Returns the hash of a row, which tells whether it has changed.
pub(super) fn hash(row: &str) -> u64 {
    xxh3_64(row.as_bytes())
}

/// Reads the file table.
///
/// # Errors
/// If it cannot be read, or not all of it.
pub(crate) fn read_rows(client: &ClusterClient) -> Result<FileTable, Error> {
    read(client).map(|(files, _)| files)
}

/// Reads the row of a file; `None` if the index has none.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn read_row(client: &ClusterClient, key: &SourceKey) -> Result<Option<FileEntry>, Error> {
    let found = client.get(&client.address().document_path(&SourceId::of(key).row()))?;
    Ok(found.and_then(|found| decode(&found["_source"])).map(|(_, entry)| entry))
}

/// Reads the file table, and the hashes of its rows. A file that was being read when a run died counts the
/// articles that the index has of it.
///
/// # Errors
/// If it cannot be read, or not all of it.
pub(super) fn read(client: &ClusterClient) -> Result<(FileTable, KnownRows), Error> {
    let mut files = FileTable::new();
    let mut known = KnownRows::default();
    let rows = PagedQuery {
        query: &json!({ "term": { KIND: FILE } }),
        sort: &[SOURCE],
        source: &[SOURCE, UNFINISHED, DATA],
        columns: &[],
    };
    rows.for_each(client, |hit| {
        let row = &hit["_source"];
        let Some((key, entry)) = decode(row) else { return Ok(()) };
        known.insert(SourceId::of(&key), hash(&row_json(&key, &entry).to_string()));
        files.insert(key, entry);
        Ok(())
    })?;
    let unfinished: Vec<SourceKey> =
        files.iter().filter(|(_, entry)| entry.unfinished).map(|(key, _)| key.clone()).collect();
    for keys in unfinished.chunks(FILES_PER_REQUEST) {
        let counts = count_articles(client, keys)?;
        for (key, articles) in keys.iter().zip(counts) {
            if let Some(entry) = files.get_mut(key) {
                entry.articles = articles;
            }
        }
    }
    Ok((files, known))
}

/// Mends a file table that does not agree with the articles of the index: files with another number of
/// articles, and articles without a file, become files that were not read to their end. So the next run reads
/// them again.
///
/// # Errors
/// If the articles cannot be counted.
pub(super) fn mend(
    client: &ClusterClient,
    files: &mut FileTable,
    known: &mut KnownRows,
) -> Result<(), Error> {
    let total: u64 = files.values().map(|entry| entry.articles).sum();
    if total == num_articles(client)? {
        return Ok(());
    }
    let mut counts = count_by_file(client)?;
    for (key, entry) in files.iter_mut() {
        let articles = counts.remove(&key.encode()).unwrap_or(0);
        if entry.articles != articles {
            (entry.articles, entry.unfinished) = (articles, true);
        }
    }
    for (source, articles) in counts {
        // An article of no file that could be has a damaged document: `check` names it.
        let Some(key) = SourceKey::decode(&source) else { continue };
        known.insert(SourceId::of(&key), 0); // no hash of a row
        files.insert(key, FileEntry { articles, unfinished: true, ..FileEntry::default() });
    }
    Ok(())
}

/// Counts the articles that searches see.
pub(super) fn num_articles(client: &ClusterClient) -> Result<u64, Error> {
    let body = json!({ "size": 0, "query": { "term": { KIND: ARTICLE } }, "track_total_hits": true });
    let total = client.search(&body)?["hits"]["total"]["value"].as_u64();
    total.ok_or_else(|| client.address().error(invalid("no number of articles")))
}

/// Counts the articles of all files.
fn count_by_file(client: &ClusterClient) -> Result<FxHashMap<String, u64>, Error> {
    let (query, mut counts) = (json!({ "term": { KIND: ARTICLE } }), FxHashMap::default());
    let counted = CountedQuery { query: &query, columns: &[SOURCE], page_size: COUNTS_PER_REQUEST };
    counted.for_each(client, |source, count| {
        if let Some(source) = source[0].as_str() {
            counts.insert(source.to_owned(), count);
        }
    })?;
    Ok(counts)
}

/// Decodes a row; `None` if it is none, or of a file outside its folder. A damaged one is of a file that was
/// not read to its end, so that the next run reads it again.
fn decode(row: &Value) -> Option<(SourceKey, FileEntry)> {
    let key = SourceKey::decode(row[SOURCE].as_str()?)?;
    let entry = FileEntry::deserialize(&row[DATA]).ok();
    // A mark leaves the rest of the row as it is.
    let unfinished = entry.is_none() || row[UNFINISHED].as_bool().unwrap_or(true);
    Some((key, FileEntry { unfinished, ..entry.unwrap_or_default() }))
}

/// Counts the articles of files.
fn count_articles(client: &ClusterClient, keys: &[SourceKey]) -> Result<Vec<u64>, Error> {
    let sources: Vec<String> = keys.iter().map(SourceKey::encode).collect();
    let body = json!({
        "size": 0,
        "query": { "bool": { "filter": [{ "term": { KIND: ARTICLE } }, { "terms": { SOURCE: sources } }] } },
        "aggs": { "files": { "terms": { "field": SOURCE, "size": sources.len() } } },
    });
    let answer = client.search(&body)?;
    let buckets = answer["aggregations"]["files"]["buckets"].as_array();
    let buckets = buckets.ok_or_else(|| client.address().error(invalid("no counts")))?;
    let counts: FxHashMap<&str, u64> = buckets
        .iter()
        .filter_map(|bucket| Some((bucket["key"].as_str()?, bucket["doc_count"].as_u64()?)))
        .collect();
    Ok(sources.iter().map(|source| counts.get(&source[..]).copied().unwrap_or(0)).collect())
}

#[cfg(test)]
mod tests {
    use crate::index::FileLanguages;
    use crate::opensearch::write::rows::*;

    #[test]
    fn a_row_has_all_that_is_known_of_a_file() {
        let key = SourceKey { folder: 2, path: "posts/r.jsonl".into() };
        let languages: Option<FileLanguages> =
            serde_json::from_str(r#"{"":{"t":{"pt":3},"u":["es","und"],"r":["pt"]}}"#).ok();
        let entry =
            FileEntry { articles: 5, languages: languages.unwrap_or_default(), ..FileEntry::default() };
        assert!(!entry.languages.is_none());
        assert_eq!(decode(&row_json(&key, &entry)), Some((key, entry)));
    }
}
