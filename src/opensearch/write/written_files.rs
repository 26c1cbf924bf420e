//! The files that a run has written since they were last final.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::SourceKey;
use crate::opensearch::write::record_set::RecordSet;
use crate::opensearch::write::rows::SourceId;

/// A file that is being written.
pub(super) struct WrittenFile {
    pub key: Arc<SourceKey>,
    /// Records written, if the index may have others of the file.
    pub written: Option<RecordSet>,
}

/// Files that are being written: each has a row that says so.
#[derive(Default)]
pub(super) struct WrittenFiles {
    files: FxHashMap<SourceId, WrittenFile>,
}

impl WrittenFiles {
    /// Opens a file, unless it is open. `is_known` tells whether the index may have articles of it, and
    /// `is_replaced` whether those that were written until now are to go. Returns the file, and whether it
    /// must be marked.
    pub(super) fn open(
        &mut self,
        id: SourceId,
        key: &SourceKey,
        is_known: impl FnOnce() -> bool,
        is_replaced: bool,
    ) -> (&mut WrittenFile, bool) {
        let mut is_new = false;
        let file = self.files.entry(id).or_insert_with(|| {
            is_new = true;
            WrittenFile { key: Arc::new(key.clone()), written: is_known().then(RecordSet::default) }
        });
        if is_replaced {
            file.written = Some(RecordSet::default());
        }
        (file, is_new)
    }

    pub(super) fn is_open(&self, id: SourceId) -> bool {
        self.files.contains_key(&id)
    }

    /// Takes the files for which `is_final` is true.
    pub(super) fn take_final(
        &mut self,
        is_final: impl Fn(&SourceKey) -> bool,
    ) -> Vec<(SourceId, WrittenFile)> {
        self.files.extract_if(|_, file| is_final(&file.key)).collect()
    }
}
