//! Reads all hits of a query, page by page.

pub(crate) mod point_in_time;
pub(crate) mod value_counts;

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::STORED;
use crate::opensearch::pages::point_in_time::PointInTime;
use crate::search::remote::RemoteKey;

/// Number of hits on a page.
const PAGE_SIZE: usize = 2_000;

/// A query whose hits are all read.
pub(crate) struct PagedQuery<'q> {
    pub query: &'q Value,
    /// Fields to sort by. No two hits have the same values.
    pub sort: &'q [&'q str],
    /// Fields of the document to read.
    pub source: &'q [&'q str],
    /// Columns to read.
    pub columns: &'q [&'q str],
}

impl PagedQuery<'_> {
    /// Calls `visit` with each hit. Nothing must be written to the index meanwhile that matches.
    ///
    /// # Errors
    /// If a page cannot be read, or not from all shards, or `visit` fails.
    pub(crate) fn for_each(
        &self,
        client: &ClusterClient,
        visit: impl FnMut(&Value) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.for_each_of(client, |body| client.search(body), visit)
    }

    /// Calls `visit` with each hit in a snapshot.
    ///
    /// # Errors
    /// As [`PagedQuery::for_each`].
    pub(crate) fn for_each_at(
        &self,
        snapshot: &PointInTime,
        visit: impl FnMut(&Value) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.for_each_of(snapshot.client(), |body| snapshot.search(body), visit)
    }

    fn for_each_of(
        &self,
        client: &ClusterClient,
        search: impl Fn(&Value) -> Result<Value, Error>,
        mut visit: impl FnMut(&Value) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let sort: Vec<Value> = self.sort.iter().map(|field| json!({ *field: "asc" })).collect();
        let source = if self.source.is_empty() { false.into() } else { json!(self.source) };
        let stored: Vec<&str> = self.source.iter().copied().filter(|field| *field == STORED).collect();
        let mut body = json!({
            "query": self.query,
            "sort": sort,
            "_source": source,
            "docvalue_fields": self.columns,
            "track_total_hits": false,
        });
        // An index of the first version has it in the source.
        if !stored.is_empty() {
            body["stored_fields"] = stored.into();
        }
        let mut pages = Pages::new(body);
        loop {
            let answer = pages.next(client, &search, PAGE_SIZE)?;
            let hits = hits(client, &answer)?;
            hits.iter().try_for_each(&mut visit)?;
            if hits.len() < PAGE_SIZE {
                return Ok(());
            }
        }
    }
}

/// A search whose hits are read page by page, each from the last hit of that before.
pub(crate) struct Pages {
    body: Value,
}

impl Pages {
    /// Prepares the search of `body`, which orders the hits so that no two have the same place.
    pub(crate) fn new(body: Value) -> Self {
        Pages { body }
    }

    /// Returns the answer with the next `size` hits; fewer if there are no more.
    ///
    /// # Errors
    /// Those of `search`, or if the answer has no hits.
    pub(crate) fn next(
        &mut self,
        client: &ClusterClient,
        search: impl Fn(&Value) -> Result<Value, Error>,
        size: usize,
    ) -> Result<Value, Error> {
        self.body["size"] = size.into();
        let answer = search(&self.body)?;
        if let Some(last) = hits(client, &answer)?.last() {
            self.body["search_after"] = last["sort"].clone();
        }
        if let Some(body) = self.body.as_object_mut() {
            body.remove("from");
        }
        self.body["track_total_hits"] = false.into();
        Ok(answer)
    }

    /// Sets an option of the requests that follow.
    pub(crate) fn set(&mut self, option: &str, value: Value) {
        self.body[option] = value;
    }
}

/// Reads the documents with these ids as `body` asks for them, and passes the hits of each answer to `visit`,
/// in no order. An answer that would be too large is asked for in halves.
///
/// # Errors
/// If the cluster does not answer, or `visit` fails.
pub(crate) fn for_each_answer_of_ids(
    client: &ClusterClient,
    ids: &[String],
    body: &Value,
    visit: &mut dyn FnMut(&[Value]) -> Result<(), Error>,
) -> Result<(), Error> {
    let read = |ids: &[String]| {
        let mut body = body.clone();
        body["query"] = json!({ "ids": { "values": ids } });
        body["size"] = ids.len().into();
        body["track_total_hits"] = false.into();
        body["sort"] = json!(["_doc"]);
        client.search(&body)
    };
    read_in_parts(ids, &read, &mut |answer| visit(hits(client, &answer)?))
}

/// Reads some documents at once, or half of them at a time when the answer would be too large, and passes
/// what was read to `visit`.
fn read_in_parts<T, A>(
    parts: &[T],
    read: &impl Fn(&[T]) -> Result<A, Error>,
    visit: &mut impl FnMut(A) -> Result<(), Error>,
) -> Result<(), Error> {
    if parts.is_empty() {
        return Ok(());
    }
    match read(parts) {
        Err(Error::Cluster { problem: ClusterProblem::TooLarge(_), .. }) if parts.len() > 1 => {
            let (first, second) = parts.split_at(parts.len() / 2);
            read_in_parts(first, read, visit)?;
            read_in_parts(second, read, visit)
        }
        found => visit(found?),
    }
}

/// Returns the hits of an answer.
pub(crate) fn hits<'a>(client: &ClusterClient, answer: &'a Value) -> Result<&'a [Value], Error> {
    let hits = answer["hits"]["hits"].as_array();
    hits.map(Vec::as_slice).ok_or_else(|| client.address().error(invalid("no hits")))
}

/// Returns the number of all hits of an answer.
pub(crate) fn total(client: &ClusterClient, answer: &Value) -> Result<u64, Error> {
    let total = answer["hits"]["total"]["value"].as_u64();
    total.ok_or_else(|| client.address().error(invalid("no total")))
}

/// Returns the first value of a column of a hit.
pub(crate) fn column<'h>(hit: &'h Value, field: &str) -> &'h Value {
    &hit["fields"][field][0]
}

/// Returns the key of a hit of a search that sorts by the source file and the record in the end.
pub(crate) fn sorted_key(hit: &Value) -> Option<RemoteKey> {
    let [.., source, record] = hit["sort"].as_array()?.as_slice() else { return None };
    Some(RemoteKey { source: source.as_str()?.to_owned(), record: record.as_u64()? })
}

/// Returns the problem of an answer that is not what was asked for.
pub(crate) fn invalid(detail: &str) -> ClusterProblem {
    ClusterProblem::InvalidAnswer(detail.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::opensearch::pages::*;

    #[test]
    fn documents_whose_answer_is_too_large_are_read_in_parts() {
        let error = || Error::Cluster { address: String::new(), problem: ClusterProblem::TooLarge(64) };
        let read_at_most = |limit: usize| {
            let mut parts = Vec::new();
            let read = |documents: &[u32]| match documents.len() > limit {
                true => Err(error()),
                false => Ok(documents.to_vec()),
            };
            let mut visit = |part: Vec<u32>| {
                parts.push(part);
                Ok(())
            };
            read_in_parts(&[1, 2, 3, 4, 5], &read, &mut visit).map(|()| parts)
        };
        assert_eq!(read_at_most(5).ok(), Some(vec![vec![1, 2, 3, 4, 5]]));
        assert_eq!(read_at_most(2).ok(), Some(vec![vec![1, 2], vec![3], vec![4, 5]]));
        assert!(read_at_most(0).is_err());
    }
}
