//! Finds the copies of an article, and reads their texts.

use std::path::Path;

use tantivy::DocAddress;

use crate::article::StoredText;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::index::schema::CONTENT;
use crate::search::response::FetchedArticle;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::StoryId;

/// Address of a copy in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CopyAddress(DocAddress);

/// An article with all of its text.
pub(crate) struct CopyText {
    pub article: FetchedArticle,
    /// Text that was cut.
    pub cut: StoredText,
    /// Hash of the content as it was read, before cleaning; `None` if it is not known.
    pub content: Option<u64>,
}

impl IndexSnapshot {
    /// Returns an article and the addresses of its copies, in no order; `None` if the index does not have it.
    ///
    /// # Errors
    /// As [`Searcher::stories`](crate::search::Searcher::stories), and [`Error::AmbiguousRecord`] if `id` is
    /// not given and the file contains several records.
    pub(crate) fn copies_of(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<(CopyText, Vec<CopyAddress>)>, Error> {
        catch_engine_panic(&self.path, || {
            let Some(doc) = self.find(path, id)? else { return Ok(None) };
            let copies = self.copy_docs(doc.address)?.into_iter().map(CopyAddress);
            Ok(Some((self.read_copy(doc.address)?, copies.collect())))
        })
    }

    /// Reads a copy.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(crate) fn copy_text(&self, CopyAddress(address): CopyAddress) -> Result<CopyText, Error> {
        catch_engine_panic(&self.path, || self.read_copy(address))
    }

    /// Returns the other documents of the stories that a document is in.
    fn copy_docs(&self, address: DocAddress) -> Result<Vec<DocAddress>, Error> {
        let stories = self.known_stories()?;
        let is_guest = |story: &StoryId| stories.guests_of(*story).contains(&address);
        let mut docs = Vec::new();
        if let Some(story) = stories.story_of(address) {
            docs.extend(stories.docs_of(story));
            docs.extend(stories.guests_of(story));
        }
        docs.extend((0..stories.len()).filter(is_guest).flat_map(|story| stories.docs_of(story)));
        docs.sort_unstable();
        docs.dedup();
        docs.retain(|doc| *doc != address);
        Ok(docs)
    }

    fn read_copy(&self, address: DocAddress) -> Result<CopyText, Error> {
        let doc = self.dated(address);
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let hashes = columns.u64(CONTENT).ok();
        Ok(CopyText {
            article: self.fetch(&doc, SearchTarget::Article, true)?,
            cut: self.fetch(&doc, SearchTarget::Cut, true)?.text,
            content: hashes.and_then(|hashes| hashes.first(address.doc_id)),
        })
    }
}
