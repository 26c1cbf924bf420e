//! The indexes that an index on a cluster has had.
//!
//! The name in an address is an alias. A rebuild writes an index of the next number beside the one that the
//! name stands for, and takes its place when it is complete.

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{DATA, KIND, SOURCE, UNFINISHED, index_body};
use crate::opensearch::write::meta::DOCUMENTS_VERSION;

/// Priority of an index template, to which the length of its name is added: of two templates that fit an
/// index, that of the longer name is meant, and OpenSearch takes no two of the same priority.
const TEMPLATE_PRIORITY: usize = 300;
/// Number of the first index.
const FIRST: u32 = 1;
/// Number of digits of a number.
const DIGITS: usize = 6;

/// Numbers of shards and replicas of an index, as far as they are given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct IndexLayout {
    /// Parts into which the articles are divided.
    pub shards: Option<u32>,
    /// Copies of each on other nodes.
    pub replicas: Option<u32>,
}

impl IndexLayout {
    /// Layout of a new index.
    pub(crate) const DEFAULT: IndexLayout = IndexLayout { shards: Some(1), replicas: Some(1) };

    /// Returns the numbers that are given here, and for others those of `other`.
    pub(crate) fn or(&self, other: &IndexLayout) -> IndexLayout {
        IndexLayout { shards: self.shards.or(other.shards), replicas: self.replicas.or(other.replicas) }
    }
}

/// Creates the index of the address if it does not exist.
///
/// # Errors
/// [`Error::NotAnIndex`] if its name is that of another index, and others if the cluster refuses.
pub(super) fn create_first(client: &ClusterClient, layout: &IndexLayout) -> Result<(), Error> {
    let name = client.address().index();
    if current(client)?.is_some() {
        return Ok(());
    }
    let mut body = new_index(client, layout.or(&IndexLayout::DEFAULT))?;
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

/// Creates the next index beside the current one, with as many shards and replicas unless `layout` says
/// otherwise, and returns a client of it.
///
/// # Errors
/// If the name in the address is no alias, or the cluster refuses.
pub(super) fn create_next(client: &ClusterClient, layout: &IndexLayout) -> Result<ClusterClient, Error> {
    let name = client.address().index();
    if current(client)?.is_none_or(|current| current == name) {
        return Err(client
            .address()
            .error(ClusterProblem::NotYet("`--rebuild` of an index without alias".into())));
    }
    let last = all(client)?.iter().map(|(number, ..)| *number).max().unwrap_or(FIRST);
    let next = numbered(name, last.saturating_add(1));
    let layout = layout.or(&read_layout(client)?);
    client.put(&format!("/{next}"), &new_index(client, layout)?)?;
    client.connect_to(&next)
}

/// Returns the body of the request for a new index. The index template of the name gets the same fields and
/// the version of them, so that no other program makes an index of it by writing; who may not write it needs
/// none.
///
/// # Errors
/// If the cluster does not answer.
fn new_index(client: &ClusterClient, layout: IndexLayout) -> Result<Value, Error> {
    let name = client.address().index();
    let IndexLayout { shards, replicas } = layout.or(&IndexLayout::DEFAULT);
    let mut body = index_body(shards.unwrap_or(1), replicas.unwrap_or(1));
    body["mappings"]["_meta"] = json!({ "version": DOCUMENTS_VERSION });
    let template = json!({
        "index_patterns": [format!("{name}-*")],
        "priority": TEMPLATE_PRIORITY + name.len(),
        "version": DOCUMENTS_VERSION,
        "template": body,
    });
    match client.put(&format!("/_index_template/{name}"), &template) {
        Err(Error::Cluster {
            problem: ClusterProblem::Forbidden(_) | ClusterProblem::Refused { .. },
            ..
        }) => {}
        put => drop(put?),
    }
    Ok(body)
}

/// Reads the numbers of shards and replicas of the index.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn read_layout(client: &ClusterClient) -> Result<IndexLayout, Error> {
    let found = client.get(&format!("/{}/_settings/index.number_of_*", client.address().index()))?;
    let settings = found.as_ref().and_then(|found| found.as_object()?.values().next());
    let number = |name: &str| settings?["settings"]["index"][name].as_str()?.parse().ok();
    Ok(IndexLayout { shards: number("number_of_shards"), replicas: number("number_of_replicas") })
}

/// Lets an index that is there have the number of replicas in `layout`.
///
/// # Errors
/// [`ClusterProblem::NotYet`] if it asks for another number of shards, and others if the cluster refuses.
pub(super) fn apply_layout(client: &ClusterClient, layout: &IndexLayout) -> Result<(), Error> {
    if *layout == IndexLayout::default() {
        return Ok(());
    }
    let found = read_layout(client)?;
    if layout.shards.is_some_and(|shards| found.shards != Some(shards)) {
        let what = "another number of shards without `--rebuild`";
        return Err(client.address().error(ClusterProblem::NotYet(what.into())));
    }
    match layout.replicas {
        Some(replicas) if found.replicas != Some(replicas) => {
            let path = format!("/{}/_settings", client.address().index());
            client.put(&path, &json!({ "index": { "number_of_replicas": replicas } })).map(drop)
        }
        _ => Ok(()),
    }
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
