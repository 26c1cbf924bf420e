//! Declares the options of `clippings copies`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use crate::cli::args::search::{first_day, last_day};
use crate::cli::args::{RESULTS, SELECTION, whole_number};

/// List the copies of an article, with what they add, drop and change, or all stories
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings copies 2                           the copies of the second article of the last search
  clippings copies articles/a.txt              of any article in the index
  clippings copies news.jsonl#4711             of a record of an archive, by its id
  clippings copies --all                       all articles that have copies, story by story
  clippings copies --all --since 7d -n 20      twenty stories of the last seven days
  clippings copies --all --format csv > c.csv  for a spreadsheet

Words are compared as `clippings verify` does: the form of marks, dashes and line wraps does not
count. An agency is named if a dateline, byline or credit line names it.

Exit codes: 0 found, 1 the article has no copies, 2 error.")]
pub(crate) struct CopiesArgs {
    /// Rank of a result of the last search, or a file as results name it (FILE#ID for a record of an archive)
    #[arg(value_name = "RANK|PATH", required_unless_present = "all")]
    pub rank_or_path: Option<OsString>,
    /// List all stories instead, the newest first, each with its articles by day
    #[arg(long, conflicts_with = "rank_or_path")]
    pub all: bool,
    /// List stories with an article in this folder (repeatable)
    #[arg(
        long = "folder", value_name = "FOLDER", conflicts_with = "rank_or_path", help_heading = SELECTION
    )]
    pub folders: Vec<PathBuf>,
    /// List stories with an article published on this date or later: 2024-10-18, 2024-10, 2024, 'Oct 2024',
    /// yesterday or 7d (the last seven days)
    #[arg(
        long, value_name = "DAY", value_parser = first_day, conflicts_with = "rank_or_path",
        help_heading = SELECTION
    )]
    pub since: Option<Date>,
    /// List stories with an article published on this date or earlier; with --since, the same article
    #[arg(
        long, value_name = "DAY", value_parser = last_day, conflicts_with = "rank_or_path",
        help_heading = SELECTION
    )]
    pub until: Option<Date>,
    /// List at most N stories [default: all]
    #[arg(
        short = 'n', long, value_name = "N", value_parser = whole_number::<usize>,
        conflicts_with = "rank_or_path", help_heading = RESULTS
    )]
    pub limit: Option<usize>,
}
