//! Settles the days and the languages of articles once all files are read.

use std::sync::atomic::Ordering;

use crate::error::Error;
use crate::index::ArticleUpdater;
use crate::indexer::pipeline::Pipeline;
use crate::indexer::sources::{SourceFacts, files_to_read_again};
use crate::progress::NoProgress;
use crate::report::IndexReport;

impl<U: ArticleUpdater> Pipeline<'_, U> {
    /// Reads the files again whose days or languages are others by what the other articles of their source
    /// tell. The report keeps its numbers.
    pub(in crate::indexer) fn settle_sources(&mut self) -> Result<(), Error> {
        let (folders, filters) = (&self.meta.folders, self.filters);
        let (facts, files, (report, written)) = self.update_state(|state| {
            let facts = SourceFacts::of_files(&state.files);
            let files = files_to_read_again(&state.files, &facts, folders, filters);
            (facts, files, (state.report.clone(), state.written.clone()))
        });
        if files.is_empty() {
            return Ok(());
        }
        self.facts = facts;
        self.progress = &NoProgress;
        self.run(files)?;
        let stopped = self.stop.load(Ordering::Relaxed);
        self.update_state(|state| {
            let failures = std::mem::take(&mut state.report.failures);
            state.report = IndexReport { failures, stopped, ..report };
            state.written = written;
        });
        Ok(())
    }
}
