//! Counts what a run reads: the articles of a file, and the records of an archive file that are invalid.

use std::collections::{BTreeMap, BTreeSet};

use crate::clean::Article;
use crate::corpus::Markup;
use crate::index::{DayOrders, FileWarning, LanguagesBySource};
use crate::indexer::warnings::Warning;

/// Number of invalid records of a file that are listed; the others are only counted.
const MAX_LISTED_RECORDS: usize = 20;

/// Part of an archive file that was read so far.
#[derive(Default)]
pub(super) struct ArchiveState {
    pub counts: ArticleCounts,
    /// Number of records whose content is new to the index.
    pub new_records: u64,
    pub invalid: InvalidRecords,
    /// Order of day and month in its articles.
    pub day_orders: DayOrders,
    /// Languages of its articles.
    pub languages: LanguagesBySource,
    /// Warnings about its records.
    pub warnings: BTreeMap<Warning, WarnedRecords>,
}

/// The articles that were added of a file.
#[derive(Clone, Copy, Default)]
pub(super) struct ArticleCounts {
    pub articles: u64,
    /// Size of all of them.
    pub size: ArticleSize,
}

impl ArticleCounts {
    /// Counts an article.
    pub(super) fn add(&mut self, size: ArticleSize) {
        self.articles += 1;
        self.size.lines += size.lines;
        self.size.lines_cut += size.lines_cut;
        self.size.lines_by_rules += size.lines_by_rules;
        self.size.text += size.text;
        self.size.text_cut += size.text_cut;
        self.size.bytes += size.bytes;
    }
}

/// The size of an article.
#[derive(Clone, Copy, Default)]
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

/// The records of an archive file that a warning concerns.
#[derive(Default)]
pub(super) struct WarnedRecords {
    count: u64,
    /// Lines of the first of them.
    lines: BTreeSet<u64>,
}

impl WarnedRecords {
    /// Adds a record. Several threads add records in any order.
    pub(super) fn add(&mut self, line: Option<u64>) {
        self.count += 1;
        self.lines.extend(line);
        if self.lines.len() > MAX_LISTED_RECORDS {
            self.lines.pop_last();
        }
    }

    /// Returns the warning to keep in the index.
    pub(super) fn warning(&self, warning: Warning) -> FileWarning {
        let (articles, lines) = (self.count, self.lines.iter().copied().collect());
        FileWarning { reason: warning.to_string(), articles, lines }
    }
}

/// The invalid records of a file, by line, with the reason.
#[derive(Default)]
pub(super) struct InvalidRecords {
    listed: Vec<(Option<u64>, String)>,
    not_listed: u64,
}

impl InvalidRecords {
    /// Adds an invalid record. Several threads add records in any order, and those on the first lines are
    /// listed.
    pub(super) fn add(&mut self, line: Option<u64>, reason: String) {
        self.listed.push((line, reason));
        if self.listed.len() > 4 * MAX_LISTED_RECORDS {
            self.trim();
        }
    }

    /// Returns the records as failures of the file.
    pub(super) fn into_failures(mut self) -> Vec<(Option<u64>, String)> {
        self.trim();
        if self.not_listed > 0 {
            let records = if self.not_listed == 1 { "record" } else { "records" };
            self.listed.push((None, format!("{} more {records} could not be read", self.not_listed)));
        }
        self.listed
    }

    /// Keeps the first records, and counts the others.
    fn trim(&mut self) {
        self.listed.sort();
        self.not_listed += self.listed.len().saturating_sub(MAX_LISTED_RECORDS) as u64;
        self.listed.truncate(MAX_LISTED_RECORDS);
    }
}
