//! Options for reading the files of a folder, and filters for files of other formats.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use clippings::internals::article::FieldRole;
use clippings::internals::corpus::Globs;
use clippings::{IndexOptions, InputFilter, ReadOverrides};

/// Heading of the options for reading files.
const FILES: &str = "Reading files (remembered per folder)";

/// Heading of the options for files of other formats.
const OTHER_FORMATS: &str = "Reading other formats (not remembered)";

/// Options for reading files, remembered per folder.
#[derive(Debug, Args)]
pub(crate) struct ReadingArgs {
    /// Cut nothing, because the articles are clean already
    #[arg(long, help_heading = FILES)]
    pub no_clean: bool,
    /// Clean a folder that was indexed with --no-clean
    #[arg(long, conflicts_with = "no_clean", help_heading = FILES)]
    pub clean: bool,
    /// Read text, title, id, date, url, site or author of records from this field (repeatable)
    #[arg(long = "map", value_name = "NAME=FIELD", value_parser = parse_field_mapping, help_heading = FILES)]
    pub fields: Vec<(FieldRole, String)>,
    /// Read only files that match, as in '*.txt' or '2024/**' (repeatable)
    #[arg(long, value_name = "GLOB", value_parser = validate_glob, help_heading = FILES)]
    pub include: Vec<String>,
    /// Skip files that match (repeatable)
    #[arg(long, value_name = "GLOB", value_parser = validate_glob, help_heading = FILES)]
    pub exclude: Vec<String>,
    /// Read rules on what to keep and cut from this file [default: clippings.rules in the folder]
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub rules: Option<PathBuf>,
}

/// Filters that read files of other formats, for one run.
#[derive(Debug, Default, Args)]
pub(crate) struct FilterArgs {
    /// Read files of this extension as the text that a command prints, which no shell runs; {} is the path of
    /// the file, which is else its standard input (repeatable)
    #[arg(long = "filter", value_name = "EXT=COMMAND", help_heading = OTHER_FORMATS)]
    pub filters: Vec<InputFilter>,
    /// Kill the command after this time, for each file [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = parse_timeout, help_heading = OTHER_FORMATS)]
    pub filter_timeout: Option<Duration>,
}

/// Filters in the config file.
#[derive(Debug, Default, Clone)]
pub(crate) struct ConfiguredFilters {
    /// Commands by extension. Their programs are looked for once the filters are used.
    pub commands: BTreeMap<String, String>,
    pub timeout: Option<Duration>,
    /// Path of the config file.
    pub config_file: PathBuf,
}

impl ConfiguredFilters {
    /// Sets the filters of a run: those of the command line, and for other extensions those in the config
    /// file.
    ///
    /// # Errors
    /// If an extension is given twice, or a filter in the config file has an error.
    pub(crate) fn apply(&self, args: &FilterArgs, options: &mut IndexOptions) -> anyhow::Result<()> {
        let mut filters: Vec<InputFilter> = Vec::new();
        for filter in &args.filters {
            let extension = filter.extension();
            let is_new = filters.iter().all(|known| known.extension() != extension);
            anyhow::ensure!(is_new, "--filter is given twice for .{extension} files");
            filters.push(filter.clone());
        }
        for (extension, command) in &self.commands {
            if filters.iter().any(|filter| filter.extension() == extension.to_lowercase()) {
                continue;
            }
            let filter = InputFilter::new(extension, command).map_err(anyhow::Error::msg);
            filters.push(
                filter.with_context(|| format!("config file {}: filters", self.config_file.display()))?,
            );
        }
        options.filters = filters;
        if let Some(timeout) = args.filter_timeout.or(self.timeout) {
            options.filter_timeout = timeout;
        }
        Ok(())
    }
}

/// Parses a time limit.
fn parse_timeout(value: &str) -> Result<Duration, String> {
    timeout(value.parse().ok())
}

/// Returns the time limit of this many seconds.
///
/// # Errors
/// A message unless it is a number above 0.
pub(crate) fn timeout(seconds: Option<f64>) -> Result<Duration, String> {
    let seconds = seconds.filter(|seconds| *seconds > 0.0);
    let duration = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    duration.ok_or_else(|| "expected a number of seconds such as 60".to_owned())
}

/// Validates a glob.
pub(crate) fn validate_glob(value: &str) -> Result<String, String> {
    Globs::new(&[value.to_owned()], &[]).map(|_| value.to_owned())
}

/// Parses a mapping such as `text=story`.
pub(crate) fn parse_field_mapping(value: &str) -> Result<(FieldRole, String), String> {
    let (role, field) = value.split_once('=').ok_or("expected NAME=FIELD, as in text=story")?;
    Ok((role.trim().parse()?, field.trim().to_owned()))
}

impl ReadingArgs {
    /// Returns the name of an option that was given; `None` if none was.
    pub(crate) fn first_given(&self) -> Option<&'static str> {
        let given = [
            (self.no_clean, "--no-clean"),
            (self.clean, "--clean"),
            (!self.fields.is_empty(), "--map"),
            (!self.include.is_empty(), "--include"),
            (!self.exclude.is_empty(), "--exclude"),
            (self.rules.is_some(), "--rules"),
        ];
        given.into_iter().find_map(|(is_given, name)| is_given.then_some(name))
    }

    /// Returns the options that were given; they override those remembered for the folder.
    pub(crate) fn overrides(&self) -> ReadOverrides {
        let keep_everything = if self.no_clean { Some(true) } else { self.clean.then_some(false) };
        let mut overrides = ReadOverrides::default();
        overrides.keep_everything = keep_everything;
        overrides.fields.clone_from(&self.fields);
        overrides.include.clone_from(&self.include);
        overrides.exclude.clone_from(&self.exclude);
        overrides.rules.clone_from(&self.rules);
        overrides
    }
}
