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
pub(crate) struct CopyAddress {
    doc: DocAddress,
    /// Whether it is a guest of the article's story.
    is_guest: bool,
}

/// An article with all of its text.
pub(crate) struct CopyText {
    pub article: FetchedArticle,
    /// Text that was cut.
    pub cut: StoredText,
    /// Hash of the content as it was read, before cleaning; `None` if it is not known.
    pub content: Option<u64>,
    /// Whether it belongs to another story than the article; of the article itself, whether it is in two.
    pub is_guest: bool,
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
            let (copies, is_guest) = self.copy_docs(doc.address)?;
            Ok(Some((self.read_copy(CopyAddress { doc: doc.address, is_guest })?, copies)))
        })
    }

    /// Reads a copy.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(crate) fn copy_text(&self, address: CopyAddress) -> Result<CopyText, Error> {
        catch_engine_panic(&self.path, || self.read_copy(address))
    }

    /// Returns the other documents of the stories that a document is in, and whether it is a guest of one.
    pub(in crate::search) fn copy_docs(
        &self,
        address: DocAddress,
    ) -> Result<(Vec<CopyAddress>, bool), Error> {
        let stories = self.known_stories()?;
        let home = stories.story_of(address);
        let guests = home.map(|story| stories.guests_of(story)).unwrap_or_default();
        let hosts: Vec<StoryId> =
            (0..stories.len()).filter(|story| stories.guests_of(*story).contains(&address)).collect();
        let members = home.iter().chain(&hosts).flat_map(|story| stories.docs_of(*story));
        let mut docs: Vec<DocAddress> = members.chain(guests.iter().copied()).collect();
        docs.sort_unstable();
        docs.dedup();
        docs.retain(|doc| *doc != address);
        let copies = docs.into_iter().map(|doc| CopyAddress { doc, is_guest: guests.contains(&doc) });
        Ok((copies.collect(), !hosts.is_empty()))
    }

    fn read_copy(&self, CopyAddress { doc: address, is_guest }: CopyAddress) -> Result<CopyText, Error> {
        let doc = self.dated(address);
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let hashes = columns.u64(CONTENT).ok();
        Ok(CopyText {
            article: self.fetch(&doc, SearchTarget::Article, true)?,
            cut: self.fetch(&doc, SearchTarget::Cut, true)?.text,
            content: hashes.and_then(|hashes| hashes.first(address.doc_id)),
            is_guest,
        })
    }
}
