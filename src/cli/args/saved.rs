//! Declares the options of `clippings saved`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::search::{first_day, last_day};
use crate::cli::args::{INDEX, OUTPUT, SELECTION};

/// Save searches, and list what is new to them
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  clippings saved add kursk kursk -putin        save a search
  clippings saved run                           list what is new to all saved searches
  clippings saved run kursk --exec notify.sh    start a program with what is new
  clippings saved run --atom news.xml           add it to a feed
  clippings saved import suspects.csv           save a search for each name of a list
  clippings saved list                          name the saved searches
  clippings saved remove kursk                  forget one, and what it has reported

What is new is what a search has not reported before, whatever its date and its file: an
article that was moved, copied or saved again is not. docs/alerts.md has examples for cron
and systemd."
)]
pub(crate) struct SavedArgs {
    #[command(subcommand)]
    pub command: SavedCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SavedCommand {
    Add(AddArgs),
    Import(ImportArgs),
    List(ListArgs),
    Remove(RemoveArgs),
    Run(RunArgs),
}

/// Save a search of this index
///
/// The first run marks what matches already, in silence, and names its number; each later run reports what is
/// new.
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// Name of the search
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Query; `-` reads it from standard input
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<OsString>,
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// Articles that have any of the words
    #[arg(long, help_heading = SELECTION)]
    pub any: bool,
    /// Also other spellings of names (Zelensky, Zelenskyy), except inside quotes
    #[arg(long, help_heading = SELECTION)]
    pub variants: bool,
    /// Search the text that was cut from the articles instead
    #[arg(long, help_heading = SELECTION)]
    pub cut: bool,
    /// Replace the search of that name; the next run marks what the new query matches
    #[arg(long)]
    pub replace: bool,
}

/// Folders and days that a saved search is restricted to.
#[derive(Debug, Args)]
pub(crate) struct ScopeArgs {
    /// Only articles in this folder (repeatable)
    #[arg(long = "folder", value_name = "FOLDER", help_heading = SELECTION)]
    pub folders: Vec<PathBuf>,
    /// Only articles published on this date or later: 2024-10-18, 2024-10, 2024, 'Oct 2024', yesterday or 7d
    /// (the last seven days at each run)
    #[arg(long, value_name = "DAY", value_parser = since, help_heading = SELECTION)]
    pub since: Option<String>,
    /// Only articles published on this date or earlier
    #[arg(long, value_name = "DAY", value_parser = until, help_heading = SELECTION)]
    pub until: Option<String>,
}

/// Save a search for each name of a list
///
/// The list is CSV in any encoding, or has a name on each line. The names are searched for as phrases; a
/// family name that comes first (`Doe, Jane`) is found in both orders. Names that are in the list already
/// stay as they are; one that another saved search has is saved as `NAME (LIST)`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings saved import suspects.csv
  clippings saved run suspects --all --format csv    a table of names by article and source
  clippings saved run suspects                       what is new since
  clippings saved remove suspects                    forget the whole list")]
pub(crate) struct ImportArgs {
    /// File with the names; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Column of the names, by its header or its number [default: the one whose header says so, else the
    /// first with words]
    #[arg(long, value_name = "COLUMN")]
    pub column: Option<String>,
    /// Name of the list [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    pub list: Option<String>,
    /// Find inflections of the names, too: *Putina* with *Putin*
    #[arg(long, help_heading = SELECTION)]
    pub inflected: bool,
    #[command(flatten)]
    pub scope: ScopeArgs,
}

/// List the saved searches
///
/// Names each with its query, the options that decide what matches, and what it has reported.
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Names of searches, or of lists of searches [default: all, with --index those of that index]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
}

/// Remove saved searches, and forget what they have reported
#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// Names of searches, or of lists of searches
    #[arg(value_name = "NAME", required = true)]
    pub names: Vec<String>,
}

/// List what is new to saved searches
///
/// Brings their index in step with its folders first. What was printed is marked behind the output, so that a
/// run that is interrupted repeats it.
#[derive(Debug, Default, Args)]
#[command(after_help = "Exit codes: 0 something new, 1 nothing new, 2 error.")]
pub(crate) struct RunArgs {
    /// Names of searches, or of lists of searches [default: all]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// List all articles that match, also those that were reported before
    #[arg(long, help_heading = SELECTION)]
    pub all: bool,
    /// List articles that were reported and whose text has changed since, too
    #[arg(long, help_heading = SELECTION)]
    pub changed: bool,
    /// Print what is new without marking it
    #[arg(long, conflicts_with = "exec", help_heading = OUTPUT)]
    pub dry_run: bool,
    /// Search the index as it is
    #[arg(long, help_heading = INDEX)]
    pub no_update: bool,
    /// Wait for another run to end
    #[arg(long, help_heading = INDEX)]
    pub wait: bool,
    /// Add what is new to the Atom feed in this file, for a feed reader
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run", help_heading = OUTPUT)]
    pub atom: Option<PathBuf>,
    /// Start this program for each search with something new, with the news as JSON on its standard input,
    /// and CLIPPINGS_SEARCH and CLIPPINGS_NEW in its environment; comes last
    #[arg(
        long, value_name = "PROGRAM", num_args = 1.., allow_hyphen_values = true, help_heading = OUTPUT
    )]
    pub exec: Vec<OsString>,
}

/// Checks the first day of a period, which is read again at each run.
fn since(text: &str) -> Result<String, String> {
    first_day(text).map(|_| text.to_owned())
}

/// Checks the last day of a period, which is read again at each run.
fn until(text: &str) -> Result<String, String> {
    last_day(text).map(|_| text.to_owned())
}
