//! What a run has done so far: the report, and the table of files as it will be.

use crate::clean::user_rules::rules_path;
use std::collections::{BTreeMap, HashMap};

use crate::article::Folder;
use crate::article::SourceKey;
use crate::clean::Article;
use crate::corpus::Markup;
use crate::index::{FileEntry, FileTable};
use crate::indexer::plan::PendingFile;
use crate::indexer::warnings::Warning;
use crate::report::{Failure, IndexReport, RulesReport};

/// So many broken records of one file are named; of the others only the number is told.
const NAMED: usize = 20;

/// What a run has done so far.
pub(super) struct RunState {
    pub report: IndexReport,
    /// The table of files.
    pub sources: FileTable,
    /// Broken records of archive files that are being read.
    broken: HashMap<SourceKey, Broken>,
    /// Lines on which the reader's rules decided, by folder.
    ruled: HashMap<u32, u64>,
    /// What is to be said about records of archive files that are being read, and of how many of them.
    remarked: HashMap<SourceKey, BTreeMap<Warning, u64>>,
}

/// Broken records of a file.
#[derive(Default)]
struct Broken {
    named: Vec<(Option<u64>, String)>,
    more: u64,
}

/// How much an article is.
#[derive(Clone, Copy)]
pub(super) struct ArticleSize {
    pub lines: u64,
    pub lines_cut: u64,
    /// Lines on which the reader's rules decided.
    pub lines_ruled: u64,
    /// Bytes of text, kept or cut.
    pub text: u64,
    pub text_cut: u64,
    pub bytes: u64,
}

impl ArticleSize {
    /// Weighs an article that was read from so many bytes. The lines of a page are its blocks: all of it may stand on
    /// one line of its source.
    pub fn of(article: &Article, markup: Markup, bytes: u64) -> Self {
        let (kept, cut) = article.kept_and_cut_bytes();
        let (lines, lines_cut) = match markup {
            Markup::Html => (article.blocks.len(), article.cut.blocks.len()),
            Markup::Plain | Markup::Markdown => (article.lines.len(), article.lines_cut()),
        };
        ArticleSize {
            lines: lines as u64,
            lines_cut: lines_cut as u64,
            lines_ruled: article.lines_decided_by_rules() as u64,
            text: (kept + cut) as u64,
            text_cut: cut as u64,
            bytes,
        }
    }
}

impl RunState {
    pub fn new(report: IndexReport, sources: FileTable) -> Self {
        RunState { report, sources, broken: HashMap::new(), ruled: HashMap::new(), remarked: HashMap::new() }
    }

    /// Counts an article that was added.
    pub fn count(&mut self, todo: &PendingFile, weight: ArticleSize) {
        let report = &mut self.report;
        *(if todo.replaces() > 0 { &mut report.updated } else { &mut report.added }) += 1;
        report.lines += weight.lines;
        report.lines_cut += weight.lines_cut;
        report.bytes += weight.bytes;
        report.text += weight.text;
        report.text_cut += weight.text_cut;
        if weight.lines_ruled > 0 {
            *self.ruled.entry(todo.key.folder).or_default() += weight.lines_ruled;
        }
    }

    /// Names the files of rules that the folders of the run have, with the lines they decided on.
    pub fn name_rules(&mut self, folders: &[Folder]) {
        for folder in folders.iter().filter(|folder| !folder.options.rules.is_none()) {
            let lines = self.ruled.get(&folder.id).copied().unwrap_or(0);
            self.report.rules.push(RulesReport { path: rules_path(folder), lines });
        }
    }

    /// Notes what is to be said about a file that is one article.
    pub fn remark(&mut self, todo: &PendingFile, remarks: &[Warning]) {
        self.report.pages_without_article += u64::from(remarks.contains(&Warning::NoArticle));
        let remarks = remarks.iter().map(|remark| Failure::new(&todo.path, remark.to_string()));
        self.report.warnings.extend(remarks);
    }

    /// Notes what is to be said about a record of an archive file, which is said once for all of them.
    pub fn remark_record(&mut self, todo: &PendingFile, remarks: &[Warning]) {
        for remark in remarks {
            let counts = self.remarked.entry(todo.key.clone()).or_default();
            *counts.entry(*remark).or_default() += 1;
        }
    }

    /// Notes a file that has only been touched.
    pub fn touch(&mut self, todo: &PendingFile) {
        let Some(old) = &todo.old else { return };
        self.report.unchanged += old.articles;
        let source = FileEntry { size: todo.size, modified: todo.modified, unfinished: false, ..old.clone() };
        for (line, reason) in &source.failures {
            self.report.failures.push(Failure {
                path: todo.path.clone(),
                line: *line,
                reason: reason.clone(),
            });
        }
        self.sources.insert(todo.key.clone(), source);
    }

    /// Notes a file in which there is no article, which will be so as long as it does not change. What the index has
    /// of it stays.
    pub fn fail(&mut self, todo: &PendingFile, reason: String, hash: u64) {
        self.report.failures.push(Failure::new(&todo.path, reason.clone()));
        let articles = todo.replaces();
        let source = FileEntry { articles, failures: vec![(None, reason)], ..todo.source(hash) };
        self.sources.insert(todo.key.clone(), source);
    }

    /// Notes a file that could not be read; the next run will try again.
    pub fn fail_for_now(&mut self, todo: &PendingFile, reason: String) {
        self.report.failures.push(Failure::new(&todo.path, reason));
    }

    /// Counts a record of a kind that is not read.
    pub fn not_read(&mut self, kind: String) {
        *self.report.skipped.entry(kind).or_default() += 1;
    }

    /// Notes a file as read, with what is wrong with it all the same.
    pub fn put(
        &mut self,
        todo: &PendingFile,
        source: FileEntry,
        wrong: impl IntoIterator<Item = (Option<u64>, String)>,
    ) {
        let failures: Vec<_> = wrong.into_iter().collect();
        for (line, reason) in &failures {
            let (path, line, reason) = (todo.path.clone(), *line, reason.clone());
            self.report.failures.push(Failure { path, line, reason });
        }
        self.sources.insert(todo.key.clone(), FileEntry { failures, ..source });
    }

    /// Notes that there is no record where there should be one.
    pub fn broken(&mut self, todo: &PendingFile, line: Option<u64>, reason: String) {
        let broken = self.broken.entry(todo.key.clone()).or_default();
        // They come from several threads; the first lines are to be named.
        broken.named.push((line, reason));
        if broken.named.len() > 4 * NAMED {
            broken.trim();
        }
    }

    /// Notes an archive file as read.
    pub fn finish_archive(&mut self, todo: &PendingFile, source: FileEntry) {
        let mut broken = self.broken.remove(&todo.key).unwrap_or_default();
        broken.trim();
        for (remark, count) in self.remarked.remove(&todo.key).unwrap_or_default() {
            self.report.pages_without_article += if remark == Warning::NoArticle { count } else { 0 };
            let message = format!("{count} of its records: {remark}");
            self.report.warnings.push(Failure::new(&todo.path, message));
        }
        let mut failures = broken.named;
        if broken.more > 0 {
            failures.push((None, format!("{} more records could not be read", broken.more)));
        }
        self.put(todo, source, failures);
    }

    /// Takes files that are gone out of the table. Those that are there under another name were moved.
    pub fn drop_missing(&mut self, gone: &[SourceKey], before: &FileTable) {
        let mut by_content: HashMap<(u64, u64), u64> = HashMap::new();
        let fresh =
            self.sources.iter().filter(|(key, source)| !before.contains_key(*key) && source.hash != 0);
        for (_, source) in fresh {
            *by_content.entry((source.size, source.hash)).or_default() += 1;
        }
        for key in gone {
            let Some(source) = before.get(key) else { continue };
            let same = by_content.get_mut(&(source.size, source.hash)).filter(|count| **count > 0);
            match same {
                Some(count) => {
                    *count -= 1;
                    self.report.moved += source.articles;
                    self.report.added = self.report.added.saturating_sub(source.articles);
                }
                None => self.report.removed += source.articles,
            }
            self.sources.remove(key);
        }
    }

    /// The report, in order.
    pub fn finish(mut self) -> IndexReport {
        self.report.failures.sort();
        self.report.failures.dedup();
        self.report.warnings.sort();
        self.report
    }
}

impl Broken {
    fn trim(&mut self) {
        self.named.sort();
        self.more += self.named.len().saturating_sub(NAMED) as u64;
        self.named.truncate(NAMED);
    }
}
