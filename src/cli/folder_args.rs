//! Options for reading the files of a folder.

use std::path::PathBuf;

use clap::Args;
use clippings::ReadOverrides;
use clippings::internals::article::FieldRole;
use clippings::internals::corpus::Globs;

/// Heading of the options for reading files.
const FILES: &str = "Reading files (remembered per folder)";

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
