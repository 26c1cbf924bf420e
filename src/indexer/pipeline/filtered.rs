//! Reads files through filters of the user.

use crate::article::RecordKey;
use crate::corpus::{ConverterError, InputFilter, fingerprint};
use crate::error::{Error, os_error_message};
use crate::index::{ArticleUpdater, FileEntry};
use crate::indexer::pipeline::Pipeline;
use crate::indexer::plan::PendingFile;

impl<U: ArticleUpdater> Pipeline<'_, U> {
    /// Turns a file into text with its filter, and adds the article. If the filter fails, the index keeps the
    /// article that it has, and the next run tries again: the user may have mended the command.
    pub(super) fn add_filtered_file(&self, file: &PendingFile, filter: &InputFilter) -> Result<(), Error> {
        let hash = match fingerprint(&file.path) {
            Ok(hash) => hash,
            Err(error) => {
                self.advance_by_file(file);
                self.state().fail_temporarily(file, os_error_message(&error));
                return Ok(());
            }
        };
        if !file.force_read && file.indexed.as_ref().is_some_and(|entry| entry.has_content(hash)) {
            self.advance_by_file(file);
            self.state().touch(file);
            return Ok(());
        }
        if file.size == 0 {
            self.advance_by_file(file);
            return self.skip_blank_file(file, hash, None);
        }
        let read = filter.read_file(&file.path, self.filters.timeout, self.stop);
        self.advance_by_file(file);
        match read {
            Ok(record) => {
                let content = self.contents.of_file(file, hash, hash);
                let article =
                    self.clean_record(file, RecordKey::default(), &record, file.size, content, None);
                self.state().count_filtered(filter);
                self.add_article(
                    file,
                    &article,
                    FileEntry { is_filtered: true, ..file.new_entry(hash) },
                    None,
                )
            }
            Err(ConverterError::Stopped) => Ok(()), // the next run reads it
            Err(error) => {
                self.state().fail_temporarily(file, error.to_string());
                Ok(())
            }
        }
    }
}
