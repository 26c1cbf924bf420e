//! The indexes that an index on a cluster has had.
//!
//! The name in an address is an alias. A rebuild writes an index of the next number beside the one that the
//! name stands for, and takes its place when it is complete.

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{DATA, KIND, SOURCE, UNFINISHED, index_body};

/// Number of shards of a new index.
const SHARDS: u32 = 1;
/// Number of replicas of each.
const REPLICAS: u32 = 1;
/// Number of the first index.
const FIRST: u32 = 1;
/// Number of digits of a number.
const DIGITS: usize = 6;

/// Creates the index of the address if it does not exist.
///
/// # Errors
/// [`Error::NotAnIndex`] if its name is that of another index, and others if the cluster refuses.
pub(super) fn create_first(client: &ClusterClient) -> Result<(), Error> {
    let name = client.address().index();
    if current(client)?.is_some() {
        return Ok(());
    }
    let mut body = index_body(SHARDS, REPLICAS);
    body["aliases"] = json!({ name: {} });
    match client.put(&format!("/{}", numbered(name, FIRST)), &body) {
        // Another process was faster.
        Err(Error::Cluster { problem: ClusterProblem::Refused { kind, .. }, .. })
            if kind == "resource_already_exists_exception" => {}
        created => return created.map(drop),
    }
    match current(client)? {
        Some(_) => Ok(()),
        None => Err(Error::NotAnIndex {
            path: client.address().to_string().into(),
            example: format!("the index {} without the alias {name}", numbered(name, FIRST)),
        }),
    }
}

/// Returns the index that the name in the address stands for; `None` if there is none.
///
/// # Errors
/// [`Error::NotAnIndex`] if it is not one of this program, or stands for several.
fn current(client: &ClusterClient) -> Result<Option<String>, Error> {
    let Some(found) = client.get(&format!("/{}", client.address().index()))? else { return Ok(None) };
    let mut indexes = found.as_object().into_iter().flatten();
    match (indexes.next(), indexes.next()) {
        (Some((name, index)), None) if has_fields(index) => Ok(Some(name.clone())),
        _ => Err(Error::NotAnIndex {
            path: client.address().to_string().into(),
            example: "an index of another program".into(),
        }),
    }
}

/// Deletes indexes that were begun and never took the place of the current one.
///
/// # Errors
/// If the cluster does not answer.
pub(super) fn delete_unfinished(client: &ClusterClient) -> Result<(), Error> {
    for (_, name, index) in all(client)? {
        let has_alias = index["aliases"].as_object().is_none_or(|aliases| !aliases.is_empty());
        if !has_alias && has_fields(&index) {
            client.delete(&format!("/{name}"))?;
        }
    }
    Ok(())
}

/// Creates the next index beside the current one, and returns a client of it.
///
/// # Errors
/// If the name in the address is no alias, or the cluster refuses.
pub(super) fn create_next(client: &ClusterClient) -> Result<ClusterClient, Error> {
    let name = client.address().index();
    if current(client)?.is_none_or(|current| current == name) {
        return Err(client
            .address()
            .error(ClusterProblem::NotYet("`--rebuild` of an index without alias".into())));
    }
    let last = all(client)?.iter().map(|(number, ..)| *number).max().unwrap_or(FIRST);
    let next = numbered(name, last.saturating_add(1));
    client.put(&format!("/{next}"), &index_body(SHARDS, REPLICAS))?;
    client.connect_to(&next)
}

/// Lets the name in the address of `client` stand for the index of `next`, and deletes the one that it stood
/// for.
///
/// # Errors
/// If the cluster refuses; the name then stands for what it stood for.
pub(super) fn publish(client: &ClusterClient, next: &ClusterClient) -> Result<(), Error> {
    let (name, next) = (client.address().index(), next.address().index());
    let mut actions = vec![json!({ "add": { "index": next, "alias": name } })];
    actions.extend(current(client)?.map(|current| json!({ "remove_index": { "index": current } })));
    client.post("/_aliases", &json!({ "actions": actions })).map(drop)
}

/// Returns all indexes of the name in the address, with their numbers.
fn all(client: &ClusterClient) -> Result<Vec<(u32, String, Value)>, Error> {
    let name = client.address().index();
    let Some(found) = client.get(&format!("/{name}-*"))? else { return Ok(Vec::new()) };
    let number = |index: &str| -> Option<u32> {
        let digits = index.strip_prefix(name)?.strip_prefix('-')?;
        digits.parse().ok().filter(|number| numbered(name, *number) == index)
    };
    let indexes = found.as_object().into_iter().flatten();
    Ok(indexes.filter_map(|(index, value)| Some((number(index)?, index.clone(), value.clone()))).collect())
}

/// Returns the name of the index with this number.
fn numbered(name: &str, number: u32) -> String {
    format!("{name}-{number:0DIGITS$}")
}

/// Returns whether an index has the fields of this program.
fn has_fields(index: &Value) -> bool {
    let fields = &index["mappings"]["properties"];
    [KIND, SOURCE, UNFINISHED, DATA].iter().all(|field| !fields[field].is_null())
}
