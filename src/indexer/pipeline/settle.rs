//! Settles the days of articles once all files are read.

use std::sync::atomic::Ordering;

use crate::error::Error;
use crate::index::ArticleUpdater;
use crate::indexer::day_orders;
use crate::indexer::pipeline::Pipeline;
use crate::progress::NoProgress;
use crate::report::IndexReport;

impl<U: ArticleUpdater> Pipeline<'_, U> {
    /// Reads the files again whose days the other articles of their source tell to read otherwise. The report
    /// keeps its numbers.
    pub(in crate::indexer) fn settle_day_orders(&mut self) -> Result<(), Error> {
        let (folders, filters) = (&self.meta.folders, self.filters);
        let (orders, files, (report, written)) = self.update_state(|state| {
            let orders = day_orders::of_files(&state.files);
            let files = day_orders::files_to_read_again(&state.files, &orders, folders, filters);
            (orders, files, (state.report.clone(), state.written.clone()))
        });
        if files.is_empty() {
            return Ok(());
        }
        self.day_orders = orders;
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
