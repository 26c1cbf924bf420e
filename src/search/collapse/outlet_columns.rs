//! Columns that tell outlets and their texts apart.

use std::sync::OnceLock;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::index::schema::{HOST, SITE, TEXT_HASH};
use crate::search::facets::source_table::text_column;

/// Columns of a segment that tell outlets and texts apart, opened when first needed.
#[derive(Default)]
pub(crate) struct OutletColumns(OnceLock<OpenOutletColumns>);

/// Columns that are open.
pub(super) struct OpenOutletColumns {
    sites: Option<StrColumn>,
    hosts: Option<StrColumn>,
    /// Hashes of the bodies.
    text_hashes: Column<u64>,
}

impl OutletColumns {
    /// Returns the columns of the segment that `reader` reads.
    pub(super) fn get(&self, reader: &SegmentReader) -> tantivy::Result<&OpenOutletColumns> {
        if let Some(columns) = self.0.get() {
            return Ok(columns);
        }
        let (sites, hosts) = (text_column(reader, SITE)?, text_column(reader, HOST)?);
        let text_hashes = reader.fast_fields().u64(TEXT_HASH)?;
        Ok(self.0.get_or_init(|| OpenOutletColumns { sites, hosts, text_hashes }))
    }
}

impl OpenOutletColumns {
    /// Returns the name of the site of an article, or the host.
    pub(super) fn source(&self, doc: DocId) -> Option<String> {
        text_of(self.sites.as_ref(), doc).or_else(|| text_of(self.hosts.as_ref(), doc))
    }

    /// Returns the hash of the body of an article.
    pub(super) fn text_hash(&self, doc: DocId) -> u64 {
        self.text_hashes.first(doc).unwrap_or_default()
    }
}

/// Returns the value of an article in a column of texts.
fn text_of(column: Option<&StrColumn>, doc: DocId) -> Option<String> {
    let column = column?;
    let mut text = String::new();
    let is_read = column.ord_to_str(column.term_ords(doc).next()?, &mut text);
    is_read.unwrap_or(false).then_some(text)
}
