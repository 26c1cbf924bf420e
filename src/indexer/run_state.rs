//! The state of a run: its report, and the file table after it.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use crate::article::{Folder, SourceKey};
use crate::corpus::{BlankPages, InputFilter};
use crate::index::{FileEntry, FileTable, LanguagesBySource};
use crate::indexer::archive_state::{ArchiveState, ArticleCounts, ArticleSize};
use crate::indexer::history::changes::FileHistory;
use crate::indexer::pipeline::CarriedFile;
use crate::indexer::plan::PendingFile;
use crate::indexer::sources::SourceArticle;
use crate::indexer::user_rules;
use crate::indexer::warnings::{self, Warning};
use crate::report::{Failure, FilteredFiles, IndexReport, RulesReport};

/// Kind of the files without any text.
const EMPTY: &str = "empty";
/// Kind of the files whose pages have no text.
const SCANNED: &str = "pdf (no text: scanned?)";

/// The state of a run.
pub(super) struct RunState {
    pub report: IndexReport,
    /// File table after the run.
    pub files: FileTable,
    /// Files that could not be read, or not to their end. If the run replaces an older index, their articles
    /// are carried over.
    pub unread: Vec<SourceKey>,
    /// Files of which articles were written, if they are listed.
    pub written: Option<HashSet<SourceKey>>,
    /// Number of records whose content is new, by archive file of the index that was read again.
    pub new_records: HashMap<SourceKey, u64>,
    /// Number of lines decided by the user's rules, by folder.
    lines_by_rules: HashMap<u32, u64>,
    /// The archive files that are being read.
    archives: HashMap<SourceKey, ArchiveState>,
}

impl RunState {
    pub(super) fn new(report: IndexReport, files: FileTable) -> Self {
        RunState {
            report,
            files,
            unread: Vec::new(),
            written: None,
            new_records: HashMap::new(),
            lines_by_rules: HashMap::new(),
            archives: HashMap::new(),
        }
    }

    /// Marks files that must be read again, which this run cannot do.
    pub(super) fn postpone(&mut self, files: &[SourceKey]) {
        for key in files {
            if let Some(entry) = self.files.get_mut(key) {
                entry.unfinished = true;
            }
        }
    }

    /// Begins an archive file. Until it ends, its entry counts the articles that it had and those that were
    /// added.
    pub(super) fn begin_archive(&mut self, file: &PendingFile) {
        self.files.insert(file.key.clone(), file.unfinished_entry());
    }

    /// Counts an added record of an archive file, with what it tells about its source and whether its content
    /// is new.
    pub(super) fn count_record(
        &mut self,
        file: &PendingFile,
        size: ArticleSize,
        source_article: &SourceArticle,
        is_new: bool,
    ) {
        if let Some(entry) = self.files.get_mut(&file.key) {
            entry.articles += 1;
        }
        let archive = self.archive(file);
        archive.counts.add(size);
        archive.new_records += u64::from(is_new);
        source_article.add_to(&mut archive.day_orders, &mut archive.languages);
    }

    /// Returns the languages of the articles that were added of an archive file.
    pub(super) fn archive_languages(&mut self, file: &PendingFile) -> LanguagesBySource {
        self.archive(file).languages.clone()
    }

    /// Counts an added file that is one article.
    pub(super) fn count_article(&mut self, file: &PendingFile, size: ArticleSize) {
        let mut counts = ArticleCounts::default();
        counts.add(size);
        self.count(file, counts);
    }

    /// Counts a file that `filter` has turned into text.
    pub(super) fn count_filtered(&mut self, filter: &InputFilter) {
        let (extension, command) = (filter.extension(), filter.command());
        let filtered = &mut self.report.filtered;
        match filtered.iter_mut().find(|files| files.extension == extension && files.command == command) {
            Some(files) => files.files += 1,
            None => {
                let (extension, command) = (extension.to_owned(), command.to_owned());
                filtered.push(FilteredFiles { extension, command, files: 1 });
            }
        }
    }

    /// Adds `counts` to the report. As many articles as the index has of the file are updates.
    fn count(&mut self, file: &PendingFile, counts: ArticleCounts) {
        if let Some(written) = &mut self.written
            && counts.articles > 0
        {
            written.insert(file.key.clone());
        }
        let report = &mut self.report;
        let updated = counts.articles.min(file.indexed_articles());
        report.updated += updated;
        report.added += counts.articles - updated;
        report.lines += counts.size.lines;
        report.lines_cut += counts.size.lines_cut;
        report.bytes += counts.size.bytes;
        report.text_bytes += counts.size.text;
        report.text_bytes_cut += counts.size.text_cut;
        if counts.size.lines_by_rules > 0 {
            *self.lines_by_rules.entry(file.key.folder).or_default() += counts.size.lines_by_rules;
        }
    }

    fn archive(&mut self, file: &PendingFile) -> &mut ArchiveState {
        self.archives.entry(file.key.clone()).or_default()
    }

    /// Adds the rules files of the folders to the report, with the number of lines they decided, and unless
    /// the run was stopped, the rules that match nothing.
    pub(super) fn report_rules(&mut self, folders: &[Folder], stopped: bool) {
        for folder in folders.iter().filter(|folder| !folder.options.rules.is_none()) {
            let lines = self.lines_by_rules.get(&folder.id).copied().unwrap_or(0);
            let report = user_rules::report(folder, lines);
            let unmatched = if stopped { Vec::new() } else { report.unmatched };
            self.report.rules.push(RulesReport { unmatched, ..report });
        }
    }

    /// Adds the warnings about a file that is one article.
    pub(super) fn warn_about_file(&mut self, file: &PendingFile, warnings: &[Warning]) {
        self.report.pages_without_article += u64::from(warnings.contains(&Warning::NoArticle));
        for warning in warnings {
            self.count_warning(*warning, 1);
            self.report.warnings.push(Failure::new(&file.path, warning.to_string()));
        }
    }

    fn count_warning(&mut self, warning: Warning, articles: u64) {
        *self.report.articles_by_warning.entry(warning.to_string()).or_default() += articles;
    }

    /// Counts the warnings about a record of an archive file, on this line if it is on one. Each is reported
    /// once per file.
    pub(super) fn warn_about_record(&mut self, file: &PendingFile, line: Option<u64>, warnings: &[Warning]) {
        for warning in warnings {
            self.archive(file).warnings.entry(*warning).or_default().add(line);
        }
    }

    /// Updates the entry of a file whose content has not changed.
    pub(super) fn touch(&mut self, file: &PendingFile) {
        let Some(indexed) = &file.indexed else { return };
        self.report.unchanged += indexed.articles;
        let entry = FileEntry {
            size: file.size,
            modified: file.modified,
            identity: file.identity,
            unfinished: false,
            ..indexed.clone()
        };
        for (line, reason) in &entry.failures {
            self.report.failures.push(Failure {
                path: file.path.clone(),
                line: *line,
                reason: reason.clone(),
            });
        }
        self.files.insert(file.key.clone(), entry);
    }

    /// Records a failure that lasts until the file changes. The index keeps the articles it has of the file.
    pub(super) fn fail(&mut self, file: &PendingFile, reason: String, hash: u64) {
        self.report.failures.push(Failure::new(&file.path, reason.clone()));
        self.unread.push(file.key.clone());
        let articles = file.indexed_articles();
        let entry = FileEntry { articles, failures: vec![(None, reason)], ..file.new_entry(hash) };
        self.files.insert(file.key.clone(), entry);
    }

    /// Records a failure that may be temporary, so that the next run tries again.
    pub(super) fn fail_temporarily(&mut self, file: &PendingFile, reason: String) {
        self.unread.push(file.key.clone());
        if file.indexed_articles() > 0 {
            self.report.failures.push(Failure::new(&file.path, reason));
        } else {
            let entry = FileEntry { unfinished: true, ..file.new_entry(0) };
            self.finish_file(file, entry, [(None, reason)]);
        }
    }

    /// Enters a file without any text into the file table, with what is known of its pages.
    pub(super) fn skip_blank_file(&mut self, file: &PendingFile, hash: u64, pages: Option<BlankPages>) {
        self.count_skipped(if pages.is_some() { SCANNED } else { EMPTY }.to_owned());
        self.report.removed += file.indexed_articles();
        let warning: Vec<Warning> = pages.map(Warning::BlankPages).into_iter().collect();
        self.warn_about_file(file, &warning);
        let entry = FileEntry { warnings: warnings::of_file(&warning), ..file.new_entry(hash) };
        self.finish_file(file, entry, None);
    }

    /// Counts a record that is not an article.
    pub(super) fn count_skipped(&mut self, kind: String) {
        *self.report.skipped.entry(kind).or_default() += 1;
    }

    /// Enters a file into the file table, with its failures.
    pub(super) fn finish_file(
        &mut self,
        file: &PendingFile,
        entry: FileEntry,
        failures: impl IntoIterator<Item = (Option<u64>, String)>,
    ) {
        let failures: Vec<_> = failures.into_iter().collect();
        for (line, reason) in &failures {
            let (path, line, reason) = (file.path.clone(), *line, reason.clone());
            self.report.failures.push(Failure { path, line, reason });
        }
        self.files.insert(file.key.clone(), FileEntry { failures, ..entry });
    }

    /// Records an invalid record of an archive file.
    pub(super) fn add_invalid_record(&mut self, file: &PendingFile, line: Option<u64>, reason: String) {
        self.archive(file).invalid.add(line, reason);
    }

    /// Enters an archive file into the file table.
    pub(super) fn finish_archive(&mut self, file: &PendingFile, entry: FileEntry) {
        if entry.unfinished {
            self.unread.push(file.key.clone());
        }
        let archive = self.archives.remove(&file.key).unwrap_or_default();
        self.count(file, archive.counts);
        if self.written.is_some() {
            self.new_records.insert(file.key.clone(), archive.new_records);
        }
        let mut warnings = Vec::with_capacity(archive.warnings.len());
        for (warning, records) in archive.warnings {
            let of_file = records.warning(warning);
            let count = of_file.articles;
            self.report.pages_without_article += if warning == Warning::NoArticle { count } else { 0 };
            self.count_warning(warning, count);
            let message = format!("{count} of its records: {warning}");
            self.report.warnings.push(Failure::new(&file.path, message));
            warnings.push(of_file);
        }
        let (day_orders, languages) = (archive.day_orders, archive.languages.into());
        let entry = FileEntry { day_orders, languages, warnings, ..entry };
        self.finish_file(file, entry, archive.invalid.into_failures());
    }

    /// Forgets what was read of an archive file that could not be read to its end. The index keeps the
    /// articles that it had of the file, and the next run reads it again.
    pub(super) fn undo_archive(&mut self, file: &PendingFile) {
        let failures = self.archives.remove(&file.key).unwrap_or_default().invalid.into_failures();
        let entry = file.unfinished_entry();
        self.report.unchanged += entry.articles;
        self.unread.push(file.key.clone());
        self.finish_file(file, entry, failures);
    }

    /// Counts the missing files. One whose content was added under another path has moved.
    pub(super) fn count_missing(&mut self, missing: &[SourceKey], known: &FileTable) {
        let mut added_by_content: HashMap<(u64, u64), u64> = HashMap::new();
        let added = self.files.iter().filter(|(key, entry)| !known.contains_key(*key) && entry.hash != 0);
        for (_, entry) in added {
            *added_by_content.entry((entry.size, entry.hash)).or_default() += 1;
        }
        for key in missing {
            let Some(entry) = known.get(key) else { continue };
            let moved_to = added_by_content.get_mut(&(entry.size, entry.hash)).filter(|count| **count > 0);
            match moved_to {
                Some(count) => {
                    *count -= 1;
                    self.report.moved += entry.articles;
                    self.report.added = self.report.added.saturating_sub(entry.articles);
                }
                None => self.report.removed += entry.articles,
            }
        }
    }

    /// Enters files whose articles were carried over into the file table. An entry that the run has made says
    /// why the file could not be read.
    pub(super) fn add_carried(&mut self, carried: Vec<CarriedFile>, path_of: impl Fn(&SourceKey) -> PathBuf) {
        for CarriedFile { key, entry, lost } in carried {
            self.report.carried_over += entry.articles;
            if lost > 0 {
                let reason = format!("{lost} of its articles cannot be read in the older index either");
                self.report.failures.push(Failure::new(path_of(&key), reason));
            }
            let (articles, is_filtered) = (entry.articles, entry.is_filtered);
            let entry = self.files.entry(key).or_insert(entry);
            (entry.articles, entry.is_filtered) = (articles, is_filtered);
        }
    }

    /// Reports the files of which the index has refused an article.
    pub(super) fn report_refused(
        &mut self,
        refused: Vec<(SourceKey, String)>,
        path_of: impl Fn(&SourceKey) -> PathBuf,
    ) {
        for (key, reason) in refused {
            self.report.failures.push(Failure::new(path_of(&key), format!("not indexed: {reason}")));
        }
    }

    /// Lists the changes since the files and folders `before` in the report, if it is to have them.
    pub(super) fn list_changes(
        &mut self,
        before: (&FileTable, &[Folder]),
        is_new_index: bool,
        folders: &[Folder],
    ) {
        let Some(written) = &self.written else { return };
        let history = FileHistory {
            before: before.0,
            after: &self.files,
            folders: [before.1, folders],
            moved_folders: &self.report.moved_folders,
            written: (!is_new_index).then_some(written),
            new_records: &self.new_records,
        };
        self.report.changes = Some(history.changes());
    }

    /// Returns the report, with its failures and warnings sorted.
    pub(super) fn into_report(mut self) -> IndexReport {
        self.report.failures.sort();
        self.report.failures.dedup();
        self.report.warnings.sort();
        self.report.filtered.sort();
        self.report
    }
}
