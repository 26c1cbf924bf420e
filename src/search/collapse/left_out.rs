//! Finds the copies of an article that a request leaves out.

use tantivy::query::Query;
use tantivy::{DocAddress, DocId};

use crate::error::Error;
use crate::search::collapse::top_stories::earlier;
use crate::search::queries::doc_list::DocListQuery;
use crate::search::queries::doc_order::matching_docs;
use crate::search::request::Filter;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::{ScoredDoc, sort_docs};

impl IndexSnapshot {
    /// Returns the copies of the article that `filter` leaves out, if it leaves them out, too.
    pub(in crate::search) fn left_out_copies(&self, filter: &Filter) -> Vec<DocAddress> {
        let Some(path) = filter.left_out.as_ref().filter(|_| filter.left_out_copies) else {
            return Vec::new();
        };
        // An index that cannot be read fails the search itself, and no record is meant if several may be.
        let Some(article) = self.find(path, filter.left_out_id.as_deref()).ok().flatten() else {
            return Vec::new();
        };
        let Some(stories) = self.stories() else { return Vec::new() };
        let Some(story) = stories.story_of(article.address) else { return Vec::new() };
        stories.docs_of(story).into_iter().filter(|doc| *doc != article.address).collect()
    }

    /// Returns the copies that `filter` leaves out with their article, as far as they are in its folders and
    /// of its days, the earliest first.
    pub(in crate::search) fn left_out_in_scope(&self, filter: &Filter) -> Result<Vec<ScoredDoc>, Error> {
        let copies = self.left_out_copies(filter);
        if copies.is_empty() {
            return Ok(Vec::new());
        }
        let scope = Filter { left_out: None, ..filter.clone() };
        let copies: Box<dyn Query> = Box::new(DocListQuery::new(&self.searcher, &copies));
        let docs = matching_docs(&self.searcher, &*self.filtered(copies, &scope)?);
        let docs = docs.map_err(|error| self.error(error))?;
        let address = |(segment, docs): (u32, Vec<DocId>)| {
            docs.into_iter().map(move |doc| DocAddress::new(segment, doc))
        };
        let mut docs: Vec<ScoredDoc> =
            (0..).zip(docs).flat_map(address).map(|doc| self.unscored(doc)).collect();
        sort_docs(&mut docs, &self.fast_fields, earlier);
        Ok(docs)
    }
}
