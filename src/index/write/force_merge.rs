//! Merges all segments into one. A search opens every segment, so fewer segments answer faster.

use tantivy::indexer::NoMergePolicy;

use crate::error::Error;
use crate::index::write::session::IndexSession;

impl IndexSession {
    /// Merges all segments into one without deleted articles.
    ///
    /// # Errors
    /// If the merged segment cannot be written; the index then stays as it was before.
    pub fn force_merge(&self) -> Result<(), Error> {
        let segments = self.index.searchable_segment_metas().map_err(|error| self.error(error))?;
        if segments.len() < 2 && segments.iter().all(|segment| segment.num_deleted_docs() == 0) {
            return Ok(());
        }
        // Drops the metas: tantivy keeps the files of a segment as long as anyone holds its meta.
        let segments: Vec<_> = segments.into_iter().map(|segment| segment.id()).collect();
        let merge = || {
            let mut writer = self.tantivy_writer()?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.merge(&segments).wait()?;
            writer.garbage_collect_files().wait()?;
            writer.wait_merging_threads()
        };
        merge().map_err(|error| self.error(error))
    }
}
