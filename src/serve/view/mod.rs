//! States of the pages, each an address.

pub(crate) mod article_id;
pub(crate) mod article_view;
mod days;
pub(crate) mod draft_address;
pub(crate) mod facet_filter;
pub(crate) mod query_string;
pub(crate) mod results_view;

pub(crate) use article_id::ArticleId;
pub(crate) use article_view::ArticleView;
pub(crate) use days::read_days;
pub(crate) use draft_address::{DraftId, DraftQuotation};
pub(crate) use facet_filter::{FacetField, FacetFilter};
pub(crate) use query_string::QueryString;
pub(crate) use results_view::ResultsView;
