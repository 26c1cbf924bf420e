//! States of the pages, each an address.

pub(crate) mod facet_filter;
pub(crate) mod query_string;
pub(crate) mod results_view;

pub(crate) use facet_filter::{FacetField, FacetFilter};
pub(crate) use results_view::ResultsView;
