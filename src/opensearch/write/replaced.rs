//! The articles of an index on a cluster that a rebuild replaces.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::article::{Document, SourceKey};
use crate::error::{ClusterProblem, Error};
use crate::index::{AddedDays, FileTable, ReplacedArticles};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{ARTICLE, KIND, RECORD, RECORD_ID, SOURCE, STORED};
use crate::opensearch::pages::point_in_time::PointInTime;
use crate::opensearch::pages::{PagedQuery, invalid};
use crate::opensearch::write::content_days::{ContentDays, LookupError};
use crate::opensearch::write::meta::read_sites;
use crate::opensearch::write::rows::num_articles;

/// The articles of an index on a cluster.
pub(crate) struct ClusterArticles {
    client: Arc<ClusterClient>,
    decoder: ArticleDecoder,
    files: FileTable,
    lookup_error: LookupError,
}

impl ClusterArticles {
    /// Returns the articles of these files.
    pub(super) fn new(
        client: Arc<ClusterClient>,
        files: FileTable,
        lookup_error: LookupError,
    ) -> Result<Self, Error> {
        Ok(ClusterArticles { client, decoder: ArticleDecoder::new()?, files, lookup_error })
    }
}

impl ReplacedArticles for ClusterArticles {
    /// Id of the document.
    type Place = String;

    fn files(&self) -> &FileTable {
        &self.files
    }

    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        // What is damaged does not stop a rebuild, which learns them anew.
        match read_sites(&self.client) {
            Err(Error::Damaged { .. }) => Ok(T::default()),
            sites => sites,
        }
    }

    fn added_days(&self) -> Result<Option<AddedDays>, Error> {
        added_days(&self.client, &self.lookup_error).map(Some)
    }

    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error> {
        record_ids(&self.client, key)
    }

    fn of_file(&self, key: &SourceKey) -> Result<Vec<String>, Error> {
        let mut ids = Vec::new();
        for_each_of_file(&self.client, key, &[], |hit| ids.extend(hit["_id"].as_str().map(str::to_owned)))?;
        Ok(ids)
    }

    fn read(&self, id: String) -> Result<Document, Error> {
        // An article that cannot be asked for is not lost: the run ends without taking the place of the
        // index.
        let path = self.client.address().document_path(&id);
        let found = match self.client.get(&format!("{path}?stored_fields={STORED}")) {
            // An older index has no such field.
            Err(Error::Cluster { problem: ClusterProblem::Refused { .. }, .. }) => self.client.get(&path),
            found => found,
        };
        let found = found.map_err(|error| {
            self.lookup_error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            Error::Internal(format!("{id} could not be read"))
        });
        let found = found?.unwrap_or_default();
        let damaged = || self.client.address().error(invalid(&id));
        self.decoder.article(&found).ok_or_else(damaged)
    }
}

/// Returns the days of the contents of an index.
pub(super) fn added_days(client: &Arc<ClusterClient>, error: &LookupError) -> Result<AddedDays, Error> {
    let snapshot = PointInTime::new(Arc::clone(client))?;
    let days = ContentDays::new(snapshot, num_articles(client)?, Arc::clone(error));
    Ok(AddedDays::looked_up(Box::new(days)))
}

/// Returns the ids of the records of an archive file.
pub(super) fn record_ids(client: &ClusterClient, key: &SourceKey) -> Result<HashSet<String>, Error> {
    let mut ids = HashSet::new();
    for_each_of_file(client, key, &[RECORD_ID], |hit| {
        ids.extend(hit["_source"][RECORD_ID].as_str().map(str::to_owned));
    })?;
    Ok(ids)
}

/// Calls `visit` with the articles of a file, and these fields of them.
fn for_each_of_file(
    client: &ClusterClient,
    key: &SourceKey,
    source: &[&str],
    mut visit: impl FnMut(&Value),
) -> Result<(), Error> {
    let filter = json!([{ "term": { KIND: ARTICLE } }, { "term": { SOURCE: key.encode() } }]);
    let query = json!({ "bool": { "filter": filter } });
    let articles = PagedQuery { query: &query, sort: &[RECORD], source, columns: &[] };
    articles.for_each(client, |hit| {
        visit(hit);
        Ok(())
    })
}
