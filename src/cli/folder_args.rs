//! The part of the command line that says how files are read.

use std::path::PathBuf;

use clap::Args;
use clippings::corpus::{Globs, Role};
use clippings::indexer::Choices;

/// How files are read; kept with their folder until something else is chosen.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// The articles are clean already: cut nothing. Kept with the folder
    #[arg(long)]
    pub no_clean: bool,
    /// Clean the articles of a folder that was indexed with --no-clean
    #[arg(long, conflicts_with = "no_clean")]
    pub clean: bool,
    /// Read text, title, id, date, url, site or author of records from this field (repeatable). Kept with the folder
    #[arg(long = "map", value_name = "WHAT=FIELD", value_parser = field_of_record)]
    pub fields: Vec<(Role, String)>,
    /// Read only files that match this pattern, as in '*.txt' or '2024/**' (repeatable). Kept with the folder
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub include: Vec<String>,
    /// Leave out files that match this pattern (repeatable). Kept with the folder
    #[arg(long, value_name = "GLOB", value_parser = glob)]
    pub exclude: Vec<String>,
    /// Ask this file of rules about what to keep and to cut [default: clippings.rules in the folder]. Kept with the folder
    #[arg(long, value_name = "FILE")]
    pub rules: Option<PathBuf>,
}

/// Tries a pattern.
pub fn glob(value: &str) -> Result<String, String> {
    Globs::new(&[value.to_owned()], &[]).map(|_| value.to_owned())
}

/// Reads `text=story`.
pub fn field_of_record(value: &str) -> Result<(Role, String), String> {
    let (role, field) = value.split_once('=').ok_or("say what is in which field, as in text=story")?;
    Ok((role.trim().parse()?, field.trim().to_owned()))
}

impl ReadingArgs {
    /// What was chosen.
    pub fn choices(&self) -> Choices {
        let as_is = if self.no_clean { Some(true) } else { self.clean.then_some(false) };
        Choices {
            as_is,
            fields: self.fields.clone(),
            include: self.include.clone(),
            exclude: self.exclude.clone(),
            rules: self.rules.clone(),
        }
    }
}
