//! The filters of a run.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::corpus::InputFilter;
use crate::indexer::options::IndexOptions;

/// The filters that read files of other formats in a run. They are those of its options and of nothing else:
/// no index, rules file or folder adds one.
pub(super) struct Filters {
    list: Vec<Arc<InputFilter>>,
    /// Time after which a program is killed.
    pub timeout: Duration,
}

impl Filters {
    /// Returns the filters of `options`.
    pub(super) fn new(options: &IndexOptions) -> Self {
        let list = options.filters.iter().cloned().map(Arc::new).collect();
        Filters { list, timeout: options.filter_timeout }
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns the filter for the file at `path`, the first if there are several.
    pub(super) fn of(&self, path: &Path) -> Option<&Arc<InputFilter>> {
        self.list.iter().find(|filter| filter.reads(path))
    }
}
