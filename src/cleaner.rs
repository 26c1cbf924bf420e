//! Cleans single files, whether an index knows them or not.
//!
//! A file in an indexed folder is cleaned as the indexer cleans it: with the line statistics of its site and
//! the rules of that folder. Any other file uses the nearest `clippings.rules` in its folder or above.

#[cfg(feature = "serve")]
mod cut_reasons;

use std::path::{Path, PathBuf};

use crate::article::{DayOrder, FieldMap, Folder, RULES_FILE, SourceKey};
use crate::clean::site_lines::SiteStats;
use crate::clean::user_rules::Rules;
use crate::clean::{CleanOptions, CleanedRecord, clean_record, saved_day};
use crate::corpus::{
    FileFormat, OpenFile, Record, RecordEvent, RecordReader, format_from_name, modified_nanos, open_named,
    read_article_file,
};
use crate::error::{Error, os_error_message};
use crate::index::{IndexDir, folders_and_site_lines};
use crate::text::path_key;
use crate::text::regular_file::read_settings;

#[cfg(feature = "serve")]
pub(crate) use cut_reasons::{CutReasons, NoReasons};

/// Cleans single files.
#[derive(Debug, Default)]
pub struct Cleaner {
    folders: Vec<Folder>,
    site_stats: SiteStats,
    explicit_rules: Option<LoadedRules>,
}

/// Rules and the path of their file.
#[derive(Debug, Clone)]
struct LoadedRules {
    path: PathBuf,
    rules: Rules,
    /// Whether the user named the file for these articles, and not for a folder.
    is_named: bool,
}

/// One cleaned article.
#[derive(Debug)]
#[non_exhaustive]
pub struct CleanedFile {
    /// Identifier in the archive, if the article is a record of one.
    pub id: Option<String>,
    /// The record as it was saved.
    pub record: Record,
    /// The article and whether it is one.
    pub cleaned: CleanedRecord,
    /// Path of the rules file that was applied.
    pub rules: Option<PathBuf>,
    /// Line and text of each rule of this file that matches nothing in it so far. Rules that are limited to
    /// other files, or that the index knows to match elsewhere, are left out, unless the rules file was
    /// named for this one.
    pub unmatched_rules: Vec<(u32, String)>,
}

/// The reason a file, or a record in it, could not be cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CleanFailure {
    /// Line of the record, if it is one of several.
    pub line: Option<u64>,
    /// Description of the problem.
    pub reason: String,
}

impl Cleaner {
    /// Uses the folders and site lines of the index in `dir`, if it can be read.
    #[must_use]
    pub fn with_index(mut self, dir: &IndexDir) -> Self {
        if let Some((folders, site_stats)) = folders_and_site_lines(dir) {
            (self.folders, self.site_stats) = (folders, site_stats);
        }
        self
    }

    /// Uses these folders and site lines of an index.
    #[cfg(feature = "opensearch")]
    #[must_use]
    pub(crate) fn with_sites(self, folders: Vec<Folder>, site_stats: SiteStats) -> Self {
        Cleaner { folders, site_stats, ..self }
    }

    /// Uses the rules in `file` and no others.
    ///
    /// # Errors
    /// [`Error::Rules`] if they cannot be read or parsed.
    pub fn with_rules_file(mut self, file: &Path) -> Result<Self, Error> {
        self.explicit_rules = Some(LoadedRules { is_named: true, ..LoadedRules::read(file)? });
        Ok(self)
    }

    /// Cleans the articles in the file at `path`. Calls `visit` with each of them, or with the reason it
    /// could not be read.
    ///
    /// # Errors
    /// [`Error::Rules`] if the rules for the file cannot be read or parsed, and any error that `visit`
    /// returns.
    pub fn clean<E: From<Error>>(
        &self,
        path: &Path,
        mut visit: impl FnMut(Result<CleanedFile, CleanFailure>) -> Result<(), E>,
    ) -> Result<(), E> {
        let failure = |reason: String| CleanFailure { line: None, reason };
        let file = match open_named(path) {
            Ok(file) => file,
            Err(error) => return visit(Err(failure(os_error_message(&error)))),
        };
        let context = self.file_context(path)?;
        match FileFormat::detect(&file, format_from_name(path)) {
            format if format.is_archive() => {
                let fields = context.folder.map(|folder| folder.options.fields.clone()).unwrap_or_default();
                for_each_record(file, format, &fields, |record| match record {
                    Ok((id, _, record)) => visit(Ok(context.clean(Some(id), record))),
                    Err(reason) => visit(Err(reason)),
                })
            }
            format => {
                let contents = read_article_file(format, file).map_err(|failure| failure.reason);
                match contents.and_then(|contents| Ok((format.parse(contents.bytes)?, contents.damage))) {
                    Ok((record, damage)) => {
                        let damage = damage.or_else(|| record.damage.clone());
                        visit(Ok(context.clean(None, record)))?;
                        damage.map_or(Ok(()), |reason| visit(Err(failure(reason))))
                    }
                    Err(reason) => visit(Err(failure(reason))),
                }
            }
        }
    }

    /// Returns the line of the file at `path` that shows line `line` of its record `id`: the line of the
    /// record in an archive file whose records have one each, and otherwise `line`. Returns `None` if there
    /// is no such record, or its format has no lines.
    pub fn line_in_file(&self, path: &Path, id: &str, line: u32) -> Option<u32> {
        let file = open_named(path).ok()?;
        let format = FileFormat::detect(&file, format_from_name(path));
        match format {
            // Their lines are paragraphs.
            FileFormat::Document | FileFormat::Pdf | FileFormat::Book => return None,
            format if format.keeps_line_numbers() || !format.is_archive() => return Some(line),
            _ => {}
        }
        let fields = self.folders.iter().find(|folder| path.starts_with(&folder.path));
        let fields = fields.map(|folder| folder.options.fields.clone()).unwrap_or_default();
        let found = for_each_record(file, format, &fields, |record| match record {
            Ok((known, line, _)) if known == id => Err(line),
            _ => Ok(()),
        });
        found.err().flatten().and_then(|line| u32::try_from(line).ok())
    }

    /// Looks up the folder, the rules and the statistics that apply to a file.
    fn file_context(&self, path: &Path) -> Result<FileContext<'_>, Error> {
        let absolute = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = self.folders.iter().find(|folder| absolute.starts_with(&folder.path));
        let below = folder.and_then(|folder| Some((folder.id, absolute.strip_prefix(&folder.path).ok()?)));
        let source_key = below.map(|(folder, below)| {
            let path = path_key::encode(below).unwrap_or_default();
            SourceKey { folder, path }.encode()
        });
        let rules = match (&self.explicit_rules, folder) {
            (Some(explicit_rules), _) => Some(explicit_rules.clone()),
            (None, Some(folder)) => LoadedRules::read_of_folder(folder)?,
            (None, None) => LoadedRules::read_nearest(&absolute)?,
        };
        let path = absolute.to_string_lossy().into_owned();
        let saved = std::fs::metadata(&absolute).ok().and_then(|file| saved_day(modified_nanos(&file)));
        Ok(FileContext {
            folder,
            path,
            source_key: source_key.unwrap_or_default(),
            site_stats: &self.site_stats,
            rules,
            saved,
        })
    }
}

/// The folder, the rules and the statistics that apply to a file.
struct FileContext<'c> {
    folder: Option<&'c Folder>,
    path: String,
    source_key: String,
    site_stats: &'c SiteStats,
    rules: Option<LoadedRules>,
    saved: Option<jiff::civil::Date>,
}

impl FileContext<'_> {
    /// Cleans a record as its folder asks.
    fn clean(&self, id: Option<String>, record: Record) -> CleanedFile {
        let options = CleanOptions {
            keep_everything: false,
            path: &self.path,
            source_key: &self.source_key,
            site_stats: Some(self.site_stats),
            rules: self.rules.as_ref().map(|loaded| &loaded.rules),
            day_order: DayOrder::Unknown,
            source_languages: &[],
            saved: self.saved,
        };
        let cleaned = clean_record(&record, &options);
        let rules = self.rules.as_ref();
        let unmatched_rules = rules.map(LoadedRules::unmatched).unwrap_or_default();
        CleanedFile { id, record, cleaned, rules: rules.map(|loaded| loaded.path.clone()), unmatched_rules }
    }
}

impl LoadedRules {
    /// Reads a rules file.
    fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(path, &Self::text(path)?)
    }

    fn text(path: &Path) -> Result<String, Error> {
        let rules_error = |problem| Error::Rules { path: path.to_owned(), problem };
        read_settings(path).map_err(|error| rules_error(os_error_message(&error)))
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let rules_error = |problem| Error::Rules { path: path.to_owned(), problem };
        let rules = Rules::parse(text).map_err(|error| rules_error(error.to_string()))?;
        Ok(LoadedRules { path: path.to_owned(), rules, is_named: false })
    }

    /// Returns the line and the text of each rule that has matched nothing, as far as that is worth telling.
    fn unmatched(&self) -> Vec<(u32, String)> {
        let to_owned = |(line, rule): (u32, &str)| (line, rule.to_owned());
        match self.is_named {
            true => self.rules.unmatched().map(to_owned).collect(),
            false => self.rules.tried_in_vain().map(to_owned).collect(),
        }
    }

    /// Reads the current rules of an indexed folder.
    fn read_of_folder(folder: &Folder) -> Result<Option<Self>, Error> {
        let path = folder.rules_path();
        let stored = &folder.options.rules;
        if stored.path.is_none() && !path.exists() {
            return Ok(None);
        }
        let text = LoadedRules::text(&path)?;
        let loaded = LoadedRules::parse(&path, &text)?;
        if let Some(lines) = stored.unmatched.as_ref().filter(|_| text == stored.text) {
            loaded.rules.mark_matched_except(lines);
        }
        Ok(Some(loaded))
    }

    /// Reads the rules of the nearest folder at or above the file's folder that has some.
    fn read_nearest(file: &Path) -> Result<Option<Self>, Error> {
        let nearest =
            file.ancestors().skip(1).map(|folder| folder.join(RULES_FILE)).find(|path| path.is_file());
        nearest.map(|path| LoadedRules::read(&path)).transpose()
    }
}

/// Calls `visit` with the records of an archive file, each with its identifier and its line.
fn for_each_record<E>(
    file: OpenFile,
    format: FileFormat,
    fields: &FieldMap,
    mut visit: impl FnMut(Result<(String, Option<u64>, Record), CleanFailure>) -> Result<(), E>,
) -> Result<(), E> {
    let mut records = RecordReader::new(file, format);
    loop {
        match records.next_record() {
            RecordEvent::Record(raw) => {
                let (number, line) = (raw.number, raw.line);
                visit(match raw.parse(fields) {
                    Ok(record) => {
                        let id = record.id.clone().unwrap_or_else(|| line.unwrap_or(number).to_string());
                        Ok((id, line, record))
                    }
                    Err(reason) => Err(CleanFailure { line, reason }),
                })?;
            }
            RecordEvent::Invalid(line, reason) => visit(Err(CleanFailure { line, reason }))?,
            RecordEvent::Unsupported(_) => {}
            RecordEvent::ReadError(line, error) => {
                return visit(Err(CleanFailure { line, reason: os_error_message(&error) }));
            }
            RecordEvent::End => return Ok(()),
        }
    }
}
