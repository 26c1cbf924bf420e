//! The status of an index.

use std::path::Path;

use serde::Serialize;

use crate::search::{CountBy, FacetCount, FacetCounts};
use crate::status::Status;

/// The status of an index, with counts that were asked for.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = IndexStatus))]
pub struct StatusJson<'a> {
    #[serde(flatten)]
    status: &'a Status,
    /// Numbers of articles by site.
    #[serde(skip_serializing_if = "Option::is_none")]
    sites: Option<&'a [FacetCount]>,
    /// Numbers of articles by author.
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<&'a [FacetCount]>,
    /// Path of the config file, if there is one.
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>))]
    config: Option<&'a Path>,
}

impl<'a> StatusJson<'a> {
    /// Converts a status; `config` is the path of a config file that exists.
    pub fn of(status: &'a Status, counts: &'a [FacetCounts], config: Option<&'a Path>) -> Self {
        let counts_by = |by| counts.iter().find(|facet| facet.by == by).map(|facet| facet.values.as_slice());
        StatusJson { status, sites: counts_by(CountBy::Site), authors: counts_by(CountBy::Author), config }
    }
}
