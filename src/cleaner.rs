//! The use case of looking at single files cleaned, in an index or not.
//!
//! A file of a folder that the index knows is cleaned as the index cleaned it: with the lines that were found to come
//! back on its site, and by the rules of that folder. Any other file has the rules of the nearest `clippings.rules` in
//! its folder or above.

use crate::clean::user_rules::rules_path;
use std::path::{Path, PathBuf};

use crate::article::FieldMap;
use crate::article::Folder;
use crate::article::SourceKey;
use crate::clean::site_lines::SiteStats;
use crate::clean::user_rules::{RULES_FILE, Rules};
use crate::clean::{CleanOptions, CleanedRecord, clean_record};
use crate::corpus::{Format, Next, Opened, Record, Records, hint, open, read_whole};
use crate::error::{Error, plain};
use crate::index::{IndexDir, folders_and_site_table};

/// Cleans single files.
#[derive(Debug, Default)]
pub struct Cleaner {
    folders: Vec<Folder>,
    site_stats: SiteStats,
    named: Option<LoadedRules>,
}

/// Rules and the file they stand in.
#[derive(Debug, Clone)]
struct LoadedRules {
    path: PathBuf,
    rules: Rules,
}

/// One article, cleaned.
#[derive(Debug)]
pub struct CleanedFile {
    /// What its archive calls it, when it is a record of one.
    pub id: Option<String>,
    /// What was saved.
    pub record: Record,
    /// What was made of it.
    pub cleaned: CleanedRecord,
    /// The file of the rules that were asked.
    pub rules: Option<PathBuf>,
}

/// Why a file, or what stands on one line of it, could not be cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanFailure {
    /// The line, where it is one line.
    pub line: Option<u64>,
    /// Why, in words.
    pub reason: String,
}

impl Cleaner {
    /// A cleaner that does as the index at `place` does, where there is one that can be read.
    #[must_use]
    pub fn with_index(mut self, place: &IndexDir) -> Self {
        if let Some((folders, site_stats)) = folders_and_site_table(place) {
            (self.folders, self.site_stats) = (folders, site_stats);
        }
        self
    }

    /// A cleaner that asks the rules in `file` and no others.
    ///
    /// # Errors
    /// [`Error::Rules`] when they cannot be read or understood.
    pub fn with_rules_file(mut self, file: &Path) -> Result<Self, Error> {
        self.named = Some(LoadedRules::read(file)?);
        Ok(self)
    }

    /// Shows `each` the articles in the file at `path`, cleaned, and what of it could not be read.
    ///
    /// # Errors
    /// [`Error::Rules`] when the rules for the file cannot be read or understood, and those of `each`.
    pub fn clean<E: From<Error>>(
        &self,
        path: &Path,
        mut each: impl FnMut(Result<CleanedFile, CleanFailure>) -> Result<(), E>,
    ) -> Result<(), E> {
        let whole = |reason: String| CleanFailure { line: None, reason };
        let opened = match open(path) {
            Ok(opened) => opened,
            Err(error) => return each(Err(whole(plain(&error)))),
        };
        let house = self.house(path)?;
        match Format::of(&opened, hint(path)) {
            format if format.is_archive() => {
                let fields = house.folder.map(|folder| folder.options.fields.clone()).unwrap_or_default();
                each_record(opened, format, &fields, |record| match record {
                    Ok((id, record)) => each(Ok(house.clean(Some(id), record))),
                    Err(reason) => each(Err(reason)),
                })
            }
            format => {
                let read = read_whole(format, opened).map_err(|(reason, _)| reason);
                match read.and_then(|(bytes, broken)| Ok((format.read(bytes)?, broken))) {
                    Ok((record, broken)) => {
                        each(Ok(house.clean(None, record)))?;
                        broken.map_or(Ok(()), |reason| each(Err(whole(reason))))
                    }
                    Err(reason) => each(Err(whole(reason))),
                }
            }
        }
    }

    /// What is known of the place at which a file lies.
    fn house(&self, path: &Path) -> Result<FileContext<'_>, Error> {
        let absolute = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = self.folders.iter().find(|folder| absolute.starts_with(&folder.path));
        let below = folder.and_then(|folder| Some((folder.id, absolute.strip_prefix(&folder.path).ok()?)));
        let source_key = below.map(|(folder, below)| {
            let path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
            SourceKey { folder, path }.encode()
        });
        let rules = match (&self.named, folder) {
            (Some(named), _) => Some(named.clone()),
            (None, Some(folder)) => LoadedRules::of(folder)?,
            (None, None) => LoadedRules::nearest(&absolute)?,
        };
        let path = absolute.to_string_lossy().into_owned();
        Ok(FileContext {
            folder,
            path,
            source_key: source_key.unwrap_or_default(),
            site_stats: &self.site_stats,
            rules,
        })
    }
}

/// What is known of the place at which a file lies.
struct FileContext<'c> {
    folder: Option<&'c Folder>,
    path: String,
    source_key: String,
    site_stats: &'c SiteStats,
    rules: Option<LoadedRules>,
}

impl FileContext<'_> {
    fn clean(&self, id: Option<String>, record: Record) -> CleanedFile {
        let how = CleanOptions {
            keep_everything: false,
            path: &self.path,
            source_key: &self.source_key,
            site_stats: Some(self.site_stats),
            rules: self.rules.as_ref().map(|book| &book.rules),
        };
        let cleaned = clean_record(&record, &how);
        CleanedFile { id, record, cleaned, rules: self.rules.as_ref().map(|book| book.path.clone()) }
    }
}

impl LoadedRules {
    fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |problem| Error::Rules { path: path.to_owned(), problem };
        let text = std::fs::read_to_string(path).map_err(|error| wrong(plain(&error)))?;
        let rules = Rules::parse(&text).map_err(|error| wrong(error.to_string()))?;
        Ok(LoadedRules { path: path.to_owned(), rules })
    }

    /// The rules of a folder of the index as they are now.
    fn of(folder: &Folder) -> Result<Option<Self>, Error> {
        let path = rules_path(folder);
        if folder.options.rules.path.is_none() && !path.exists() {
            return Ok(None);
        }
        LoadedRules::read(&path).map(Some)
    }

    /// The rules of the nearest folder at or above that of `file` which has some.
    fn nearest(file: &Path) -> Result<Option<Self>, Error> {
        let found =
            file.ancestors().skip(1).map(|folder| folder.join(RULES_FILE)).find(|path| path.is_file());
        found.map(|path| LoadedRules::read(&path)).transpose()
    }
}

/// Shows `each` the records of an archive file with what the archive calls them.
fn each_record<E>(
    opened: Opened,
    format: Format,
    fields: &FieldMap,
    mut each: impl FnMut(Result<(String, Record), CleanFailure>) -> Result<(), E>,
) -> Result<(), E> {
    let mut records = Records::new(opened, format);
    loop {
        match records.next_record() {
            Next::Record(raw) => {
                let (number, line) = (raw.number, raw.line);
                each(match raw.read(fields) {
                    Ok(record) => {
                        let id = record.id.clone().unwrap_or_else(|| line.unwrap_or(number).to_string());
                        Ok((id, record))
                    }
                    Err(reason) => Err(CleanFailure { line, reason }),
                })?;
            }
            Next::Broken(line, reason) => each(Err(CleanFailure { line, reason }))?,
            Next::NotRead(_) => {}
            Next::Stopped(line, error) => return each(Err(CleanFailure { line, reason: plain(&error) })),
            Next::End => return Ok(()),
        }
    }
}
