//! Declares the options of `clippings search`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clippings::CountBy;
use clippings::query;
use clippings::query::Period;
use jiff::civil::Date;

use crate::cli::args::facet::{FacetName, FacetParser};
use crate::cli::args::{OUTPUT, RESULTS, SELECTION, whole_number};
use crate::cli::folder_args::ReadingArgs;

/// Search the articles
#[derive(Debug, Args)]
#[command(after_help = "\
Queries:
  north korea            both words, in any inflection
  '\"north korea\"'        this exact phrase; any quotation marks will do
  kursk OR sumy          either word
  kursk -putin           the first word without the second
  title:kursk            in the title
  troops w/5 kursk       at most five words apart
  -                      read the query from standard input

`clippings help query` prints the cheat sheet of the query language.

Examples:
  clippings search Kursk --since 2024-10 --sort oldest      from October 2024 on, oldest first
  clippings search Kursk -l --folder articles/wire          the paths of all articles in a folder
  clippings search Kursk --by year --svg kursk.svg          how often, and a picture of it
  clippings search Kursk --format csv -n 500 > kursk.csv    for a spreadsheet
  clippings search --queries list.tsv --format trec         many queries, for trec_eval

The shell removes double quotes: put single quotes around them, or use typographic quotes.

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub(crate) struct SearchArgs {
    /// Query; `-` reads it from standard input; without one, `--by` and `--svg` count all articles
    #[arg(value_name = "QUERY", required_unless_present_any = ["queries", "by", "svg"])]
    pub query: Vec<OsString>,
    /// Run the queries of a file, one per line, optionally after an identifier and a tab; a line that begins
    /// with `#` is a comment; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query", help_heading = SELECTION)]
    pub queries: Option<PathBuf>,
    /// Update the index from this folder first, and show results from it only (repeatable)
    #[arg(long = "in", value_name = "FOLDER", help_heading = SELECTION)]
    pub folders: Vec<PathBuf>,
    /// Show results from this folder only, without updating the index (repeatable)
    #[arg(long = "folder", value_name = "FOLDER", help_heading = SELECTION)]
    pub only_folders: Vec<PathBuf>,
    /// Show articles published on this date or later: 2024-10-18, 2024-10, 2024, 'Oct 2024', yesterday or 7d
    /// (the last seven days)
    #[arg(long, value_name = "DAY", value_parser = first_day, help_heading = SELECTION)]
    pub since: Option<Date>,
    /// Show articles published on this date or earlier
    #[arg(long, value_name = "DAY", value_parser = last_day, help_heading = SELECTION)]
    pub until: Option<Date>,
    /// Find articles that have any of the words, those with more of them first
    #[arg(long, conflicts_with = "like", help_heading = SELECTION)]
    pub any: bool,
    /// Find articles about the same thing as a text: the query, or each line of --queries, has no operators,
    /// and its best thirty words weigh
    #[arg(long, help_heading = SELECTION)]
    pub like: bool,
    /// Also search for other spellings of names (Zelensky, Zelenskyy), except inside quotes; for the first
    /// 256 words of a query
    #[arg(long, help_heading = SELECTION)]
    pub variants: bool,
    /// List other spellings of the query's words that occur in the index; they are listed anyway for one to
    /// three words
    #[arg(long, help_heading = SELECTION)]
    pub suggest: bool,
    /// List the forms in which the query's words occur, with the number of articles of each, and the
    /// languages in which a word finds no forms
    #[arg(long, help_heading = OUTPUT)]
    pub explain: bool,
    /// Search the text that was cut from the articles instead
    #[arg(long, help_heading = SELECTION)]
    pub cut: bool,
    /// Show at most N results [default: 10; all with --files, 1000 with --format trec]
    #[arg(short = 'n', long, value_name = "N", value_parser = whole_number::<usize>, help_heading = RESULTS)]
    pub limit: Option<usize>,
    /// Skip the first N results
    #[arg(
        long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = whole_number::<usize>,
        help_heading = RESULTS
    )]
    pub offset: usize,
    /// Order of the results [default: relevance]
    #[arg(
        long, value_enum, default_value_t = Order::Relevance, hide_default_value = true, help_heading = RESULTS
    )]
    pub sort: Order,
    /// Show up to N passages of each article [default: 1]
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>, help_heading = RESULTS)]
    pub snippets: Option<usize>,
    /// Show N sentences before and after each match
    #[arg(
        long, short = 'C', value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = whole_number::<usize>,
        help_heading = RESULTS
    )]
    pub context: usize,
    /// Print only the paths of the articles, PATH#ID for a record of an archive
    #[arg(short = 'l', long, conflicts_with = "count", help_heading = OUTPUT)]
    pub files: bool,
    /// End each path with a NUL instead of a line feed, for `xargs -0`
    #[arg(short = '0', long, requires = "files", help_heading = OUTPUT)]
    pub null: bool,
    /// Print each result as text to paste: title, source, day, address, place and sentence
    #[arg(long, conflicts_with_all = ["count", "files", "by", "open"], help_heading = OUTPUT)]
    pub cite: bool,
    /// Print only the number of articles, of stories with --stories
    #[arg(long, help_heading = OUTPUT)]
    pub count: bool,
    /// List the copies of each result beneath it, instead of naming three: articles that tell the same story
    /// in the same words
    #[arg(long, conflicts_with = "no_collapse", help_heading = RESULTS)]
    pub copies: bool,
    /// Show every article as a result of its own, copies too [default for --format, -l, --count, --cite and
    /// --queries]
    #[arg(long, conflicts_with = "stories", help_heading = RESULTS)]
    pub no_collapse: bool,
    /// Let one article stand for its copies in --format, -l, --cite and --queries, too, and count them once
    /// in --count, --by, --first and --svg
    #[arg(long, help_heading = RESULTS)]
    pub stories: bool,
    /// Print the numbers of all articles found by month, week, day, year, site, language, folder, author
    /// or speaker (several with commas), and results only with -n or --sort
    #[arg(
        long, value_name = "FACET", value_parser = FacetParser, value_delimiter = ',', conflicts_with_all = ["count", "files"],
        hide_possible_values = true, help_heading = OUTPUT
    )]
    pub by: Vec<FacetName>,
    /// Print what was published first in this archive among the articles found, and how many have no date
    #[arg(long, conflicts_with_all = ["count", "files"], help_heading = OUTPUT)]
    pub first: bool,
    /// Draw the articles found over time as an SVG picture, or stories with --stories: by the first time of
    /// --by, or by month; a picture that exists is replaced; `-` prints it in place of the results
    #[arg(long, value_name = "FILE", conflicts_with = "queries", help_heading = OUTPUT)]
    pub svg: Option<PathBuf>,
    /// Begin the CSV with a byte order mark, by which spreadsheets recognize the encoding
    #[arg(long, help_heading = OUTPUT)]
    pub bom: bool,
    /// Open the original of result N in $EDITOR at the line of the match, or a PDF at the page in $PDFVIEWER
    /// or another viewer
    #[arg(
        long, value_name = "N", conflicts_with_all = ["queries", "count", "files"], value_parser = whole_number::<usize>,
        help_heading = OUTPUT
    )]
    pub open: Option<usize>,
    /// Report whether the folders have changed since the index was written
    #[arg(long, help_heading = OUTPUT)]
    pub check: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

impl SearchArgs {
    /// Returns whether all articles found are counted, or the first of them looked for.
    pub(crate) fn has_facets(&self) -> bool {
        self.first || !self.count_by().is_empty()
    }

    /// Returns whether results are printed: beside counts only if an option asks for them.
    pub(crate) fn shows_hits(&self) -> bool {
        let asks = self.limit.is_some() || self.offset > 0 || self.open.is_some();
        !self.has_facets() || asks || self.sort != Order::Relevance || self.context > 0
    }

    /// Returns an option that means nothing where articles have any of thirty words of a text.
    pub(crate) fn unfit_for_like(&self) -> Option<&'static str> {
        let given = [
            ("--by", !self.by.is_empty()),
            ("--first", self.first),
            ("--svg", self.svg.is_some()),
            ("--sort", self.sort != Order::Relevance),
            ("--any", self.any),
            ("--variants", self.variants),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(option, _)| option)
    }

    /// Returns whether a picture of all articles is asked for, and neither a query nor any output: then they
    /// are counted by month.
    fn draws_all(&self) -> bool {
        let prints = self.files || self.count || self.cite;
        self.svg.is_some() && self.query.is_empty() && !prints
    }

    /// Returns each facet to count by once.
    pub(crate) fn count_by(&self) -> Vec<CountBy> {
        if self.by.is_empty() && self.draws_all() {
            return vec![CountBy::Month];
        }
        let mut facets: Vec<CountBy> = Vec::new();
        for FacetName(by) in &self.by {
            if !facets.contains(by) {
                facets.push(*by);
            }
        }
        facets
    }
}

/// Order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Best first
    Relevance,
    /// Newest first, undated last
    Newest,
    /// Oldest first, undated last
    Oldest,
}

/// Reads a period such as a day, a month or a year.
fn period(text: &str) -> Result<Period, String> {
    query::period(text).ok_or_else(|| {
        "expected a day, month or year such as 2024-10-18, 2024-10, 2024 or 'Oct 2024'; or yesterday, or 7d".into()
    })
}

/// Reads the first day of a period.
pub(super) fn first_day(text: &str) -> Result<Date, String> {
    period(text).map(|period| period.first)
}

/// Reads the last day of a period.
pub(super) fn last_day(text: &str) -> Result<Date, String> {
    period(text)?.end().ok_or_else(|| "no day is that early".into())
}
