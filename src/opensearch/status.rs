//! The status of an index on a cluster, and whether it is whole.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::article::SourceKey;
use crate::error::{ClusterProblem, Error};
use crate::index::{IndexStats, Meta, day_of};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::connection::ClusterConnection;
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{ARTICLE, DAY, KIND, RECORD, SOURCE, STORED};
use crate::opensearch::pages::{PagedQuery, column};
use crate::opensearch::write::{read_layout, read_rows};
use crate::status::{ClusterState, PendingChanges, Status, changes_in_folders, describe};

/// Number of problems of a kind that are named.
const MAX_NAMED: usize = 20;

/// Returns the status of an index. Walks the folders that are on this machine; those that are not walked
/// before `stop` returns true have no changes.
///
/// # Errors
/// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
pub(crate) fn cluster_status(cluster: &ClusterConnection, stop: &dyn Fn() -> bool) -> Result<Status, Error> {
    let (client, meta) = cluster.open()?;
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
    Ok(Status { cluster, ..describe(&meta.meta, &files, stats, Vec::new(), stop) })
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

/// Counts the changes in the folders of this machine since its last run. Returns `None` if `stop` returns
/// true before, or if this machine has none, or not one of them.
///
/// # Errors
/// As [`cluster_status`].
pub(crate) fn pending_changes(
    cluster: &ClusterConnection,
    stop: &dyn Fn() -> bool,
) -> Result<Option<PendingChanges>, Error> {
    let (client, meta) = cluster.open()?;
    // What is at the path of another machine's folder here is something else.
    let Meta { mut folders, owners, .. } = meta.meta;
    folders.retain(|folder| !owners.contains_key(&folder.id));
    // The rows of a large archive need not be read if the folders are elsewhere.
    match !folders.is_empty() && folders.iter().all(|folder| folder.path.exists()) {
        true => Ok(changes_in_folders(&folders, &read_rows(&client)?, stop)),
        false => Ok(None),
    }
}

/// Checks an index: every file has its articles, every article its file, and each can be read. Returns the
/// problems.
///
/// # Errors
/// As [`cluster_status`].
pub(crate) fn check_cluster(cluster: &ClusterConnection) -> Result<Vec<String>, Error> {
    let (client, _) = cluster.open()?;
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

fn shown(key: &SourceKey) -> &str {
    if key.path.is_empty() { "a file" } else { &key.path }
}
