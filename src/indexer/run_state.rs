//! The state of a run: its report, and the file table after it.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::article::{Folder, SourceKey};
use crate::clean::Article;
use crate::clean::user_rules::rules_path;
use crate::corpus::Markup;
use crate::index::{FileEntry, FileTable};
use crate::indexer::carry_over::CarriedFile;
use crate::indexer::plan::PendingFile;
use crate::indexer::warnings::Warning;
use crate::report::{Failure, IndexReport, RulesReport};

/// Number of invalid records of a file that are listed; the others are only counted.
const MAX_LISTED_RECORDS: usize = 20;

/// The state of a run.
pub(super) struct RunState {
    pub report: IndexReport,
    /// File table after the run.
    pub files: FileTable,
    /// Files that could not be read, or not to their end. If the run replaces an older index, their articles
    /// are carried over.
    pub unread: Vec<SourceKey>,
    /// Invalid records of the archive files that are being read.
    invalid_records: HashMap<SourceKey, InvalidRecords>,
    /// Number of lines decided by the user's rules, by folder.
    lines_by_rules: HashMap<u32, u64>,
    /// Warnings about records of the archive files that are being read, with their number.
    record_warnings: HashMap<SourceKey, BTreeMap<Warning, u64>>,
}

/// The invalid records of a file, by line, with the reason.
#[derive(Default)]
struct InvalidRecords {
    listed: Vec<(Option<u64>, String)>,
    not_listed: u64,
}

/// The size of an article.
#[derive(Clone, Copy)]
pub(super) struct ArticleSize {
    pub lines: u64,
    pub lines_cut: u64,
    /// Number of lines decided by the user's rules.
    pub lines_by_rules: u64,
    /// Number of bytes of text, kept or cut.
    pub text: u64,
    pub text_cut: u64,
    /// Number of bytes in the file.
    pub bytes: u64,
}

impl ArticleSize {
    /// Measures an article that was read from `bytes` bytes. For an HTML page, lines are blocks, since all of
    /// it may be on one line of the file.
    pub(super) fn new(article: &Article, markup: Markup, bytes: u64) -> Self {
        let (kept, cut) = article.kept_and_cut_bytes();
        let (lines, lines_cut) = match markup {
            Markup::Html => (article.blocks.len(), article.cut.blocks.len()),
            Markup::Plain | Markup::Markdown => (article.lines.len(), article.lines_cut()),
        };
        ArticleSize {
            lines: lines as u64,
            lines_cut: lines_cut as u64,
            lines_by_rules: article.lines_decided_by_rules() as u64,
            text: (kept + cut) as u64,
            text_cut: cut as u64,
            bytes,
        }
    }
}

impl RunState {
    pub(super) fn new(report: IndexReport, files: FileTable) -> Self {
        RunState {
            report,
            files,
            unread: Vec::new(),
            invalid_records: HashMap::new(),
            lines_by_rules: HashMap::new(),
            record_warnings: HashMap::new(),
        }
    }

    /// Counts an added record of an archive file, which has an entry that says how many of them are added.
    pub(super) fn count_record(&mut self, file: &PendingFile, size: ArticleSize) {
        let mut number = 1;
        if let Some(entry) = self.files.get_mut(&file.key) {
            entry.articles += 1;
            number = entry.articles;
        }
        self.count(file, number, size);
    }

    /// Counts an added file that is one article.
    pub(super) fn count_article(&mut self, file: &PendingFile, size: ArticleSize) {
        self.count(file, 1, size);
    }

    /// Counts article number `number` of a file. As many as the index has of the file are updates.
    fn count(&mut self, file: &PendingFile, number: u64, size: ArticleSize) {
        let report = &mut self.report;
        *(if number <= file.indexed_articles() { &mut report.updated } else { &mut report.added }) += 1;
        report.lines += size.lines;
        report.lines_cut += size.lines_cut;
        report.bytes += size.bytes;
        report.text_bytes += size.text;
        report.text_bytes_cut += size.text_cut;
        if size.lines_by_rules > 0 {
            *self.lines_by_rules.entry(file.key.folder).or_default() += size.lines_by_rules;
        }
    }

    /// Adds the rules files of the folders to the report, with the number of lines they decided.
    pub(super) fn report_rules(&mut self, folders: &[Folder]) {
        for folder in folders.iter().filter(|folder| !folder.options.rules.is_none()) {
            let lines = self.lines_by_rules.get(&folder.id).copied().unwrap_or(0);
            self.report.rules.push(RulesReport { path: rules_path(folder), lines });
        }
    }

    /// Adds the warnings about a file that is one article.
    pub(super) fn warn_about_file(&mut self, file: &PendingFile, warnings: &[Warning]) {
        self.report.pages_without_article += u64::from(warnings.contains(&Warning::NoArticle));
        let warnings = warnings.iter().map(|warning| Failure::new(&file.path, warning.to_string()));
        self.report.warnings.extend(warnings);
    }

    /// Counts the warnings about a record of an archive file. Each is reported once per file.
    pub(super) fn warn_about_record(&mut self, file: &PendingFile, warnings: &[Warning]) {
        for warning in warnings {
            let counts = self.record_warnings.entry(file.key.clone()).or_default();
            *counts.entry(*warning).or_default() += 1;
        }
    }

    /// Updates the entry of a file whose content has not changed.
    pub(super) fn touch(&mut self, file: &PendingFile) {
        let Some(indexed) = &file.indexed else { return };
        self.report.unchanged += indexed.articles;
        let entry =
            FileEntry { size: file.size, modified: file.modified, unfinished: false, ..indexed.clone() };
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
        self.report.failures.push(Failure::new(&file.path, reason));
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
        let invalid = self.invalid_records.entry(file.key.clone()).or_default();
        // Several threads add records in any order, and those on the first lines are listed.
        invalid.listed.push((line, reason));
        if invalid.listed.len() > 4 * MAX_LISTED_RECORDS {
            invalid.trim();
        }
    }

    /// Enters an archive file into the file table.
    pub(super) fn finish_archive(&mut self, file: &PendingFile, entry: FileEntry) {
        if entry.unfinished {
            self.unread.push(file.key.clone());
        }
        let mut invalid = self.invalid_records.remove(&file.key).unwrap_or_default();
        invalid.trim();
        for (warning, count) in self.record_warnings.remove(&file.key).unwrap_or_default() {
            self.report.pages_without_article += if warning == Warning::NoArticle { count } else { 0 };
            let message = format!("{count} of its records: {warning}");
            self.report.warnings.push(Failure::new(&file.path, message));
        }
        let mut failures = invalid.listed;
        if invalid.not_listed > 0 {
            let records = if invalid.not_listed == 1 { "record" } else { "records" };
            failures.push((None, format!("{} more {records} could not be read", invalid.not_listed)));
        }
        self.finish_file(file, entry, failures);
    }

    /// Removes missing files from the file table. A missing file whose content was added under another path
    /// has moved.
    pub(super) fn drop_missing(&mut self, missing: &[SourceKey], known: &FileTable) {
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
            self.files.remove(key);
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
            let articles = entry.articles;
            self.files.entry(key).or_insert(entry).articles = articles;
        }
    }

    /// Returns the report, with its failures and warnings sorted.
    pub(super) fn into_report(mut self) -> IndexReport {
        self.report.failures.sort();
        self.report.failures.dedup();
        self.report.warnings.sort();
        self.report
    }
}

impl InvalidRecords {
    /// Keeps the first records, and counts the others.
    fn trim(&mut self) {
        self.listed.sort();
        self.not_listed += self.listed.len().saturating_sub(MAX_LISTED_RECORDS) as u64;
        self.listed.truncate(MAX_LISTED_RECORDS);
    }
}
