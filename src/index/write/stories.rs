//! The third step of a run: compares the articles and commits their stories.
//!
//! The table of stories names articles by segment, so it is made when all merges are done.

use std::io;

use tantivy::indexer::NoMergePolicy;

use crate::error::Error;
use crate::index::doc_store::text_codec::TextDecoder;
use crate::index::generation::Generation;
use crate::index::meta::Meta;
use crate::index::stories::compare_changes::compare;
use crate::index::stories::comparison::{LINKED_PREFIX, STORIES_PREFIX, StoryComparison};
use crate::index::stories::texts::StoryTexts;
use crate::index::table_file::Table;
use crate::index::write::session::IndexSession;
use crate::index::write::updater::remove_stale_tables;

impl IndexSession {
    /// Compares the articles of the index and commits which of them are copies of each other.
    ///
    /// # Errors
    /// If the index cannot be read or written; it then stays as it was before.
    pub(crate) fn compare_articles(&self) -> Result<(), Error> {
        let root = self.dir.path();
        let error = |error| self.error(error);
        let read_error = |error| Error::reading_index(root, &error);
        let write_error = |error| Error::io("write", root, error);
        let mut meta = Meta::read(root, &self.generation)?;
        let searcher = self.index.reader().map_err(error)?.searcher();
        let generation = Generation {
            path: self.generation.clone(),
            directory: self.directory.box_clone(),
            meta: meta.clone(),
            index: self.index.clone(),
            fields: self.fields,
        };
        let mut opened = generation.open_doc_stores(root)?;
        let missing = || read_error(io::Error::other("a segment has no stored articles"));
        let segments = searcher.segment_readers().iter();
        let doc_stores = segments.map(|segment| opened.take(segment).ok_or_else(missing));
        let texts = StoryTexts {
            fields: self.fields,
            analyzer: self.analyzer(),
            decoder: TextDecoder::open(&self.generation, &meta.dictionaries).map_err(read_error)?,
            doc_stores: doc_stores.collect::<Result<_, _>>()?,
        };
        let last = StoryComparison::last(&self.generation);
        let StoryComparison { stories, overlaps, linked } =
            compare(&searcher, &texts, &last).map_err(error)?;
        let mut writer = self.tantivy_writer().map_err(error)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut commit = writer.prepare_commit().map_err(error)?;
        meta.stories = format!("{STORIES_PREFIX}{}", commit.opstamp());
        meta.last_stories.clear();
        stories.write(&*self.directory, &meta.stories).map_err(write_error)?;
        let linked_name = format!("{LINKED_PREFIX}{}", commit.opstamp());
        linked.write(&*self.directory, &linked_name).map_err(write_error)?;
        if overlaps != last.overlaps {
            overlaps.replace(&self.generation, &*self.directory, commit.opstamp()).map_err(write_error)?;
        }
        commit.set_payload(&meta.payload()?);
        commit.commit().map_err(error)?;
        remove_stale_tables(self, &[STORIES_PREFIX, LINKED_PREFIX], &[&meta.stories, &linked_name]);
        writer.wait_merging_threads().map_err(error)
    }
}
