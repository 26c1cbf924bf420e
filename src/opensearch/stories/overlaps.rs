//! The overlaps of the texts that were compared, as documents of the index.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::error::Error;
use crate::index::stories::overlaps::{ENTRY_LENGTH, OverlapTable};
use crate::index::table_file::Table;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{DATA, KIND, META};

/// Beginning of the ids of the documents, before their numbers.
const ID_PREFIX: &str = "overlaps-";
/// Name of the bytes in a document.
const BYTES: &str = "bytes";
/// Number of bytes in a document. No entry is cut, so that documents of two runs are whole entries still.
const DOCUMENT_BYTES: usize = (3 << 20) / ENTRY_LENGTH * ENTRY_LENGTH;

fn path(client: &ClusterClient, number: usize) -> String {
    client.address().document_path(&format!("{ID_PREFIX}{number}"))
}

/// Reads the overlaps that the last run compared. Without them the stories are the same: none are read of
/// documents that are damaged.
///
/// # Errors
/// If the cluster does not answer.
pub(super) fn read(client: &ClusterClient) -> Result<OverlapTable, Error> {
    let mut bytes: Vec<u8> = Vec::new();
    for number in 0.. {
        let Some(found) = client.get(&path(client, number))? else { break };
        let part = found["_source"][DATA][BYTES].as_str().and_then(|part| BASE64_STANDARD.decode(part).ok());
        let Some(part) = part else { return Ok(OverlapTable::default()) };
        bytes.extend(part);
    }
    Ok(OverlapTable::from_bytes(bytes).unwrap_or_default())
}

/// Writes the overlaps in place of others.
///
/// # Errors
/// If the cluster does not take them.
pub(super) fn write(client: &ClusterClient, overlaps: &OverlapTable) -> Result<(), Error> {
    let mut number = 0;
    for part in overlaps.bytes().chunks(DOCUMENT_BYTES) {
        let body = json!({ KIND: META, DATA: { BYTES: BASE64_STANDARD.encode(part) } });
        client.put(&path(client, number), &body)?;
        number += 1;
    }
    while client.delete(&path(client, number))?.is_some_and(|deleted| deleted["result"] == "deleted") {
        number += 1;
    }
    Ok(())
}
