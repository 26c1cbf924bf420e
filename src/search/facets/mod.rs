//! Counts the articles that match by their facets: day, site, language, folder and author; and reads sites by
//! their names and hosts alike.

pub(crate) mod count;
mod drill_down;
pub(crate) mod drill_down_cache;
pub(crate) mod first;
pub(crate) mod kinds;
pub(crate) mod leading_articles;
pub(crate) mod source_docs;
pub(crate) mod source_links;
pub(crate) mod source_lookup;
pub(crate) mod source_table;
mod speakers;
pub(crate) mod timeline;
