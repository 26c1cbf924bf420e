//! The status of an index on a cluster, and whether it is whole.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::article::SourceKey;
use crate::error::{ClusterProblem, Error};
use crate::index::{IndexStats, day_of};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{ARTICLE, DAY, KIND, RECORD, SOURCE, STORED};
use crate::opensearch::pages::{PagedQuery, column};
use crate::opensearch::write::{ClusterMeta, read_layout, read_row, read_rows};
use crate::status::{ClusterState, Status, content_hash, describe};
use crate::text::path_key;

/// Number of problems of a kind that are named.
const MAX_NAMED: usize = 20;

/// Returns the status of the index at this address. Walks the folders that are on this machine.
///
/// # Errors
/// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
pub fn cluster_status(address: &str) -> Result<Status, Error> {
    let (client, meta) = open(address)?;
    let name = client.address().index();
    let body = json!({
        "size": 0,
        "track_total_hits": true,
        "query": { "term": { KIND: ARTICLE } },
        "aggs": { "first": { "min": { "field": DAY } }, "last": { "max": { "field": DAY } } },
    });
    let answer = client.search(&body)?;
    let day = |name: &str| answer["aggregations"][name]["value"].as_f64().and_then(|day| day_of(day as i64));
    let sizes = client.get(&format!("/{name}/_stats/docs,store,segments"))?.unwrap_or_default();
    let total_bytes = sizes["_all"]["total"]["store"]["size_in_bytes"].as_u64().unwrap_or_default();
    let sizes = &sizes["_all"]["primaries"];
    let stats = IndexStats {
        articles: answer["hits"]["total"]["value"].as_u64().unwrap_or_default(),
        deleted: sizes["docs"]["deleted"].as_u64().unwrap_or_default(),
        segments: sizes["segments"]["count"].as_u64().unwrap_or_default() as usize,
        bytes: sizes["store"]["size_in_bytes"].as_u64().unwrap_or_default(),
        days: day("first").zip(day("last")),
    };
    let files = read_rows(&client)?;
    let cluster = Some(cluster_state(&client, total_bytes)?);
    Ok(Status { cluster, ..describe(&meta.meta, &files, stats, Vec::new(), &|| false) })
}

/// Returns the state of the cluster, as far as the user may know it.
fn cluster_state(client: &ClusterClient, total_bytes: u64) -> Result<ClusterState, Error> {
    let health = match client.get(&format!("/_cluster/health/{}", client.address().index())) {
        Err(Error::Cluster { problem: ClusterProblem::Forbidden(_), .. }) => None,
        health => health?,
    };
    let health = health.unwrap_or_default();
    let layout = read_layout(client)?;
    let layout = (layout.shards.unwrap_or_default(), layout.replicas.unwrap_or_default());
    let color = health["status"].as_str().filter(|health| matches!(*health, "green" | "yellow" | "red"));
    let unassigned = health["unassigned_shards"].as_u64().unwrap_or_default();
    Ok(ClusterState::new(color.unwrap_or("unknown"), layout, unassigned, total_bytes))
}

/// Checks the index at this address: every file has its articles, every article its file, and each can be
/// read. Returns the problems.
///
/// # Errors
/// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
pub fn check_cluster(address: &str) -> Result<Vec<String>, Error> {
    let (client, _) = open(address)?;
    let files = read_rows(&client)?;
    let decoder = ArticleDecoder::new()?;
    let (mut counts, mut damaged) = (BTreeMap::<String, u64>::new(), Vec::new());
    let articles = PagedQuery {
        query: &json!({ "term": { KIND: ARTICLE } }),
        sort: &[SOURCE, RECORD],
        source: &[STORED],
        columns: &[SOURCE],
    };
    articles.for_each(&client, |hit: &Value| {
        let source = column(hit, SOURCE).as_str().unwrap_or_default();
        *counts.entry(source.to_owned()).or_default() += 1;
        if decoder.article(hit).is_none() {
            damaged.push(format!("an article of {source} cannot be read"));
        }
        Ok(())
    })?;
    let mut problems = damaged;
    for (key, entry) in &files {
        let found = counts.remove(&key.encode()).unwrap_or_default();
        // The next run reads what is unfinished again.
        if !entry.unfinished && found != entry.articles {
            problems.push(format!("{} has {found} articles in place of {}", shown(key), entry.articles));
        }
    }
    problems.extend(counts.keys().map(|source| format!("the articles of {source} have no file")));
    let more = problems.len().saturating_sub(MAX_NAMED);
    problems.truncate(MAX_NAMED);
    problems.extend((more > 0).then(|| format!("{more} more problems")));
    Ok(problems)
}

/// Returns whether the file at `path` is the one that the index at this address has, by the hash of its
/// content. A file of another machine may have its path.
///
/// # Errors
/// As [`cluster_status`], and [`Error::Io`] if the file cannot be read.
pub fn is_indexed_file(address: &str, path: &Path) -> Result<bool, Error> {
    let (client, meta) = open(address)?;
    let mut hash = None;
    for folder in &meta.meta.folders {
        let Some(relative) = path.strip_prefix(&folder.path).ok().and_then(path_key::encode) else {
            continue;
        };
        let key = SourceKey { folder: folder.id, path: relative };
        let Some(entry) = read_row(&client, &key)? else { continue };
        let hash = match hash {
            Some(hash) => hash,
            None => *hash.insert(content_hash(path)?),
        };
        if entry.hash == hash {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Connects to the cluster with the index at this address, and reads its metadata.
///
/// # Errors
/// As [`cluster_status`].
pub(super) fn open(address: &str) -> Result<(ClusterClient, ClusterMeta), Error> {
    let address = ClusterAddress::parse(address)?;
    let client = ClusterClient::connect(&address)?;
    let meta =
        ClusterMeta::read(&client)?.ok_or_else(|| Error::NoIndex { path: address.to_string().into() })?;
    Ok((client, meta))
}

fn shown(key: &SourceKey) -> &str {
    if key.path.is_empty() { "a file" } else { &key.path }
}
