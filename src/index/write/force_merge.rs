//! Putting segments together. Every search opens each of them, so that few answer faster than many.

use tantivy::indexer::NoMergePolicy;

use crate::error::Error;
use crate::index::error::explain;
use crate::index::write::session::Held;

impl Held {
    /// Makes one segment of all, in which nothing is deleted.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn optimize(&self) -> Result<(), Error> {
        let wrong = |error| explain(self.place.path(), error);
        let segments = self.index.searchable_segment_metas().map_err(wrong)?;
        if segments.len() < 2 && segments.iter().all(|segment| segment.num_deleted_docs() == 0) {
            return Ok(());
        }
        // Nobody knows of the segments themselves after this: their files are kept as long as somebody does.
        let segments: Vec<_> = segments.into_iter().map(|segment| segment.id()).collect();
        let mut writer = self.writer().map_err(wrong)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.merge(&segments).wait().map_err(wrong)?;
        writer.garbage_collect_files().wait().map_err(wrong)?;
        writer.wait_merging_threads().map_err(wrong)
    }
}
