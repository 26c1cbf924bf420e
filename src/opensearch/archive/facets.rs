//! Counts articles by their values.

use serde_json::Value;

use crate::analysis::Language;
use crate::error::Error;
use crate::opensearch::archive::ClusterArchive;
use crate::opensearch::mapping::{HOST, SITE};
use crate::opensearch::pages::value_counts::CountedQuery;
use crate::opensearch::query::{articles, column};
use crate::search::CountBy;
use crate::search::remote::{RemoteQuery, SourceCount};

/// Number of combinations of values that a request counts.
const VALUES_PER_REQUEST: usize = 10_000;

impl ClusterArchive {
    /// Counts the articles that match `query` by the values of a facet.
    pub(super) fn facet_values(
        &self,
        query: &RemoteQuery,
        by: CountBy,
    ) -> Result<Vec<(Option<String>, u64)>, Error> {
        let mut values = Vec::new();
        self.count(query, &[column(by)], |value, count| {
            let value = match value[0] {
                Value::String(value) => Some(value.clone()),
                Value::Null => None,
                value => Some(value.to_string()),
            };
            let is_unknown = by == CountBy::Language && value.as_deref() == Some(Language::UNKNOWN.code());
            values.push((value.filter(|_| !is_unknown), count));
        })?;
        Ok(values)
    }

    /// Counts the articles by the names of their sites and their hosts.
    pub(super) fn source_counts(&self) -> Result<Vec<SourceCount>, Error> {
        let mut sources = Vec::new();
        self.count(&RemoteQuery::All, &[SITE, HOST], |values, articles| {
            let [site, host] = [0, 1].map(|column| values[column].as_str().map(str::to_owned));
            // What is shown as the site of an article without the name of one is its host.
            sources.push(SourceCount {
                name: site.filter(|site| host.as_ref() != Some(site)),
                host,
                articles,
            });
        })?;
        Ok(sources)
    }

    /// Counts the articles that match `query` by the values that they have in `columns` together.
    fn count(
        &self,
        query: &RemoteQuery,
        columns: &[&str],
        visit: impl FnMut(&[&Value], u64),
    ) -> Result<u64, Error> {
        let counted = CountedQuery { query: &articles(query), columns, page_size: VALUES_PER_REQUEST };
        counted.for_each(&self.client, visit)
    }
}
