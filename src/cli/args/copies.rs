//! Declares the options of `clippings copies`.

use std::ffi::OsString;

use clap::Args;

/// List the copies of an article, with what they add, drop and change, or all stories
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings copies 2                           the copies of the second article of the last search
  clippings copies articles/a.txt              of any article in the index
  clippings copies news.jsonl#4711             of a record of an archive, by its id
  clippings copies --all                       all articles that have copies, story by story
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
}
