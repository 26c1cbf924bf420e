//! Declares the options of `clippings quotes`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::cli::args::search::{first_day, last_day};
use crate::cli::args::{OUTPUT, RESULTS, SELECTION, whole_number};

/// List quotations with their speakers: what is said in the articles, by whom, when and where
#[derive(Debug, Args)]
#[command(after_help = "\
Words of the query must be said, all of them in one quotation; fields and days (title:, site:, date:)
restrict the articles. Without a query, all quotations are listed. `speaker:` and `--speaker` take the
name that the article has: all its words must match.

Examples:
  clippings quotes ceasefire --speaker Lavrov            what he said with this word
  clippings quotes '\"red line\"' --since 2024-10          who said it, and when
  clippings quotes --speaker 'John Kirby' -n 100         a hundred of his quotations
  clippings quotes tariffs --by speaker                  how often each speaker said it
  clippings quotes --by speaker -n 50                    the fifty who are quoted most
  clippings quotes --format csv > quotes.csv             all quotations, for a spreadsheet

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct QuotesArgs {
    /// What is said; `-` reads it from standard input
    #[arg(value_name = "QUERY")]
    pub query: Vec<OsString>,
    /// List what this speaker says (repeatable, or several with commas)
    #[arg(long = "speaker", value_name = "NAME", help_heading = SELECTION)]
    pub speakers: Vec<String>,
    /// List quotations of articles of this site, by its name or host (repeatable)
    #[arg(long = "site", value_name = "SITE", help_heading = SELECTION)]
    pub sites: Vec<String>,
    /// List quotations of articles in this folder (repeatable)
    #[arg(long = "folder", value_name = "FOLDER", help_heading = SELECTION)]
    pub folders: Vec<PathBuf>,
    /// List quotations of articles published on this date or later: 2024-10-18, 2024-10, 2024, 'Oct 2024',
    /// yesterday or 7d (the last seven days)
    #[arg(long, value_name = "DAY", value_parser = first_day, help_heading = SELECTION)]
    pub since: Option<Date>,
    /// List quotations of articles published on this date or earlier
    #[arg(long, value_name = "DAY", value_parser = last_day, help_heading = SELECTION)]
    pub until: Option<Date>,
    /// List at most N quotations [default: 10; all with --format json or csv], or with --by speakers
    /// [default: all; 20 on a terminal]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole_number::<usize>, help_heading = RESULTS)]
    pub limit: Option<usize>,
    /// Order of the articles [default: newest]
    #[arg(
        long, value_enum, default_value_t = ArticleOrder::Newest, hide_default_value = true, help_heading = RESULTS
    )]
    pub sort: ArticleOrder,
    /// List once what copies of an article quote in the same words of the same speaker, with the number of
    /// the other copies; --by counts it once
    #[arg(long, help_heading = RESULTS)]
    pub stories: bool,
    /// Print how many quotations each speaker has instead
    #[arg(long, value_enum, value_name = "FACET", help_heading = OUTPUT)]
    pub by: Option<QuotesBy>,
    /// Begin the CSV with a byte order mark, by which spreadsheets recognize the encoding
    #[arg(long, help_heading = OUTPUT)]
    pub bom: bool,
}

/// Order of articles by their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ArticleOrder {
    /// Newest first, undated last
    Newest,
    /// Oldest first, undated last
    Oldest,
}

/// Property that quotations are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuotesBy {
    /// By the name of the speaker
    #[value(alias = "speakers")]
    Speaker,
}
