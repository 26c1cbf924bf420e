//! Putting segments together. Every search opens each of them, so that few answer faster than many.

use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, SegmentMeta};

use super::explain;
use super::writer::Held;
use crate::error::Error;

impl Held {
    /// Makes one segment of all, in which nothing is deleted.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn optimize(&self) -> Result<(), Error> {
        let segments = self.segments()?;
        if segments.len() < 2 && segments.iter().all(|segment| segment.num_deleted_docs() == 0) {
            return Ok(());
        }
        self.merge(segments.into_iter().map(|segment| segment.id()).collect())
    }

    fn segments(&self) -> Result<Vec<SegmentMeta>, Error> {
        self.index.searchable_segment_metas().map_err(|error| explain(self.place.path(), error))
    }

    /// Makes one segment of all. Nobody may know of the segments any more: their files are kept as long as somebody does.
    fn merge(&self, segments: Vec<SegmentId>) -> Result<(), Error> {
        let wrong = |error| explain(self.place.path(), error);
        let mut writer: IndexWriter = self.index.writer_with_num_threads(1, 15 << 20).map_err(wrong)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.merge(&segments).wait().map_err(wrong)?;
        writer.garbage_collect_files().wait().map_err(wrong)?;
        writer.wait_merging_threads().map_err(wrong)
    }
}
